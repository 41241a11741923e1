package runner

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// answering answers by target, and keeps the order in which it was asked.
type answering struct {
	status map[string]int // 0: no response
	asked  *[]string
}

func (a answering) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	*a.asked = append(*a.asked, r.Target)
	e := &exchange.Exchange{Request: r, Raw: true}
	if status := a.status[r.Target]; status != 0 {
		e.Response = &exchange.Response{Proto: "HTTP/1.1", Status: status}
	} else {
		e.Fault = &exchange.Fault{Kind: exchange.Timeout, Detail: "no answer in time"}
	}
	return e
}

func (answering) Close() {}

// twoSteps is a case of two requests, one after the other.
func twoSteps() *cases.Case {
	op := &spec.Operation{Method: "GET", Path: "/a", Statuses: []string{"200"}}
	step := &cases.Step{Operation: op, Method: "GET"}
	request := func(target string) cases.Request {
		return cases.Request{Request: exchange.Request{Method: "GET", Target: target}}
	}
	return &cases.Case{
		ID: "a.b", Situation: "a", Effect: spec.None, Steps: []*cases.Step{step, step},
		Instances: []cases.Instance{{Requests: []cases.Request{request("/first"), request("/second")}}},
	}
}

func TestStepsAreSentInOrder(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status map[string]int
		asked  []string
		judged []bool
	}{
		{"both are answered", map[string]int{"/first": 200, "/second": 200}, []string{"/first", "/second"}, []bool{true, true}},
		{"the first is not", map[string]int{"/second": 200}, []string{"/first"}, []bool{false, false}},
		{"the second is not", map[string]int{"/first": 200}, []string{"/first", "/second"}, []bool{true, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			c := twoSteps()
			set := &cases.Set{Options: cases.Options{Contract: &spec.Document{}}, Cases: []*cases.Case{c}}
			run := New(set, &Target{Sender: answering{tt.status, &asked}}, Options{})
			run.Begin(t.Context())
			run.Send(c)
			if diff := cmp.Diff(tt.asked, asked); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			in := run.CaseInput(c)
			for i, want := range tt.judged {
				o := in.Outcomes[i]
				if o.Instance != 0 || o.Step != i || (o.Inconclusive == "") != want {
					t.Errorf("outcome %d: %+v", i, o)
				}
			}
		})
	}
}

// TestOrder: cases take turns by situation, first instances first; requests that
// name one resource go one after another.
func TestOrder(t *testing.T) {
	t.Parallel()
	one := func(id, situation string, effect spec.Effect, narrow bool, resources ...string) *cases.Case {
		c := &cases.Case{ID: id, Situation: situation, Effect: effect, Narrow: narrow, Steps: []*cases.Step{{Operation: &spec.Operation{}}}}
		for _, r := range resources {
			request := cases.Request{}
			if r != "" {
				request.Resources = []string{r}
			}
			c.Instances = append(c.Instances, cases.Instance{Requests: []cases.Request{request}})
		}
		return c
	}
	all := []*cases.Case{
		one("a.1", "a", spec.None, false, "", ""),
		one("a.2", "a", spec.None, false, ""),
		one("b.1", "b", spec.None, false, "", ""),
		one("c.wide", "c", spec.IfBroken, false, "task/1", "task/2"),
		one("c.narrow", "c", spec.IfBroken, true, "task/1"),
		one("skipped", "c", spec.IfBroken, false, "task/1"),
	}
	all[5].Skip = "for a reason"
	names := func(units [][]work) (got [][]string) {
		for _, unit := range units {
			var line []string
			for _, w := range unit {
				line = append(line, fmt.Sprint(w.c.ID, "#", w.instance))
			}
			got = append(got, line)
		}
		return got
	}
	for effect, want := range map[spec.Effect][][]string{
		spec.None:     {{"a.1#0"}, {"b.1#0"}, {"a.2#0"}, {"b.1#1"}, {"a.1#1"}},
		spec.IfBroken: {{"c.narrow#0", "c.wide#0"}, {"c.wide#1"}},
		spec.Executes: nil,
	} {
		if diff := cmp.Diff(want, names(units(all, effect))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", effect, diff)
		}
	}
}
