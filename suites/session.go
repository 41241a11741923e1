package suites

import (
	"context"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// patience is the budget of a run that waits for its specs, which share their
// time with others: Ginkgo's own timeouts bound it.
const patience = 24 * time.Hour

// source gives the results of cases to their specs.
type source interface {
	result(ctx context.Context, id string) (result.Case, error)
	// begun is the session; nil: it has not begun.
	begun() *verify.Session
}

// started is a session that was started, owned by the caller.
type started struct{ session *verify.Session }

func (s started) result(ctx context.Context, id string) (result.Case, error) {
	return s.session.Wait(ctx, id)
}

func (s started) begun() *verify.Session { return s.session }

// stepwise is a session whose cases are sent as their specs ask for them.
type stepwise struct{ session *verify.Session }

func (s stepwise) result(ctx context.Context, id string) (result.Case, error) {
	if err := s.session.Send(id); err != nil {
		return result.Case{}, err
	}
	return s.session.Wait(ctx, id)
}

func (s stepwise) begun() *verify.Session { return s.session }

// lazy is a session that begins with the first spec that asks, and ends with the
// last. A process none of whose specs run sends nothing.
type lazy struct {
	options Options
	seed    uint64

	mu    sync.Mutex
	asked bool
	err   error  // why there is no session
	blame string // the case that says so
	runs  source // nil: it has not begun
	stop  func()
	left  map[string]bool // cases whose specs have not asked yet
}

func newLazy(o Options, planned result.Planned, seed uint64) *lazy {
	l := &lazy{options: o, seed: seed, stop: func() {}, left: map[string]bool{}}
	for _, c := range planned.Cases {
		l.left[c.ID] = true
	}
	return l
}

// result asks the session; the first call begins it, the last closes it. What was
// asked for before is not sent again.
func (l *lazy) result(ctx context.Context, id string) (result.Case, error) {
	l.mu.Lock()
	if !l.asked {
		l.asked, l.blame, l.err = true, id, l.begin()
	}
	runs, err := l.runs, l.err
	l.mu.Unlock()
	switch {
	case err != nil && id != l.blame:
		return result.Case{Verdict: result.Skipped, Reason: "not sent: see " + l.blame}, nil
	case err != nil:
		return result.Case{}, err
	}
	defer l.leave(id)
	return runs.result(ctx, id)
}

func (l *lazy) begun() *verify.Session {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.runs == nil {
		return nil
	}
	return l.runs.begun()
}

func (l *lazy) begin() error {
	o := l.options
	ahead := everySpecRuns()
	if !ahead {
		o.budget = patience
	}
	session, stop, err := o.open(l.seed)
	if err != nil {
		return err
	}
	if o.dialed() {
		if err := session.Preflight(context.Background(), 0); err != nil {
			stop()
			return err
		}
	}
	if ahead {
		session.Start(context.Background())
		l.runs = started{session}
	} else {
		session.Begin(context.Background())
		l.runs = stepwise{session}
	}
	l.stop = sync.OnceFunc(stop)
	return nil
}

// leave closes the session when the last case was asked for.
func (l *lazy) leave(id string) {
	l.mu.Lock()
	delete(l.left, id)
	last := len(l.left) == 0
	l.mu.Unlock()
	if last {
		l.stop()
	}
}

// everySpecRuns reports whether exchanges may run ahead of their specs: not in one
// process of several, and not where specs may be left out.
func everySpecRuns() bool {
	c, _ := ginkgo.GinkgoConfiguration()
	filters := len(c.FocusStrings) + len(c.SkipStrings) + len(c.FocusFiles) + len(c.SkipFiles) +
		len(c.LabelFilter) + len(c.SemVerFilter)
	return c.ParallelTotal == 1 && filters == 0 && !c.FailFast
}
