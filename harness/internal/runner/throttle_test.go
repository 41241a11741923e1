package runner_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// throttling is a target that asks to retry later.
func throttling(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
	}
}

// TestThrottledIsWaitedFor: a target that is shut for a while is judged as if it
// had not been.
func TestThrottledIsWaitedFor(t *testing.T) {
	conforming := rig.Reference(t, "")
	for _, tc := range []struct {
		status     int
		retryAfter string // "date:" with the time until then
		shut, most time.Duration
	}{
		{429, "", 3 * time.Second, 4 * time.Second},
		{503, "", 3 * time.Second, 4 * time.Second},
		{504, "", 3 * time.Second, 4 * time.Second},
		{429, "7", 7 * time.Second, 8 * time.Second},
		{503, "7", 7 * time.Second, 8 * time.Second},
		{429, "0", time.Second, 2 * time.Second},
		{429, "soon", time.Second, 2 * time.Second},
		{429, "-5", time.Second, 2 * time.Second},
		{429, "date:3s", 3 * time.Second, 4 * time.Second},
		{503, "date:8s", 8 * time.Second, 9 * time.Second},
		{503, "date:-8s", time.Second, 2 * time.Second},
	} {
		t.Run(fmt.Sprint(tc.status, " ", tc.retryAfter), func(t *testing.T) {
			var all seen
			var reported []string
			o, took := judged(t, inProcess{
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					all.note(r)
					if time.Since(all.first()) >= tc.shut {
						conforming.ServeHTTP(w, r)
						return
					}
					after := tc.retryAfter
					if text, ok := strings.CutPrefix(after, "date:"); ok {
						d, _ := time.ParseDuration(text)
						// By a clock that is an hour early.
						now := time.Now().Add(-time.Hour).UTC()
						w.Header().Set("Date", now.Format(http.TimeFormat))
						after = now.Add(d).Format(http.TimeFormat)
					}
					throttling(tc.status, after)(w, r)
				}),
			}, verify.Config{
				Only:   []string{"not-found.**"},
				Notify: func(line string) { reported = append(reported, line) },
			})
			if len(reported) != 1 || !strings.Contains(reported[0], fmt.Sprint(tc.status)) ||
				!strings.HasSuffix(reported[0], "; waited for, within the budget of 2m0s") {
				t.Errorf("reported: %q", reported)
			}
			if code, why := o.Run.ExitCode, o.Run.Reason; code != result.ExitPassed {
				t.Errorf("exit %d: %s", code, why)
			}
			if o.Run.Requests != len(all.at) || all.most() < 2 {
				t.Errorf("%d sent, %d counted, one of them %d times", len(all.at), o.Run.Requests,
					all.most())
			}
			if took < tc.shut || took > tc.most {
				t.Errorf("took %s, want %s to %s", took, tc.shut, tc.most)
			}
			if len(o.Run.Notes) != 1 || !strings.Contains(o.Run.Notes[0], fmt.Sprint(tc.status)) {
				t.Errorf("notes: %q", o.Run.Notes)
			}
		})
	}
}

// TestThrottledIsUndecided: what stays throttled is no broken contract, ends
// in time, and nothing with an effect is sent twice.
func TestThrottledIsUndecided(t *testing.T) {
	conforming, tasks := rig.Reference(t, ""), items(t)
	for _, tc := range []struct {
		name    string
		handler http.HandlerFunc
		most    time.Duration
		says    string
	}{
		{
			"503", throttling(503, ""), 17 * time.Second,
			"asks to retry later, and did so 5 times",
		},
		{
			"429 for 10 s", throttling(429, "10"), 41 * time.Second,
			"asks to retry in 10s, and did so",
		},
		{
			"429 for an hour", throttling(429, "3600"), time.Second,
			"asks to retry in 1h0m0s, for which the budget of 2m0s leaves no time",
		},
		{"503 for ever", throttling(503, strings.Repeat("9", 40)), time.Second, "leaves no time"},
		{
			"504 with what is not a date", throttling(504, "Tuesday"), 17 * time.Second,
			`its Retry-After "Tuesday" is neither seconds nor a date`,
		},
		{"one situation", func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" {
				throttling(503, "")(w, r)
				return
			}
			conforming.ServeHTTP(w, r)
		}, 40 * time.Second, "and did so"},
		{"effects alone", func(w http.ResponseWriter, r *http.Request) {
			for _, item := range tasks {
				if strings.Contains(r.URL.Path, item) {
					throttling(503, "1")(w, r)
					return
				}
			}
			conforming.ServeHTTP(w, r)
		}, 40 * time.Second, "what has an effect is not sent twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var all seen
			o, took := judged(t, inProcess{
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					all.note(r)
					tc.handler(w, r)
				}),
			}, verify.Config{})
			if code, why := o.Run.ExitCode, o.Run.Reason; code != result.ExitInconclusive {
				t.Errorf("exit %d: %s", code, why)
			}
			if took > tc.most {
				t.Errorf("took %s, want at most %s", took, tc.most)
			}
			said := false
			for _, res := range o.Cases {
				said = said || strings.Contains(res.Reason, tc.says)
				if len(res.Findings) > 0 {
					t.Errorf("%s is red: %v", res.ID, res.Findings)
				}
			}
			for id, effect := range effects(t,
				verify.Config{Target: verify.Target{URL: "http://127.0.0.1/beta"}}) {
				if n := all.how[id]; n > 1 && effect != "none" {
					t.Errorf("a request with an effect was sent %d times", n)
				}
			}
			if !said {
				t.Errorf("no case says %q", tc.says)
			}
		})
	}
}

func items(t *testing.T) []string {
	_, held := rig.Embedded(t)
	var ids []string
	for _, item := range held.Resources("tasks") {
		ids = append(ids, item.ID)
	}
	return ids
}

// TestRateLimitedTarget: a target that takes ten requests a second is judged
// whole, whether it names a time or not: its rate is not a request's own.
func TestRateLimitedTarget(t *testing.T) {
	conforming := rig.Reference(t, "")
	for _, tc := range []struct {
		status     int
		retryAfter string
	}{{429, "1"}, {503, ""}} {
		var mu sync.Mutex
		taken := map[int64]int{}
		o, took := judged(t, inProcess{
			http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				taken[time.Now().Unix()]++
				n := taken[time.Now().Unix()]
				mu.Unlock()
				if n > 10 {
					throttling(tc.status, tc.retryAfter)(w, r)
					return
				}
				conforming.ServeHTTP(w, r)
			}),
		}, verify.Config{Only: []string{"invalid-guid.**"}, Concurrency: 128})
		if code, why := o.Run.ExitCode, o.Run.Reason; code != result.ExitPassed {
			t.Errorf("%d: exit %d after %s: %s; %v", tc.status, code, took, why, o.Run.Notes)
		}
	}
}

// TestRateHoldsOverAllWorkers: requests that are sent again count like others.
func TestRateHoldsOverAllWorkers(t *testing.T) {
	conforming := rig.Reference(t, "")
	var all seen
	o, _ := judged(t, inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if all.note(r) == 1 {
			throttling(503, "")(w, r)
			return
		}
		conforming.ServeHTTP(w, r)
	})}, verify.Config{Only: []string{"not-found.**", "headers.**"}, Rate: 20, Concurrency: 16})
	if code, why := o.Run.ExitCode, o.Run.Reason; code != result.ExitPassed {
		t.Fatalf("exit %d: %s", code, why)
	}
	slices.SortFunc(all.at, time.Time.Compare)
	for i, at := range all.at[1:] {
		if gap := at.Sub(all.at[i]); gap < 50*time.Millisecond {
			t.Fatalf("requests %d and %d are %s apart at 20 a second", i, i+1, gap)
		}
	}
}

// faulty breaks the connection of the first times that a request is sent.
type faulty struct {
	inProcess
	all   *seen
	times int
}

func (f faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.all.note(r) <= f.times {
		return nil, fmt.Errorf("connection reset by %s", cmp.Or(r.URL.Hostname(), "?"))
	}
	return f.inProcess.RoundTrip(r)
}

// TestBrokenConnectionsAreForgivenOnce for requests without effect, with a note.
func TestBrokenConnectionsAreForgivenOnce(t *testing.T) {
	conforming := rig.Reference(t, "")
	for _, tc := range []struct {
		times int
		only  string
		sent  int // how often each
		exit  int
	}{
		{1, "not-found.**", 2, result.ExitPassed},
		{2, "not-found.**", 2, result.ExitInconclusive},
		{1, "success.**", 1, result.ExitInconclusive},
	} {
		t.Run(fmt.Sprint(tc.times, " ", tc.only), func(t *testing.T) {
			var all seen
			o, _ := judged(t, faulty{inProcess{conforming}, &all, tc.times},
				verify.Config{Only: []string{tc.only}})
			if code, why := o.Run.ExitCode, o.Run.Reason; code != tc.exit {
				t.Errorf("exit %d: %s", code, why)
			}
			if all.most() != tc.sent || o.Run.Requests != len(all.at) {
				t.Errorf("sent %d times, want %d; %d counted of %d", all.most(), tc.sent,
					o.Run.Requests, len(all.at))
			}
			if reported := strings.Contains(strings.Join(o.Run.Notes, "\n"),
				"connection reset by 127.0.0.1"); reported != (tc.sent == 2) {
				t.Errorf("notes: %q", o.Run.Notes)
			}
		})
	}
}
