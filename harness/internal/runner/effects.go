package runner

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

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
	effect := effects.Of(r.Set.Options.Contract, c, request)
	if err := r.Options.Journal.Sending(effect); err != nil {
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
		effect := effects.Of(r.Set.Options.Contract, a.c, a.request)
		if err := r.Options.Journal.Answered(effect, came); err != nil {
			r.stopEffects("the journal could not be written: " + err.Error())
		}
	}
	if e.Response == nil || r.Target.OnLoopback || e.Response.Status/100 != 2 ||
		!a.step.Forbids(e.Response.Status) {
		return
	}
	what := a.request.Method + " " + effects.Target(a.request)
	if len(a.request.Resources) > 0 {
		what += ", which names " + strings.Join(a.request.Resources, ", ")
	}
	r.stopEffects(fmt.Sprintf("the target answered %s, and so carried out what it must not: %s "+
		"(%s)", text.Status(e.Response.Status), what, a.c.ID))
}

// stopEffects ends all effects that were not sent yet; the first reason counts.
func (r *Run) stopEffects(why string) {
	r.locked(func() { r.state.done.Stopped = cmp.Or(r.state.done.Stopped, why) })
}

// effectsStopped says why no further effect is sent; empty: they are.
func (r *Run) effectsStopped() string {
	return read(r, func() string { return r.state.done.Stopped })
}
