package runner

import (
	"context"
	"sync"
	"time"
)

// limiter spaces requests over all workers. The zero value does not.
type limiter struct {
	every time.Duration
	mu    sync.Mutex
	next  time.Time
}

// interval is the time between two requests at a rate a second; zero: none.
func interval(rate float64) time.Duration {
	if rate <= 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / rate)
}

// wait returns when the caller may send; false when the run ended first.
func (l *limiter) wait(ctx context.Context) bool {
	if l.every == 0 {
		return ctx.Err() == nil
	}
	l.mu.Lock()
	now := time.Now()
	if l.next.Before(now) {
		l.next = now
	}
	at := l.next
	l.next = l.next.Add(l.every)
	l.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}
