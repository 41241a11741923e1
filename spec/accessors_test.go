package spec

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEditions(t *testing.T) {
	editions, err := Editions()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, doc := range editions {
		names = append(names, doc.Name())
		if !doc.IsEdition() {
			t.Errorf("%s is not an edition", doc.Name())
		}
	}
	if diff := cmp.Diff([]string{"execute-response-action", "published"}, names); diff != "" {
		t.Errorf("editions (-want +got):\n%s", diff)
	}
	if load(t).IsEdition() {
		t.Error("a document of another operation is an edition")
	}
}

func TestOperationAccessors(t *testing.T) {
	doc := load(t)
	op := doc.Operations[0]
	if diff := cmp.Diff([]string{"done", "gone"}, op.Responses()); diff != "" {
		t.Errorf("responses (-want +got):\n%s", diff)
	}
	if s, ok := op.Response("gone"); !ok || !s.Has(404) || s.Has(204) {
		t.Errorf("gone: %v, %t", s, ok)
	}
	if _, ok := op.Response("absent"); ok {
		t.Error("there is a response absent")
	}
	if diff := cmp.Diff([]string{"gone"}, doc.Examples()); diff != "" {
		t.Errorf("examples (-want +got):\n%s", diff)
	}
	if re := doc.Regexp("^a$"); !re.MatchString("a") || re != doc.Regexp("^a$") {
		t.Error("a pattern is compiled more than once")
	}
	for method, reads := range map[string]bool{"POST": false, "GET": false} {
		if op.Reads(method) != reads {
			t.Errorf("%s reads: %t", method, !reads)
		}
	}
	get := Operation{Method: "GET"}
	if !get.Reads("GET") || get.Reads("HEAD") || get.Reads("POST") {
		t.Error("GET reads by its own method alone")
	}
	if !get.onlyReads(&Case{}) || get.onlyReads(&Case{Each: &Each{As: AsMethod}}) {
		t.Error("a case for many methods does not only read")
	}
}

// TestExamplesBreakNoSchema holds that an example that its schema rejects is reported where it is.
func TestExamplesBreakNoSchema(t *testing.T) {
	text, err := os.ReadFile("testdata/complete.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		`{code: Gone, message`: `components.examples.gone: its schema rejects this example ` +
			`at /code: `,
		`{value: {what: paint, wi`: `examples.order: its schema rejects this example at /what: `,
	} {
		to := strings.NewReplacer("code: Gone", "code: 7", "what: paint", "what: 7").Replace(from)
		_, err := Load("f", []byte(strings.Replace(string(text), from, to, 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", to, err, want)
		}
	}
}

func TestValueTexts(t *testing.T) {
	for _, test := range []struct {
		literal any
		want    []string
	}{
		{"a", []string{"a"}},
		{7, []string{"7"}},
		{[]any{"a", true}, []string{"a", "true"}},
		{nil, nil},
		{map[string]any{}, nil},
	} {
		v := Value{Given: true, Literal: test.literal}
		if diff := cmp.Diff(test.want, v.Texts()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.literal, diff)
		}
	}
}

func TestPathParameters(t *testing.T) {
	for path, want := range map[string][]string{
		"/": nil, "/a/{b}": {"b"}, "/{a}/x{b}y/{c.d}": {"a", "b", "c.d"}, "/{a": nil,
	} {
		if diff := cmp.Diff(want, PathParameters(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
