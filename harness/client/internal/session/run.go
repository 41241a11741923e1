package session

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
)

// Config is what a run needs.
type Config struct {
	Program driver.Program
	Lab     *lab.Lab
	Calls   []*lab.Call
	// Token is the bearer token that the client is given.
	Token   string
	NewGUID func() string

	PerCase     bool // a process for each call
	Attached    bool // the program was not started, and may leave calls unanswered
	Concurrency int  // open calls
	Timeout     time.Duration
}

// Run is a run of a client.
type Run struct {
	Config
	// Preflight says why nothing can be judged at all; empty: something can.
	Preflight string
	// CutShort says why the run ended early; empty: it did not.
	CutShort string
	// Stderr is what the last process wrote there, without the middle.
	Stderr string

	// left are the processes that the client has left running, by id and name; mu guards it.
	// ends counts the processes that have not ended.
	mu   sync.Mutex
	left []string
	ends sync.WaitGroup
	// hung counts calls in a row that hung alone.
	hung int
	// dead counts calls that ended the client before its first sign of life.
	dead int
}

// Drive has every call made: those for the lab's main server first, then those
// for the server with the untrusted certificate.
func (r *Run) Drive(ctx context.Context) error {
	defer r.waitForEnds()
	made := func(keep func(*lab.Call) bool) []*lab.Call {
		return slices.DeleteFunc(slices.Clone(r.Calls), func(c *lab.Call) bool {
			return c.Skip != "" || !keep(c)
		})
	}
	for _, mine := range []func(c *lab.Call) bool{
		func(c *lab.Call) bool { return c.TLS == "" && c.Address == "" },
		func(c *lab.Call) bool { return c.Address != "" },
		func(c *lab.Call) bool { return c.TLS != "" },
	} {
		calls := inOrder(made(mine))
		if len(calls) == 0 || r.CutShort != "" || r.Preflight != "" {
			continue
		}
		s := &session{Run: r, base: r.Lab.BaseOf(calls[0])}
		drive := s.drive
		if r.PerCase {
			drive = s.drivePerCase
		}
		if err := drive(ctx, calls); err != nil {
			return err
		}
		if err := r.measureAgain(ctx, calls, drive); err != nil {
			return err
		}
	}
	for _, c := range r.Calls {
		inherit(c)
	}
	return nil
}

// measureRounds is how often waits that may be those of a busy machine are measured again.
const measureRounds = 2

// measureAgain makes calls again whose short waits may be those of a busy machine, with no other
// call open: the last measure counts.
func (r *Run) measureAgain(
	ctx context.Context, calls []*lab.Call, drive func(context.Context, []*lab.Call) error,
) error {
	for range measureRounds {
		again := slices.DeleteFunc(slices.Clone(calls),
			func(c *lab.Call) bool { return !r.Lab.MayBeSlow(c) })
		if len(again) == 0 || r.Attached || !r.goesOn(ctx) {
			return nil
		}
		for _, c := range again {
			r.Lab.Renew(c, r.NewGUID())
		}
		if err := drive(ctx, again); err != nil {
			return err
		}
	}
	return nil
}

// inOrder returns the calls in the order in which they are made. Those that break their
// connection come first: a client has kept none then, and theirs are all fresh ones, in every run.
// Those that are made alone come next, each behind the one before it, if there is one.
func inOrder(calls []*lab.Call) []*lab.Call {
	rank := func(c *lab.Call) int {
		switch {
		case c.TLS != "":
			return 0 // as the contract has them
		case c.IsAlone():
			return 2
		case c.Breaks():
			return 1
		}
		return 3
	}
	sort.SliceStable(calls, func(i, j int) bool { return rank(calls[i]) < rank(calls[j]) })
	var all []*lab.Call
	for _, c := range calls {
		if c.Earlier != nil {
			all = append(all, c.Earlier)
		}
		all = append(all, c)
	}
	return all
}

// inherit gives a call what its earlier one shows of the client: a failure and violations.
func inherit(c *lab.Call) {
	if e := c.Earlier; e != nil {
		if c.Failure == "" {
			c.Failure, c.Stderr = e.Failure, cmp.Or(c.Stderr, e.Stderr)
		}
		c.Violations = append(e.Violations, c.Violations...)
		c.Leaks = cmp.Or(c.Leaks, e.Leaks)
	}
}

// noteLeft records what a process leaves running when it has ended.
func (r *Run) noteLeft(p *driver.Process) {
	if p.Left == nil {
		return
	}
	r.ends.Go(func() {
		<-p.Done
		r.mu.Lock()
		defer r.mu.Unlock()
		r.left = append(r.left, p.Left()...)
	})
}

// waitForEnds waits for the end of processes, which have been ended before, within a bound.
func (r *Run) waitForEnds() {
	ended := make(chan struct{})
	go func() {
		r.ends.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(driver.DrainTime):
	}
}

// Left returns the processes that the client has left running, by id and name.
func (r *Run) Left() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.left)
}

// CheckPreflight sets Preflight where the run ended without any request.
func (r *Run) CheckPreflight() {
	if r.Preflight != "" || r.CutShort != "" || r.Attached || r.reached() {
		return
	}
	r.setUnreached()
}

// setUnreached sets Preflight: no request came.
func (r *Run) setUnreached() {
	r.Preflight = "no request came from the client"
	if refused := r.Lab.Refused(); refused != "" {
		r.Preflight += ": " + refused
	}
	answered := func(c *lab.Call) bool { return c.Answer != nil }
	if i := slices.IndexFunc(r.Calls, answered); i >= 0 {
		first := r.Calls[i]
		r.Preflight += "; what it answered first: " + first.Answer.String()
		r.Stderr = cmp.Or(r.Stderr, first.Stderr)
	}
}

// reached reports whether the client ever reached the lab or failed to answer. A handshake with the
// server that no client trusts shows nothing, where calls to the other one were made.
func (r *Run) reached() bool {
	trusted := slices.ContainsFunc(r.Calls, func(c *lab.Call) bool {
		return c.Skip == "" && c.TLS == ""
	})
	return slices.ContainsFunc(r.Calls, func(c *lab.Call) bool {
		return len(c.Requests) > 0 || c.Handshakes > 0 && !trusted || c.Failure != "" ||
			len(c.Violations) > 0
	})
}

// environment returns the variables of a driver that is given a base URL.
func (s *session) environment() []string {
	env := []string{driver.EnvBaseURL + "=" + s.base, driver.EnvToken + "=" + s.Token}
	if file := s.Lab.CAFile(); file != "" {
		env = append(env, driver.EnvCAFile+"="+file)
	}
	for _, name := range []string{"NO_PROXY", "no_proxy"} { // a proxy could not reach the lab
		hosts := []string{"127.0.0.1", "localhost", "::1"}
		if others := os.Getenv(name); others != "" {
			hosts = append(hosts, others)
		}
		env = append(env, name+"="+strings.Join(hosts, ","))
	}
	return env
}

// goesOn reports whether more calls can be made.
func (r *Run) goesOn(ctx context.Context) bool {
	return ctx.Err() == nil && r.CutShort == "" && r.Preflight == ""
}

// notMade returns why a call was not made.
func (r *Run) notMade(ctx context.Context) string {
	switch {
	case r.Preflight != "":
		return r.Preflight
	case r.CutShort == "" && ctx.Err() != nil:
		r.CutShort = stopReason(ctx)
	case r.CutShort == "":
		return "the client was not asked: the attached driver went away"
	}
	return "not made: " + r.CutShort
}

// stop records that the run ended while a call was open.
func (r *Run) stop(ctx context.Context, c *lab.Call) {
	c.Inconclusive = "not answered: " + stopReason(ctx)
	if r.CutShort == "" {
		r.CutShort = stopReason(ctx)
	}
}

func stopReason(ctx context.Context) string {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) {
		return "interrupted"
	}
	return cause.Error()
}
