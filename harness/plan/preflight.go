package plan

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// Preflight says whether anything alive answers at the target: a status line
// that can be read is enough. The error is one line for people. It sends two
// requests without the token and without effect, so that one path that hangs
// is not taken for a dead target. Where both hang, a third with the token asks
// a target that hangs on requests without one.
func (p *Plan) Preflight(ctx context.Context) error {
	last := p.anyAnswer(ctx, p.preflightRequests())
	if last.Response == nil && last.Fault.Kind == exchange.Timeout {
		if c := p.harmless(); c != nil {
			request, _, err := p.signed(ctx, c.Probes[0])
			if err != nil {
				return err
			}
			last = p.anyAnswer(ctx, []exchange.Request{request})
		}
	}
	if last.Response != nil {
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("%s before anything answered at %s", interrupted, p.Options.Target.URL)
	}
	return fmt.Errorf("nothing answers at %s: %s", p.Options.Target.URL, last.Fault.Detail)
}

// anyAnswer sends requests at once, and returns the first exchange with an
// answer, or else the last: of those without, one that timed out, if any.
func (p *Plan) anyAnswer(ctx context.Context, requests []exchange.Request) *exchange.Exchange {
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
			answers <- p.Options.Target.Sender.Send(ctx, request)
		}()
	}
	var last *exchange.Exchange
	for range requests {
		var e *exchange.Exchange
		select {
		case e = <-answers:
		case value := <-panics:
			panic(value) // here the caller can tell it, without secrets
		}
		if e.Response != nil {
			return e
		}
		if last == nil || last.Fault.Kind != exchange.Timeout {
			last = e
		}
	}
	return last
}

// harmless is the first case without effect; nil: there is none.
func (p *Plan) harmless() *Case {
	for _, c := range p.Cases {
		if c.Effect == spec.None && len(c.Probes) > 0 {
			return c
		}
	}
	return nil
}

func (p *Plan) preflightRequests() []exchange.Request {
	header := exchange.Header{{Name: "Accept", Value: "application/json"}, {Name: "User-Agent", Value: "toeline"}}
	requests := []exchange.Request{{Method: http.MethodGet, Target: p.Options.Target.BasePath + "/", Header: header, Alone: true}}
	if c := p.harmless(); c != nil {
		first := c.Probes[0].Request
		requests = append(requests, exchange.Request{Method: first.Method, Target: first.Target, Header: header, Alone: true})
	}
	return requests
}

// AwaitTarget asks again until something answers or the time is up; between
// two tries it pauses. The error is that of the last try.
func (p *Plan) AwaitTarget(ctx context.Context, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	const pause = 50 * time.Millisecond
	var last error
	for {
		err := p.Preflight(ctx)
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
