package suites

import (
	"context"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"

	"example.com/toeline/harness/plan"
)

// patience is the budget of a run that waits for its specs, which share their
// time with others: Ginkgo's own timeouts bound it.
const patience = 24 * time.Hour

// source gives the results of cases to their specs.
type source interface {
	result(ctx context.Context, id string) (plan.Result, error)
	// begunRun is the run; nil: it has not begun.
	begunRun() *plan.Run
}

// fixed is a run that is under way, owned by the caller.
type fixed struct{ run *plan.Run }

func (f fixed) result(ctx context.Context, id string) (plan.Result, error) {
	return f.run.Result(ctx, id)
}

func (f fixed) begunRun() *plan.Run { return f.run }

// session is a run that begins with the first spec that asks, and ends with
// the last. A process none of whose specs run sends nothing.
type session struct {
	options Options
	seed    uint64

	mu    sync.Mutex
	begun bool
	err   error  // why there is no run
	blame string // the case that says so
	run   *plan.Run
	stop  func()
	left  map[string]bool // cases whose specs have not asked yet
}

func newSession(o Options, p *plan.Plan, seed uint64) *session {
	s := &session{options: o, seed: seed, stop: func() {}, left: map[string]bool{}}
	for _, c := range p.Cases {
		s.left[c.ID] = true
	}
	return s
}

// result asks the run; the first call begins it, the last closes it. A result
// that was asked for before is not sent again.
func (s *session) result(ctx context.Context, id string) (plan.Result, error) {
	s.mu.Lock()
	if !s.begun {
		s.begun, s.blame, s.err = true, id, s.begin()
	}
	run, err := s.run, s.err
	s.mu.Unlock()
	switch {
	case err != nil && id != s.blame:
		return plan.Result{Verdict: plan.Skip, Reason: "not sent: see " + s.blame}, nil
	case err != nil:
		return plan.Result{}, err
	}
	defer s.leave(id)
	return run.Result(ctx, id)
}

func (s *session) begunRun() *plan.Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.run
}

func (s *session) begin() error {
	target, err := s.options.open(s.seed)
	if err != nil {
		return err
	}
	if s.options.dialed() {
		if err := target.plan.Preflight(context.Background()); err != nil {
			target.close()
			return err
		}
	}
	if everySpecRuns() {
		s.run = target.plan.Start(context.Background())
	} else {
		target.plan.Options.Budget = patience
		s.run = target.plan.Lazy(context.Background())
	}
	s.stop = sync.OnceFunc(func() { s.run.Close(); target.close() })
	return nil
}

// leave closes the run when the last case was asked for.
func (s *session) leave(id string) {
	s.mu.Lock()
	delete(s.left, id)
	last := len(s.left) == 0
	s.mu.Unlock()
	if last {
		s.stop()
	}
}

// everySpecRuns says whether exchanges may run ahead of their specs: not in
// one process of several, and not where specs may be left out.
func everySpecRuns() bool {
	c, _ := ginkgo.GinkgoConfiguration()
	filters := len(c.FocusStrings) + len(c.SkipStrings) + len(c.FocusFiles) + len(c.SkipFiles) + len(c.LabelFilter) + len(c.SemVerFilter)
	return c.ParallelTotal == 1 && filters == 0 && !c.FailFast
}
