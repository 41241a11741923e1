package runner

import (
	"context"
	"time"
)

// limiter spaces requests over all workers. The zero value does not.
type limiter struct {
	every time.Duration
	next  time.Time
}

// interval is the time between two requests at a rate a second; zero: none.
func interval(rate float64) time.Duration {
	if rate <= 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / rate)
}

// waitTurn returns when the caller may send; false when the run ended first.
func (r *Run) waitTurn(ctx context.Context) bool {
	now := time.Now()
	at := read(r, func() time.Time { return r.state.limit.take(now) })
	if at.IsZero() {
		return ctx.Err() == nil
	}
	return sleep(ctx, at.Sub(now))
}

// take returns when the next request may be sent; the zero time: at once.
func (l *limiter) take(now time.Time) (at time.Time) {
	if l.every == 0 {
		return at
	}
	if l.next.Before(now) {
		l.next = now
	}
	at = l.next
	l.next = l.next.Add(l.every)
	return at
}
