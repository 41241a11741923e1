package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

const sentDocument = `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things:
    post:
      requestBody:
        content: {application/json: {examples: {two: {value: {ids: [a, b], note: Mine}}}}}
      responses: {"200": {description: done}}
      x-conformance:
        cases:
          - id: c
            text: t
            effect: none
            request: {body: {example: two}}
            checks:
              - {id: NOTE, body: {pointer: /note, equal: request./note}}
              - {id: NOTE, body: {pointer: /again, equal: request./note, fold: true}}
              - {id: ONE, body: {pointer: /id, among: request./ids}}
              - {id: LIST, body: {pointer: /id, among: body./all}}
x-conformance:
  version: 1
  requirements:
    - {id: NOTE, level: must, text: T., source: s, basis: stated}
    - {id: ONE, level: must, text: T., source: s, basis: stated}
    - {id: LIST, level: may, text: T., source: s, basis: stated}
`

// TestSent: what a request carried is compared with, whether the case set it or
// the example has it.
func TestSent(t *testing.T) {
	doc, err := spec.Load("t.yaml", []byte(sentDocument))
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string][]string{
		`{"note":"Mine","again":"mine","id":"b","all":["b"]}`: {"held LIST NOTE ONE"},
		`{"note":"mine","again":"","id":"B","all":["b",2]}`: {
			`NOTE: not equal at /note: want "Mine", as the request's /note; got "mine"`,
			`NOTE: not equal at /again: want "Mine", as the request's /note; got ""`,
			`ONE: not among at /id: want one of ["a","b"], as in the request's /ids; got "B"`,
		},
		`{"note":"Mine","again":"Mine","id":2,"all":[1,2]}`: {
			`ONE: not among at /id: want one of ["a","b"], as in the request's /ids; got 2`,
			"held NOTE",
		},
		`{"note":"Mine","again":"Mine","id":"a","all":[]}`: {
			`LIST: not among at /id: want one of [], as in /all of the content; got "a"`,
			"held NOTE ONE",
		},
		`{"note":"Mine","again":"Mine","id":"a"}`: {"held NOTE ONE"},
	} {
		e := answer(200, body)
		e.Request = exchange.Request{
			Method: "POST", Body: []byte(`{"ids":["a","b"],"note":"Mine"}`),
		}
		got := summary(Judge(Input{
			Doc: doc, Checks: doc.Operations[0].Cases[0].Checks, Rules: doc.Operations[0].Always,
			Exchange: e,
		}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}
