package cases_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// claims is a contract that calls every request harmless. %s is the pattern of ids that name
// nothing.
const claims = `
openapi: 3.0.3
info: {title: Items, version: "1"}
paths:
  /items/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      responses: {"200": {description: "it"}}
      x-conformance:
        cases:
          - {id: get.guessed, text: t, request: {id: {literal: 5}}, effect: none, checks: [{id: R, status: 200}]}
    delete:
      responses: {"204": {description: "gone"}}
      x-conformance:
        cases:
          - {id: delete.guessed, text: t, request: {id: {literal: 5}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: delete.padded, text: t, request: {id: {literal: "05"}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: delete.refused, text: t, request: {id: {literal: five}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: delete.read, text: t, request: {id: {literal: 5}, method: HEAD}, effect: none, checks: [{id: R, status: 404}]}
          - {id: delete.executes, text: t, request: {id: {literal: 5}}, effect: executes, checks: [{id: R, status: 204}]}
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: also, in: query, schema: {type: string}}
    put:
      requestBody: {content: {application/json: {examples: {one: {value: {a: 1}}}}}}
      responses: {"204": {description: "gone"}}
      x-conformance:
        cases:
          - {id: put.absent, text: t, request: {id: thing.absent}, effect: none, checks: [{id: R, status: 404}]}
          - {id: put.absent-with-content, text: t, request: {id: thing.absent, body: {example: one}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: put.absent-and-another, text: t, request: {id: thing.absent, also: {literal: "7"}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: put.absent-unauthorized, text: t, request: {id: thing.absent, also: {literal: "7"}, auth: none}, effect: none, checks: [{id: R, status: 404}]}
          - {id: put.values, text: t, forEach: {values: [DELETE, GET], as: method}, request: {id: {literal: x}}, effect: none, checks: [{id: R, status: 404}]}
  /everything:
    post:
      responses: {"204": {description: "gone"}}
      x-conformance:
        cases:
          - {id: post.all, text: t, request: {}, effect: none, checks: [{id: R, status: 404}]}
  /lists/{ids}:
    delete:
      parameters:
        - {name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}
      responses: {"204": {description: "gone"}}
      x-conformance:
        cases:
          - {id: list.guessed, text: t, request: {ids: {literal: [5, 6]}}, effect: none, checks: [{id: R, status: 404}]}
          - {id: list.one, text: t, request: {ids: {literal: [5]}}, effect: none, checks: [{id: R, status: 404}]}
x-conformance:
  version: 1
  requirements: [{id: R, level: must, text: t, source: s, basis: stated}]
  fixtures:
    things:
      role: thing
      schema: Thing
      id: id
      absent: "%s"
      roles: {any: {}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: string}}}
`

// TestUnsafeMethods: whatever a contract says, an unsafe method has an effect where its values can
// name a resource, or its content could create one.
func TestUnsafeMethods(t *testing.T) {
	t.Parallel()
	const guid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
	for _, tt := range []struct {
		name, absent, held string
		random             spec.Effect // of a request for an absent thing
	}{
		{"random ids", guid, "", spec.None},
		{"guessed numbers", "[0-9]{9}", "", spec.IfBroken},
		{"one of few", "(" + guid + "|1)", "", spec.IfBroken},
		{"ids of a file", guid, "absent: [16966c08-e441-4fec-93e1-25de69a48e97]", spec.IfBroken},
	} {
		contract, err := spec.Load("t.yaml", fmt.Appendf(nil, claims, tt.absent))
		if err != nil {
			t.Fatal(err)
		}
		held := &fixtures.Set{}
		if tt.held != "" {
			if held, err = fixtures.Load("w.yaml", []byte("things:\n  - {id: a}\n"+tt.held),
				contract.Kinds); err != nil {
				t.Fatal(err)
			}
		}
		s, err := cases.New(cases.Options{
			Contract: contract, Fixtures: held, Target: onLoopback,
		})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]spec.Effect{
			"get.guessed": spec.None, "delete.guessed": spec.IfBroken,
			"delete.padded":  spec.IfBroken,
			"delete.refused": spec.None, "delete.read": spec.None, "delete.executes": spec.Executes,
			"put.absent": tt.random, "put.absent-with-content": spec.IfBroken,
			"put.absent-and-another": spec.IfBroken, "put.absent-unauthorized": spec.IfBroken,
			"put.values.DELETE": spec.IfBroken, "put.values.GET": spec.None,
			"post.all":     spec.IfBroken,
			"list.guessed": spec.IfBroken, "list.one": spec.IfBroken,
		}
		got := map[string]spec.Effect{}
		for _, c := range s.Cases {
			got[c.ID] = c.Effect
			for _, i := range c.Instances {
				r := i.Requests[0]
				if r.Effect != c.Effect ||
					r.Alone != (c.Effect != spec.None || r.Method == "HEAD") {
					t.Errorf("%s, %s: the request has %q, alone: %t", tt.name, c.ID, r.Effect,
						r.Alone)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		far := cases.Target{Credentials: cases.Credentials{Token: "t"}, NoEffects: "not here"}
		s, err = cases.New(cases.Options{Contract: contract, Fixtures: held, Target: far})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range s.Cases {
			if has := want[c.ID] != spec.None; (c.Skip != "") != has ||
				has && (c.Size() > 0 || len(c.Instances) > 0) {
				t.Errorf("%s: %s off loopback: %d requests, %q", tt.name, c.ID, c.Size(), c.Skip)
			}
		}
	}
}

// TestFuzzedIDsNameNothing: what is left of a random id is long enough, and one that is guessed has
// an effect.
func TestFuzzedIDsNameNothing(t *testing.T) {
	t.Parallel()
	const random = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	const hex = "[0-9a-fA-F]"
	guid := `pattern: "^` + hex + "{8}-" + strings.Repeat(hex+"{4}-", 3) + hex + `{12}$"`
	if !strings.Contains(string(source), guid) {
		t.Fatalf("the contract does not have %s", guid)
	}
	for _, tt := range []struct {
		absent string
		want   spec.Effect
	}{{random, spec.None}, {"[0-9]{9}", spec.IfBroken}} {
		text := strings.Replace(string(source), `absent: "`+random, `absent: "`+tt.absent, 1)
		text = strings.Replace(text, guid, `pattern: "^.*$"`, 1)
		contract, err := spec.Load("t.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		s := set(t, func(o *cases.Options) { o.Contract, o.Fuzz = contract, 300 })
		c, _ := s.Case("fuzz.identifiers")
		if c.Effect != tt.want {
			t.Errorf("%s: %s", tt.absent, c.Effect)
		}
		for i := range 300 {
			made, err := c.Fuzz.Instance(i)
			r := made.Request
			if err != nil {
				t.Fatal(err)
			}
			if r.Effect != tt.want || r.Alone != (tt.want != spec.None) {
				t.Fatalf("%s: %q, alone: %t", tt.absent, r.Effect, r.Alone)
			}
			if id := c.Fuzz.Value(&r); tt.want == spec.None && len(id) < 33 {
				t.Errorf("%q may name something", id)
			}
		}
	}
}
