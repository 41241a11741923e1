package runner

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/target"
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
		return cases.Request{
			Request: exchange.Request{Method: "GET", Target: target}, Effect: spec.None,
		}
	}
	return &cases.Case{
		ID: "a.b", Situation: "a", Effect: spec.None, Steps: []*cases.Step{step, step},
		Instances: []cases.Instance{
			{Requests: []cases.Request{request("/first"), request("/second")}},
		},
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
		{
			"both are answered",
			map[string]int{"/first": 200, "/second": 200},
			[]string{"/first", "/second"},
			[]bool{true, true},
		},
		{
			"the first is not",
			map[string]int{"/second": 200},
			[]string{"/first"},
			[]bool{false, false},
		},
		{
			"the second is not",
			map[string]int{"/first": 200},
			[]string{"/first", "/second"},
			[]bool{true, false},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			c := twoSteps()
			set := &cases.Set{
				Options: cases.Options{Contract: &spec.Contract{}}, Cases: []*cases.Case{c},
			}
			run := New(set, &target.Target{Sender: answering{tt.status, &asked}}, Options{})
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

// TestUnclassifiedIsNotSent: what a request does to the target is known before it is
// sent, and allowed.
func TestUnclassifiedIsNotSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name             string
		request, of      spec.Effect
		noEffects, wants string
	}{
		{
			"not classified", "", spec.IfBroken, "",
			"not sent: what it does to the target was not classified",
		},
		{
			"more than the case", spec.IfBroken, spec.None, "",
			"not sent: what it does to the target was not classified",
		},
		{
			"not allowed", spec.IfBroken, spec.IfBroken, "effects are not allowed",
			"not sent: effects are not allowed",
		},
		{"allowed", spec.IfBroken, spec.IfBroken, "", ""},
		{"none", spec.None, spec.None, "effects are not allowed", ""},
	} {
		var asked []string
		c := twoSteps()
		c.Effect = tt.of
		for i := range c.Instances[0].Requests {
			c.Instances[0].Requests[i].Effect = tt.request
		}
		set := &cases.Set{
			Options: cases.Options{Contract: &spec.Contract{}}, Cases: []*cases.Case{c},
		}
		to := &target.Target{
			Sender: answering{map[string]int{"/first": 200, "/second": 200}, &asked},
			Target: cases.Target{NoEffects: tt.noEffects},
		}
		run := New(set, to, Options{})
		run.Begin(t.Context())
		run.Send(c)
		if got := run.CaseInput(c).Outcomes[0].Inconclusive; got != tt.wants ||
			(len(asked) > 0) != (tt.wants == "") {
			t.Errorf("%s: %d sent, %q", tt.name, len(asked), got)
		}
	}
}

// TestOrder: cases take turns by situation, first instances first; requests that
// name one resource go one after another.
func TestOrder(t *testing.T) {
	t.Parallel()
	one := func(
		id, situation string, effect spec.Effect, narrow bool, resources ...string,
	) *cases.Case {
		c := &cases.Case{
			ID: id, Situation: situation, Effect: effect, Narrow: narrow,
			Steps: []*cases.Step{{Operation: &spec.Operation{}}},
		}
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
		one("d.should", "d", spec.IfBroken, true, "task/2"),
		one("d.may", "d", spec.IfBroken, true, "task/2"),
	}
	all[5].Skip = "for a reason"
	for _, c := range all[:6] {
		c.Rank = spec.Must
	}
	all[6].Rank = spec.Should
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
	var got [][][]string
	for _, p := range phases {
		if one := names(units(all, p)); one != nil {
			got = append(got, one)
		}
	}
	want := [][][]string{
		{{"a.1#0"}, {"b.1#0"}, {"a.2#0"}, {"b.1#1"}, {"a.1#1"}},
		{{"c.narrow#0", "c.wide#0"}, {"c.wide#1"}},
		{{"d.should#0"}},
		{{"d.may#0"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by phase (-want +got):\n%s", diff)
	}
}

// TestLowerRanksComeLater: a case that is sent by itself takes no resource from one of
// a higher rank, which is sent first; and an action is carried out once.
func TestLowerRanksComeLater(t *testing.T) {
	t.Parallel()
	op := &spec.Operation{Method: "POST", Path: "/a", Statuses: []string{"200", "401"}}
	one := func(id string, rank spec.Level, resources ...string) *cases.Case {
		c := &cases.Case{
			ID: id, Situation: id, Effect: spec.IfBroken, Rank: rank,
			Steps: []*cases.Step{{Operation: op, Method: "POST"}},
		}
		for _, r := range resources {
			c.Instances = append(c.Instances, cases.Instance{Requests: []cases.Request{{
				Request: exchange.Request{Method: "POST", Target: "/" + id + "/" + r},
				Effect:  c.Effect, Resources: []string{r},
			}}})
		}
		return c
	}
	must, other, should := one("must", spec.Must, "1"),
		one("other", spec.Must, "9"), one("should", spec.Should, "1", "2", "2")
	var asked []string
	sender := answering{map[string]int{"/must/1": 401, "/should/1": 200, "/should/2": 200}, &asked}
	set := &cases.Set{
		Options: cases.Options{Contract: &spec.Contract{}},
		Cases:   []*cases.Case{should, other, must},
	}
	run := New(set, &target.Target{Sender: sender, Target: cases.Target{OnLoopback: true}},
		Options{Concurrency: 1})
	run.Begin(t.Context())
	run.Send(should)
	if diff := cmp.Diff([]string{"/must/1", "/should/1", "/should/2"}, asked); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	var withheld []bool
	for _, o := range run.CaseInput(should).Outcomes {
		withheld = append(withheld, o.Withheld)
	}
	if diff := cmp.Diff([]bool{false, false, true}, withheld); diff != "" {
		t.Errorf("withheld (-want +got):\n%s", diff)
	}
}
