package effects

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// acting is a contract with cases of every effect, and inputs like one of them.
const acting = `
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses: {"200": {description: it}}
      x-conformance:
        cases:
          - {id: read.it, text: t, request: {id: thing.open}, effect: none, checks: [{id: R, status: 200}]}
    delete:
      responses: {"204": {description: gone}}
      x-conformance:
        cases:
          - {id: remove.it, text: t, request: {id: thing.open}, effect: executes, checks: [{id: R, status: 204}]}
          - {id: remove.shut, text: t, request: {id: thing.shut}, effect: if-broken, checks: [{id: R, status: 409}]}
    put:
      requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}
      responses: {"200": {description: changed}}
      x-conformance:
        cases:
          - {id: put.it, text: t, request: {id: {literal: x}, body: {value: {n: 1}}}, effect: executes, checks: [{id: R, status: 200}]}
        fuzz:
          - {id: put.inputs, text: T, like: put.it, checks: [{id: R, status: 200}]}
x-conformance:
  version: 1
  correlation: {request: X-Id}
  requirements: [{id: R, level: must, text: T., source: s, basis: stated}]
  fixtures:
    things: {role: thing, schema: Thing, id: id, absent: "[a-z]{40}", roles: {open: {state: Open}, shut: {state: Shut}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}, state: {type: string}}}
    Open: {type: string, enum: [open]}
    Shut: {type: string, enum: [shut]}
`

// TestList: a plan lists each request that has an effect or would have one on a broken target, with
// what it acts on; of inputs at random one, and nothing of cases that are not sent.
func TestList(t *testing.T) {
	t.Parallel()
	contract, err := spec.Load("t.yaml", []byte(acting))
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Load("f.yaml", []byte("things:\n  - {id: A1, state: open}\n"),
		contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	set, err := cases.New(cases.Options{
		Contract: contract, Fixtures: held, Fuzz: 50,
		Target: cases.Target{OnLoopback: true, BasePath: "/v1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := List(set)
	want := []result.Effect{
		{
			Case: "remove.it", Effect: spec.Executes, Method: "DELETE", Path: "/v1/things/A1",
			Items: []result.Touched{{
				Item: "things/a1", Properties: map[string]string{"state": "open"},
			}},
		},
		{Case: "put.it", Effect: spec.Executes, Method: "PUT", Path: "/v1/things/x"},
		{Case: "put.inputs", Effect: spec.Executes, Method: "PUT", Path: "/v1/things/x"},
	}
	for i := range got {
		got[i].ID = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOf: an effect has the id of its request, and no credentials.
func TestOf(t *testing.T) {
	t.Parallel()
	contract := &spec.Contract{}
	contract.Correlation.Request = "X-Id"
	r := &cases.Request{
		Request: exchange.Request{
			Method: "DELETE", Target: "/a?key=k",
			Header: exchange.Header{{Name: "x-id", Value: "7"}},
		},
		Effect:    spec.IfBroken,
		Presented: []cases.Presented{{In: "query", Name: "key", Value: "k", By: cases.ByKey}},
	}
	want := result.Effect{
		Case: "c", Effect: spec.IfBroken, Method: "DELETE", Path: "/a?key=[redacted]", ID: "7",
	}
	if diff := cmp.Diff(want, Of(contract, &cases.Case{ID: "c"}, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
