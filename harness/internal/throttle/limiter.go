package throttle

import "time"

// Limiter spaces requests over all workers. The zero value does not.
type Limiter struct {
	every time.Duration
	next  time.Time
}

// PerSecond returns a limiter for a rate in requests a second; zero: no limit.
func PerSecond(rate float64) Limiter {
	if rate <= 0 {
		return Limiter{}
	}
	return Limiter{every: time.Duration(float64(time.Second) / rate)}
}

// Take returns when the next request may be sent; the zero time: at once.
func (l *Limiter) Take(now time.Time) (at time.Time) {
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
