package plan

import (
	"fmt"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// attempt is one request on its way to the answer that is judged. What is sent
// more than once is sent byte for byte alike; what has an effect never is.
type attempt struct {
	run   *Run
	c     *Case // whose effect and situation count
	probe Probe

	sent    int
	shut    int  // repetitions in which nothing of the situation came through
	faulted bool // a fault of the connection was forgiven
	renewed int  // new tokens that it was sent with
}

// carryOut sends a probe of a case, again where that does no harm and may tell
// more, and judges what came by the checks of a case, which for random values
// is another.
func (r *Run) carryOut(w work, by *Case, probe Probe) settled {
	a := attempt{run: r, c: w.c, probe: probe}
	e, reason := a.exchange(by)
	s := settled{exchange: e, reason: reason}
	if reason == "" {
		s = r.judge(by, probe, e)
	}
	s.sent = a.sent
	r.record(w, by, probe, s)
	return s.kept()
}

// exchange returns the exchange that is to be judged, or why none is: the last
// one then, nil where nothing was sent.
func (a *attempt) exchange(by *Case) (e *exchange.Exchange, reason string) {
	r := a.run
	if reason := r.unsendable(a.c, a.probe.Items); reason != "" {
		return nil, reason
	}
	before := r.throttle.came(a.c.Situation)
	for {
		if !r.throttle.wait(r.ctx) || !r.limit.wait(r.ctx) {
			if e == nil {
				return nil, r.unsentAtTheEnd()
			}
			return e, "not sent again: " + r.endReason()
		}
		request, token, err := r.Plan.signed(r.ctx, a.probe)
		if err != nil {
			return e, "not sent: " + err.Error()
		}
		if reason := r.announce(a.c, a.probe); reason != "" {
			return e, reason
		}
		e = r.Plan.Options.Target.Sender.Send(r.ctx, request)
		r.enter(a.c, by, a.probe, e)
		if !e.Start.IsZero() {
			a.sent++
		}
		r.noteActed(a.c, a.probe, e)
		throttled := by.throttled(e)
		r.throttle.note(a.c.Situation, e, throttled)
		again, reason := a.renews(by, e, token)
		switch {
		case reason != "":
			return e, reason
		case again:
		case throttled:
			now := r.throttle.came(a.c.Situation)
			if reason := a.comeBack(e.Response, now > before); reason != "" {
				return e, reason
			}
			before = now
		case !a.forgives(e):
			return e, ""
		}
	}
}

// comeBack waits as a throttled answer asks, or says why the request is not
// sent again.
func (a *attempt) comeBack(response *exchange.Response, othersCame bool) (reason string) {
	r, why := a.run, describeThrottled(response)
	if a.c.Effect != spec.None {
		return why + "; what has an effect is not sent twice"
	}
	if othersCame {
		a.shut = 0
	}
	again := fmt.Sprintf("%s, and did so %s", why, Plural(a.sent, "time"))
	if a.shut == maxThrottled || r.throttle.isShut(a.c.Situation) != "" {
		r.throttle.lost(a.c.Situation, true)
		return again
	}
	wait, everybody := pause(response, a.shut)
	a.shut++
	if end, ok := r.ctx.Deadline(); ok && time.Until(end) <= wait {
		r.throttle.lost(a.c.Situation, false)
		return why + ", for which the budget of " + r.Plan.Options.Budget.String() + " leaves no time"
	}
	r.tellWait(why)
	if everybody {
		if !r.throttle.hold(wait) {
			return again
		}
		return "" // and the next round waits
	}
	if !sleep(r.ctx, wait) {
		return why + "; " + r.endReason()
	}
	return ""
}

// forgives says whether a fault of the connection is worth one more request:
// connections break, and only what has no effect may be sent twice.
func (a *attempt) forgives(e *exchange.Exchange) bool {
	if a.faulted || a.c.Effect != spec.None || e.Response != nil || e.Fault == nil || a.run.ctx.Err() != nil {
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
