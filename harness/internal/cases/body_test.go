package cases_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// orders is a contract whose cases send content of every kind. EACH is a forEach of a case.
const orders = `
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            examples: {one: {value: {item: {id: 1, name: a}, note: n, tags: [x, y]}}}
      responses: {"201": {description: made}, "400": {description: refused}}
      x-conformance:
        cases:
          - {id: orders.example, text: t, request: {body: {example: one}}, effect: executes, checks: [{id: R, status: 201}]}
          - {id: orders.changed, text: t, request: {body: {example: one, set: {/item/id: {literal: 2}}, remove: [/note, /tags/0]}}, effect: executes, checks: [{id: R, status: 201}]}
          - {id: orders.text, text: t, request: {body: {text: "{"}}, effect: if-broken, checks: [{id: R, status: 400}]}
          - {id: orders.none, text: t, request: {}, effect: if-broken, checks: [{id: R, notStatus: 5XX}]}
          - {id: orders.each, text: t, forEach: {values: ["[]", "7"], as: literal}, request: {body: each}, effect: if-broken, checks: [{id: R, status: 400}, {id: S, unique: {header: Request-Id}}]}
x-conformance:
  version: 1
  requirements:
    - {id: R, level: must, text: An order is made., source: test, basis: stated}
    - {id: S, level: should, text: Ids differ., source: test, basis: stated}
`

// ordersSet returns the cases of a contract in which old texts are replaced.
func ordersSet(t *testing.T, replaced ...string) *cases.Set {
	t.Helper()
	doc, err := spec.Load("orders.yaml", []byte(strings.NewReplacer(replaced...).Replace(orders)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := cases.New(cases.Options{
		Contract: doc, Fixtures: &fixtures.Set{},
		Target: onLoopback,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContents(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for _, c := range ordersSet(t).Cases {
		if c.Skip != "" {
			t.Errorf("%s is skipped: %s", c.ID, c.Skip)
		}
		for i := range c.Instances {
			got[c.ID] = append(got[c.ID], string(c.Instances[i].Requests[0].Body))
		}
	}
	want := map[string][]string{
		"orders.example": {`{"item":{"id":1,"name":"a"},"note":"n","tags":["x","y"]}`},
		"orders.changed": {`{"item":{"id":2,"name":"a"},"tags":["y"]}`},
		"orders.text":    {"{"},
		"orders.none":    {""},
		"orders.each.[]": {"[]"},
		"orders.each.7":  {"7"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What a step requires by number, and what it forbids, decides which rules apply to it.
func TestStatusesOfAStep(t *testing.T) {
	t.Parallel()
	s := ordersSet(t)
	for id, tt := range map[string]struct{ allows, forbids, neither int }{
		"orders.example": {201, 200, 0},
		"orders.none":    {0, 503, 404},
	} {
		c, ok := s.Case(id)
		if !ok {
			t.Fatalf("no case %s", id)
		}
		step := c.Steps[0]
		if tt.allows > 0 && (!step.Allows(tt.allows) || step.Forbids(tt.allows)) {
			t.Errorf("%s: %d is not allowed", id, tt.allows)
		}
		if step.Allows(tt.forbids) || !step.Forbids(tt.forbids) {
			t.Errorf("%s: %d is not forbidden", id, tt.forbids)
		}
		if tt.neither > 0 && (step.Allows(tt.neither) || step.Forbids(tt.neither)) {
			t.Errorf("%s: %d is required or forbidden", id, tt.neither)
		}
	}
}

func TestInput(t *testing.T) {
	t.Parallel()
	s := ordersSet(t)
	c, ok := s.Case("orders.each.7")
	if !ok {
		t.Fatal("there is no case orders.each.7")
	}
	if unique := c.UniqueChecks(); len(unique) != 1 || unique[0].ID != "S" {
		t.Errorf("unique checks: %v", unique)
	}
	if !c.Judges("R") || c.Judges("T") {
		t.Error("the case judges R, and not T")
	}
	in := c.Input()
	want := result.Case{
		ID: "orders.each.7", Text: "t: 7", Situation: "orders", Effect: "if-broken",
		Steps: []result.Step{{Method: "POST", Path: "/orders"}},
	}
	if diff := cmp.Diff(want, in.Case); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, ok := s.Case("orders"); ok {
		t.Error("there is no case orders")
	}
	if got := s.Without(); got != nil {
		t.Errorf("no profile leaves out %v", got)
	}
}

// A corpus that does not exist, and an id that two cases expand to, are found without fixtures.
func TestCorpusProblems(t *testing.T) {
	t.Parallel()
	const each = `forEach: {values: ["[]", "7"], as: literal}`
	for name, tt := range map[string]struct {
		replaced []string
		want     string
	}{
		"none": {nil, ""},
		"an unknown corpus": {
			[]string{each, "forEach: {corpus: nowhere}"}, `case orders.each: `,
		},
	} {
		doc, err := spec.Load("orders.yaml",
			[]byte(strings.NewReplacer(tt.replaced...).Replace(orders)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := ""
		if err := cases.CorpusProblems(doc).Err(); err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: got %q, want … %q", name, got, tt.want)
		}
	}
}

// Cases that are made elsewhere are selected and counted as others are.
func TestOutline(t *testing.T) {
	t.Parallel()
	checks := []spec.Check{{ID: "R"}}
	o := cases.Options{Contract: ordersSet(t).Options.Contract}
	made := func() []*cases.Case {
		return []*cases.Case{
			cases.Outlined("a.one", "text", "", checks),
			cases.Outlined("a.two", "text", "needs https", checks),
		}
	}
	s, err := cases.Outline(o, made())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Cases) != 2 || s.Cases[1].Skip != "needs https" || s.Cases[0].Situation != "a" {
		t.Errorf("got %+v", s.Cases)
	}
	if in := s.Cases[0].Input(); len(in.Case.Steps) != 0 {
		t.Errorf("the steps of a client's case are its own: %v", in.Case.Steps)
	}
	o.Only = []string{"a.two"}
	if s, err = cases.Outline(o, made()); err != nil || len(s.Cases) != 1 || len(s.Others) != 1 {
		t.Errorf("narrowed: %v, %v", s, err)
	}
	o.Only = []string{"b.*"}
	if _, err = cases.Outline(o, made()); err == nil {
		t.Error("a pattern that matches nothing is not an error")
	}
}

const books = `
openapi: 3.0.3
info: {title: Books, version: "1"}
paths:
  /books/{isbn}:
    get:
      parameters: [{name: isbn, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: a book}}
      x-conformance:
        cases:
          - {id: books.known, text: t, request: {isbn: book.known}, effect: none, checks: [{id: R, status: 200}]}
components:
  schemas: {Book: {type: object, properties: {isbn: {type: string}}}}
x-conformance:
  version: 1
  fixtures: {books: {role: book, schema: Book, id: isbn, absent: "978[0-9]{10}", roles: {known: {}}}}
  requirements:
    - {id: R, level: must, text: A book is returned., source: test, basis: stated}
`

// A replay takes the resources that the recorded run named, if the fixtures have them.
func TestPinned(t *testing.T) {
	t.Parallel()
	doc, err := spec.Load("books.yaml", []byte(books))
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Load("f.yaml", []byte(`books: [{isbn: "1"}, {isbn: "2"}]`), doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	for pinned, want := range map[string]string{"1": "/books/1", "2": "/books/2", "3": "/books/1"} {
		s, err := cases.New(cases.Options{
			Contract: doc, Fixtures: held, Target: onLoopback,
			Pinned: func(caseID string, instance int) map[string]string {
				if caseID != "books.known" || instance != 0 {
					t.Errorf("asked for instance %d of %s", instance, caseID)
				}
				return map[string]string{"isbn": pinned}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Cases[0].Instances[0].Requests[0].Target; got != want {
			t.Errorf("pinned to %s: the request is for %s, want %s", pinned, got, want)
		}
	}
}
