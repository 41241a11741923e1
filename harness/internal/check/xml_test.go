package check

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

const (
	oneError = `<Error xmlns="urn:e"><Code>Gone</Code><Count>3</Count><Word>abc</Word></Error>`
	items    = `<List><Key>x</Key><Key>y</Key><Next>2</Next></List>`
)

// TestXPath looks at XML by every operator that takes an expression.
func TestXPath(t *testing.T) {
	t.Parallel()
	runOperatorTests(t, []operatorTest{
		{"a text", "body: {xpath: /Error/Code, pattern: ^G}", answer(200, oneError), heldA},
		{
			"another text", "body: {xpath: /Error/Code, pattern: ^x}", answer(200, oneError),
			[]string{`A: wrong form at xpath /Error/Code: want text that matches ^x; got "Gone"`},
		},
		{"a schema", "body: {xpath: /Error/Word, schema: Word}", answer(200, oneError), heldA},
		{
			"another schema", "body: {xpath: /Error/Code, schema: Word}", answer(200, oneError),
			[]string{"A: breaks the schema Word at xpath /Error/Code: want text that matches " +
				`^[a-z]+$; got string "Gone"`},
		},
		{
			"no such node", "body: {xpath: /Error/Key, present: true}", answer(200, oneError),
			[]string{"A: missing at xpath /Error/Key: want to be there; got nothing"},
		},
		{
			"no XML", "body: {xpath: /Error/Key, present: true}", answer(200, `{"a":1}`),
			[]string{"A: missing at xpath /Error/Key: want to be there; got no XML: it has text " +
				`outside of its element, 7 bytes: {"a":1}`},
		},
		{
			"no content", "body: {xpath: /Error/Key, present: true}", answer(200, ""),
			[]string{"A: missing at xpath /Error/Key: want to be there; got no content"},
		},
		{"absent", "body: {xpath: //Key, present: false}", answer(200, oneError), heldA},
		{"absent, no content", "body: {xpath: //Key, present: false}", answer(200, ""), heldA},
		{"absent, no XML", "body: {xpath: //Key, present: false}", answer(200, "{}"), nil},
		{
			"not absent", "body: {xpath: //Code, present: false}", answer(200, oneError),
			[]string{`A: forbidden member at xpath //Code: want nothing there; got "Gone"`},
		},
		{"constant", "const: {xpath: //Count, value: 3}", answer(200, oneError), heldA},
		{"function", "const: {xpath: count(//Key), value: 2}", answer(200, items), heldA},
		{
			"another constant", "const: {xpath: //Count, value: 4}", answer(200, oneError),
			[]string{`A: wrong value at xpath //Count: want "4"; got "3"`},
		},
		{
			"no constant", "const: {xpath: //Key, value: 4}", answer(200, oneError),
			[]string{`A: missing at xpath //Key: want "4"; got nothing`},
		},
		{"same", "same: {xpath: //Next, as: saved.n}", answer(200, items), heldA},
		{
			"not the same", "same: {xpath: //Count, as: saved.n}", answer(200, oneError),
			[]string{`A: not the same at xpath //Count: want "2", as saved.n; got "3"`},
		},
		{
			"missing", "same: {xpath: //None, as: saved.n}", answer(200, items),
			[]string{`A: missing at xpath //None: want "2", as saved.n; got nothing`},
		},
		{"differs", "differ: {xpath: //Count, as: saved.n}", answer(200, oneError), heldA},
		{
			"does not differ", "differ: {xpath: //Next, as: saved.n}", answer(200, items),
			[]string{`A: not changed at xpath //Next: want another than "2", saved.n; got "2"`},
		},
		{"length", "length: {xpath: //Key, is: 2}", answer(200, items), heldA},
		{"length of nothing", "length: {xpath: //None, is: 0}", answer(200, items), heldA},
		{
			"another length", "length: {xpath: //Key, max: 1}", answer(200, items),
			[]string{`A: wrong length at xpath //Key: want at most 1 items; got 2`},
		},
		{
			"length of no XML", "length: {xpath: //Key, max: 1}", answer(200, ""),
			[]string{`A: missing at xpath //Key: want XML; got no content`},
		},
		{
			"each", "eachItem: {xpath: //Key, pattern: ^.$, distinct: true}",
			answer(200, items), heldA,
		},
		{
			"not each", "eachItem: {xpath: //Key, const: x}", answer(200, items),
			[]string{`A: wrong value at xpath //Key/1: want "x"; got "y"`},
		},
		{"each of none", "eachItem: {xpath: //None, const: x}", answer(200, items), nil},
		{"some", "someItem: {xpath: //Key, const: y}", answer(200, items), heldA},
		{
			"not some", "someItem: {xpath: //Key, const: z}", answer(200, items),
			[]string{`A: no such item at xpath //Key: want an item "z"; got 2 items without it`},
		},
		{
			"not none", "noItem: {xpath: //Key, const: y}", answer(200, items),
			[]string{`A: unwanted item at xpath //Key/1: want no item "y"; got "y"`},
		},
		{"well-formed", "content: xml", answer(200, items), heldA},
		{
			"ill-formed", "content: xml", answer(200, "<a>"),
			[]string{"A: not XML at content: want one well-formed XML document; got no XML: XML " +
				"syntax error on line 1: unexpected EOF, 3 bytes: <a>"},
		},
		{
			"nothing at all", "content: xml", answer(200, ""),
			[]string{"A: not XML at content: want one well-formed XML document; got no content"},
		},
	})
}

// TestXPathIsExplained: what is found of the content, or of an element, explains what is missing
// in it.
func TestXPathIsExplained(t *testing.T) {
	t.Parallel()
	doc := contract(t, "", `
		{id: A, content: xml}
		{id: B, body: {xpath: /a, pattern: x}}
		{id: C, const: {xpath: /a/b, value: 1}}
		{id: D, length: {xpath: /a/c, is: 1}}`)
	for _, test := range []struct {
		content string
		want    []string
	}{
		{"<a>", []string{"A: not XML at content: want one well-formed XML document; got no XML: " +
			"XML syntax error on line 1: unexpected EOF, 3 bytes: <a>"}},
		{"<a><b>2</b></a>", []string{
			`B: wrong form at xpath /a: want text that matches x; got "2"`, "held A",
		}},
		{"<a>x<b>2</b></a>", []string{
			`C: wrong value at xpath /a/b: want "1"; got "2"`,
			"D: wrong length at xpath /a/c: want 1 items; got 0", "held A B",
		}},
	} {
		got := summary(Judge(input(doc, answer(200, test.content))))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.content, diff)
		}
	}
}

func TestSaveByXPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		save spec.Save
		want any
	}{
		{spec.Save{XPath: "//Key"}, "x"},
		{spec.Save{XPath: "//Key[2]"}, "y"},
		{spec.Save{XPath: "count(//Key)"}, json.Number("2")},
		{spec.Save{XPath: "//Next", Match: "[0-9]"}, "2"},
		{spec.Save{XPath: "//Key", Append: true}, []any{"w", "x", "y"}},
		{spec.Save{XPath: "//None", Append: true, Optional: true}, []any{"w"}},
		{spec.Save{XPath: "//None", Optional: true}, nil},
	} {
		saves := []strict.Entry[spec.Save]{{Key: "v", Value: test.save}}
		before := map[string]any{"v": []any{"w"}}
		saved, missing := Save(saves, answer(200, items), before)
		if diff := cmp.Diff(test.want, saved["v"]); diff != "" || missing != "" {
			t.Errorf("%+v: missing %q (-want +got):\n%s", test.save, missing, diff)
		}
		_, missing = Save(saves, answer(200, "{}"), before)
		want := "the response has no " + test.save.XPath + " in its content"
		if test.save.Match != "" {
			want += " that matches " + test.save.Match
		}
		if want += " to be saved as v"; test.save.Optional {
			want = ""
		}
		if missing != want {
			t.Errorf("%+v: missing %q, want %q", test.save, missing, want)
		}
	}
}
