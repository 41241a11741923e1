package runner

import (
	"slices"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/diagnose"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/internal/throttle"
	"example.com/toeline/spec"
)

// diagnose looks for mistakes of the set-up in what was answered so far, and notes the
// first: nothing more is sent then.
func (r *Run) diagnose(everything bool) {
	if r.ctx.Err() != nil || r.setUpWrongly() != "" {
		return
	}
	all := r.allAnswered()
	if !slices.ContainsFunc(all, func(a diagnose.Answered) bool {
		return !throttle.Asked(a.Exchange.Response.Status)
	}) {
		return // the target asks to retry later, which says nothing of it
	}
	t := r.Target
	d := diagnose.Run{
		Contract: r.Set.Options.Contract, Fixtures: r.Set.Options.Fixtures,
		URL: t.URL, BasePath: t.BasePath, TokenExpires: t.TokenExpires,
		Ask: r.ask, Redact: r.redactor.Exchange,
	}
	if op := lackingFirst(all); op != nil {
		scheme, _ := r.Set.Options.Lacks(op)
		d.Documented, d.HowToken = target.LoopbackToken, t.Advice.For(scheme)
	}
	why := r.redactor.String(d.SetUp(all, everything))
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	r.setup = why
}

// baseHint is the hint at the base path of the contract's servers, where requests broke the
// contract and none was answered with success as it wants; empty: there is nothing to hint at.
func (r *Run) baseHint() string {
	d := diagnose.Run{
		Contract: r.Set.Options.Contract, URL: r.Target.URL, BasePath: r.Target.BasePath,
	}
	hint := d.BaseHint()
	if hint == "" || r.setUpWrongly() != "" {
		return ""
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	broken := false
	for _, c := range r.Set.Cases {
		for i, o := range r.progress[c.ID].outcomes {
			switch step := c.Steps[i%len(c.Steps)]; {
			case o.judgement == nil || o.exchange == nil || o.exchange.Response == nil ||
				step.Method != step.Operation.Method:
			case len(o.judgement.Findings) > 0:
				broken = true
			case o.exchange.Response.Status/100 == 2:
				return ""
			}
		}
	}
	if !broken {
		return ""
	}
	return hint
}

// lackingFirst returns the first operation whose requests presented the documented token, as
// nothing was given; nil: there is none.
func lackingFirst(all []diagnose.Answered) *spec.Operation {
	for _, a := range all {
		for _, p := range a.Request.Presented {
			if p.By == cases.ByNone {
				return a.Step.Operation
			}
		}
	}
	return nil
}

// ask sends a request that belongs to no case; nil: it was not sent.
func (r *Run) ask(from *cases.Request) *exchange.Exchange {
	request, _, err := r.signed(r.ctx, from)
	if err != nil || !r.waitTurn(r.ctx) {
		return nil
	}
	return r.Target.Sender.Send(r.ctx, request)
}

// setUpWrongly says what is wrong with the set-up; empty: nothing that is known.
func (r *Run) setUpWrongly() string {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	return r.setup
}

// identical says in one line that all responses look the same, and how; empty: they do not.
func (r *Run) identical() string {
	return diagnose.Identical(r.allAnswered(), r.redactor.Exchange)
}

// allAnswered lists the requests that were answered, with their responses.
func (r *Run) allAnswered() []diagnose.Answered {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	var all []diagnose.Answered
	for _, c := range r.Set.Cases {
		for i, o := range r.progress[c.ID].outcomes {
			if o.exchange == nil || o.exchange.Response == nil || o.exchange.Fault != nil {
				continue // malformed HTTP is a failure of its own, whatever its status
			}
			w := work{c: c, instance: i / len(c.Steps), step: i % len(c.Steps)}
			request := o.sentAs(w)
			id, _ := request.Header.Get(r.correlation().Request)
			all = append(all, diagnose.Answered{
				Step: w.template(), Request: request, Exchange: o.exchange, ID: id,
			})
		}
	}
	return all
}
