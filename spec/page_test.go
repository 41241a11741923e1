package spec

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// These tables repeat the page independently of the contract: the contract must agree with them.

func embedded(t testing.TB) *Contract {
	t.Helper()
	doc, err := Embedded(Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

var pageSupported = []string{
	"collectInvestigationPackage", "isolateDevice", "unRestrictAppExecution", "unIsolateDevice",
	"restrictAppExecution", "runAntiVirusScan", "stopAndQuarantineFile", "submitIocRule",
}

// The other members of Graph's enumeration, as the resource type lists them.
var graphUnsupported = []string{
	"text", "forceUserPasswordReset", "disableUser", "enableUser",
	"markUserAsCompromised", "requireSignIn", "hardDeleteEmail", "softDeleteEmail",
}

func TestActionTypesOfThePage(t *testing.T) {
	doc := embedded(t)
	for name, want := range map[string][]string{
		"SupportedActionType": pageSupported, "UnsupportedActionType": graphUnsupported,
	} {
		schema, ok := doc.Schema(name)
		if !ok {
			t.Fatalf("no schema %s", name)
		}
		if diff := cmp.Diff(want, schema.Enum()); diff != "" {
			t.Errorf("%s (-page +document):\n%s", name, diff)
		}
	}
	kind, ok := doc.Kind("task")
	if !ok {
		t.Fatal("no tasks")
	}
	if diff := cmp.Diff(slices.Concat(pageSupported, graphUnsupported),
		kind.Enum("actionType")); diff != "" {
		t.Errorf("action types of a task (-want +got):\n%s", diff)
	}
	for _, name := range pageSupported {
		if !kind.Plays("supported", map[string]string{"actionType": name}) ||
			kind.Plays("unsupported", map[string]string{"actionType": name}) {
			t.Errorf("%s is not supported alone", name)
		}
	}
	for _, name := range append(graphUnsupported, "unknownFutureValue", "IsolateDevice", "") {
		if kind.Plays("supported", map[string]string{"actionType": name}) {
			t.Errorf("%q is supported", name)
		}
	}
}

func TestErrorsOfThePage(t *testing.T) {
	doc := embedded(t)
	inner := func(requestID, clientID string) map[string]any {
		return map[string]any{
			"date": "2023-09-04T05:47:56", "request-id": requestID, "client-request-id": clientID,
		}
	}
	first := inner("43067534-c43a-4df8-a4d1-30660b99ac76", "b041e97f-24d2-bf6a-1731-7e0de686464c")
	second := inner("43064123-b43a-4df8-a4d1-30660b99ac76", "5451e97f-24d2-236a-1731-1e0de686464c")
	for name, want := range map[string]map[string]any{
		"unsupportedActionType": {
			"code":       "UnsupportedActionType",
			"message":    "Action type '{action_type}' is not supported for automated execution.",
			"innerError": first,
		},
		"invalidTaskId": {
			"code": "BadRequest", "message": "Invalid incidentTask id {id}", "innerError": first,
		},
		"taskNotFound": {
			"code": "NotFound", "message": "taskId {id} not found", "innerError": second,
		},
	} {
		got, ok := doc.Example(name)
		if !ok {
			t.Errorf("no example %s", name)
		}
		if diff := cmp.Diff(any(map[string]any{"error": want}), got); diff != "" {
			t.Errorf("%s (-page +document):\n%s", name, diff)
		}
	}
}

func TestRequestOfThePage(t *testing.T) {
	doc := embedded(t)
	var paths []string
	for _, op := range doc.Operations {
		paths = append(paths, op.Method+" "+op.Path)
		if !op.Secured || op.BodyType != "" {
			t.Errorf("%s: secured %t, body %q", op.Path, op.Secured, op.BodyType)
		}
		if diff := cmp.Diff([]string{"204", "400", "401", "404", "default"},
			op.Statuses); diff != "" {
			t.Errorf("statuses of %s (-want +got):\n%s", op.Path, diff)
		}
	}
	slices.Sort(paths)
	want := []string{
		"POST /security/incidentTasks/{incidentTaskId}/executeResponseAction",
		"POST " +
			"/security/incidentTasks/{incidentTaskId}/microsoft.graph.security.executeResponseAction",
	}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

// pageStatuses are the responses that the page states, by requirement.
var pageStatuses = map[string]int{
	"ERA-OK-1": 204, "ERA-UNS-1": 400, "ERA-ID-1": 400, "ERA-NF-1": 404,
}

// pageValues are the code and message requirements, with the situation's example.
var pageValues = map[string]struct{ example, pointer string }{
	"ERA-UNS-2": {"unsupportedActionType", "/error/code"},
	"ERA-UNS-3": {"unsupportedActionType", "/error/message"},
	"ERA-ID-2":  {"invalidTaskId", "/error/code"}, "ERA-ID-3": {"invalidTaskId", "/error/message"},
	"ERA-NF-2": {"taskNotFound", "/error/code"}, "ERA-NF-3": {"taskNotFound", "/error/message"},
}

func TestWhatThePageStatesIsAMust(t *testing.T) {
	doc := embedded(t)
	seen := map[string]bool{}
	for _, op := range doc.Operations {
		for _, c := range op.Cases {
			for i := range c.Checks {
				check := &c.Checks[i]
				if status, ok := pageStatuses[check.ID]; ok && check.Operator() == OpStatus {
					seen[check.ID] = true
					if len(check.Status) != 1 || check.Status[0].Code != status {
						t.Errorf("case %s: %s asks for %s, the page states %d", c.ID, check.ID,
							check.Status, status)
					}
				}
				if value, ok := pageValues[check.ID]; ok {
					seen[check.ID] = true
					if check.Example != value.example || check.Pointer() != value.pointer {
						t.Errorf("case %s: %s looks at %s of %s", c.ID, check.ID, check.Pointer(),
							check.Example)
					}
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(pageStatuses)) {
		mustBe(t, doc, id, Must, Stated, seen[id])
	}
	for _, id := range slices.Sorted(maps.Keys(pageValues)) {
		mustBe(t, doc, id, Must, Stated, seen[id])
	}
}

func mustBe(t *testing.T, doc *Contract, id string, level Level, basis Basis, seen bool) {
	t.Helper()
	if r, ok := doc.Requirement(id); !ok || r.Level != level || r.Basis != basis || !seen {
		t.Errorf("%s: listed %t, %s, %s, checked %t; want %s, %s", id, ok, r.Level, r.Basis, seen,
			level, basis)
	}
}

// TestEnvelopeOfThePage: every member of the page's errors is demanded on every
// 400 and 404, and the media type too.
func TestEnvelopeOfThePage(t *testing.T) {
	doc := embedded(t)
	demanded := map[string]bool{}
	for i := range doc.Always {
		c := &doc.Always[i]
		r, _ := doc.Requirement(c.ID)
		if r.Level != Must || !c.When.Holds(400) || !c.When.Holds(404) ||
			c.When.Holds(401) && c.Operator() != OpHTTP {
			continue
		}
		switch {
		case c.Body != nil:
			demanded[c.Body.Pointer+" "+string(c.Body.Type)+c.Body.Schema] = true
		case len(c.MediaType) > 0:
			demanded[c.MediaType.String()] = true
		case c.Content != "":
			demanded[string(c.Content)] = true
		case c.HTTP != "":
			demanded[string(c.HTTP)] = true
		}
	}
	want := []string{
		"/error object", "/error/code string", "/error/innerError object",
		"/error/innerError/client-request-id Guid",
		"/error/innerError/date ErrorDate", "/error/innerError/request-id Guid",
		"/error/message string", "application/json", "json", "utf8", "wellFormed",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(demanded))); diff != "" {
		t.Errorf("musts on every 400 and 404 (-want +got):\n%s", diff)
	}
}

var idForm = regexp.MustCompile(`^ERA-(REQ|AUTH|OK|UNS|ID|NF|ENV|HDR)-[1-9][0-9]*$`)

func TestRequirementsOfTheEmbeddedDocument(t *testing.T) {
	doc := embedded(t)
	groups, levels := map[string]bool{}, map[Level]bool{}
	for _, r := range doc.Requirements {
		m := idForm.FindStringSubmatch(r.ID)
		if m == nil {
			t.Errorf("%s is of no group", r.ID)
			continue
		}
		groups[m[1]], levels[r.Level] = true, true
		if !strings.HasSuffix(r.Text, ".") || len(r.Source) == 0 {
			t.Errorf("%s: text %q, source %q", r.ID, r.Text, r.Source)
		}
		if statesPage := slices.ContainsFunc(r.Source, func(s string) bool {
			return strings.HasPrefix(s, "page:")
		}); r.Level == Must && r.Basis == Stated && !statesPage &&
			!strings.Contains(r.Source.String(), "RFC") {
			t.Errorf("%s is a stated must, and its source is %s", r.ID, r.Source)
		}
	}
	if len(groups) != 8 || len(levels) != 3 {
		t.Errorf("groups %v, levels %v", groups, levels)
	}
	for _, id := range []string{"ERA-ID-4"} {
		mustBe(t, doc, id, Should, Ambiguous, true)
	}
	mustBe(t, doc, "ERA-ID-5", May, Ambiguous, true)
	mustBe(t, doc, "ERA-AUTH-1", Must, Inferred, true)
	mustBe(t, doc, "ERA-REQ-1", Must, Inferred, true)
	if r, _ := doc.Requirement("ERA-ID-1"); !strings.Contains(r.Note, "213213") {
		t.Error("the page's own contradiction is not noted")
	}
}

func TestGUIDRule(t *testing.T) {
	schema, ok := embedded(t).Schema("Guid")
	if !ok {
		t.Fatal("no schema Guid")
	}
	const good = "43067534-c43a-4df8-a4d1-30660b99ac76"
	for text, want := range map[string]bool{
		good: true, strings.ToUpper(good): true, "00000000-0000-0000-0000-000000000000": true,
		"FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF": true,
		"":                                     false, "213213": false, good + "0": false,
		good[1:]: false, good[:35]: false,
		"{" + good + "}": false, good + "\n": false, " " + good: false,
		strings.ReplaceAll(good, "-", ""): false, strings.Replace(good, "4", "g", 1): false,
		strings.Replace(good, "4", "４", 1): false,
		strings.Repeat("-", 36):            false, "urn:uuid:" + good: false,
		strings.Replace(good, "-", "–", 1): false,
	} {
		if got := len(schema.Validate(text)) == 0; got != want {
			t.Errorf("%q is a GUID: %t", text, got)
		}
	}
}

func TestDateRule(t *testing.T) {
	schema, ok := embedded(t).Schema("ErrorDate")
	if !ok {
		t.Fatal("no schema ErrorDate")
	}
	for text, want := range map[string]bool{
		"2023-09-04T05:47:56": true, "2023-09-04T05:47:56Z": true,
		"2023-09-04T05:47:56.1234567": true, "2023-09-04T05:47:56.1+02:00": true,
		"2023-09-04T05:47:56-11:30": true,
		"2023-09-04":                false, "2023-09-04 05:47:56": false, "2023-09-04T05:47": false,
		"1693806476": false, "9/4/2023 5:47:56 AM": false,
		"2023-09-04T05:47:56z": false, "2023-09-04T05:47:56.": false,
		"2023-09-04T05:47:56,1": false, "2023-09-04T05:47:56+0200": false, "": false,
	} {
		if got := len(schema.Validate(text)) == 0; got != want {
			t.Errorf("%q is a date: %t", text, got)
		}
	}
}
