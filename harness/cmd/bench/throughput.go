package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

const (
	exchanges   = 10_000
	concurrency = 16
	rounds      = 5
)

// throughput compares a run, repeated to 10,000 exchanges, with the same
// exchanges in a bare net/http loop on as many connections. The two take
// turns, and the medians are compared.
func throughput(ctx context.Context) error {
	var seen recorder
	r, err := newRig(verify.Config{Concurrency: concurrency}, seen.wrap)
	if err != nil {
		return err
	}
	defer r.close()
	seen.on.Store(true)
	if _, err := judged(ctx, r.session.Again()); err != nil {
		return err
	}
	seen.on.Store(false)
	requests := seen.requests
	times := (exchanges + len(requests) - 1) / len(requests)
	origin := strings.TrimSuffix(r.server.URL, "/beta")
	var ours, bare []time.Duration
	for range rounds {
		begin := time.Now()
		for range times {
			if _, err := judged(ctx, r.session.Again()); err != nil {
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
		times*len(requests), concurrency, a.Round(time.Millisecond), b.Round(time.Millisecond),
		ratio(a, b))
	return fuzzed(ctx, b/time.Duration(times*len(requests)))
}

// fuzzed compares a run of 10,000 random values with the bare loop's time for
// as many exchanges.
func fuzzed(ctx context.Context, bareExchange time.Duration) error {
	r, err := newRig(verify.Config{
		Concurrency: concurrency, Fuzz: exchanges, Only: []string{"fuzz.**"},
	}, asIs)
	if err != nil {
		return err
	}
	defer r.close()
	var all []time.Duration
	for range rounds {
		o, err := judged(ctx, r.session.Again())
		if err != nil {
			return err
		}
		all = append(all, time.Duration(o.Run.Milliseconds*float64(time.Millisecond)))
	}
	a := median(all)
	fmt.Printf("%d random values: verify --fuzz %v, ratio %.2f to as many exchanges of the bare "+
		"loop\n", exchanges, a.Round(time.Millisecond), ratio(a, exchanges*bareExchange))
	return nil
}

// bareLoop sends requests as a program would that only wants the responses.
func bareLoop(origin string, requests []*http.Request) error {
	transport := &http.Transport{
		MaxConnsPerHost: concurrency, MaxIdleConnsPerHost: concurrency, DisableCompression: true,
	}
	defer transport.CloseIdleConnections()
	queue := make(chan *http.Request)
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

func bareExchange(transport *http.Transport, origin string, request *http.Request) error {
	r, err := http.NewRequest(request.Method, origin+request.RequestURI, nil)
	if err != nil {
		return err
	}
	r.Header = request.Header
	r.Close = request.Close
	response, err := transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// judged runs a session, and returns its report.
func judged(ctx context.Context, s *verify.Session) (*result.Report, error) {
	s.Start(ctx)
	return s.Report(ctx)
}

// recorder keeps the requests of a run, for the bare loop.
type recorder struct {
	on       atomic.Bool
	mu       sync.Mutex
	requests []*http.Request
}

func (s *recorder) wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.on.Load() {
			s.mu.Lock()
			s.requests = append(s.requests, r.Clone(context.Background()))
			s.mu.Unlock()
		}
		h.ServeHTTP(w, r)
	})
}
