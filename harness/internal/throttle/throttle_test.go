package throttle

import (
	"net/http"
	"testing"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

func TestPause(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(d time.Duration) string { return date.Add(d).Format(http.TimeFormat) }
	for _, tt := range []struct {
		status     int
		retryAfter string // empty: none
		tries      int
		wait       time.Duration
		all        bool
	}{
		{503, "", 0, time.Second, false},
		{503, "", 3, 8 * time.Second, false},
		{429, "", 0, time.Second, true},
		{503, "7", 0, 7 * time.Second, true},
		{503, "7", 3, 8 * time.Second, true},
		{503, " 0 ", 0, time.Second, true},
		{503, "-5", 0, time.Second, false},
		{503, "soon", 0, time.Second, false},
		{503, at(30 * time.Second), 0, 30 * time.Second, true},
		{503, at(-30 * time.Second), 0, time.Second, true},
		{503, "99999999999999999999", 0, (1<<63 - 1) / time.Second * time.Second, true},
	} {
		h := exchange.Header{{Name: "Date", Value: at(0)}}
		if tt.retryAfter != "" {
			h = append(h, exchange.Field{Name: "Retry-After", Value: tt.retryAfter})
		}
		wait, all := Pause(&exchange.Response{Status: tt.status, Header: h}, tt.tries)
		if wait != tt.wait || all != tt.all {
			t.Errorf("%d, Retry-After %q, try %d: %v, %v",
				tt.status, tt.retryAfter, tt.tries, wait, all)
		}
	}
}

func TestLimiter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var none Limiter
	if at := none.Take(now); !at.IsZero() {
		t.Errorf("without a rate: %v", at)
	}
	four := PerSecond(4)
	for i, after := range []time.Duration{0, 250, 500, 750} {
		if got := four.Take(now).Sub(now); got != after*time.Millisecond {
			t.Errorf("request %d after %v", i, got)
		}
	}
	later := now.Add(time.Minute)
	if got := four.Take(later); !got.Equal(later) {
		t.Errorf("after a pause: %v", got)
	}
}

// TestOpen: what a target that asks to come back later keeps from being sent.
func TestOpen(t *testing.T) {
	answered := func(status int) *exchange.Exchange {
		return &exchange.Exchange{Response: &exchange.Response{Status: status}}
	}
	var s State
	s.Note("a", answered(429), true)
	for range maxShut {
		s.Lost("a", false)
	}
	if s.Open("a") == "" || s.Open("b") != "" {
		t.Errorf("a situation: %q, %q", s.Open("a"), s.Open("b"))
	}
	s.Note("a", answered(204), false)
	if s.Open("a") != "" || s.Through("a") != 1 || s.Responses()[429] != 1 {
		t.Errorf("after a response: %q, %d, %v", s.Open("a"), s.Through("a"), s.Responses())
	}
	for range maxShut {
		s.Lost("a", true)
	}
	if s.Open("b") == "" {
		t.Error("a target that is shut is open")
	}
	var held State
	for i := range MaxRetries {
		if !held.Hold(0) {
			t.Errorf("hold %d is refused", i)
		}
	}
	if held.Hold(0) {
		t.Error("a target may hold a run for ever")
	}
}
