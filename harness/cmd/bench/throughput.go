package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/plan"
)

const (
	exchanges   = 10_000
	concurrency = 16
	rounds      = 5
)

// throughput compares the plan, repeated to 10,000 exchanges, with the same
// exchanges in a bare net/http loop on as many connections. The two take
// turns, and the medians are compared.
func throughput(ctx context.Context) error {
	r, err := newRig(concurrency, asIs)
	if err != nil {
		return err
	}
	defer r.close()
	var requests []exchange.Request
	for _, c := range r.plan.Cases {
		for _, p := range c.Probes {
			requests = append(requests, p.Request)
		}
	}
	times := (exchanges + len(requests) - 1) / len(requests)
	origin := strings.TrimSuffix(r.server.URL, r.plan.Options.Target.BasePath)
	var ours, bare []time.Duration
	for range rounds {
		begin := time.Now()
		for range times {
			if _, err := r.plan.Start(ctx).Outcome(ctx); err != nil {
				return err
			}
		}
		ours = append(ours, time.Since(begin))
		begin = time.Now()
		for range times {
			if err := bareLoop(origin, requests); err != nil {
				return err
			}
		}
		bare = append(bare, time.Since(begin))
	}
	a, b := median(ours), median(bare)
	fmt.Printf("%d exchanges, %d connections: verify %v, bare net/http loop %v, ratio %.2f\n",
		times*len(requests), concurrency, a.Round(time.Millisecond), b.Round(time.Millisecond), ratio(a, b))
	return fuzzed(ctx, b/time.Duration(times*len(requests)))
}

// fuzzed compares a run of 10,000 random values with the bare loop's time for
// as many exchanges.
func fuzzed(ctx context.Context, bareExchange time.Duration) error {
	r, err := newRig(concurrency, asIs)
	if err != nil {
		return err
	}
	defer r.close()
	options := r.plan.Options
	options.Fuzz, options.Only = exchanges, []string{"fuzz.**"}
	p, err := plan.New(options)
	if err != nil {
		return err
	}
	var all []time.Duration
	for range rounds {
		o, err := p.Start(ctx).Outcome(ctx)
		if err != nil {
			return err
		}
		all = append(all, o.Elapsed)
	}
	a := median(all)
	fmt.Printf("%d random values: verify --fuzz %v, ratio %.2f to as many exchanges of the bare loop\n", exchanges, a.Round(time.Millisecond), ratio(a, exchanges*bareExchange))
	return nil
}

// bareLoop sends requests as a program would that only wants the answers.
func bareLoop(origin string, requests []exchange.Request) error {
	transport := &http.Transport{MaxConnsPerHost: concurrency, MaxIdleConnsPerHost: concurrency, DisableCompression: true}
	defer transport.CloseIdleConnections()
	queue := make(chan exchange.Request)
	failed := make(chan error, concurrency)
	var workers sync.WaitGroup
	for range concurrency {
		workers.Go(func() {
			for request := range queue {
				if err := bareExchange(transport, origin, request); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for _, request := range requests {
		queue <- request
	}
	close(queue)
	workers.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func bareExchange(transport *http.Transport, origin string, request exchange.Request) error {
	r, err := http.NewRequest(request.Method, origin+request.Target, nil)
	if err != nil {
		return err
	}
	for _, f := range request.Header {
		r.Header.Add(f.Name, f.Value)
	}
	r.Close = request.Alone
	response, err := transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
