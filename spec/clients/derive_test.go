package clients

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// describedBy reads a plain description.
func describedBy(t *testing.T, text string) *spec.Contract {
	t.Helper()
	root, problems := strict.Parse("todo.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	doc, err := derive.Contract(openapi.Source{
		File: "todo.yaml", Data: []byte(text), Root: root,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func todo(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../harness/selftest/clients/todo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is derived follows the description: each response, each value that a schema takes, and of
// what is general only what holds for the operation.
func TestDerive(t *testing.T) {
	t.Parallel()
	doc := describedBy(t, todo(t))
	for _, test := range []struct {
		operation string
		has, not  []string // requirements and cases
	}{
		{
			"getTodo",
			[]string{
				"CLI-REQ-3", "CLI-REQ-14", "CLI-REQ-15", "CLI-REQ-20", "CLI-OK-4", "success.200",
				"success.chunked", "error.404", "error.chunked", "call.list.slash",
				"call.q.ampersand", "call.q.empty", "call.fields.odd", "call.done.false",
				"call.X-Trace.comma", "call.whole", "throttled.date.503",
			},
			[]string{
				"CLI-REQ-6", "CLI-REQ-16", "CLI-REQ-18", "CLI-EXE-1", "CLI-OK-2",
				"call.id.zero", "executed.server-error.500", "error.400",
			},
		},
		{
			"POST /lists/{list}/todos",
			[]string{
				"CLI-REQ-17", "CLI-REQ-18", "CLI-EXE-1", "CLI-OK-2", "success.201", "error.400",
				"error.409", "call.body.note.null", "call.body.title.quote",
				"call.body.done.false", "executed.server-error.500",
			},
			[]string{
				"CLI-REQ-5", "CLI-REQ-6", "CLI-REQ-7", "CLI-REQ-14", "call.list.slash",
				"call.body.none", "call.body.priority.fraction",
			},
		},
	} {
		made, err := Derive(doc, test.operation)
		if err != nil {
			t.Fatal(err)
		}
		has := func(id string) bool {
			_, requirement := made.Requirement(id)
			_, isCase := made.Case(id)
			return requirement || isCase
		}
		for _, id := range test.has {
			if !has(id) {
				t.Errorf("%s: no %s", test.operation, id)
			}
		}
		for _, id := range test.not {
			if has(id) {
				t.Errorf("%s: %s is there", test.operation, id)
			}
		}
		for i := range made.Cases {
			lintDerived(t, made, &made.Cases[i])
		}
	}
}

// lintDerived holds of a derived case what lint holds of a written one.
func lintDerived(t *testing.T, doc *Contract, c *Case) {
	t.Helper()
	if !spec.ValidID(c.ID) || len(c.Checks) == 0 || c.Call == nil {
		t.Errorf("%q: not a valid id, or no checks, or no call", c.ID)
	}
	if !c.Alone && !c.Call.isMarked() {
		t.Errorf("%s: no value is its own, and other calls may be open", c.ID)
	}
	for _, check := range c.Checks {
		_, known := doc.Requirement(check.ID)
		_, partOf := doc.Requirement(check.PartOf)
		if !known || check.PartOf != "" && !partOf || len(check.Operators()) != 1 {
			t.Errorf("%s: %+v", c.ID, check)
		}
	}
}

// The values that calls are known by differ, and fit the schemas.
func TestCallsAreKnown(t *testing.T) {
	t.Parallel()
	doc := describedBy(t, todo(t))
	made, err := Derive(doc, "addTodo")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := made.Case("success.201")
	const id = "5d0c0b53-5a3f-4a4f-9c39-2f0ae3c6f1d4"
	want := any(map[string]any{"title": id, "who": "x"})
	if diff := cmp.Diff(want, c.Call.For(id, MinNumber).Body); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	numbered := strings.Replace(todo(t), "{name: list, in: path, required: true, schema: {type: "+
		"string}}", "{name: list, in: path, required: true, schema: {enum: [a, b]}}", 1)
	if made, err = Derive(describedBy(t, numbered), "getTodo"); err != nil {
		t.Fatal(err)
	}
	c, _ = made.Case("success.200")
	given := c.Call.For(id, MinNumber+1).Parameters
	if got, _ := openapi.TextOf(given["id"]); got != "100000001" || given["list"] != "a" {
		t.Errorf("parameters %v", given)
	}
	bound := strings.Replace(numbered, "minimum: 1}", "minimum: 1, maximum: 9}", 1)
	if made, err = Derive(describedBy(t, bound), "getTodo"); err != nil {
		t.Fatal(err)
	}
	if c, _ = made.Case("success.200"); c.Alone {
		t.Error("a query of any text is no mark")
	}
}

func TestDeriveOfNoOperation(t *testing.T) {
	t.Parallel()
	doc := describedBy(t, todo(t))
	for name, want := range map[string]string{
		"":                               "todo.yaml has 2 operations: name the one",
		"getTodos":                       `(did you mean "getTodo"?)`,
		"GET /lists/{list}/todos/{todo}": `(did you mean "GET /lists/{list}/todos/{id}"?)`,
	} {
		if _, err := Derive(doc, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
	one := todo(t)[:strings.Index(todo(t), "  /lists/{list}/todos:")] +
		todo(t)[strings.Index(todo(t), "components:"):]
	if made, err := Derive(describedBy(t, one), ""); err != nil || made.Described.ID != "getTodo" {
		t.Errorf("a document of one operation: %v", err)
	}
	picture := strings.Replace(todo(t), "content: {application/json: {schema: {$ref: "+
		`"#/components/schemas/NewTodo"}}}`, "content: {image/*: {}}", 1)
	made, err := Derive(describedBy(t, picture), "addTodo")
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := made.Case("call.whole")
	if _, isText := whole.Call.Body.(string); !isText || whole.Call.MediaType != "image/png" {
		t.Errorf("bytes are %v of %s", whole.Call.Body, whole.Call.MediaType)
	}
}

// A target is taken apart by meaning: a character may be percent-encoded where the path is fixed.
func TestSplit(t *testing.T) {
	t.Parallel()
	made, err := Derive(describedBy(t, todo(t)), "getTodo")
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]*Parts{
		"/v1/lists/a%2Fb/todos/5?q=a": {map[string]string{"list": "a%2Fb", "id": "5"}, "q=a"},
		"/v1/%6cists/a/todo%73/5":     {map[string]string{"list": "a", "id": "5"}, ""},
		"/v1/lists/a/b/todos/5":       nil,
		"/v1/lists/a/todos/5/":        nil,
		"/v1/lists/../todos/5":        nil,
		"/lists/a/todos/5":            nil,
	} {
		got, ok := made.Split("/v1", target)
		if ok != (want != nil) || ok && cmp.Diff(*want, got) != "" {
			t.Errorf("%s: %+v, %t", target, got, ok)
		}
	}
	if !slices.ContainsFunc(made.Always, func(c Check) bool { return c.Request == Path }) {
		t.Error("no rule on the path")
	}
}

// A result that is a list has two items, of which one is known, so that a lost one is seen.
func TestDeriveListResult(t *testing.T) {
	t.Parallel()
	text := strings.Replace(todo(t), `content: {application/json: {schema: {$ref: "#/components`+
		`/schemas/Todo"}}}`, `content: {application/json: {schema: {type: array, items: {$ref: `+
		`"#/components/schemas/Todo"}}}}`, 1)
	made, err := Derive(describedBy(t, text), "getTodo")
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := made.Case("call.whole")
	list, _ := whole.Play[0].Value.([]any)
	if len(list) != 2 || !(&Call{Body: list[0]}).isMarked() || (&Call{Body: list[1]}).isMarked() {
		t.Errorf("the result is %v", whole.Play[0].Value)
	}
	if c, ok := made.Case("success.text.quote"); !ok || len(c.Play[0].Value.([]any)) != 2 {
		t.Error("no text of an item is varied")
	}
}

// Lists are JSON's, or names that a form repeats; null is JSON's alone.
func TestHasForm(t *testing.T) {
	t.Parallel()
	const form, parts = "application/x-www-form-urlencoded", "multipart/form-data"
	two := []any{"b", "a"}
	for _, c := range []struct {
		mediaType string
		value     any
		want      bool
	}{
		{"application/json", nil, true},
		{"application/json", []any{}, true},
		{form, nil, false},
		{form, []any{}, false},
		{form, two, true},
		{form, "a", true},
		{parts, two, false},
	} {
		if got := hasForm(c.mediaType, c.value); got != c.want {
			t.Errorf("%s, %v: %t", c.mediaType, c.value, got)
		}
	}
}
