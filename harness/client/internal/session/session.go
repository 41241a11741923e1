package session

import (
	"context"
	"fmt"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
)

// hungMost is how many calls in a row may hang by themselves before the run ends:
// the client never answers.
const hungMost = 3

// deadMost is how many calls may end a client without a sign of life before the
// run ends: it never does anything.
const deadMost = 3

// refusedMost is how many calls are answered before the run ends where the client completes no TLS
// handshake: waiting for its retries in each would say nothing more.
const refusedMost = 8

// session drives a client with one base URL.
type session struct {
	*Run
	base string
}

// ending says how a process ended its work.
type ending int

const (
	finished ending = iota // every call was answered
	crashed                // it ended, or closed its output, before
	hung                   // no sign of life in time
	stopped                // the run ends
)

// drive makes calls with as few processes as possible. When one dies with several
// calls open, each of them is made again alone, to find the cause.
func (s *session) drive(ctx context.Context, calls []*lab.Call) error {
	for len(calls) > 0 && s.goesOn(ctx) {
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		end, open, rest := p.work(ctx, calls, s.Concurrency)
		calls = rest
		if end == finished || end == stopped || s.Attached {
			break
		}
		if why, err := s.lifeless(ctx, p, end); why != "" || err != nil {
			s.Preflight = why
			if err != nil {
				return err
			}
			break
		}
		if err := s.alone(ctx, p, end, open); err != nil {
			return err
		}
	}
	for _, c := range calls {
		c.Inconclusive = s.notMade(ctx)
	}
	return nil
}

// alone repeats the calls that were open when a process died, each in a process of
// its own. A single one is the cause already.
func (s *session) alone(ctx context.Context, dead *process, end ending, open []*lab.Call) error {
	if len(open) == 1 {
		s.fail(open[0], dead, end)
		return nil
	}
	reproduced := false
	for _, c := range open {
		if !s.goesOn(ctx) {
			c.Inconclusive = s.notMade(ctx)
			continue
		}
		s.Lab.Renew(c, s.NewGUID())
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		again, left, _ := p.work(ctx, []*lab.Call{c}, 1)
		switch {
		case again == stopped:
			c.Inconclusive = s.notMade(ctx)
		case len(left) > 0:
			reproduced = true
			s.fail(c, p, again)
			if s.dead++; !s.Lab.Alive() && s.dead == deadMost {
				s.Preflight = p.lifeless(
					"the client ended whenever it was asked to make a call (" + p.how + ")")
				return nil
			}
		}
	}
	// The client fails at all of them together, and at none alone.
	if !reproduced && len(open) > 0 && s.goesOn(ctx) {
		open[0].Failure = fmt.Sprintf("%s; %d calls were open then, and none does this alone",
			s.failure(dead, end), len(open))
		open[0].Stderr = dead.Stderr()
	}
	return nil
}

// fail records that the client failed to answer a call, unless it was asked to
// wait for longer than the timeout: then it is judged by its requests.
func (s *session) fail(c *lab.Call, p *process, end ending) {
	c.Stderr = p.Stderr()
	if end == hung && s.Lab.AsksToWait(c, s.Timeout) {
		s.hung = 0
		return
	}
	c.Failure = s.failure(p, end)
	if end != hung {
		s.hung = 0
		return
	}
	if s.hung++; s.hung == hungMost {
		s.CutShort = fmt.Sprintf("the client hung %d times in a row", hungMost)
	}
}

func (s *session) failure(p *process, end ending) string {
	if end == hung {
		return fmt.Sprintf("hung: no sign of life for %s", p.patience())
	}
	return "crashed: " + p.how
}

// start starts the client.
func (s *session) start(ctx context.Context) (*process, error) {
	// The process may outlive the context for as long as its end takes.
	started, err := s.Program.Start(context.WithoutCancel(ctx), s.environment())
	if err != nil {
		return nil, err
	}
	s.noteLeft(started)
	return &process{Process: started, run: s.Run, lines: readLines(started.Stdout)}, nil
}

// lifeless says in a line that the client never showed a sign of life, and does not
// without calls either; empty: it did, or the calls may be what ends it.
func (s *session) lifeless(ctx context.Context, dead *process, end ending) (why string, err error) {
	switch {
	case s.Lab.Alive():
		return "", nil
	case end == hung && len(s.Calls) > 1:
		return dead.lifeless(fmt.Sprintf(
			"the client made no call and gave no answer within %s", dead.patience())), nil
	case end == hung:
		return "", nil
	}
	p, err := s.start(ctx)
	if err != nil {
		return "", err
	}
	p.work(ctx, nil, 1)
	if p.how == endedWell {
		return "", nil
	}
	return dead.lifeless(
		"the client ended before it made a call or gave an answer (" + dead.how + ")"), nil
}

// lifeless adds what the client printed to a reason.
func (p *process) lifeless(text string) string {
	for _, c := range p.open {
		if len(c.Violations) > 0 {
			text += "; " + c.Violations[0]
		}
	}
	if p.refused != "" {
		text += "; " + p.refused
	}
	if said := strings.TrimSpace(p.Stderr()); said != "" {
		lines := strings.Split(said, "\n")
		text += ": " + strings.TrimSpace(lines[len(lines)-1])
	}
	return text
}
