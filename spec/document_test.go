package spec

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

func load(t testing.TB) *Contract {
	t.Helper()
	doc, err := Load("f", []byte(complete))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// complete and stepped are valid contracts that use all that one can say of one request, and of
// steps.
var complete, stepped = contract("complete"), contract("stepped")

func contract(name string) string {
	text, err := os.ReadFile("testdata/" + name + ".yaml")
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestDocument(t *testing.T) {
	doc := load(t)
	if doc.File != "f" || doc.Title != "Things" || doc.Version != "1" || len(doc.Digest) != 64 {
		t.Errorf("file %q, title %q, version %q, digest %q", doc.File, doc.Title, doc.Version,
			doc.Digest)
	}
	if again := load(t); again.Digest != doc.Digest {
		t.Error("the digest is not of the content alone")
	}
	other, err := Load("f", []byte(complete+"\n"))
	if err != nil || other.Digest == doc.Digest {
		t.Errorf("another file has the same digest, or an error: %v", err)
	}
	op := doc.Operations[0]
	if op.Method != "POST" || op.Path != "/things/{id}/do" || op.ID != "do" || op.Secured ||
		op.BodyType != "application/json" {
		t.Errorf("operation %+v", op)
	}
	if diff := cmp.Diff(map[string]any{
		"order": map[string]any{"what": "paint", "with": []any{"red"}},
	}, op.BodyExamples); diff != "" {
		t.Errorf("examples of the body (-want +got):\n%s", diff)
	}
	if p, ok := op.Parameter("id"); !ok || p.In != "path" || !p.Required || p.Schema == nil ||
		p.Schema.Pattern() != "^[0-9]+$" {
		t.Errorf("parameter %+v", p)
	}
	if _, ok := op.Parameter("ID"); ok {
		t.Error("parameter names have no letter case")
	}
	if c, ok := op.Case("do"); !ok || c.Always != "T-5" || c.Effect != Executes ||
		c.Checks[0].ID != "T-4" {
		t.Errorf("case %+v", c)
	}
	if _, ok := op.Case("edge"); ok {
		t.Error("a fuzz case is a case")
	}
	for name, ok := range map[string]bool{"Error": true, "error": false, "": false} {
		if _, got := doc.Schema(name); got != ok {
			t.Errorf("schema %q: %t", name, got)
		}
	}
	if _, ok := doc.Example("goner"); ok {
		t.Error("an example that is not there")
	}
	if _, ok := doc.Requirement("T-9"); ok {
		t.Error("a requirement that is not there")
	}
	if _, ok := doc.Kind("things"); ok {
		t.Error("a kind by its plural")
	}
}

// TestResponsesBecomeStatuses: a check that names a response asks for what the
// operation answers with it.
func TestResponsesBecomeStatuses(t *testing.T) {
	doc := load(t)
	c, _ := doc.Operations[0].Case("gone")
	if diff := cmp.Diff(Statuses{{Code: 404}}, c.Checks[0].Status); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if w := doc.Always[1].When; !w.Holds(404) || w.Holds(204) {
		t.Errorf("when %+v", w)
	}
	edited := strings.Replace(complete, `"404": {$ref`, `"410": {$ref`, 1)
	doc, err := Load("f", []byte(edited))
	if err != nil {
		t.Fatal(err)
	}
	c, _ = doc.Operations[0].Case("gone")
	if got := c.Checks[0].Status.String(); got != "410" {
		t.Errorf("an edit of the status asks for %s", got)
	}
}

func TestKind(t *testing.T) {
	kind, ok := load(t).Kind("thing")
	if !ok || kind.Name != "things" {
		t.Fatalf("kind %+v", kind)
	}
	if diff := cmp.Diff([]string{"id", "state"}, kind.Properties()); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	if got := kind.Enum("state"); !slices.Equal(got, []string{"open", "ajar"}) ||
		kind.Enum("id") != nil || kind.Enum("none") != nil {
		t.Errorf("enum %q", got)
	}
	for id, want := range map[string]int{"12": 0, "x": 1, "": 1} {
		if got := kind.CheckID(id); len(got) != want {
			t.Errorf("id %q: %v", id, got)
		}
	}
	if got := kind.Check(map[string]any{"id": "x", "state": "shut"}); len(got) != 2 {
		t.Errorf("violations %v", got)
	}
	for _, test := range []struct {
		role, state string
		want        bool
	}{
		{"open", "ajar", true},
		{"open", "shut", false},
		{"open", "", false},
		{"shut", "open", false},
	} {
		if got := kind.Plays(test.role, map[string]string{"state": test.state}); got != test.want {
			t.Errorf("a thing that is %q plays %q: %t", test.state, test.role, got)
		}
	}
}

func TestLocate(t *testing.T) {
	doc := load(t)
	for pointer, want := range map[string]strict.Pos{
		"": {Line: 1, Column: 1},
		"/paths/~1things~1{id}~1do/post/operationId": {Line: 8, Column: 20},
		"/openapi": {Line: 1, Column: 10}, "/nowhere": {},
	} {
		if got := doc.Locate(pointer); got != want {
			t.Errorf("%q is at %v, want %v", pointer, got, want)
		}
	}
}

func TestEmbedded(t *testing.T) {
	source, err := Source(Default)
	if err != nil {
		t.Fatal(err)
	}
	if doc := embedded(t); doc.File != Default+".yaml" {
		t.Errorf("file %q", doc.File)
	}
	if _, err := Load("x", source); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{
		"nothing": `no embedded document "nothing"; use one of ` +
			strings.Join(Documents(), ", ") + ", or the path of a file",
		"publishd": `no embedded document "publishd" (did you mean "published"?)`,
	} {
		if _, err := Embedded(name); err == nil || err.Error() != want {
			t.Errorf("error %v", err)
		}
	}
	if _, err := Source("nothing"); err == nil {
		t.Error("a source of nothing")
	}
}

// TestDocuments: every embedded document loads, and none takes another's ids.
func TestDocuments(t *testing.T) {
	names := Documents()
	if names[0] != Default || !slices.IsSorted(names[1:]) || len(names) < 2 {
		t.Errorf("names %v", names)
	}
	holders := map[string]string{}
	for _, name := range names {
		doc, err := Embedded(name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, r := range doc.Requirements {
			prefix, _, _ := strings.Cut(r.ID, "-")
			if other, taken := holders[prefix]; taken && other != name {
				t.Errorf("%s: %s begins like the requirements of %s", name, r.ID, other)
			}
			holders[prefix] = name
		}
	}
}

// TestExamplesKeepToTheirSchemas does what Load does by a way of its own.
func TestExamplesKeepToTheirSchemas(t *testing.T) {
	doc := embedded(t)
	schema, ok := doc.Schema("ErrorResponse")
	if !ok || len(doc.examples) != 4 {
		t.Fatalf("%d examples", len(doc.examples))
	}
	for name, example := range doc.examples {
		if v := schema.Validate(example); len(v) > 0 {
			t.Errorf("%s: %v", name, v)
		}
		for _, pointer := range []string{
			"/error", "/error/code", "/error/message", "/error/innerError",
			"/error/innerError/date", "/error/innerError/request-id",
			"/error/innerError/client-request-id",
		} {
			if v := schema.Validate(jsonpointer.Remove(example, pointer)); len(v) != 1 ||
				v[0].Pointer != pointer {
				t.Errorf("%s without %s: %v", name, pointer, v)
			}
			wrong, err := jsonpointer.Set(example, pointer, 1.0)
			if err != nil {
				t.Fatal(err)
			}
			if v := schema.Validate(wrong); len(v) != 1 || v[0].Pointer != pointer {
				t.Errorf("%s with a number at %s: %v", name, pointer, v)
			}
		}
	}
}

// TestEveryRequirementHasACase: each can be broken by a case of its own, or by
// a rule on every response.
func TestEveryRequirementHasACase(t *testing.T) {
	doc := embedded(t)
	checked := map[string]int{}
	cases := 0
	for _, op := range doc.Operations {
		for _, c := range op.Cases {
			cases++
			for i := range c.Checks {
				checked[c.Checks[i].ID]++
			}
		}
	}
	for i := range doc.Always {
		checked[doc.Always[i].ID]++
	}
	for _, r := range doc.Requirements {
		if checked[r.ID] == 0 {
			t.Errorf("%s has no check", r.ID)
		}
	}
	if cases < 20 || len(doc.Requirements) < 40 || len(doc.Excluded) < 5 {
		t.Errorf("%d cases, %d requirements, %d excluded", cases, len(doc.Requirements),
			len(doc.Excluded))
	}
}

func TestSchemaViolations(t *testing.T) {
	doc, err := Load("f", []byte(strings.Replace(complete, "    Free: {type: string}\n", `    Free:
      type: object
      required: [a, "x/y"]
      properties:
        a: {type: array, items: {type: integer}}
        "x/y": {type: string}
        "m~n": {type: string}
`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	schema, _ := doc.Schema("Free")
	want := []Violation{
		{Pointer: "/a/1", Reason: "wrong type: string", Expected: "an integer"},
		{Pointer: "/m~0n", Reason: "wrong type: integer", Expected: "a string"},
		{Pointer: "/x~1y", Reason: `property "x/y" is missing`, Expected: `the property "x/y"`},
	}
	got := schema.Validate(decoded(t, `{"a":[1,"x",3],"m~n":5}`))
	slices.SortFunc(got, func(a, b Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
	if v := schema.Validate("x"); len(v) != 1 || v[0].Pointer != "" {
		t.Errorf("violations of another type: %v", v)
	}
	if v := schema.Validate(decoded(t, `{"a":[],"x/y":""}`)); v != nil {
		t.Errorf("violations of what conforms to it: %v", v)
	}
}

func decoded(t testing.TB, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}
