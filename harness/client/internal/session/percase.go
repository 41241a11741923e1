package session

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
)

// drivePerCase starts the program once for each call.
func (s *session) drivePerCase(ctx context.Context, calls []*lab.Call) error {
	var together, alone []*lab.Call
	for _, c := range calls {
		if c.IsAlone() {
			alone = append(alone, c)
		} else {
			together = append(together, c)
		}
	}
	if err := s.parallel(ctx, together, s.Concurrency); err != nil {
		return err
	}
	return s.parallel(ctx, alone, 1)
}

func (s *session) parallel(ctx context.Context, calls []*lab.Call, at int) error {
	var group sync.WaitGroup
	var mu sync.Mutex // guards the run and failure
	var failure error
	places := make(chan struct{}, at)
	for _, c := range calls {
		places <- struct{}{}
		mu.Lock()
		over := failure != nil || !s.goesOn(ctx) || s.Preflight != ""
		if over && failure == nil {
			c.Inconclusive = s.notMade(ctx)
		}
		mu.Unlock()
		if over {
			<-places
			continue
		}
		group.Go(func() {
			defer func() { <-places }()
			err := s.once(ctx, c, &mu)
			mu.Lock()
			defer mu.Unlock()
			failure = errors.Join(failure, err)
		})
	}
	group.Wait()
	return failure
}

// once makes one call in a process of its own.
func (s *session) once(ctx context.Context, c *lab.Call, mu *sync.Mutex) error {
	s.Lab.Begin(c) // before its first request can come
	started, err := s.Program.Start(context.WithoutCancel(ctx),
		append(s.environment(), c.Asked().Environment()...))
	if err != nil {
		return err
	}
	s.noteLeft(started)
	started.Stdin.Close()
	now := time.Now()
	p := &process{
		Process: started, run: s.Run, lines: readLines(started.Stdout),
		open: []*lab.Call{c}, born: now, last: now,
	}
	texts, end := p.listen(ctx)
	if end != finished {
		p.Kill()
	}
	go func() { // the rest of its output
		for range p.lines {
		}
	}()
	select {
	case <-p.Done:
	case <-time.After(p.run.Timeout):
	}
	mu.Lock()
	defer mu.Unlock()
	s.Lab.End(c)
	switch end {
	case hung:
		s.fail(c, p, end)
	case stopped:
		s.stop(ctx, c)
	default:
		s.hung = 0
		p.conclude(c, texts)
	}
	return nil
}

// listen reads lines until the process ends.
func (p *process) listen(ctx context.Context) (texts []line, end ending) {
	timer := time.NewTimer(p.run.Timeout)
	defer timer.Stop()
	lines, done := p.lines, p.Done
	for lines != nil || done != nil {
		select {
		case got, ok := <-lines:
			if !ok {
				lines = nil
				continue
			}
			p.last = time.Now()
			if len(texts) < 5 && !got.blank() {
				texts = append(texts, got)
			}
		case <-done:
			done = nil
		case <-timer.C:
			left := p.patience() - time.Since(p.lastSign())
			if left <= 0 {
				return texts, hung
			}
			timer.Reset(left)
		case <-ctx.Done():
			return texts, stopped
		}
	}
	return texts, finished
}

// conclude reads the answer of a process that has ended: its line, or its exit code
// if it printed nothing.
func (p *process) conclude(c *lab.Call, texts []line) {
	err := p.Err()
	var exit *exec.ExitError
	c.Stderr = p.Stderr()
	p.latest = c
	p.noteLeak()
	if err != nil && (!errors.As(err, &exit) || driver.EndedBySignal(exit)) {
		c.Failure = "crashed: " + err.Error()
		return
	}
	if len(texts) == 0 {
		c.Answer = &driver.Answer{Case: c.ID, Outcome: driver.Success}
		if err != nil {
			c.Answer.Outcome = driver.Failure
		}
	}
	for i, got := range texts {
		answer, wrong := parseOwn(got, c.ID)
		switch {
		case wrong == nil && i == 0:
			c.Answer = &answer
		case wrong == nil:
			c.Violations = append(c.Violations, "more than one answer")
		default:
			c.Violations = append(c.Violations, wrong.Error())
		}
	}
}

// parseOwn reads the line of a process that makes one call; the case is optional.
func parseOwn(got line, id string) (driver.Answer, error) {
	answer, err := got.answer()
	if err == nil && answer.Case != "" && answer.Case != id {
		err = fmt.Errorf("an answer for %s, and the call is %s", text.Quote(answer.Case), id)
	}
	return answer, err
}
