package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Preflight says whether anything alive answers at the target: a status line
// that can be read is enough. The error is one line for people. It sends two
// requests without the token and without effect, so that one path that hangs
// is not taken for a dead target. Where both hang, a third with the token asks
// a target that hangs on requests without one. What it takes is taken of the budget.
func (r *Run) Preflight(ctx context.Context) error {
	started := time.Now()
	ctx, cancel := context.WithTimeout(ctx, r.Options.Budget)
	defer cancel()
	err := r.preflight(ctx)
	r.preflown = time.Since(started)
	if err != nil && r.preflown >= r.Options.Budget { // a dial ends before its context does
		return fmt.Errorf("nothing answers at %s within the budget of %s",
			r.Target.URL, r.Options.Budget)
	}
	return err
}

func (r *Run) preflight(ctx context.Context) error {
	last := r.anyAnswer(ctx, r.preflightRequests())
	if last.Response == nil && last.Fault.Kind == exchange.Timeout {
		if c := r.withoutEffect(); c != nil {
			request, _, err := r.signed(ctx, &c.Instances[0].Requests[0])
			if err != nil {
				return err
			}
			last = r.anyAnswer(ctx, []exchange.Request{request})
		}
	}
	if speaksHTTP(last) {
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("%s before anything answered at %s", result.Interrupted, r.Target.URL)
	}
	return fmt.Errorf("nothing answers at %s: %s%s", r.Target.URL, last.Fault.Detail,
		preflightAdvice(r.Target.URL, last.Fault.Kind))
}

// preflightAdvice says what to look at where nothing answers.
func preflightAdvice(target string, kind exchange.FaultKind) string {
	switch {
	case kind == exchange.Unreachable:
		return "; is it running, and is this its address?"
	case kind == exchange.Reset && strings.HasPrefix(target, "http://"):
		return "; does it speak TLS? Then write https"
	}
	return ""
}

// anyAnswer sends requests at once, and returns the first exchange with an
// answer, or else the last: of those without, one that timed out, if any.
func (r *Run) anyAnswer(ctx context.Context, requests []exchange.Request) *exchange.Exchange {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan *exchange.Exchange, len(requests))
	panics := make(chan string, len(requests))
	for _, request := range requests {
		go func() {
			defer func() {
				if value := recover(); value != nil {
					panics <- fmt.Sprint(value) + whereItPanicked()
				}
			}()
			answers <- r.Target.Sender.Send(ctx, request)
		}()
	}
	var last *exchange.Exchange
	for range requests {
		var e *exchange.Exchange
		select {
		case e = <-answers:
		case value := <-panics:
			panic(value) // here the caller can report it, without secrets
		}
		if speaksHTTP(e) {
			return e
		}
		if last == nil || last.Fault.Kind != exchange.Timeout {
			last = e
		}
	}
	return last
}

// speaksHTTP reports whether something that speaks HTTP answered: what is wrong with its message is
// for the cases to say.
func speaksHTTP(e *exchange.Exchange) bool {
	return e.Response != nil || e.Fault.Kind == exchange.Malformed &&
		bytes.HasPrefix(e.RawResponse, []byte("HTTP/1."))
}

// withoutEffect returns the first case without effect; nil: every case has one.
func (r *Run) withoutEffect() *cases.Case {
	for _, c := range r.Set.Cases {
		if c.Effect == spec.None && len(c.Instances) > 0 && !c.Steps[0].Late {
			return c
		}
	}
	return nil
}

func (r *Run) preflightRequests() []exchange.Request {
	header := exchange.Header{
		{Name: "Accept", Value: "application/json"}, {Name: "User-Agent", Value: "toeline"},
	}
	requests := []exchange.Request{
		{Method: http.MethodGet, Target: r.Target.BasePath + "/", Header: header, Alone: true},
	}
	if c := r.withoutEffect(); c != nil {
		first := c.Instances[0].Requests[0].Bare()
		requests = append(requests, exchange.Request{
			Method: first.Method, Target: first.Target, Header: header, Alone: true,
		})
	}
	return requests
}

// AwaitTarget asks again until something answers or the time is up; between
// two tries it pauses. The error is that of the last try.
func (r *Run) AwaitTarget(ctx context.Context, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	const pause = 50 * time.Millisecond
	var last error
	for {
		err := r.preflight(ctx)
		if err == nil {
			return nil
		}
		if errors.Is(ctx.Err(), context.Canceled) {
			return err
		}
		if last == nil || ctx.Err() == nil {
			last = err // not the word that the time is up
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("after waiting %s: %w", patience, last)
			}
		case <-time.After(pause):
		}
	}
}
