package runner

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Journal records every request that has an effect, or would have one on a target that does not
// conform. It is safe for use by many goroutines.
type Journal interface {
	// Sending is called before a request is sent. If it fails, the request is not sent.
	Sending(e result.Effect) error
	// Answered is called after the response.
	Answered(e result.Effect, a result.Answer) error
	// Left is called for what a run made and did not remove, with the request that would have.
	Left(e result.Effect, why string) error
}

// Effects lists what a plan would send that has an effect, or would on a broken
// target, in the order of the document.
func Effects(set *cases.Set) []result.Effect {
	var all []result.Effect
	for _, c := range set.Cases {
		if c.Effect == spec.None || c.Skip != "" {
			continue
		}
		instances := c.Instances
		if c.Fuzz != nil {
			if plan, _ := c.Fuzz.Plan(); plan != nil { // one of many like it
				instances = plan.Instances[:1]
			}
		}
		for i := range instances {
			for j := range instances[i].Requests {
				r := &instances[i].Requests[j]
				if r.Effect != spec.None {
					all = append(all, effectOf(set.Options.Contract, c, r))
				}
			}
		}
	}
	return all
}

func effectOf(contract *spec.Contract, c *cases.Case, request *cases.Request) result.Effect {
	e := result.Effect{
		Case: c.ID, Effect: request.Effect, Method: request.Request.Method, Path: shown(request),
	}
	e.ID, _ = request.Request.Header.Get(contract.Correlation.Request)
	for _, name := range slices.Sorted(maps.Keys(request.Bound)) {
		b := request.Bound[name]
		for _, item := range request.Resources {
			if b.Properties != nil && strings.HasSuffix(item, "/"+strings.ToLower(b.Value)) {
				e.Items = append(e.Items, result.Touched{Item: item, Properties: b.Properties})
			}
		}
	}
	return e
}

// shown is the request-target without the credentials that it may have.
func shown(request *cases.Request) string {
	target, _ := request.Shown(func(cases.Presented) (string, bool) { return redact.Mark, true })
	return target
}

// correlation returns the headers that name a request and its response.
func (r *Run) correlation() spec.Correlation { return r.Set.Options.Contract.Correlation }

// careful says that effects go one after another, and stop at the first one
// that must not be: off loopback they are real.
func (r *Run) careful(effect spec.Effect) bool {
	return effect != spec.None && !r.Target.OnLoopback
}

// announce records a request that is about to be sent, or says why it is not sent.
func (r *Run) announce(c *cases.Case, request *cases.Request) (reason string) {
	if request.Effect == spec.None || r.Options.Journal == nil {
		return ""
	}
	if err := r.Options.Journal.Sending(effectOf(r.Set.Options.Contract, c, request)); err != nil {
		why := "the journal could not be written: " + err.Error()
		r.stopEffects(why)
		return "not sent: " + why
	}
	return ""
}

// enter records the response, and stops further effects if that fails, or if the target executed
// what it must not.
func (r *Run) enter(a *attempt, e *exchange.Exchange) {
	if a.request.Effect != spec.None && r.Options.Journal != nil {
		came := result.Answer{}
		if e.Response != nil {
			came.Status = e.Response.Status
			id, _ := e.Response.Header.Get(r.correlation().Response)
			came.RequestID = text.Line(r.redactor.String(id))
		}
		if e.Fault != nil {
			came.Fault = text.Line(r.redactor.String(e.Fault.Detail))
		}
		effect := effectOf(r.Set.Options.Contract, a.c, a.request)
		if err := r.Options.Journal.Answered(effect, came); err != nil {
			r.stopEffects("the journal could not be written: " + err.Error())
		}
	}
	if e.Response == nil || r.Target.OnLoopback || e.Response.Status/100 != 2 ||
		!a.step.Forbids(e.Response.Status) {
		return
	}
	what := a.request.Method + " " + shown(a.request)
	if len(a.request.Resources) > 0 {
		what += ", which names " + strings.Join(a.request.Resources, ", ")
	}
	r.stopEffects(fmt.Sprintf("the target answered %s, and so carried out what it must not: %s "+
		"(%s)", text.Status(e.Response.Status), what, a.c.ID))
}

// stopEffects ends all effects that were not sent yet; the first reason counts.
func (r *Run) stopEffects(why string) {
	r.locked(func() { r.state.executed.stopped = cmp.Or(r.state.executed.stopped, why) })
}

// effectsStopped says why no further effect is sent; empty: they are.
func (r *Run) effectsStopped() string {
	return read(r, func() string { return r.state.executed.stopped })
}
