package runner_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// ledgered is a journal in memory, which fails from its nth entry on.
type ledgered struct {
	mu      sync.Mutex
	entries []string
	fails   int
	open    map[string]bool
	overlap bool
}

func (l *ledgered) Sending(e result.Effect) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.overlap = l.overlap || len(l.open) > 0
	l.entries = append(l.entries, "sending "+e.Case)
	if l.fails > 0 && len(l.entries) >= l.fails {
		return errors.New("disk full")
	}
	l.open[e.ID] = true
	return nil
}

func (l *ledgered) Left(result.Effect, string) error { return nil }

func (l *ledgered) Answered(e result.Effect, _ result.Answer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, "answered "+e.Case)
	delete(l.open, e.ID)
	return nil
}

// tenant is a target off loopback, where actions may be carried out.
var tenant = verify.Target{
	URL: "http://tenant.example/beta", Token: reference.DefaultToken, AllowEffects: true,
}

// far judges a target that is off loopback.
func far(t *testing.T, h http.Handler, c verify.Config) *result.Report {
	t.Helper()
	c.Target = tenant
	report, _ := carriedOut(t, inProcess{h}, c)
	return report
}

// TestEffectsStop: off loopback, where a target carries out what it must not,
// nothing with an effect is sent any more.
func TestEffectsStop(t *testing.T) {
	conforming := rig.Reference(t, "")
	_, held := rig.Embedded(t)
	unsupported := func(r *http.Request) bool {
		for _, item := range held.Resources("tasks") {
			if strings.Contains(r.URL.Path, item.ID) &&
				item.Properties["actionType"] == "disableUser" {
				return r.Method == http.MethodPost && strings.HasPrefix(
					r.Header.Get("Authorization"), "Bearer "+reference.DefaultToken,
				)
			}
		}
		return false
	}
	for _, tc := range []struct {
		name    string
		wrongly func(*http.Request) bool
		effects bool // some are sent
	}{
		{"an unsupported type", unsupported, true},
		{"a request without credentials", func(r *http.Request) bool {
			return r.Header.Get("Authorization") == ""
		}, false},
		{"an id of nothing", func(r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/213213/executeResponseAction")
		}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wrong := 0
			var mu sync.Mutex
			journal := &ledgered{open: map[string]bool{}}
			o := far(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if tc.wrongly(r) {
					mu.Lock()
					wrong++
					mu.Unlock()
					w.WriteHeader(http.StatusNoContent)
					return
				}
				conforming.ServeHTTP(w, r)
			}), verify.Config{Journal: journal})
			if o.Run.Stopped == "" ||
				!strings.Contains(o.Run.Stopped, "carried out what it must not") {
				t.Errorf("stopped: %q", o.Run.Stopped)
			}
			if code, why := o.Run.ExitCode, o.Run.Reason; code != result.ExitFailed {
				t.Errorf("exit %d: %s", code, why)
			}
			for _, entry := range journal.entries {
				if strings.HasSuffix(entry, " success.isolateDevice") {
					t.Error("carried out an action after that")
				}
			}
			if (len(journal.entries) > 0) != tc.effects || tc.effects && wrong != 1 {
				t.Errorf("%d entries, and %d carried out wrongly", len(journal.entries), wrong)
			}
			inconclusive := 0
			for _, res := range o.Cases {
				if res.Verdict == result.Inconclusive &&
					strings.Contains(res.Reason, "carried out what it must not") {
					inconclusive++
				}
			}
			if inconclusive < 8 {
				t.Errorf("%d cases say why they were not sent", inconclusive)
			}
		})
	}
}

// TestJournalIsToldOfAllEffects, of one at a time, and of nothing else; where it
// cannot be written, nothing more is sent.
func TestJournalIsToldOfAllEffects(t *testing.T) {
	conforming := rig.Reference(t, "")
	for _, fails := range []int{0, 9} {
		journal := &ledgered{open: map[string]bool{}, fails: fails}
		o := far(t, conforming, verify.Config{Journal: journal})
		sent := 0
		for _, res := range o.Cases {
			if res.Effect != "none" {
				sent += res.Requests
			}
		}
		code, why := o.Run.ExitCode, o.Run.Reason
		switch {
		case journal.overlap:
			t.Error("two effects at a time")
		case fails == 0 &&
			(code != result.ExitPassed || len(journal.entries) != 2*sent || sent == 0):
			t.Errorf("exit %d: %s; %d entries of %d requests", code, why, len(journal.entries),
				sent)
		case fails > 0 && (code != result.ExitInconclusive || sent != 4 ||
			!strings.Contains(o.Run.Stopped, "disk full")):
			t.Errorf("exit %d: %s; %d sent; stopped: %q", code, why, sent, o.Run.Stopped)
		}
	}
}

// TestEffectsComeLast: what has no effect is sent before, and of what has, that of
// cases of a higher level.
func TestEffectsComeLast(t *testing.T) {
	conforming := rig.Reference(t, "")
	var order []string
	var mu sync.Mutex
	far(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		order = append(order, r.Header.Get("client-request-id"))
		mu.Unlock()
		conforming.ServeHTTP(w, r)
	}), verify.Config{})
	effect := map[spec.Effect]int{spec.IfBroken: 1, spec.Executes: 2}
	level := map[spec.Level]int{spec.Should: 2, spec.May: 4}
	of := map[string]int{}
	s := prepared(t, inProcess{}, verify.Config{Target: tenant})
	defer s.Close()
	for _, one := range s.Cases() {
		for _, r := range one.Requests {
			if of[r.ID] = effect[one.Effect]; one.Effect != spec.None {
				of[r.ID] += level[one.Level]
			}
		}
	}
	last := 0
	for _, id := range order {
		if of[id] < last {
			t.Fatal("a request of an earlier phase came later")
		}
		last = of[id]
	}
	if last != 3 {
		t.Errorf("the last phase is %d", last)
	}
}
