package result_test

import (
	"testing"
	"time"

	"example.com/toeline/harness/result"
)

func TestMatchesTarget(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, url string
		want         bool
	}{
		{"", "http://127.0.0.1:8765/beta", true},
		{"http://127.0.0.1:8765/beta", "http://127.0.0.1:8765/beta/", true},
		{"http://127.0.0.1:8765/beta/", "http://127.0.0.1:8765/beta", true},
		{"http://127.0.0.1:*/beta", "http://127.0.0.1:40000/beta", true},
		{"http://127.0.0.1:*/beta", "http://127.0.0.1:40000/x/beta", false},
		{"http://127.0.0.1:**", "http://127.0.0.1:40000/x/beta", true},
		{"https://Graph.microsoft.com/beta", "https://graph.microsoft.com/beta", true},
		{"https://graph.microsoft.com", "https://graphXmicrosoft.com", false},
		{"https://graph", "https://graph.example/beta", false},
		{"**.example.com/beta", "https://a.b.example.com/beta", true},
	} {
		if got := result.MatchesTarget(tt.pattern, tt.url); got != tt.want {
			t.Errorf("%q matches %q: %t", tt.pattern, tt.url, got)
		}
	}
}

func TestHasExpired(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		day, now string
		want     bool
	}{
		{"", "2026-06-01T12:00:00Z", false},
		{"2026-06-01", "2026-06-01T00:00:00Z", false},
		{"2026-06-01", "2026-06-01T23:59:59Z", false},
		{"2026-06-01", "2026-06-02T00:00:00Z", true},
		{"2026-06-01", "2026-06-02T01:00:00+02:00", false},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := result.HasExpired(tt.day, now); got != tt.want {
			t.Errorf("%q at %s: %t", tt.day, tt.now, got)
		}
	}
}
