package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

// TestLintOfSavedValues has a mistake for every rule of the operators that look at lists and
// compare with what was saved or sent, and what is not a mistake.
func TestLintOfSavedValues(t *testing.T) {
	t.Parallel()
	const pointer = `"a" is not a JSON pointer: it begins with a slash`
	const unknown = "saved.x is not known: no earlier step saves it"
	const oneOf = "give exactly one of pointer, xpath and of"
	for _, tt := range []struct{ check, path, want string }{
		{"same: {pointer: /a, as: sent, partial: true, except: [/b]}", "", ""},
		{"const: {header: X, value: 1}", "", ""},
		{"length: {pointer: /a, is: request./n}", "", ""},
		{"eachItem: {pointer: /a, at: /b, const: 1, distinct: true}", "", ""},
		{"noItem: {xpath: //a, const: 1}", "", ""},

		{"body: {pointer: /a, xpath: //a, type: string}", ".body", "give either pointer or xpath"},
		{
			"same: {as: sent}", ".same",
			"give exactly one of pointer, xpath, header and content",
		},
		{"same: {pointer: a, as: sent}", ".same.pointer", pointer},
		{
			"same: {content: true, as: sent, partial: true}", ".same",
			"content is compared byte for byte: partial and except go with pointer",
		},
		{"same: {pointer: /a, as: sent, except: [a]}", ".same.except", pointer},
		{
			"same: {pointer: /a, as: header.X}", ".same.as",
			"header.X is neither saved nor sent; write saved.NAME, saved.NAME/POINTER, or " +
				"sent/POINTER",
		},
		{"same: {pointer: /a, as: saved.x}", ".same.as", unknown},
		{"differ: {header: X, as: saved.x}", ".differ.as", unknown},
		{"const: {value: 1}", ".const", "give exactly one of pointer, xpath and header"},
		{"const: {pointer: a, value: 1}", ".const.pointer", pointer},
		{"length: {pointer: /a}", ".length", "asserts nothing: give is, min or max"},
		{"length: {pointer: /a, min: -1}", ".length.min", "a length below zero"},
		{"length: {pointer: /a, max: saved.x}", ".length.max", unknown},
		{"length: {is: 1}", ".length", oneOf},
		{"length: {pointer: /a, xpath: //a, is: 1}", ".length", oneOf},
		{"length: {pointer: a, is: 1}", ".length.pointer", pointer},
		{"someItem: {of: saved.x, const: 1}", ".someItem.of", unknown},
		{"someItem: {const: 1}", ".someItem", oneOf},
		{"eachItem: {pointer: /a, at: a, const: 1}", ".eachItem.at", pointer},
		{
			"eachItem: {xpath: //a, at: /b, const: 1}", ".eachItem.at",
			"xpath selects what the items are: at goes with pointer and of",
		},
		{
			"noItem: {pointer: /a, const: 1, distinct: true}", ".noItem.distinct",
			"distinct goes with eachItem",
		},
		{
			"someItem: {pointer: /a, order: ascending}", ".someItem.order",
			"order goes with eachItem, without other rules",
		},
		{
			"eachItem: {pointer: /a}", ".eachItem", "asserts nothing: give one of present, type, " +
				"schema, pattern, equal, among, calendar, near, lists",
		},
		{
			"example: gone, template: /message, with: {id: request.id, who: header.X}", ".with",
			"placeholder {state} of the example is not filled",
		},
		{"body: {pointer: /a, among: saved.x}", ".body.among", unknown},
	} {
		text := strings.Replace(lintCase, "CHECK", tt.check, 1)
		got := lint(t, strings.Replace(lintHead, "components:\n", text+"components:\n", 1))
		var want []string
		if tt.want != "" {
			want = []string{"case c: checks[1]" + tt.path + ": " + tt.want}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.check, diff)
		}
	}
}

// TestItemsAndPlaces: what is not there, what must not be there, and what hides it.
func TestItemsAndPlaces(t *testing.T) {
	t.Parallel()
	const absent = "eachItem: {pointer: /l, at: /s, present: false}"
	runOperatorTests(t, []operatorTest{
		{"no member", absent, answer(200, `{"l":[{},{"t":1}]}`), heldA},
		{
			"a member", absent, answer(200, `{"l":[{},{"s":null}]}`),
			[]string{"A: forbidden member at /l/1/s: want no such member; got null"},
		},
		{
			"no list", "someItem: {pointer: /l, const: 1}", answer(200, "{}"),
			[]string{"A: missing at /l: want to be there; got nothing"},
		},
		{
			"no JSON", "noItem: {pointer: /l, const: 1}", answer(200, ""),
			[]string{"A: missing at /l: want to be there; got no content"},
		},
		{
			"a list to HEAD", "noItem: {pointer: /l, const: 1}",
			method("HEAD", answer(200, "")), nil,
		},
		{
			"no saved list", "someItem: {of: saved.v/c, const: 1}", answer(200, ""), nil,
		},
		{
			"a saved value that is no list", "someItem: {of: saved.n, const: 1}", answer(200, ""),
			[]string{"A: wrong type at content saved.n: want an array; got number 2"},
		},
		{
			"items compared with nothing", "eachItem: {pointer: /l, equal: saved.v/c}",
			answer(200, `{"l":[1]}`), nil,
		},
		{
			"members", "length: {pointer: /l, is: 2}", answer(200, `{"l":{"a":1,"b":2}}`), heldA,
		},
		{
			"among what was saved", "body: {pointer: /a, among: saved.v/b}",
			answer(200, `{"a":"y"}`), heldA,
		},
		{
			"not among what was saved", "body: {pointer: /a, among: saved.v/b}",
			answer(200, `{"a":"z"}`),
			[]string{`A: not among at /a: want one of ["x","y"], as in saved.v/b; got "z"`},
		},
		{
			"among no list", "body: {pointer: /a, among: saved.n}", answer(200, `{"a":2}`), nil,
		},
		{
			"equal to a saved text", "header: {name: X, equal: saved.v/b/1}",
			answer(200, "", "X", "y"), heldA,
		},
		{
			"a constant that is hidden", "const: {pointer: /a, value: 1}",
			method("HEAD", answer(200, "")), nil,
		},
	})
}

// TestSameAsSent: what a response is compared with is what was sent, as JSON or byte for byte.
func TestSameAsSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, check, sent, came string
		want                    []string
	}{
		{"the same", `same: {pointer: "", as: sent}`, `{"a":1}`, `{"a":1.0}`, heldA},
		{
			"another member", `same: {pointer: "", as: sent, partial: true}`, `{"a":1}`,
			`{"a":2,"b":1}`,
			[]string{"A: not the same at /a: want 1, as sent; got 2"},
		},
		{"a part", `same: {pointer: /x, as: sent/a}`, `{"a":1}`, `{"x":1}`, heldA},
		{"what was not JSON", `same: {pointer: "", as: sent}`, "{", `{"x":1}`, nil},
		{"bytes", `same: {content: true, as: sent}`, "a b", "a b", heldA},
		{
			"other bytes", `same: {content: true, as: sent}`, "a b", "a  b",
			[]string{`A: not the same at content: want "a b", as sent; got "a  b"`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(lintCase, "CHECK", tt.check, 1)
			doc, err := spec.Load("t.yaml",
				[]byte(strings.Replace(lintHead, "components:\n", text+"components:\n", 1)))
			if err != nil {
				t.Fatal(err)
			}
			in := input(doc, answer(200, tt.came))
			in.Checks = in.Checks[1:]
			in.Exchange.Request.Body = []byte(tt.sent)
			got := summary(Judge(in))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
