package cases

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
)

const variedContract = `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}HEADER]
    get:
      responses: {"200": {description: A thing.CONTENT}}
      x-conformance:
        cases:
          - id: a.first
            text: t
            request: {id: {literal: x}}
            effect: none
            repeat: FIRST
            checks: [{id: R, status: 200}]
          - id: a.second
            text: t
            request: {id: {literal: y}}
            effect: none
            repeat: 4
            checks: [{id: R, status: 200}]
          - id: a.own
            text: t
            request: {id: {literal: z}, headers: {accept: text/csv}}
            effect: none
            repeat: 2
            checks: [{id: R, status: 200}]
x-conformance:
  version: 1
  correlation: CORRELATION
  requirements: [{id: R, level: must, text: T., source: s, basis: stated}]
`

// varied returns the cases of that contract; the texts of pairs replace its placeholders.
func varied(t *testing.T, o Options, pairs ...string) *Set {
	t.Helper()
	defaults := []string{
		"HEADER", "", "CONTENT", "", "CORRELATION", "{request: x-id}", "FIRST", "4",
	}
	text := strings.NewReplacer(append(pairs, defaults...)...).Replace(variedContract)
	doc, err := spec.Load("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	o.Contract, o.Fixtures = doc, &fixtures.Set{}
	o.Target = Target{Credentials: Credentials{Token: "t"}, OnLoopback: true}
	set, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// carried lists what the requests of cases carry: their Accept, and + where they have an id.
func carried(set *Set) []string {
	var all []string
	for _, c := range set.Cases {
		for i := range c.Instances {
			header := c.Instances[i].Requests[0].Header
			accept, given := header.Get("Accept")
			if !given {
				accept = "none"
			}
			if _, given := header.Get("X-Id"); given {
				accept += " +"
			}
			all = append(all, accept)
		}
	}
	return all
}

// TestEverySituationHasEveryVariant: the barest request first, then all others, in an order that
// the seed fixes; no request more is sent.
func TestEverySituationHasEveryVariant(t *testing.T) {
	want := []string{"*/*", "*/* +", "application/json", "application/json +", "none", "none +"}
	orders := map[string]bool{}
	for seed := range uint64(8) {
		got := carried(varied(t, Options{Seed: seed}))
		if len(got) != 10 || got[0] != "none" {
			t.Fatalf("seed %d: %q", seed, got)
		}
		first := slices.Clone(got[:6])
		orders[fmt.Sprint(first)] = true
		if slices.Sort(first); !slices.Equal(first, want) {
			t.Errorf("seed %d: the first six are %q", seed, first)
		}
		if diff := cmp.Diff(got[:2], got[6:8]); diff != "" {
			t.Errorf("seed %d: the rotation does not begin again (-first +again):\n%s", seed, diff)
		}
		if !strings.HasPrefix(got[8], "text/csv") {
			t.Errorf("seed %d: the header of a case is %q", seed, got[8])
		}
		if diff := cmp.Diff(got, carried(varied(t, Options{Seed: seed}))); diff != "" {
			t.Errorf("seed %d: another order at the second time:\n%s", seed, diff)
		}
		narrowed := carried(varied(t, Options{Seed: seed, Only: []string{"a.second"}}))
		if diff := cmp.Diff(got[4:8], narrowed); diff != "" {
			t.Errorf("seed %d: a narrowed run sends others (-whole +narrowed):\n%s", seed, diff)
		}
	}
	if len(orders) < 2 {
		t.Error("the seed does not change the order")
	}
}

func TestWhatAContractLeavesToVary(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pairs []string
		want  []string
	}{
		{
			"no correlation",
			[]string{"CORRELATION", "{}"},
			[]string{"*/*", "application/json", "none"},
		},
		{
			"a header that is required",
			[]string{
				"HEADER", ", {name: X-ID, in: header, required: true, schema: {type: string}}",
			},
			[]string{"*/* +", "application/json +", "none +"},
		},
		{
			"several representations",
			[]string{"CONTENT", ", content: {application/json: {}, application/xml: {}}"},
			[]string{"application/json", "application/json +"},
		},
		{
			"one representation",
			[]string{"CONTENT", ", content: {text/csv: {}}"},
			[]string{"*/*", "*/* +", "none", "none +", "text/csv", "text/csv +"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := carried(varied(t, Options{Seed: 1}, tt.pairs...))[:8]
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, slices.Compact(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoteOfVariantsThatAreNotSent: where fewer requests are sent than there are variants, the run
// says which were not tested.
func TestNoteOfVariantsThatAreNotSent(t *testing.T) {
	few := varied(t, Options{Seed: 1, Level: spec.Must}, "repeat: 4", "repeat: 1", "FIRST", "1")
	if len(few.Notes) != 1 || !strings.HasPrefix(few.Notes[0], "too few requests are sent to try "+
		"each combination of Accept and ") || !strings.Contains(few.Notes[0], ": a (4 of 6)") {
		t.Errorf("notes of four requests: %q", few.Notes)
	}
	if enough := varied(t, Options{Seed: 1}); len(enough.Notes) != 0 {
		t.Errorf("notes of ten requests: %q", enough.Notes)
	}
	narrowed := varied(t, Options{Seed: 1, Only: []string{"a.first"}})
	if len(narrowed.Notes) != 0 {
		t.Errorf("notes of a narrowed run: %q", narrowed.Notes)
	}
}
