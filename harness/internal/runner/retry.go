package runner

import (
	"context"
	"fmt"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/internal/throttle"
	"example.com/toeline/spec"
)

// attempt is one request until the response that is judged. What is sent more than once is the
// same, byte for byte; what has an effect is sent once.
type attempt struct {
	run     *Run
	c       *cases.Case // whose effect and situation count
	step    *cases.Step // that the response is judged by
	request *cases.Request
	work    work
	// cleans reports that the request removes what others made: the end of the run does not keep
	// it from being sent.
	cleans bool

	withheld  bool   // as that of an outcome
	surplus   []byte // that came after a response to the request, when none was waited for
	sent      int
	throttled int  // repetitions in which nothing of the situation came through
	faulted   bool // it was sent again after a fault of the connection
	refreshed int  // new tokens that it was sent with
}

// carryOut sends a request, again where that does no harm and may show more, and
// judges what came by a step, which for random values is that of another case.
func (r *Run) carryOut(w work, step *cases.Step, request *cases.Request) outcome {
	a := attempt{
		run: r, c: w.c, step: step, request: request, work: w, cleans: w.template().Finally,
	}
	return a.outcome()
}

// by names the instance that the request is of.
func (a *attempt) by() string { return fmt.Sprint(a.c.ID, "#", a.work.instance) }

// ctx ends when nothing more is sent.
func (a *attempt) ctx() context.Context {
	if a.cleans {
		return a.run.cleaning
	}
	return a.run.ctx
}

// outcome sends, judges and records the request.
func (a *attempt) outcome() outcome {
	e, reason := a.exchange()
	e = followed(e, a.surplus)
	o := outcome{exchange: e, reason: reason, withheld: a.withheld}
	if reason == "" {
		o = a.run.judgeStep(a.work, a.step, a.request, e)
	}
	o.sent = a.sent
	a.run.record(a.work, a.step, a.request, o)
	return o.kept()
}

// exchange returns the exchange that is to be judged, or why none is: the last
// one then, nil where nothing was sent.
func (a *attempt) exchange() (e *exchange.Exchange, reason string) {
	r := a.run
	if reason, a.withheld = a.unsendable(); reason != "" {
		return nil, reason
	}
	before := r.came(a.c.Situation)
	for {
		if !r.waitHeld(a.ctx()) || !r.waitTurn(a.ctx()) {
			if e == nil {
				return nil, r.unsentAtTheEnd()
			}
			return e, "not sent again: " + r.endReason()
		}
		request, token, err := r.signed(a.ctx(), a.request)
		if err != nil {
			return e, "not sent: " + err.Error()
		}
		if reason := r.announce(a.c, a.request); reason != "" {
			return e, reason
		}
		e = r.Target.Sender.Send(a.ctx(), request)
		r.enter(a, e)
		if !e.Start.IsZero() {
			a.sent++
		}
		a.noteActed(e)
		throttled := throttled(a.step, e)
		r.locked(func() { r.state.throttle.Note(a.c.Situation, e, throttled) })
		again, reason := a.refreshes(e, token)
		switch {
		case reason != "":
			return e, reason
		case again:
		case throttled:
			now := r.came(a.c.Situation)
			if reason := a.retryThrottled(e.Response, now > before); reason != "" {
				return e, reason
			}
			before = now
		case !a.retriesFault(e):
			return e, ""
		}
	}
}

// retryThrottled waits as a throttled response asks, or returns why the request is not sent
// again.
func (a *attempt) retryThrottled(response *exchange.Response, othersCame bool) (reason string) {
	r, why := a.run, throttle.Describe(response)
	if a.request.Effect != spec.None {
		return why + "; what has an effect is not sent twice"
	}
	if othersCame {
		a.throttled = 0
	}
	again := fmt.Sprintf("%s, and did so %s", why, text.Plural(a.sent, "time"))
	open := read(r, func() string { return r.state.throttle.Open(a.c.Situation) })
	if a.throttled == throttle.MaxRetries || open != "" {
		r.locked(func() { r.state.throttle.Lost(a.c.Situation, true) })
		return again
	}
	wait, everybody := throttle.Pause(response, a.throttled)
	a.throttled++
	if end, ok := a.ctx().Deadline(); ok && time.Until(end) <= wait {
		r.locked(func() { r.state.throttle.Lost(a.c.Situation, false) })
		return why + ", for which the budget of " + r.Options.Budget.String() + " leaves no time"
	}
	r.notifyWait(why)
	if everybody {
		if !read(r, func() bool { return r.state.throttle.Hold(wait) }) {
			return again
		}
		return "" // and the next round waits
	}
	if !sleep(a.ctx(), wait) {
		return why + "; " + r.endReason()
	}
	return ""
}

// retriesFault reports whether a fault of the connection is worth one more request:
// connections break, and only what has no effect may be sent twice.
func (a *attempt) retriesFault(e *exchange.Exchange) bool {
	if a.faulted || a.request.Effect != spec.None || e.Response != nil || e.Fault == nil ||
		a.ctx().Err() != nil {
		return false
	}
	switch e.Fault.Kind {
	case exchange.Reset, exchange.Unreachable:
	case exchange.Transport: // one that was not sent cannot be
		if e.Start.IsZero() {
			return false
		}
	default:
		return false
	}
	a.faulted = true
	a.run.noteFault(a.c, e.Fault)
	return true
}
