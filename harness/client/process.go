package client

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// process is a client at work.
type process struct {
	*Process
	run   *run
	lines <-chan line

	open   []*call // asked, not answered
	last   time.Time
	latest *call  // that was answered last
	how    string // it ended
}

// work asks for calls, so many at a time, and takes the answers. It returns
// those that were open when the work ended, and those not asked for.
func (p *process) work(ctx context.Context, queue []*call, window int) (end ending, open, rest []*call) {
	asked := make(chan []byte, len(queue))
	go func() {
		for text := range asked {
			if _, err := p.Stdin.Write(text); err != nil {
				break // its end is seen elsewhere
			}
		}
		p.Stdin.Close()
	}()
	p.last = time.Now()
	end, queue = p.loop(ctx, queue, window, asked)
	close(asked)
	p.finish(end)
	return end, p.open, queue
}

func (p *process) loop(ctx context.Context, queue []*call, window int, asked chan<- []byte) (ending, []*call) {
	timer := time.NewTimer(p.run.options.Timeout)
	defer timer.Stop()
	for {
		for len(queue) > 0 && p.takes(queue[0], window) {
			c := queue[0]
			queue = queue[1:]
			p.open = append(p.open, c)
			p.run.lab.begin(c)
			asked <- Call{c.ID, c.id}.Line()
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
		case <-timer.C:
			idle := time.Since(p.lifeSign())
			if left := p.run.options.Timeout - idle; left > 0 {
				timer.Reset(left)
				continue
			}
			if p.run.options.Attached { // who debugs takes time
				timer.Reset(p.run.options.Timeout)
				continue
			}
			return hung, queue
		case <-ctx.Done():
			for _, c := range p.open {
				c.unjudged = "not answered: " + stopReason(ctx)
			}
			if p.run.cutShort == "" {
				p.run.cutShort = stopReason(ctx)
			}
			return stopped, queue
		}
	}
}

// takes says whether a call may be asked for now.
func (p *process) takes(c *call, window int) bool {
	if len(p.open) == 0 {
		return true
	}
	return !c.Alone && !p.open[0].Alone && len(p.open) < window
}

// lifeSign is when the client last showed that it lives.
func (p *process) lifeSign() time.Time {
	if last := p.run.lab.touched(p.open); last.After(p.last) {
		return last
	}
	return p.last
}

// take reads an answer.
func (p *process) take(got line) {
	p.last = time.Now()
	if got.blank() {
		return // an empty line says nothing
	}
	answer, err := got.answer()
	if err != nil {
		// Who answers in a way that cannot be read has answered: no use to wait.
		c := p.close(meant(got.text))
		p.slip(c, "%w", err)
		return
	}
	c := p.close(answer.Case)
	if c == nil {
		p.slip(p.named(answer.Case), "an answer for %s, which is not open", quoted(answer.Case))
		return
	}
	c.answer = &answer
}

// close ends an open call; nil: none is open of that id.
func (p *process) close(id string) *call {
	i := slices.IndexFunc(p.open, func(c *call) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	c := p.open[i]
	p.open = slices.Delete(p.open, i, i+1)
	p.run.lab.end(c)
	p.latest, p.run.hung = c, 0
	return c
}

// named finds a call by its case.
func (p *process) named(id string) *call {
	for _, c := range p.run.calls {
		if c.ID == id && c.skip == "" {
			return c
		}
	}
	return nil
}

// slip notes what the driver did against its contract: at the call that it
// concerns, or at the one that is likeliest.
func (p *process) slip(c *call, format string, args ...any) {
	switch {
	case c != nil:
	case len(p.open) > 0:
		c = p.open[0]
	default:
		c = p.latest
	}
	if c != nil && len(c.slips) < 5 {
		c.slips = append(c.slips, fmt.Errorf(format, args...).Error())
	}
}

// finish ends the process, and notes what it says to the last.
func (p *process) finish(end ending) {
	if end == hung || end == stopped {
		p.Kill()
	}
	timer := time.NewTimer(p.run.options.Timeout)
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
	p.Kill()
	go func() { // what it still says, until it is gone
		for range p.lines {
		}
	}()
	select {
	case <-p.Done:
	case <-time.After(drainTime):
	}
	if end != finished || p.run.options.Attached {
		return
	}
	switch {
	case late:
		p.slip(nil, "still running %s after the end of its input", p.run.options.Timeout)
	case p.Err() != nil:
		p.slip(nil, "after the end of its input: %s", p.how)
	}
}

// endedWell is the end of a client that had no trouble.
const endedWell = "it ended with calls open"

// ended says how the process ended by itself.
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
