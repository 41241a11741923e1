package check

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

const lintHead = documentHead + `x-conformance:
  version: 1
  fixtures:
    things: {role: thing, schema: Thing, id: id, absent: "[a-z]{4}", roles: {some: {state: State}}}
  requirements: [{id: A, level: must, text: T., source: s, basis: stated}]
`

const lintCase = `      requestBody:
        content:
          application/json:
            schema: {type: object}
            examples: {all: {value: {n: 1, list: [1], o: {}}}}
      x-conformance:
        cases:
          - id: c
            text: t
            request: {id: thing.some, body: {example: all}}
            effect: executes
            checks:
              - {id: A, status: 404}
              - {id: A, CHECK}
`

// TestLint has a mistake for every rule of an operator, and what is not a mistake.
func TestLint(t *testing.T) {
	const pointer = `"a" is not a JSON pointer: it begins with a slash`
	tests := []struct{ check, path, want string }{
		{"body: {pointer: /a, equal: request./n}", "", ""},
		{"body: {pointer: /a, among: request./list}", "", ""},
		{"body: {pointer: /a, among: body./list}", "", ""},
		{"header: {name: X, equal: request.id.state}", "", ""},
		{"example: gone, equal: /nest/deep/code", "", ""},
		{"example: gone, differ: /list/1/a", "", ""},
		{"example: gone, template: /plain", "", ""},
		{"unique: {header: X}", "", ""},
		{"unique: {pointer: /a}", "", ""},

		{"body: {pointer: a, type: string}", ".body.pointer", pointer},
		{"body: {pointer: /a}", ".body", "asserts nothing: give one of present, type, schema, " +
			"pattern, equal, among, calendar, near, lists"},
		{
			"body: {pointer: /a, present: false, type: string}", ".body",
			"present: false forbids the value, so nothing else can be said of it",
		},
		{
			`header: {name: X, pattern: "("}`, ".header.pattern",
			"no regular expression: error parsing regexp: missing closing ): `(`",
		},
		{
			"header: {name: X, schema: Wrod}", ".header.schema",
			`unknown component schema "Wrod"→Word`,
		},
		{"header: {name: X, present: true, fold: true}", ".header.fold", "fold goes with equal"},
		{"header: {name: X, near: -1s}", ".header.near", "a time below zero"},
		{
			"header: {name: X, equal: request.ids}", ".header.equal",
			`unknown parameter of the request "ids"→id`,
		},
		{
			"header: {name: X, equal: request./o}", ".header.equal",
			`the case's body has no text, number or boolean at "/o"`,
		},
		{
			"header: {name: X, equal: request.id.stat}", ".header.equal",
			`unknown property "stat"→state`,
		},
		{
			"header: {name: X, among: request.id}", ".header.among",
			"request.id is not an array; write request./POINTER or body./POINTER",
		},
		{
			"header: {name: X, among: request./n}", ".header.among",
			`the case's body has no array at "/n"`,
		},
		{"example: gnoe, equal: /code", ".example", `unknown example of a response "gnoe"→gone`},
		{"example: gone, equal: a", "", pointer},
		{
			"example: gone, differ: /list/1/c", "",
			`example "gone" has nothing at "/list/1/c"→/list/1/a`,
		},
		{"example: gone, template: /count", ".template", `example "gone" has no text at "/count"`},
		{
			"example: gone, template: /half, with: {b: header.X}", ".with",
			`unknown placeholder "b"`,
		},
		{"unique: {}", ".unique", "give exactly one of header and pointer"},
		{"unique: {pointer: a}", ".unique.pointer", pointer},
	}
	for _, test := range tests {
		t.Run(test.check, func(t *testing.T) {
			text := strings.Replace(lintCase, "CHECK", test.check, 1)
			text = strings.Replace(lintHead, "components:\n", text+"components:\n", 1)
			got := lint(t, text)
			var want []string
			if test.want != "" {
				want = []string{"case c: checks[1]" + test.path + ": " + test.want}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLintOfRules: a rule for every response has no case, and so no request.
func TestLintOfRules(t *testing.T) {
	for rule, want := range map[string]string{
		"header: {name: X, equal: request.id}": "header.equal: request.id refers to a case's " +
			"request; a rule on every response has none",
		"header: {name: X, among: request./a}": "header.among: request./a refers to a case's " +
			"request; a rule on every response has none",
		"unique: {header: X}": "unique: unique looks at all responses of a run at once: " +
			"give it to one case",
	} {
		text := strings.Replace(lintCase, "              - {id: A, CHECK}\n", "", 1)
		text = strings.Replace(lintHead, "components:\n", text+"components:\n", 1)
		got := lint(t, text+"  rules: [{id: A, "+rule+"}]\n")
		if diff := cmp.Diff([]string{"x-conformance.rules[0]." + want}, got); diff != "" {
			t.Errorf("%s: problems (-want +got):\n%s", rule, diff)
		}
	}
}

// TestLintOfTwoOperators: the example of a check that asserts two things is looked at once.
func TestLintOfTwoOperators(t *testing.T) {
	check := "example: gone, differ: /a, template: /b"
	text := strings.Replace(lintCase, "CHECK", check, 1)
	got := lint(t, strings.Replace(lintHead, "components:\n", text+"components:\n", 1))
	want := []string{
		"case c: checks[1]: asserts both differ and template: make two checks of it",
		`case c: checks[1]: example "gone" has nothing at "/a/b"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// lint returns the problems of a contract: path, message, and what it suggests.
func lint(t *testing.T, text string) []string {
	t.Helper()
	root, _ := strict.Parse("t.yaml", []byte(text))
	source := openapi.Source{File: "t.yaml", Data: []byte(text), Root: root}
	_, err := spec.LoadLinted(source, Lint)
	var problems strict.Problems
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var all []string
	for _, p := range problems {
		line := p.Path + ": " + p.Message
		if p.Suggestion != "" {
			line += "→" + p.Suggestion
		}
		all = append(all, line)
	}
	return all
}
