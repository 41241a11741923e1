package defects

import "strings"

// Error codes: spelling, other situations' codes, other types.
func codeDefects() []Defect {
	type change struct {
		name string
		to   func(code string) any
	}
	changes := []change{
		{"lower-case", func(c string) any { return strings.ToLower(c) }},
		{"trailing-space", func(c string) any { return c + " " }},
		{"empty", func(string) any { return "" }},
	}
	var all []Defect
	for _, c := range changes {
		e := errorObject(func(_ *Answer, members map[string]any) {
			code, _ := members["code"].(string)
			members["code"] = c.to(code)
		})
		all = append(all,
			Defect{"code/unsupported-" + c.name, IDs("ERA-UNS-2"), Answers(In(Unsupported), e)},
			Defect{"code/invalid-" + c.name, IDs("ERA-ID-2"), Answers(In(Invalid), e)},
			Defect{"code/absent-" + c.name, IDs("ERA-NF-2"), Answers(In(Absent), e)},
		)
	}
	return append(all,
		Defect{
			"code/unsupported-is-bad-request", IDs("ERA-UNS-2", "ERA-ID-8"),
			Answers(In(Unsupported), Member("code", "BadRequest")),
		},
		Defect{
			"code/unsupported-is-not-found", IDs("ERA-UNS-2"),
			Answers(In(Unsupported), Member("code", "NotFound")),
		},
		Defect{
			"code/unsupported-is-another-of-one-type", IDs("ERA-UNS-2"),
			Answers(plain(ofType(In(Unsupported), "softDeleteEmail")),
				Member("code", "ActionAlreadyInProgress")),
		},
		Defect{
			"code/invalid-is-not-found", IDs("ERA-ID-2"),
			Answers(In(Invalid), Member("code", "NotFound")),
		},
		Defect{
			"code/invalid-is-unsupported", IDs("ERA-ID-2"),
			Answers(In(Invalid), Member("code", "UnsupportedActionType")),
		},
		Defect{
			"code/invalid-is-another-for-the-example-of-the-page", IDs("ERA-ID-2"),
			Answers(plain(func(a *Answer) bool {
				return a.Situation == Invalid && a.ID == "213213"
			}), Member("code", "NotFound")),
		},
		Defect{
			"code/absent-is-bad-request", IDs("ERA-NF-2"),
			Answers(In(Absent), Member("code", "BadRequest")),
		},
		Defect{
			"code/absent-is-resource-not-found", IDs("ERA-NF-2"),
			Answers(In(Absent), Member("code", "ResourceNotFound")),
		},
		Defect{"code/number", IDs("ERA-ENV-5"), Answers(AnyError, Member("code", 400))},
		Defect{
			"code/all-are-one", IDs("ERA-UNS-2", "ERA-ID-2", "ERA-NF-2"),
			Answers(AnyError, Member("code", "Error")),
		},
	)
}
