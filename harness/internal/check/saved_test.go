package check

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// TestSame compares with saved values: {a: 1, b: [x, y]} as v, 2 as n, [x, y, x] as list.
func TestSame(t *testing.T) {
	whole, part := `same: {pointer: "", as: saved.v}`,
		`same: {pointer: /in, as: saved.v, partial: true}`
	runOperatorTests(t, []operatorTest{
		{"same", whole, answer(200, `{"b":["x","y"],"a":1.0}`), heldA},
		{
			"another member", whole, answer(200, `{"b":["x","z"],"a":1}`),
			[]string{`A: not the same at /b/1: want "y", as saved.v; got "z"`},
		},
		{
			"a member less", whole, answer(200, `{"b":["x","y"]}`),
			[]string{`A: not the same at /a: want 1, as saved.v; got nothing`},
		},
		{
			"a member more", whole, answer(200, `{"b":["x","y"],"a":1,"c":null}`),
			[]string{`A: not the same at /c: want nothing, as saved.v; got null`},
		},
		{
			"a longer list", whole, answer(200, `{"b":["x","y","y"],"a":1}`),
			[]string{`A: not the same at /b: want ["x","y"], as saved.v; got ["x","y","y"]`},
		},
		{"in part", part, answer(200, `{"in":{"b":["x","y"],"a":1,"c":2}}`), heldA},
		{
			"not in part", part, answer(200, `{"in":{"b":["x","y"],"a":true,"c":2}}`),
			[]string{`A: not the same at /in/a: want 1, as saved.v; got true`},
		},
		{
			"missing", part, answer(200, `{}`),
			[]string{`A: missing at /in: want {"a":1,"b":["x","y"]}, as saved.v; got nothing`},
		},
		{
			"but for a member", `same: {pointer: "", as: saved.v, except: [/a, /c]}`,
			answer(200, `{"b":["x","y"],"a":5,"c":null}`), heldA,
		},
		{"a part of it", "same: {pointer: /x, as: saved.v/b/1}", answer(200, `{"x":"y"}`), heldA},
		{"a header", "same: {header: X, as: saved.n}", answer(200, "", "X", "2"), heldA},
		{
			"another header", "same: {header: X, as: saved.n}", answer(200, "", "X", "3"),
			[]string{`A: not the same at header x: want "2", as saved.n; got "3"`},
		},
		{
			"no header", "same: {header: X, as: saved.n}", answer(200, ""),
			[]string{`A: missing at header x: want "2", as saved.n; got nothing`},
		},
		{"bytes", "same: {content: true, as: saved.file}", answer(200, "{\"a\": 1}\n"), heldA},
		{
			"other bytes", "same: {content: true, as: saved.file}", answer(200, `{"a": 1}`),
			[]string{`A: not the same at content: want "{\"a\": 1}\n", as saved.file; ` +
				`got "{\"a\": 1}"`},
		},
		{
			"a content as JSON", `same: {pointer: "", as: saved.file}`, answer(200, `{"a":1}`),
			heldA,
		},
		{"nothing is saved", `same: {pointer: "", as: saved.v/c}`, answer(200, "1"), nil},
		{"differs", "differ: {pointer: /n, as: saved.n}", answer(200, `{"n":"2"}`), heldA},
		{
			"does not differ", "differ: {pointer: /n, as: saved.n}", answer(200, `{"n":2}`),
			[]string{`A: not changed at /n: want another than 2, saved.n; got 2`},
		},
		{
			"what is not there differs", "differ: {pointer: /n, as: saved.n}", answer(200, "{}"),
			heldA,
		},
	})
}

func TestConst(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{
			"value", "const: {pointer: /a, value: {b: [1, null]}}",
			answer(200, `{"a":{"b":[1.0,null]}}`), heldA,
		},
		{
			"null", "const: {pointer: /a, value: null}", answer(200, `{}`),
			[]string{"A: missing at /a: want null; got nothing"},
		},
		{
			"another type", `const: {pointer: /a, value: "1"}`, answer(200, `{"a":1}`),
			[]string{`A: wrong value at /a: want "1"; got 1`},
		},
		{"header", "const: {header: X, value: 1}", answer(200, "", "X", "1"), heldA},
		{
			"another header", "const: {header: X, value: 1}", answer(200, "", "X", "01"),
			[]string{`A: wrong value at header x: want "1"; got "01"`},
		},
	})
}

func TestLength(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"items", "length: {pointer: /l, is: 2}", answer(200, `{"l":[1,2]}`), heldA},
		{
			"too few", "length: {pointer: /l, min: 3, max: 4}", answer(200, `{"l":[1,2]}`),
			[]string{"A: wrong length at /l: want at least 3 items; got 2"},
		},
		{
			"too many, as saved", "length: {pointer: /l, max: saved.n}",
			answer(200, `{"l":[1,2,3]}`),
			[]string{"A: wrong length at /l: want at most 2 items; got 3"},
		},
		{
			"as many as saved", "length: {pointer: /l, is: saved.list}",
			answer(200, `{"l":"äöü"}`), heldA,
		},
		{"of a saved list", "length: {of: saved.list, is: body./n}", answer(200, `{"n":3}`), heldA},
		{
			"of what has none", "length: {pointer: /l, is: 1}", answer(200, `{"l":1}`),
			[]string{"A: wrong type at /l: want a list, a text or an object; got number 1"},
		},
		{"as many as nothing", "length: {pointer: /l, is: body./n}", answer(200, `{"l":[]}`), nil},
	})
}

func TestItems(t *testing.T) {
	each := "eachItem: {pointer: /l, at: /s, pattern: ^o}"
	runOperatorTests(t, []operatorTest{
		{"each", each, answer(200, `{"l":[{"s":"o"},{"s":"or"}]}`), heldA},
		{"none at all", each, answer(200, `{"l":[]}`), nil},
		{
			"one not", each, answer(200, `{"l":[{"s":"o"},{"s":"p"},{"s":"q"}]}`),
			[]string{`A: wrong form at /l/1/s: want text that matches ^o; got "p"`},
		},
		{
			"one without", each, answer(200, `{"l":[{}]}`),
			[]string{"A: missing at /l/0/s: want with /s text that matches ^o; got nothing"},
		},
		{
			"no list", each, answer(200, `{"l":{}}`),
			[]string{"A: wrong type at /l: want an array; got object {}"},
		},
		{
			"constant", "eachItem: {pointer: /l, const: 1}", answer(200, `{"l":[1,2]}`),
			[]string{"A: wrong value at /l/1: want 1; got 2"},
		},
		{
			"distinct", "eachItem: {of: saved.list, distinct: true}", answer(200, ""),
			[]string{"A: an item twice at content saved.list/2: want another value than that of " +
				`item 0; got "x"`},
		},
		{
			"in order", "eachItem: {pointer: /l, at: /n, order: ascending}",
			answer(200, `{"l":[{"n":-1},{"n":null},{},{"n":2},{"n":2},{"n":10}]}`), heldA,
		},
		{
			"not in order", "eachItem: {pointer: /l, at: /n, order: descending}",
			answer(200, `{"l":[{"n":9},{"n":null},{"n":10}]}`),
			[]string{"A: wrong order at /l/2/n: want values in descending order; got 10 out of " +
				"order"},
		},
		{
			"in order of time", "eachItem: {pointer: /l, order: descending}",
			answer(200, `{"l":["2026-01-02T00:00:00.5Z","2026-01-02T01:00:00+01:00"]}`), heldA,
		},
		{
			"in either order", "eachItem: {pointer: /l, order: either}",
			answer(200, `{"l":["2026-01-03","2026-01-02"]}`), heldA,
		},
		{
			"in neither order", "eachItem: {pointer: /l, order: either}",
			answer(200, `{"l":["b","c","a"]}`),
			[]string{`A: wrong order at /l/1: want values in either order; got "c" out of order`},
		},
		{
			"in an order of its own", "eachItem: {pointer: /l, order: ascending}",
			answer(200, `{"l":["b","B","a b","ä","10","9"]}`), nil,
		},
		{
			"some", "someItem: {pointer: /l, at: /s, equal: saved.v/b/0}",
			answer(200, `{"l":[{},{"s":"x"}]}`), heldA,
		},
		{
			"none", "someItem: {pointer: /l, at: /s, equal: saved.v/b/0}",
			answer(200, `{"l":[{},{"s":"z"}]}`),
			[]string{`A: no such item at /l: want an item with /s "x", as saved.v/b/0; got 2 ` +
				"items without it"},
		},
		{
			"compared with nothing", "someItem: {pointer: /l, equal: saved.v/c}",
			answer(200, `{"l":["x"]}`), nil,
		},
		{
			"an empty list compared with nothing", "someItem: {pointer: /l, equal: saved.v/c}",
			answer(200, `{"l":[]}`), nil,
		},
		{
			"no item compared with nothing", "noItem: {pointer: /l, equal: saved.v/c}",
			answer(200, `{"l":[]}`), nil,
		},
		{"no item", "noItem: {pointer: /l, equal: saved.n}", answer(200, `{"l":[1,3]}`), heldA},
		{
			"an unwanted item", "noItem: {pointer: /l, equal: saved.n}", answer(200, `{"l":[1,2]}`),
			[]string{`A: unwanted item at /l/1: want no item "2", as saved.n; got 2`},
		},
	})
}

// TestSave keeps parts of an exchange under names.
func TestSave(t *testing.T) {
	root := "/"
	at := func(pointer string) *string { return &pointer }
	e := answer(201, `{"id":7,"items":[1,2]}`, "Location", "/things/7?x=1")
	e.Request.Body = []byte(`{"name":"n"}`)
	e.Request.Header = headerOf("Content-Type", "application/json")
	saves := []strict.Entry[spec.Save]{
		{Key: "id", Value: spec.Save{Pointer: at("/id")}},
		{Key: "last", Value: spec.Save{Header: "location", Match: "/things/([0-9]+)"}},
		{Key: "sent", Value: spec.Save{Sent: at("/name")}},
		{Key: "all", Value: spec.Save{Pointer: at("/items"), Append: true}},
		{Key: "whole", Value: spec.Save{Content: true}},
		{Key: "gone", Value: spec.Save{Pointer: &root, Optional: true}},
	}
	before := map[string]any{"all": []any{json.Number("0")}, "gone": true, "kept": "k"}
	got, missing := Save(saves, e, before)
	want := map[string]any{
		"id": json.Number("7"), "last": "7", "sent": "n", "kept": "k",
		"all":   []any{json.Number("0"), json.Number("1"), json.Number("2")},
		"whole": `{"id":7,"items":[1,2]}`,
	}
	if diff := cmp.Diff(want, got); diff != "" || missing != "" || len(before) != 3 {
		t.Errorf("%q, saved (-want +got):\n%s", missing, diff)
	}
	saves[0].Value.Pointer = at("/ID")
	if _, missing = Save(saves, e, before); missing !=
		"the response has no /ID in its content to be saved as id" {
		t.Errorf("missing: %q", missing)
	}
}
