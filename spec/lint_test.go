package spec

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/strict"
)

// complete is a valid document that uses all that a document can say.
const complete = `openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things/{id}/do:
    parameters:
      - {name: id, in: path, required: true, schema: {$ref: "#/components/schemas/Id"}}
    post:
      operationId: do
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
            examples:
              order: {value: {what: paint, with: [red]}}
      responses:
        "204": {$ref: "#/components/responses/done"}
        "404": {$ref: "#/components/responses/gone"}
      x-conformance:
        cases:
          - id: gone
            text: No such thing
            request: {id: thing.absent}
            effect: none
            repeat: 2
            checks:
              - {id: T-1, response: gone}
              - {id: T-2, example: gone, equal: /code}
              - {id: T-3, example: gone, template: /message, with: {id: request.id}}
          - id: wrong
            text: No id
            each: {corpus: strange}
            request: {id: each}
            effect: none
            checks:
              - {id: T-1, status: 400}
          - id: do
            text: A thing
            each: {schema: State, property: state}
            request:
              id: thing.open
              auth: valid
              headers: {X-A: b}
              body: {example: order, set: {/what: {literal: wash}}, remove: [/with]}
            effect: executes
            always: T-5
            checks:
              - {id: T-4, status: 204}
              - {id: T-5, header: {name: X, equal: request.id.state, fold: true}}
          - id: twice
            text: Twice
            each: {values: [GET], as: method}
            request: {id: thing.open}
            effect: if-broken
            checks:
              - {id: T-6, notStatus: 2XX}
              - {id: T-7, unique: {header: request-id}}
        fuzz:
          - {id: edge, text: Ids, parameter: id, from: thing, valid: gone, invalid: wrong, ambiguous: "^x"}
components:
  responses:
    done: {description: done}
    gone:
      description: gone
      content:
        application/json:
          schema: {$ref: "#/components/schemas/Error"}
          examples:
            gone: {$ref: "#/components/examples/gone"}
  examples:
    gone:
      value: {code: Gone, message: "no {id}", date: "2026-01-01"}
  schemas:
    Id: {type: string, pattern: "^[0-9]+$"}
    State: {type: string, enum: [open, ajar]}
    Free: {type: string}
    Order:
      type: object
      required: [what]
      properties: {what: {type: string}, with: {type: array, items: {type: string}}}
    Error:
      type: object
      required: [code]
      properties: {code: {type: string}, message: {type: string}, date: {type: string}}
    Thing:
      type: object
      properties: {id: {$ref: "#/components/schemas/Id"}, state: {$ref: "#/components/schemas/State"}}
x-conformance:
  version: 1
  world:
    things:
      role: thing
      schema: Thing
      id: id
      absent: "[0-9]{9}"
      roles:
        open: {state: State}
  profiles:
    all: {text: All}
    some: {text: Some, without: [template]}
  requirements:
    - {id: T-1, level: must, text: One., source: page, basis: stated}
    - {id: T-2, level: must, text: Two., source: page, basis: stated}
    - {id: T-3, level: must, text: Three., source: page, basis: stated}
    - {id: T-4, level: should, text: Four., source: [page, RFC], basis: inferred}
    - {id: T-5, level: may, text: Five., source: page, basis: ambiguous, note: Why.}
    - {id: T-6, level: must, text: Six., source: page, basis: stated}
    - {id: T-7, level: must, text: Seven., source: page, basis: stated}
    - {id: T-8, level: must, text: Eight., source: page, basis: stated}
  excluded:
    - {text: Not seen., source: page, reason: It is not.}
  always:
    - {id: T-8, http: wellFormed}
    - {id: T-8, body: {pointer: /date, near: 10m}, when: {response: gone}}
`

func TestCompleteDocument(t *testing.T) {
	doc, err := Load("f", []byte(complete))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range doc.Operations[0].Cases {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"gone", "wrong", "do", "twice"}, ids); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}

func TestLint(t *testing.T) {
	for _, test := range slices.Concat(lintDocumentTests, lintCaseTests, lintCheckTests) {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(complete, test.old, test.new, 1)
			if broken == complete {
				t.Fatalf("the document has no %q", test.old)
			}
			doc, err := Load("f", []byte(broken))
			if err == nil {
				t.Fatal("no problem")
			}
			if doc != nil {
				t.Error("there is a document beside the error")
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTenMistakesAreTenProblems: nobody has to load a document ten times.
func TestTenMistakesAreTenProblems(t *testing.T) {
	broken := strings.NewReplacer(
		"version: 1\n", "version: 3\n",
		"repeat: 2", "repeat: -1",
		"equal: /code", "equal: /cod",
		"auth: valid", "auth: token",
		"notStatus: 2XX", "notStatus: 9XX",
		"near: 10m", "near: soon",
		"level: should", "level: ought",
		"parameter: id", "parameter: ids",
		"open: {state: State}", "open: {state: Stat}",
		"remove: [/with]", "remove: [/without]",
	).Replace(complete)
	_, err := Load("f", []byte(broken))
	var problems strict.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error is %T", err)
	}
	lines := map[int]bool{}
	for _, p := range problems {
		if p.Line == 0 || p.Column == 0 || p.File != "f" {
			t.Errorf("no place: %s", p)
		}
		lines[p.Line] = true
	}
	// Two checks are left without an assertion, which is said too.
	if len(lines) != 10 || !slices.IsSortedFunc(problems, func(a, b strict.Problem) int { return a.Line - b.Line }) {
		t.Errorf("problems in %d lines, want 10:\n%v", len(lines), err)
	}
}

func TestPathParameters(t *testing.T) {
	for path, want := range map[string][]string{"/": nil, "/a/{b}": {"b"}, "/{a}/x{b}y/{c.d}": {"a", "b", "c.d"}, "/{a": nil} {
		if diff := cmp.Diff(want, PathParameters(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
