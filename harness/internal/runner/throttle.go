package runner

import (
	"context"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/throttle"
)

// throttled reports whether a response to a step asks to retry later; not
// where that very status is what the step asks for.
func throttled(s *cases.Step, e *exchange.Exchange) bool {
	return e.Response != nil && throttle.Asked(e.Response.Status) && !s.Allows(e.Response.Status)
}

// notifyWait says, once, why a run waits, so that it is not taken for a hang.
func (r *Run) notifyWait(why string) {
	notify := r.Options.Notify
	if notify == nil {
		return
	}
	notified := true
	r.locked(func() { notified, r.state.notified = r.state.notified, true })
	if !notified {
		notify(r.redactor.String(why) + "; waited for, within the budget of " +
			r.Options.Budget.String())
	}
}

// came is how many responses of a situation did not ask to retry later.
func (r *Run) came(situation string) int {
	return read(r, func() int { return r.state.throttle.Through(situation) })
}

// waitHeld returns when nothing is held back any more; false: the run ended first.
func (r *Run) waitHeld(ctx context.Context) bool {
	for {
		left := time.Until(read(r, func() time.Time { return r.state.throttle.Until() }))
		if left <= 0 {
			return ctx.Err() == nil
		}
		if !sleep(ctx, left) {
			return false
		}
	}
}

// sleep returns after a time; false: the run ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// waitTurn returns when the caller may send; false when the run ended first.
func (r *Run) waitTurn(ctx context.Context) bool {
	now := time.Now()
	at := read(r, func() time.Time { return r.state.limit.Take(now) })
	if at.IsZero() {
		return ctx.Err() == nil
	}
	return sleep(ctx, at.Sub(now))
}
