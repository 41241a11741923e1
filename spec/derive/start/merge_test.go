package start

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

const firstVersion = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /users/{id}:
    get:
      operationId: getUser
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok}, "404": {description: none}}
  /old:
    get: {operationId: getOld, responses: {"200": {description: ok}}}
  /older:
    get: {operationId: getOlder, responses: {"200": {description: ok}}}
`

// secondVersion has a path before the others, a response more, another status, and lacks two.
const secondVersion = `openapi: 3.0.3
info: {title: Shop, version: "2"}
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok}, "404": {description: none}}
  /users/{id}:
    get:
      operationId: getUser
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"201": {description: ok}, "404": {description: none}, "400": {description: bad}}
`

// again makes a start of the second version over an edited one of the first.
func again(t *testing.T, form Form, edit func(string) string) (*Start, string) {
	t.Helper()
	first, err := started([]byte(firstVersion), form)
	if err != nil {
		t.Fatal(err)
	}
	form.File, form.Earlier = "c.yaml", []byte(edit(string(first.Text)))
	made, err := started([]byte(secondVersion), form)
	if err != nil {
		t.Fatal(err)
	}
	return made, string(made.Text)
}

// replaced returns an edit that must change something.
func replaced(t *testing.T, pairs ...string) func(string) string {
	return func(text string) string {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(text, pairs[i]) {
				t.Fatalf("no %q in\n%s", pairs[i], text)
			}
			text = strings.Replace(text, pairs[i], pairs[i+1], 1)
		}
		return text
	}
}

func TestStartFollowsTheDocument(t *testing.T) {
	for _, form := range []Form{{}, {Whole: true}} {
		made, text := again(t, form, func(text string) string { return text })
		for what, want := range map[string][]string{
			"added": {
				"case getOrder.documented", "case getOrder.refused-id", "case getOrder.unknown-id",
				"fixtures orders_ids", "fuzz getOrder.fuzz-broken", "requirement getOrder-NF",
				"requirement getOrder-OK",
				"requirement getOrder-PARAM-id", "requirement getOrder-STATUS",
				"schema Toeline_orders_id",
			},
			"updated": {
				"case getUser.documented", "case getUser.refused-id",
				"fuzz getUser.fuzz-broken", "requirement getUser-PARAM-id",
			},
			"removed": {
				"case getOld.documented", "case getOld.other-methods", "case getOlder.documented",
				"case getOlder.other-methods", "requirement getOld-METHOD", "requirement getOld-OK",
				"requirement getOlder-METHOD", "requirement getOlder-OK",
			},
		} {
			got := map[string][]string{
				"added": made.Changes.Added, "updated": made.Changes.Updated,
				"removed": made.Changes.Removed,
			}[what]
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", what, diff)
			}
		}
		if len(made.Changes.Kept) > 0 {
			t.Errorf("nothing was edited, and is kept: %v", made.Changes.Kept)
		}
		// The users have the name that fixtures give them, though orders come first now.
		if !strings.Contains(text, `request: {"id": orders_id.known}`) {
			t.Errorf("orders are of the kind of users:\n%s", text)
		}
		doc := contractOf(t, form, text)
		fresh := skeletonOf(t, []byte(secondVersion))
		if len(doc.Requirements) != len(fresh.Requirements) {
			t.Errorf("%d requirements, and a fresh start has %d", len(doc.Requirements),
				len(fresh.Requirements))
		}
	}
}

// TestStartKeepsEdits holds that what a person changed, added, removed, or wrote as a comment is
// kept.
func TestStartKeepsEdits(t *testing.T) {
	for _, form := range []Form{{}, {Whole: true}} {
		edits := []string{
			"id: getUser-OK, level: must", "id: getUser-OK, level: should",
			"status: [200]", "status: [200, 201, 203]",
			`text: "An id that names nothing"`, `text: "Nobody" # mine`,
		}
		kept := []string{"case getUser.documented"}
		if !form.Whole {
			edits = append(edits, "{id: getOld-OK, status: [200]}", "{id: getOld-OK, status: 2XX}")
			kept = append(kept, "case getOld.documented")
		}
		made, text := again(t, form, replaced(t, edits...))
		for _, want := range []string{
			"id: getUser-OK, level: should", "status: [200, 201, 203]", "# mine", "Nobody",
			"getOrder.documented",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
		for _, want := range kept {
			if !slices.Contains(made.Changes.Kept, want) {
				t.Errorf("%s is not said to be kept: %v", want, made.Changes.Kept)
			}
		}
		if form.Whole == strings.Contains(text, "getOld.documented") ||
			form.Whole == strings.Contains(text, "id: getOld-OK, level") {
			t.Errorf("what was edited is kept in an overlay:\n%s", text)
		}
		if strings.Contains(text, "getOlder") {
			t.Errorf("what the document lost, and nobody edited, is there:\n%s", text)
		}
	}
}

// TestStartKeepsRemovals holds that what a person removed does not come back, unless something new
// names it.
func TestStartKeepsRemovals(t *testing.T) {
	made, text := again(t, Form{}, func(text string) string {
		from := strings.Index(text, "          - id: getUser.unknown-id")
		to := strings.Index(text, "  - target: $.paths['/old'].get")
		if to < 0 {
			to = strings.Index(text, "  - target: $.paths.")
		}
		if to < from || from < 0 {
			t.Fatalf("%d to %d:\n%s", from, to, text)
		}
		text = text[:from] + text[to:]
		line := strings.Index(text, "          - {id: getUser-NF")
		return text[:line] + text[line+strings.Index(text[line:], "\n")+1:]
	})
	for _, key := range []string{"getUser.unknown-id", "id: getUser-NF"} {
		if strings.Contains(text[:strings.Index(text, recordKey)], key) {
			t.Errorf("%s was removed, and is back:\n%s", key, text)
		}
	}
	if slices.Contains(made.Changes.Added, "case getUser.unknown-id") {
		t.Error("what was removed is added")
	}
}

// TestStartIsStable holds that a run on the same document changes no byte.
func TestStartIsStable(t *testing.T) {
	for _, form := range []Form{{}, {Whole: true}} {
		first, err := started([]byte(firstVersion), form)
		if err != nil {
			t.Fatal(err)
		}
		form.File, form.Earlier = "c.yaml", first.Text
		second, err := started([]byte(firstVersion), form)
		if err != nil || second.Text != nil {
			t.Errorf("changed (%v):\n%s", err, second.Text)
		}
	}
}

func TestStartRefuses(t *testing.T) {
	whole, err := started([]byte(firstVersion), Form{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(whole.Text), "description: ok", "description: good", 1)
	gone := strings.Replace(string(whole.Text), "{id: getOld-OK, status: [200]}",
		"{id: getOld-OK, status: 2XX}", 1)
	for name, test := range map[string]struct {
		form    Form
		earlier string
		want    string
	}{
		"a description that was edited": {
			Form{Whole: true}, edited, "what init took from the description was edited there",
		},
		"an edit of what is gone": {
			Form{Whole: true}, gone, "it has edits of what plain.yaml has no longer",
		},
		"a contract of somebody":   {Form{Whole: true}, firstVersion, "is there already"},
		"a document as an overlay": {Form{}, string(whole.Text), "is there already"},
		"what is not an overlay":   {Form{}, "overlay: 1.0.0\n", `missing key "actions"`},
		"what is no YAML":          {Form{}, "overlay: [\n", "not valid YAML: expected"},
		"a record of another toeline": {
			Form{},
			"overlay: 1.0.0\nactions: []\nx-toeline-init: {version: 99}\n",
			"is of a version that this toeline does not know",
		},
	} {
		test.form.File, test.form.Earlier = "c.yaml", []byte(test.earlier)
		_, err := started([]byte(secondVersion), test.form)
		if err == nil || !strings.HasPrefix(err.Error(), "c.yaml") ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
	}
}

// TestExternalPathItems holds that operations of other files have their cases beside the
// reference.
func TestExternalPathItems(t *testing.T) {
	const plain = `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a: {$ref: "#/components/x-items/a"}
  /b: {$ref: "#/components/x-items/a"}
components:
  x-items:
    a: {get: {responses: {"200": {description: d, content: {application/json: {schema: {type: string}}}}}}}
`
	doc := skeletonOf(t, []byte(plain))
	if len(doc.Operations) != 2 || len(doc.Operations[0].Cases) != 2 ||
		doc.Operations[0].Cases[0].ID == doc.Operations[1].Cases[0].ID {
		t.Errorf("operations: %d with %d cases", len(doc.Operations), len(doc.Operations[0].Cases))
	}
}

// contractOf loads a start of the second version.
func contractOf(t *testing.T, form Form, text string) *spec.Contract {
	t.Helper()
	if form.Whole {
		doc, err := spec.Load("c.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	doc, err := judgedBy(t, []byte(secondVersion), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
