package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// hungMost is how many calls in a row may hang by themselves before the rest
// is left: a client that never answers is known by then.
const hungMost = 3

// deadMost is how many calls may bring a client down that has done nothing
// yet, before it is said to do nothing at all.
const deadMost = 3

// session drives a client that is sent to one base URL.
type session struct {
	run  *run
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

// drive makes calls with as few processes as it takes. Where one dies with
// several calls open, each of them is made again alone, to see which it was.
func (s *session) drive(ctx context.Context, calls []*call) error {
	for len(calls) > 0 && s.goesOn(ctx) {
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		end, open, rest := p.work(ctx, calls, s.run.options.Concurrency)
		calls = rest
		if end == finished || end == stopped || s.run.options.Attached {
			break
		}
		if why, err := s.lifeless(ctx, p, end); why != "" || err != nil {
			s.run.preflight = why
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
		c.unjudged = s.run.why(ctx)
	}
	return nil
}

// goesOn says whether another process makes sense.
func (s *session) goesOn(ctx context.Context) bool {
	return ctx.Err() == nil && s.run.cutShort == "" && s.run.preflight == ""
}

// why says why a call was not made.
func (r *run) why(ctx context.Context) string {
	switch {
	case r.preflight != "":
		return r.preflight
	case r.cutShort == "" && ctx.Err() != nil:
		r.cutShort = stopReason(ctx)
	case r.cutShort == "":
		return "the client was not asked: the attached driver went away"
	}
	return "not made: " + r.cutShort
}

func stopReason(ctx context.Context) string {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) {
		return "interrupted"
	}
	return cause.Error()
}

// alone makes each of the calls that were open when a process died again, in
// a process of its own. If it was one, it is known already.
func (s *session) alone(ctx context.Context, dead *process, end ending, open []*call) error {
	if len(open) == 1 {
		s.blame(open[0], dead, end)
		return nil
	}
	innocent := true
	first := ""
	for _, c := range open {
		if !s.goesOn(ctx) {
			c.unjudged = s.run.why(ctx)
			continue
		}
		s.run.lab.renew(c, s.run.ids.guid())
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		again, left, _ := p.work(ctx, []*call{c}, 1)
		switch {
		case again == stopped:
			c.unjudged = s.run.why(ctx)
		case len(left) > 0:
			innocent = false
			s.blame(c, p, again)
			if s.run.dead++; !s.run.lab.alive() && s.run.dead == deadMost {
				s.run.preflight = p.lifeless("the client ended whenever it was asked to make a call (" + p.how + ")")
				return nil
			}
		case first == "":
			first = c.ID
		}
	}
	// Together they brought it down, and none does by itself.
	if innocent && len(open) > 0 && s.goesOn(ctx) {
		open[0].fate = s.fate(dead, end) + fmt.Sprintf("; %d calls were open then, and none does this alone", len(open))
		open[0].stderr = dead.Stderr()
	}
	return nil
}

// blame says of a call that the client failed to answer it, unless it was told
// to wait for longer than the lab does: then it is judged by its requests.
func (s *session) blame(c *call, p *process, end ending) {
	c.stderr = p.Stderr()
	if end == hung && s.run.lab.toldToWait(c, s.run.options.Timeout) {
		s.run.hung = 0
		return
	}
	c.fate = s.fate(p, end)
	if end != hung {
		s.run.hung = 0
		return
	}
	if s.run.hung++; s.run.hung == hungMost {
		s.run.cutShort = fmt.Sprintf("the client hung %d times in a row", hungMost)
	}
}

func (s *session) fate(p *process, end ending) string {
	if end == hung {
		return fmt.Sprintf("hung: no sign of life for %s", s.run.options.Timeout)
	}
	return "crashed: " + p.how
}

// start starts the client.
func (s *session) start(ctx context.Context, more ...string) (*process, error) {
	// The process outlives the context by the time that its end takes.
	started, err := s.run.options.Program.Start(context.WithoutCancel(ctx), append(s.run.environment(s.base), more...))
	if err != nil {
		return nil, err
	}
	return &process{Process: started, run: s.run, lines: readLines(started.Stdout)}, nil
}

// lifeless says in a line that the client never did a thing, and would not
// without calls either; empty: it did, or it may be the calls that end it.
func (s *session) lifeless(ctx context.Context, dead *process, end ending) (why string, err error) {
	switch {
	case s.run.lab.alive():
		return "", nil
	case end == hung && len(s.run.calls) > 1:
		return dead.lifeless(fmt.Sprintf("the client made no call and gave no answer within %s", s.run.options.Timeout)), nil
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
	return dead.lifeless("the client ended before it made a call or gave an answer (" + dead.how + ")"), nil
}

// lifeless adds what the client printed.
func (p *process) lifeless(text string) string {
	for _, c := range p.open {
		if len(c.slips) > 0 {
			text += "; " + c.slips[0]
		}
	}
	if said := strings.TrimSpace(p.Stderr()); said != "" {
		lines := strings.Split(said, "\n")
		text += ": " + strings.TrimSpace(lines[len(lines)-1])
	}
	return text
}
