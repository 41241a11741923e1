package chain

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// life is a contract with a case of steps: a thing is made, read, changed, listed one by one and
// removed.
const life = `
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    post:
      operationId: make
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}}
      x-conformance:
        cases:
          - id: thing.life
            text: t
            fresh: {name: word}
            steps:
              - request: {body: {value: {}, set: {/name: saved.name}}}
                checks: [{id: R, status: 201}, {id: S, header: {name: ETag, present: true}}]
                save: {id: {pointer: /id}, all: {content: true}}
              - {operation: put, request: {id: saved.id, body: {value: {}}}}
              - operation: get
                request: {id: saved.one}
                forEach: {in: saved.all/items, as: one, most: 2}
                checks: [{id: R, status: 200}]
              - {operation: get, request: {id: saved.one}, forEach: {values: [a, b], as: one}}
              - {operation: get, request: {id: saved.id}, until: {status: 200, id: U}}
              - {operation: remove, request: {id: saved.id}}
            finally:
              - {operation: remove, request: {id: saved.id}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: get, responses: {"200": {description: it}}}
    put:
      operationId: put
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: changed}}
    delete: {operationId: remove, responses: {"204": {description: gone}}}
x-conformance:
  version: 1
  requirements:
    - {id: R, level: must, text: T., source: s, basis: stated}
    - {id: S, level: should, text: T., source: s, basis: stated}
    - {id: U, level: should, text: T., source: s, basis: stated}
`

// The steps of the case.
const (
	makes = iota
	puts
	reads
	given
	waits
	removes
	cleansUp
)

// state returns the case of that contract, of which nothing was sent.
func state(t *testing.T) *State {
	t.Helper()
	doc, err := spec.Load("t.yaml", []byte(life))
	if err != nil {
		t.Fatal(err)
	}
	set, err := cases.New(cases.Options{
		Contract: doc, Fixtures: &fixtures.Set{}, Target: cases.Target{OnLoopback: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(set, set.Cases[0], 0, 1)
}

// answered is an exchange of a method at a target; a status of zero is no response.
func answered(method, target string, status int, body string) *exchange.Exchange {
	e := &exchange.Exchange{Request: exchange.Request{Method: method, Target: target}}
	if status > 0 {
		e.Response = &exchange.Response{Status: status, Body: []byte(body)}
	}
	return e
}

// found is a judgement that breaks a requirement somewhere.
func found(requirement, where string) *check.Judgement {
	return &check.Judgement{Findings: []result.Finding{{Requirement: requirement, Where: where}}}
}

// TestStop: why later steps are not sent, and whether a finding explains it.
func TestStop(t *testing.T) {
	t.Parallel()
	const made = `{"id":"7"}`
	for _, tt := range []struct {
		name   string
		step   int
		status int
		body   string
		j      *check.Judgement
		want   Stop
	}{
		{"right", makes, 201, made, &check.Judgement{}, Stop{}},
		{
			"another status", makes, 200, made, found("S", check.WhereStatus),
			Stop{Why: "step 1 (POST /things) failed S"},
		},
		{
			"a must", makes, 201, made, found("R", "/id"),
			Stop{Why: "step 1 (POST /things) failed R"},
		},
		{"a should", makes, 201, made, found("S", "header etag"), Stop{}},
		{"another's", makes, 201, made, found("U", check.WhereStatus), Stop{}},
		{
			"what it waits for", waits, 404, "", found("U", check.WhereStatus),
			Stop{Why: "step 5 (GET /things/{id}) failed U"},
		},
		{
			"nothing to save", makes, 201, "{}", &check.Judgement{}, Stop{
				Why: "step 1 (POST /things): the response has no /id in its content to be saved " +
					"as id", Inconclusive: true,
			},
		},
		{
			"refused", puts, 409, "", &check.Judgement{},
			Stop{Why: "step 2 (PUT /things/{id}) was answered 409", Inconclusive: true},
		},
		{"nothing to remove", removes, 404, "", &check.Judgement{}, Stop{}},
		{"a cleanup that fails", cleansUp, 500, "", found("R", check.WhereStatus), Stop{}},
	} {
		s := state(t)
		method := s.c.Steps[tt.step].Method
		s.Note(tt.step, answered(method, "/things/7", tt.status, tt.body), tt.j)
		if diff := cmp.Diff(tt.want, s.Stopped()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFirstReasonIsKept: what fails after a step that stopped the case says nothing.
func TestFirstReasonIsKept(t *testing.T) {
	t.Parallel()
	s := state(t)
	s.Fail(cleansUp, "no response", false)
	if s.Stopped() != (Stop{}) {
		t.Errorf("a cleanup stops %+v", s.Stopped())
	}
	s.Fail(puts, "no response", true)
	want := Stop{
		Why: "step 2 (PUT /things/{id}) has no judgement: no response", Inconclusive: true,
		Withheld: true,
	}
	s.Fail(removes, "another", false)
	s.Note(puts, answered("PUT", "/things/7", 500, ""), &check.Judgement{})
	if diff := cmp.Diff(want, s.Stopped()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	j := s.Unknown(makes, "not sent")
	if diff := cmp.Diff(map[string]string{"R": "not sent", "S": "not sent"}, j.Hidden); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
}

// TestRefusedTheSecondTime: an operation that was done once and is refused then has a finding of
// its own.
func TestRefusedTheSecondTime(t *testing.T) {
	t.Parallel()
	s := state(t)
	s.Note(makes, answered("POST", "/things", 201, `{"id":"7"}`), &check.Judgement{})
	s.Note(makes, answered("POST", "/things", 409, "{}"), &check.Judgement{})
	want := Stop{Why: "step 1 (POST /things): it was done once, and is refused now"}
	if diff := cmp.Diff(want, s.Stopped()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRequestsOfAChain: a step has what those before it saved, the item that it is repeated for,
// and the input that it was given.
func TestRequestsOfAChain(t *testing.T) {
	t.Parallel()
	s := state(t)
	if _, err := s.Bind(puts, 0); err == nil || err.Error() != "saved.id is not known" {
		t.Errorf("before anything was sent: %v", err)
	}
	first, err := s.Bind(makes, 0)
	if err != nil || len(first.Body) != len(`{"name":"abcdefghijkl"}`) {
		t.Errorf("the first request: %s, %v", first.Body, err)
	}
	s.Note(makes, answered("POST", "/things", 201, `{"id":"7","items":[1,2,3]}`),
		&check.Judgement{})
	for _, tt := range []struct {
		step  int
		items []any
	}{
		{reads, []any{json.Number("1"), json.Number("2")}}, {given, []any{"a", "b"}},
	} {
		items, why := s.Items(tt.step)
		if diff := cmp.Diff(tt.items, items); diff != "" || why != "" {
			t.Errorf("step %d: %q (-want +got):\n%s", tt.step, why, diff)
		}
	}
	s.Take(reads, json.Number("2"))
	for step, want := range map[int]string{
		puts: "PUT /things/7", reads: "GET /things/2", removes: "DELETE /things/7",
	} {
		if r, err := s.Bind(step, 0); err != nil || r.Method+" "+r.Target != want {
			t.Errorf("step %d: %s %s, %v", step, r.Method, r.Target, err)
		}
	}
	input := &cases.Input{}
	s.Give(puts, input)
	if r, err := s.Bind(puts, 0); err != nil || r.Input != input {
		t.Errorf("with an input: %v, %v", r.Input, err)
	}
	if r, _ := s.Bind(removes, 0); r.Input != nil {
		t.Error("another step has the input")
	}
}

// TestNoItems: why there is nothing to repeat a step for.
func TestNoItems(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"id":1}`: "saved.all/items is not known", `{"items":1}`: "saved.all/items is not a list",
		`{"items":[]}`: "saved.all/items is empty",
	} {
		s := state(t)
		s.Note(makes, answered("POST", "/things", 201, body), &check.Judgement{})
		if items, why := s.Items(reads); why != want || items != nil {
			t.Errorf("%s: %v, %q, want %q", body, items, why, want)
		}
	}
	s := state(t)
	s.c.Steps[reads].Each.Most = 0
	list := make([]any, spec.DefaultItems+1)
	s.values.Saved["all"] = map[string]any{"items": list}
	if items, _ := s.Items(reads); len(items) != spec.DefaultItems {
		t.Errorf("%d items of %d", len(items), len(list))
	}
}

// TestRemoved: what was removed with success is not removed again, and reading is no removal.
func TestRemoved(t *testing.T) {
	t.Parallel()
	s := state(t)
	if s.Touched() {
		t.Error("nothing was sent")
	}
	s.Touch()
	s.Note(removes, answered("DELETE", "/things/7", 204, ""), &check.Judgement{})
	s.Note(removes, answered("DELETE", "/things/8", 404, ""), &check.Judgement{})
	s.Note(reads, answered("GET", "/things/7", 200, ""), &check.Judgement{})
	for _, tt := range []struct {
		method, target string
		effect         spec.Effect
		want           bool
	}{
		{"DELETE", "/things/7", spec.Executes, true},
		{"DELETE", "/things/8", spec.Executes, false},
		{"PUT", "/things/7", spec.Executes, false},
		{"GET", "/things/7", spec.None, false},
	} {
		r := &cases.Request{Effect: tt.effect}
		r.Method, r.Target = tt.method, tt.target
		if got := s.Removed(r); got != tt.want {
			t.Errorf("%s %s: %t", tt.method, tt.target, got)
		}
	}
	if !s.Touched() {
		t.Error("a request was sent")
	}
}
