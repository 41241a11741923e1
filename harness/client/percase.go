package client

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"
)

// drivePerCase starts the program once a call, so many at a time.
func (s *session) drivePerCase(ctx context.Context, calls []*call) error {
	var together, alone []*call
	for _, c := range calls {
		if c.Alone || c.TLS != "" {
			alone = append(alone, c)
		} else {
			together = append(together, c)
		}
	}
	if err := s.parallel(ctx, together, s.run.options.Concurrency); err != nil {
		return err
	}
	return s.parallel(ctx, alone, 1)
}

func (s *session) parallel(ctx context.Context, calls []*call, at int) error {
	var group sync.WaitGroup
	var mu sync.Mutex // of what the processes tell of the run
	var failure error
	places := make(chan struct{}, at)
	for _, c := range calls {
		places <- struct{}{}
		mu.Lock()
		over := failure != nil || !s.goesOn(ctx) || s.run.preflight != ""
		if over && failure == nil {
			c.unjudged = s.run.why(ctx)
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
func (s *session) once(ctx context.Context, c *call, mu *sync.Mutex) error {
	s.run.lab.begin(c) // before its first request may come
	started, err := s.run.options.Program.Start(context.WithoutCancel(ctx), append(s.run.environment(s.base), EnvCase+"="+c.ID, EnvTaskID+"="+c.id))
	if err != nil {
		return err
	}
	started.Stdin.Close()
	p := &process{Process: started, run: s.run, lines: readLines(started.Stdout), open: []*call{c}, last: time.Now()}
	texts, end := p.listen(ctx)
	if end != finished {
		p.Kill()
	}
	go func() { // what it still says, until it is gone
		for range p.lines {
		}
	}()
	select {
	case <-p.Done:
	case <-time.After(p.run.options.Timeout):
	}
	mu.Lock()
	defer mu.Unlock()
	s.run.lab.end(c)
	switch end {
	case hung:
		s.blame(c, p, end)
	case stopped:
		c.unjudged = "not answered: " + stopReason(ctx)
		if s.run.cutShort == "" {
			s.run.cutShort = stopReason(ctx)
		}
	default:
		s.run.hung = 0
		p.conclude(c, texts)
	}
	return nil
}

// listen takes lines until the process ends.
func (p *process) listen(ctx context.Context) (texts []line, end ending) {
	timer := time.NewTimer(p.run.options.Timeout)
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
			left := p.run.options.Timeout - time.Since(p.lifeSign())
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

// conclude reads the answer of a process that has ended: its line, or where it
// printed nothing its exit code.
func (p *process) conclude(c *call, texts []line) {
	err := p.Err()
	var exit *exec.ExitError
	c.stderr = p.Stderr()
	if err != nil && (!errors.As(err, &exit) || bySignal(exit)) {
		c.fate = "crashed: " + err.Error()
		return
	}
	if len(texts) == 0 {
		c.answer = &Answer{Case: c.ID, Outcome: Success}
		if err != nil {
			c.answer.Outcome = Failure
		}
	}
	for i, got := range texts {
		answer, wrong := parseOwn(got, c.ID)
		switch {
		case wrong == nil && i == 0:
			c.answer = &answer
		case wrong == nil:
			c.slips = append(c.slips, "more than one answer")
		default:
			c.slips = append(c.slips, wrong.Error())
		}
	}
}

// parseOwn reads the line of a process that makes one call; it need not name
// the case.
func parseOwn(got line, id string) (Answer, error) {
	answer, err := got.answer()
	if err == nil && answer.Case != "" && answer.Case != id {
		err = fmt.Errorf("an answer for %s, and the call is %s", quoted(answer.Case), id)
	}
	return answer, err
}
