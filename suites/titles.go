package suites

// titles of the situations, until the contract has them.
var titles = map[string]string{
	"success":            "Success: an action that can be carried out is taken up",
	"unsupported-action": "Unsupported action: a task that exists is refused for its type, and never executed",
	"invalid-guid":       "Invalid GUID: a string that is no GUID is refused as such",
	"valid-guid":         "Valid GUID: a GUID in any form is never called invalid",
	"not-found":          "Not found: an id that names nothing is answered as such",
	"authorization":      "Authorization: who has no usable token is turned away",
	"methods":            "Methods: no other method carries out the action",
	"qualified-path":     "Qualified path: the spelling that generated SDKs call is answered alike",
	"headers":            "Headers: what every answer carries beside its content",
}

func (t tree) title(situation string) string {
	if title, ok := titles[situation]; ok {
		return title
	}
	return situation
}
