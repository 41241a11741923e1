package session

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
)

// process is a client that makes calls.
type process struct {
	*driver.Process
	run   *Run
	lines <-chan line

	open   []*lab.Call // sent, not answered
	last   time.Time
	latest *lab.Call // to be answered
	how    string    // it ended
	// refused says how it ended a TLS handshake; empty: it completed one, or came to none.
	refused string
	born    time.Time // when it was started

	answered int         // calls
	silent   []*lab.Call // answered without a request
}

// work sends calls, at most window at a time, and reads the answers. It returns
// the calls that were open when it ended, and those not sent.
func (p *process) work(
	ctx context.Context, queue []*lab.Call, window int,
) (end ending, open, rest []*lab.Call) {
	asked := make(chan []byte, len(queue))
	go func() {
		for text := range asked {
			if _, err := p.Stdin.Write(text); err != nil {
				break // its end is seen elsewhere
			}
		}
		p.Stdin.Close()
	}()
	p.born = time.Now()
	p.last = p.born
	end, queue = p.loop(ctx, queue, window, asked)
	close(asked)
	p.refused = p.run.Lab.Refused() // before its connections are closed for it
	p.finish(end)
	return end, p.open, queue
}

func (p *process) loop(
	ctx context.Context, queue []*lab.Call, window int, asked chan<- []byte,
) (ending, []*lab.Call) {
	timer := time.NewTimer(p.run.Timeout)
	defer timer.Stop()
	for {
		for len(queue) > 0 && p.takes(queue[0], window) {
			c := queue[0]
			queue = queue[1:]
			if c.Earlier != nil && !p.settle(ctx, c.Earlier) {
				queue = append([]*lab.Call{c}, queue...)
				return stopped, queue
			}
			p.open = append(p.open, c)
			p.run.Lab.Begin(c)
			asked <- c.Asked().Line()
		}
		if len(queue) == 0 && len(p.open) == 0 {
			return finished, nil
		}
		select {
		case got, ok := <-p.lines:
			if !ok {
				return crashed, queue
			}
			p.take(got)
			if p.answered >= refusedMost && p.run.Lab.Refused() != "" {
				p.run.setUnreached()
				return stopped, queue
			}
		case <-timer.C:
			idle := time.Since(p.lastSign())
			if left := p.patience() - idle; left > 0 {
				timer.Reset(left)
				continue
			}
			if p.run.Attached { // a person who debugs takes time
				timer.Reset(p.run.Timeout)
				continue
			}
			return hung, queue
		case <-ctx.Done():
			for _, c := range p.open {
				p.run.stop(ctx, c)
			}
			return stopped, queue
		}
	}
}

// settleTime is how long a client has to notice that a connection has ended.
const settleTime = 100 * time.Millisecond

// settle waits, where the connection of an earlier call ends, until the client can have noticed,
// and reports whether the run goes on.
func (p *process) settle(ctx context.Context, earlier *lab.Call) bool {
	if !earlier.Play[0].Ends {
		return true
	}
	late := time.After(min(p.run.Timeout, 20*settleTime)) // no request came
	select {
	case <-earlier.Ended:
	case <-late:
	case <-ctx.Done():
		return false
	}
	select {
	case <-time.After(settleTime):
		return true
	case <-ctx.Done():
		return false
	}
}

// takes reports whether a call may be sent now.
func (p *process) takes(c *lab.Call, window int) bool {
	if len(p.open) == 0 {
		return true
	}
	first := p.open[0]
	return !c.IsAlone() && !first.IsAlone() && c.Breaks() == first.Breaks() &&
		len(p.open) < window
}

// startup is how many timeouts a process has for its first sign of life: a virtual machine takes
// longer to start on a busy machine than a call takes.
const startup = 3

// patience is how long the process may take for its next sign of life.
func (p *process) patience() time.Duration {
	if p.last.After(p.born) || p.run.Lab.Heard(p.open) {
		return p.run.Timeout
	}
	return startup * p.run.Timeout
}

// lastSign is when the client last showed that it lives.
func (p *process) lastSign() time.Time {
	if last := p.run.Lab.LastSign(p.open); last.After(p.last) {
		return last
	}
	return p.last
}

// take reads an answer.
func (p *process) take(got line) {
	p.last = time.Now()
	if got.blank() {
		return
	}
	answer, err := got.answer()
	if err != nil {
		// An invalid answer is an answer: waiting for another is not an use.
		c := p.close(meant(got.text))
		p.violate(c, "%w", err)
		return
	}
	c := p.close(answer.Case)
	if c == nil {
		p.violate(p.named(answer.Case), "an answer for %s, which is not open",
			text.Quote(answer.Case))
		return
	}
	c.Answer = &answer
	p.answered++
}

// close ends an open call and returns it; nil: no call of that id is open.
func (p *process) close(id string) *lab.Call {
	i := slices.IndexFunc(p.open, func(c *lab.Call) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	c := p.open[i]
	p.open = slices.Delete(p.open, i, i+1)
	p.run.Lab.End(c)
	if p.run.Lab.Silent(c) {
		p.silent = append(p.silent, c)
	}
	p.latest, p.run.hung = c, 0
	return c
}

// named finds a call by its case.
func (p *process) named(id string) *lab.Call {
	for _, c := range p.run.Calls {
		if c.ID == id && c.Skip == "" {
			return c
		}
	}
	return nil
}

// violate records a violation of the driver's contract: at the call that it
// concerns, or at the likeliest one.
func (p *process) violate(c *lab.Call, format string, args ...any) {
	switch {
	case c != nil:
	case len(p.open) > 0:
		c = p.open[0]
	default:
		c = p.latest
	}
	if c != nil && len(c.Violations) < 5 {
		c.Violations = append(c.Violations, fmt.Errorf(format, args...).Error())
	}
}

// finish ends the process, and reads its last answers.
func (p *process) finish(end ending) {
	if end == hung || end == stopped {
		p.Kill()
	}
	timer := time.NewTimer(p.run.Timeout)
	defer timer.Stop()
	lines, done, late := p.lines, p.Done, false
	for (lines != nil || done != nil) && !late {
		select {
		case got, ok := <-lines:
			if !ok {
				lines = nil
				continue
			}
			if end == finished || end == crashed {
				p.take(got)
			}
		case <-done:
			done = nil
		case <-timer.C:
			late = true
		}
	}
	p.how = p.ended(late)
	p.noteLeak()
	p.Kill()
	go func() { // the rest of its output
		for range p.lines {
		}
	}()
	select {
	case <-p.Done:
	case <-time.After(driver.DrainTime):
	}
	p.run.Stderr = p.Stderr()
	for _, c := range p.silent { // why is perhaps there
		c.Stderr = p.run.Stderr
	}
	if end != finished || p.run.Attached {
		return
	}
	switch {
	case late:
		p.violate(nil, "still running %s after the end of its input", p.run.Timeout)
	case p.Err() != nil:
		p.violate(nil, "after the end of its input: %s", p.how)
	}
}

// noteLeak records that the client has logged the token: at the last call that it answered.
func (p *process) noteLeak() {
	if p.latest != nil && p.Stderr != nil && strings.Contains(p.Stderr(), p.run.Token) {
		p.latest.Leaks = "what it wrote to stderr"
	}
}

// endedWell describes a client that ended with success.
const endedWell = "it ended with calls open"

// ended describes how the process ended by itself.
func (p *process) ended(late bool) string {
	if late {
		return "it closed its output"
	}
	err := p.Err()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return endedWell
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return fmt.Sprintf("exit code %d", exit.ExitCode())
	}
	return err.Error()
}
