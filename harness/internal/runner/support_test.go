package runner_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
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
	id := r.Header.Get("client-request-id")
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

// judged judges a target on loopback, and returns how long it took.
func judged(
	t *testing.T, rt http.RoundTripper, c verify.Config,
) (report *result.Report, took time.Duration) {
	t.Helper()
	c.Target.URL = "http://127.0.0.1/beta"
	return carriedOut(t, rt, c)
}

// carriedOut judges a target by the embedded contract, whose time is the test's.
func carriedOut(
	t *testing.T, rt http.RoundTripper, c verify.Config,
) (report *result.Report, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := prepared(t, rt, c) // its channels belong to the bubble
		begin := time.Now()
		s.Start(t.Context())
		defer s.Close()
		var err error
		if report, err = s.Report(t.Context()); err != nil {
			t.Fatal(err)
		}
		took = time.Since(begin)
	})
	return report, took
}

// identified returns the embedded contract with its correlation header in every request, by which
// tests know them again.
func identified(t *testing.T) *spec.Contract {
	t.Helper()
	made, _ := rig.Embedded(t)
	for i := range made.Operations {
		op := &made.Operations[i]
		op.Parameters = append(op.Parameters, spec.Parameter{
			Name: made.Correlation.Request, In: "header", Required: true,
		})
	}
	return made
}

func prepared(t *testing.T, rt http.RoundTripper, c verify.Config) *verify.Session {
	t.Helper()
	c.Contract, c.Fixtures = rig.Embedded(t)
	c.Contract = identified(t)
	if c.Target.AllowEffects { // they are the user's own
		own := *c.Fixtures
		own.Embedded = false
		c.Fixtures = &own
	}
	c.Target.RoundTripper = rt
	s, err := verify.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// effects are the effects of requests, by their correlation ids.
func effects(t *testing.T, c verify.Config) map[string]spec.Effect {
	t.Helper()
	all := map[string]spec.Effect{}
	s := prepared(t, inProcess{}, c)
	defer s.Close()
	for _, one := range s.Cases() {
		for _, r := range one.Requests {
			all[r.ID] = one.Effect
		}
	}
	return all
}
