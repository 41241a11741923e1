package runner_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
)

// inProcess answers by a handler, without a network, so that time is the
// test's own.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Result(), nil
}

// seen are the requests that a target got.
type seen struct {
	mu  sync.Mutex
	at  []time.Time
	how map[string]int // by client-request-id: how often
}

func (s *seen) note(r *http.Request) (times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.how == nil {
		s.how = map[string]int{}
	}
	s.at = append(s.at, time.Now())
	id := r.Header.Get(plan.ClientRequestID)
	s.how[id]++
	return s.how[id]
}

// first is when the first request came.
func (s *seen) first() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[0]
}

// most is how often one request was sent at most.
func (s *seen) most() int {
	most := 0
	for _, n := range s.how {
		most = max(most, n)
	}
	return most
}

// judged runs a plan against a target on loopback, and returns how long it took.
func judged(t *testing.T, rt http.RoundTripper, o plan.Options) (outcome *plan.Outcome, took time.Duration) {
	t.Helper()
	target, base, err := plan.NewTarget(plan.Access{URL: "http://127.0.0.1/beta"})
	if err != nil {
		t.Fatal(err)
	}
	return carriedOut(t, target, base, rt, o)
}

// carriedOut runs a plan of the embedded document against a target whose time
// is the test's.
func carriedOut(t *testing.T, target plan.Target, base *url.URL, rt http.RoundTripper, o plan.Options) (outcome *plan.Outcome, took time.Duration) {
	t.Helper()
	o.Doc, o.World = rig.Embedded(t)
	var err error
	if target.Sender, err = wire.NewRoundTripper(base, rt, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	o.Target = target
	p, err := plan.New(o)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		run := p.Start(t.Context())
		defer run.Close()
		if outcome, err = run.Outcome(t.Context()); err != nil {
			t.Fatal(err)
		}
		took = time.Since(begin)
	})
	return outcome, took
}
