package plan

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"

	"example.com/toeline/harness/internal/exchange"
)

// StartTogether sends several plans against one target in the background, as
// one run: an item is executed at most once over all of them. What has no
// effect comes first, of every plan, and what executes last; a request that
// another plan has sent already to execute an item is not sent again, and its
// answer is judged by both. The plans share the pace of the first.
func StartTogether(ctx context.Context, plans ...*Plan) []*Run {
	runs := make([]*Run, len(plans))
	for i, p := range plans {
		runs[i] = p.newRun(ctx)
		runs[i].prefetched = true
		runs[i].ledger, runs[i].limit, runs[i].throttle = runs[0].ledger, runs[0].limit, runs[0].throttle
	}
	go func() {
		for _, effect := range effects {
			for _, r := range runs {
				r.sendEffect(effect)
			}
		}
		for _, r := range runs {
			close(r.finished)
			r.cancel()
		}
	}()
	return runs
}

// ledger remembers which items were executed, or may have been, so that none
// is executed twice.
type ledger struct {
	mu      sync.Mutex
	why     map[string]string    // by item: why it is not touched again
	answers map[string]execution // by likeness of the request
	stopped string               // why no further effect is sent
}

// execution is an exchange that executed something.
type execution struct {
	by       *Run
	exchange *exchange.Exchange
}

func newLedger() *ledger {
	return &ledger{why: map[string]string{}, answers: map[string]execution{}}
}

// acted says why one of the items is not touched again; empty: all may be.
func (l *ledger) acted(items []string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, item := range items {
		if why := l.why[item]; why != "" {
			return why
		}
	}
	return ""
}

// note enters items with what happened to them. Of answers only those of a
// common size are kept.
func (l *ledger) note(by *Run, probe Probe, what string, e *exchange.Exchange) {
	if len(probe.Items) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, item := range probe.Items {
		l.why[item] = item + what
	}
	if sizeOf(e) <= keptWhole {
		l.answers[likeness(probe.Request)] = execution{by, e}
	}
}

// answer is what another run's request, alike but for its own id, was answered
// when it executed something; nil: there was none.
func (l *ledger) answer(of *Run, request exchange.Request) *exchange.Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.answers) == 0 {
		return nil
	}
	if known := l.answers[likeness(request)]; known.by != of {
		return known.exchange
	}
	return nil
}

// likeness is what two requests have in common that ask for the same.
func likeness(r exchange.Request) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%q %q", r.Method, r.Target)
	for _, f := range r.Header {
		if !strings.EqualFold(f.Name, ClientRequestID) {
			fmt.Fprintf(&b, " %q %q", f.Name, f.Value)
		}
	}
	fmt.Fprintf(&b, " %q", r.Body)
	return b.String()
}
