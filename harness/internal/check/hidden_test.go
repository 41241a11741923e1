package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// TestBrokenPlacesAreNotComparedWith: what is broken has its finding already.
func TestBrokenPlacesAreNotComparedWith(t *testing.T) {
	tests := []struct {
		name, checks string
		exchange     *exchange.Exchange
		want         []string
	}{
		{
			"a header", "{id: A, header: {name: X, pattern: ^a}}\n{id: B, header: {name: x, " +
				"present: true}}\n{id: C, body: {pointer: /a, equal: header.X}}",
			answer(400, `{"a":"b"}`, "X", "c"),
			[]string{`A: wrong form at header x: want text that matches ^a; got "c"`},
		},
		{
			"another header",
			"{id: A, header: {name: X, pattern: ^a}}\n{id: B, header: {name: Y, pattern: ^b}}",
			answer(400, `{"a":"b"}`, "X", "c", "Y", "d"),
			[]string{
				`A: wrong form at header x: want text that matches ^a; got "c"`,
				`B: wrong form at header y: want text that matches ^b; got "d"`,
			},
		},
		{
			"a member", "{id: A, body: {pointer: /a, pattern: ^a}}\n{id: B, header: {name: X, " +
				"equal: body./a}}\n{id: C, body: {pointer: /a, type: number}}",
			answer(400, `{"a":"b"}`, "X", "c"),
			[]string{`A: wrong form at /a: want text that matches ^a; got "b"`},
		},
		{
			"a member of a broken parent", "{id: A, body: {pointer: /a, type: string}}\n{id: B, " +
				"header: {name: X, equal: body./a/b}}",
			answer(400, `{"a":{"b":"x"}}`, "X", "c"),
			[]string{`A: wrong type at /a: want a string; got object {"b":"x"}`},
		},
		{
			"a sibling whose name begins the same", "{id: A, body: {pointer: /a, type: " +
				"string}}\n{id: B, body: {pointer: /ab, type: string}}",
			answer(400, `{"a":1,"ab":2}`),
			[]string{
				"A: wrong type at /a: want a string; got number 1",
				"B: wrong type at /ab: want a string; got number 2",
			},
		},
		{
			"a parent of a broken member", "{id: A, body: {pointer: /a/b, type: string}}\n{id: " +
				"B, body: {pointer: /a, type: string}}",
			answer(400, `{"a":{"b":1}}`),
			[]string{
				"A: wrong type at /a/b: want a string; got number 1",
				`B: wrong type at /a: want a string; got object {"b":1}`,
			},
		},
		{
			"all below a broken root", "{id: A, body: {pointer: \"\", type: object}}\n{id: B, " +
				"body: {pointer: /a, type: string}}\n{id: C, example: gone, equal: /code}",
			answer(400, `[]`),
			[]string{"A: wrong type at content: want an object; got array []"},
		},
		{
			"all below content where none belongs",
			"{id: A, content: none}\n{id: B, body: {pointer: /a, type: string}}",
			answer(400, `{}`),
			[]string{"A: content where none belongs at content: want no byte of content; got 2 " +
				"bytes: {}"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := contract(t, "", test.checks)
			if diff := cmp.Diff(test.want, summary(Judge(input(doc, test.exchange)))); diff != "" {
				t.Errorf("judgement (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatBindsLessHidesNothing: a broken "should" says nothing of a "must".
func TestWhatBindsLessHidesNothing(t *testing.T) {
	text := `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things:
    post:
      responses:
        "400":
          description: none
          content:
            application/json:
              examples: {gone: {value: {error: {code: Gone, message: no}}}}
      x-conformance:
        cases:
          - id: c
            text: t
            effect: none
            request: {}
            checks:
              - {id: SHOULD-STATUS, status: 404}
              - {id: MUST-CODE, example: gone, equal: /error/code}
              - {id: MAY-CODE, example: gone, equal: /error/code}
x-conformance:
  version: 1
  requirements:
    - {id: SHOULD-STATUS, level: should, text: T., source: s, basis: stated}
    - {id: SHOULD-OBJECT, level: should, text: T., source: s, basis: stated}
    - {id: MUST-CODE, level: must, text: T., source: s, basis: stated}
    - {id: MAY-CODE, level: may, text: T., source: s, basis: stated}
  rules:
    - {id: SHOULD-OBJECT, body: {pointer: /error, type: object}}
`
	doc, err := spec.Load("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string][]string{
		`{"error":{"code":"Gone"}}`: nil,
		`{"error":{}}`: {
			`MUST-CODE: missing at /error/code: want "Gone"; got nothing`,
		},
		`{"error":"Gone"}`: {
			`SHOULD-OBJECT: wrong type at /error: want an object; got string "Gone"`,
			`MUST-CODE: missing at /error/code: want "Gone"; got nothing`,
		},
		`no`: {
			`SHOULD-OBJECT: missing at /error: want an object; got no JSON: invalid character ` +
				`'o' in literal null (expecting 'u'): no`,
			`MUST-CODE: missing at /error/code: want "Gone"; got no JSON: invalid character 'o' ` +
				`in literal null (expecting 'u'): no`,
		},
	} {
		want = append([]string{
			"SHOULD-STATUS: wrong status at status: want 404; got 400 Bad Request",
		}, want...)
		in := Input{
			Doc: doc, Checks: doc.Operations[0].Cases[0].Checks, Rules: doc.Operations[0].Always,
			Exchange: answer(400, body),
		}
		got := slices.DeleteFunc(summary(Judge(in)),
			func(line string) bool { return strings.HasPrefix(line, "held ") })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}
