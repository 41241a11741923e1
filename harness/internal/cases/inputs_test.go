package cases_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// varying is a contract whose case is sent with other inputs: MADE judges them.
const varying = `
openapi: 3.0.3
info: {title: Notes, version: "1"}
paths:
  /boxes/{box}/notes:
    parameters:
      - {name: box, in: path, required: true, schema: {type: string}}
    post:
      parameters:
        - {name: page, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: X-Trace, in: header, schema: {type: string, maxLength: 4}}
        - {name: If-Match, in: header, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Note"}
            examples: {one: {value: {title: long, size: 3}}}
          text/plain: {schema: {type: string}}
      responses: {"201": {description: made}, "400": {description: refused}}
      x-conformance:
        cases:
          - id: note.made
            text: t
            effect: executes
            request: {box: {literal: b1}, page: {literal: 2}, BODY}
            checks: [{id: R, status: 201}, {id: S, notStatus: 5XX}]
        fuzz:
          - {id: note.inputs, text: Notes, like: note.made, MADE}
components:
  schemas:
    Note:
      type: object
      required: [title]
      additionalProperties: false
      properties:
        title: {type: string, minLength: 2, maxLength: 6}
        size: {type: integer, minimum: 0, maximum: 5}
x-conformance:
  version: 1
  requirements:
    - {id: R, level: must, text: T., source: s, basis: stated}
    - {id: S, level: must, text: S., source: s, basis: stated}
`

const (
	rightInputs = "checks: [{id: R, status: 201}]"
	example     = "body: {example: one}"
)

// varyingSet returns the cases of that contract.
func varyingSet(t *testing.T, body, made string, number int) *cases.Set {
	t.Helper()
	text := strings.NewReplacer("BODY", body, "MADE", made).Replace(varying)
	doc, err := spec.Load("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := cases.New(cases.Options{
		Contract: doc, Fixtures: &fixtures.Set{}, Target: onLoopback, Fuzz: number, Seed: 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bound returns the request of an input.
func bound(t *testing.T, s *cases.Set, f *cases.Fuzz, in *cases.Input) cases.Request {
	t.Helper()
	plan, step := f.Plan()
	r, err := s.Bind(plan, 0, step, &cases.Values{Input: in})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRightInputs: each is one that the schemas take, has what is required, says nothing of a
// condition, and is made again by its choices.
func TestRightInputs(t *testing.T) {
	t.Parallel()
	const number = 200
	s := varyingSet(t, example, rightInputs, number)
	c, _ := s.Case("note.inputs")
	if c == nil || c.Size() != number || c.Effect != spec.Executes ||
		c.Text != "Notes: 200 of them" {
		t.Fatalf("got %+v", c)
	}
	op := c.Operation()
	bodies, traced := map[string]bool{}, 0
	for i := range number {
		in := c.Fuzz.Input(i)
		r := bound(t, s, c.Fuzz, in)
		var body any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatalf("%s: %v", r.Body, err)
		}
		if wrong := op.BodyMedia("application/json").Schema.ValidateRequest(body); len(
			wrong,
		) > 0 {
			t.Errorf("%s: %v", r.Body, wrong)
		}
		at, err := url.ParseRequestURI(r.Target)
		if err != nil || !regexp.MustCompile("^page=[1-9]$").MatchString(at.RawQuery) ||
			!strings.HasPrefix(r.Target, "/boxes/") {
			t.Errorf("target %s", r.Target)
		}
		if trace, has := r.Header.Get("X-Trace"); has {
			traced++
			if len([]rune(trace)) > 4 {
				t.Errorf("X-Trace: %q", trace)
			}
		}
		if _, has := r.Header.Get("If-Match"); has {
			t.Error("a condition is made up")
		}
		again := bound(t, s, c.Fuzz, c.Fuzz.InputBy(in.Choices))
		if diff := cmp.Diff(r.Request, again.Request); diff != "" {
			t.Errorf("by its choices (-first +again):\n%s", diff)
		}
		bodies[string(r.Body)] = true
		if in.Step.Checks[0].ID != "R" {
			t.Errorf("judged by %v", in.Step.Checks)
		}
	}
	if len(bodies) < number/4 || traced == 0 || traced == number {
		t.Errorf("%d contents, %d of %d with X-Trace", len(bodies), traced, number)
	}
}

// TestWrongInputs: each breaks the rule that it says in the place that it says, and all else is as
// the schemas have it.
func TestWrongInputs(t *testing.T) {
	t.Parallel()
	const number = 20
	for _, tt := range []struct {
		at, rule   string
		page, body string // what the query and the content are
	}{
		{"/title", "long", "^page=2$", `^\{"size":3,"title":".{7,}"\}$`},
		{"/title", "short", "^page=2$", `^\{"size":3,"title":"[^"]?"\}$`},
		{"/title", "required", "^page=2$", `^\{"size":3\}$`},
		{"/title", "null", "^page=2$", `^\{"size":3,"title":null\}$`},
		{"/size", "high", "^page=2$", `^\{"size":([6-9]|\d\d+|\d+[.e+0-9]+),"title":"long"\}$`},
		{`""`, "unknown", "^page=2$", `^\{("size":3|"title":"long"|"[^"]+":[^{}]+|,)*\}$`},
		{"page", "required", "^$", `^\{"size":3,"title":"long"\}$`},
		{"page", "high", `^page=\d\d+$`, `^\{"size":3,"title":"long"\}$`},
		{"page", "refused", "^page=[^1-9]|^page=.{2,}", `^\{"size":3,"title":"long"\}$`},
	} {
		t.Run(tt.at+" "+tt.rule, func(t *testing.T) {
			t.Parallel()
			s := varyingSet(
				t,
				example,
				"refused: [400], breaks: [{at: "+tt.at+", rule: \""+tt.rule+
					"\", id: S}]",
				number,
			)
			c, ok := s.Case("note.inputs")
			if !ok {
				t.Fatal("nothing is varied")
			}
			for i := range number {
				in := c.Fuzz.Input(i)
				r := bound(t, s, c.Fuzz, in)
				_, query, _ := strings.Cut(r.Target, "?")
				if !regexp.MustCompile(tt.page).MatchString(query) ||
					!regexp.MustCompile(tt.body).MatchString(string(r.Body)) {
					t.Errorf("%s with %s", r.Target, r.Body)
				}
				if checks := in.Step.Checks; len(checks) != 1 || checks[0].ID != "S" ||
					!checks[0].Status.Has(400) {
					t.Errorf("judged by %+v", checks)
				}
			}
		})
	}
}

// TestWhatIsNotVaried: contents of other kinds than JSON and forms are as in the case, and so are
// those of which a part comes from elsewhere; a case with nothing to vary is left out.
func TestWhatIsNotVaried(t *testing.T) {
	t.Parallel()
	const tooLong = "refused: [400], breaks: [{at: /title, rule: long, id: S}]"
	for _, tt := range []struct{ name, body, made, want string }{
		{"a text", `body: {text: "{}", mediaType: text/plain}`, rightInputs, "{}"},
		{"another media type", `body: {value: hi, mediaType: text/plain}`, rightInputs, "hi"},
		{
			"what is taken out", "body: {example: one, remove: [/size]}", rightInputs,
			`{"title":"long"}`,
		},
		{
			"an example that is not complete",
			"body: {value: {size: 1}, set: {/title: {literal: hm}}}",
			rightInputs, `{"size":1,"title":"hm"}`,
		},
		{"a rule of a text", `body: {text: "{}", mediaType: text/plain}`, tooLong, ""},
		{
			"leaving out what need not be there", example,
			"refused: [400], breaks: [{at: X-Trace, rule: required, id: S}]", "",
		},
		{
			"a rule of a condition", example,
			"refused: [400], breaks: [{at: If-Match, rule: refused, id: S}]", "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := varyingSet(t, tt.body, tt.made, 5)
			c, ok := s.Case("note.inputs")
			if ok != (tt.want != "") {
				t.Fatalf("there is a case: %t", ok)
			}
			if !ok {
				return
			}
			for i := range c.Size() {
				if r := bound(t, s, c.Fuzz, c.Fuzz.Input(i)); string(r.Body) != tt.want {
					t.Errorf("got %s, want %s", r.Body, tt.want)
				}
			}
		})
	}
}

// TestValuesOfACaseInInputs: what a case sets by itself stays, where the input does not break it.
func TestValuesOfACaseInInputs(t *testing.T) {
	t.Parallel()
	const set = "body: {example: one, set: {/title: {fresh: {pattern: \"[a-z]{6}\"}}}}"
	for _, tt := range []struct{ made, want string }{
		{"refused: [400], breaks: [{at: /size, rule: high, id: S}]", `"title":"[a-z]{6}"`},
		{"refused: [400], breaks: [{at: /title, rule: long, id: S}]", `"title":".{7,}"`},
		{"refused: [400], breaks: [{at: /title, rule: required, id: S}]", `^\{"size":3\}$`},
	} {
		s := varyingSet(t, set, tt.made, 20)
		c, _ := s.Case("note.inputs")
		for i := range c.Size() {
			r := bound(t, s, c.Fuzz, c.Fuzz.Input(i))
			if !regexp.MustCompile(tt.want).Match(r.Body) {
				t.Errorf("%s: got %s", tt.made, r.Body)
			}
		}
	}
}

// TestInputsThatAreNotAskedFor: without a number of them, the case is there and says why nothing
// of it is sent.
func TestInputsThatAreNotAskedFor(t *testing.T) {
	t.Parallel()
	s := varyingSet(t, example, rightInputs, 0)
	if len(s.Others) != 1 || s.Others[0].ID != "note.inputs" || s.Others[0].Text != "Notes" ||
		s.Others[0].Skip != "it is sent with --fuzz alone" || s.Others[0].Size() != 0 {
		t.Fatalf("got %+v", s.Others)
	}
	b := s.Others[0].Breaks
	if len(b) != 1 || b[0].Requirement != "R" || !b[0].Lacking || b[0].Out != s.Others[0].Skip {
		t.Errorf("it can break %+v", b)
	}
}
