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

// TestOpen: what a target that asks to retry later keeps from being sent.
func TestOpen(t *testing.T) {
	answered := func(status int) *exchange.Exchange {
		return &exchange.Exchange{Response: &exchange.Response{Status: status}}
	}
	var s State
	s.Note("a", answered(429), true)
	for range maxHeld {
		s.Lost("a", false)
	}
	if s.Open("a") == "" || s.Open("b") != "" {
		t.Errorf("a situation: %q, %q", s.Open("a"), s.Open("b"))
	}
	s.Note("a", answered(204), false)
	if s.Open("a") != "" || s.Through("a") != 1 || s.Responses()[429] != 1 {
		t.Errorf("after a response: %q, %d, %v", s.Open("a"), s.Through("a"), s.Responses())
	}
	for range maxHeld {
		s.Lost("a", true)
	}
	if s.Open("b") == "" {
		t.Error("a target whose circuit is open is open")
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

// TestAsked: which statuses ask the caller to retry later.
func TestAsked(t *testing.T) {
	for status, want := range map[int]bool{
		429: true, 503: true, 504: true, 500: false, 502: false, 404: false, 200: false,
	} {
		if Asked(status) != want {
			t.Errorf("%d: %t", status, !want)
		}
	}
}

// TestDescribe: a line has the status, and how long the target asks to stay away, if it says so.
func TestDescribe(t *testing.T) {
	const later = "answered 503 Service Unavailable: the target asks to retry "
	for after, want := range map[string]string{
		"": later + "later", "0": later + "later", "90": later + "in 1m30s",
		"soon\n": later + `later; its Retry-After "soon" is neither seconds nor a date`,
		"-1":     later + `later; its Retry-After "-1" is neither seconds nor a date`,
	} {
		response := &exchange.Response{Status: 503}
		if after != "" {
			response.Header = exchange.Header{{Name: "Retry-After", Value: after}}
		}
		if got := Describe(response); got != want {
			t.Errorf("%q: got %q, want %q", after, got, want)
		}
	}
}

// TestHold: all wait until the last time that a target named, which a shorter one does not change.
func TestHold(t *testing.T) {
	var s State
	if !s.Until().IsZero() {
		t.Errorf("nothing is known, and all wait until %v", s.Until())
	}
	before := time.Now()
	s.Hold(time.Hour)
	until := s.Until()
	s.Hold(time.Minute)
	if until.Before(before.Add(time.Hour)) || !s.Until().Equal(until) {
		t.Errorf("an hour from %v: %v, then %v", before, until, s.Until())
	}
	for range MaxRetries { // while all wait, another response is not another time
		s.Hold(0)
	}
	if s.Open("a") != "" {
		t.Errorf("it is shut: %s", s.Open("a"))
	}
}

// TestNoRate: a rate of nothing is none.
func TestNoRate(t *testing.T) {
	for _, rate := range []float64{0, -1} {
		l := PerSecond(rate)
		if at := l.Take(time.Now()); !at.IsZero() {
			t.Errorf("%v a second: %v", rate, at)
		}
	}
}
