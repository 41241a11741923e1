package runner

import (
	"bytes"
	"slices"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/spec"
)

// unasked returns what came on kept connections while no request was waiting for it, and
// whether the target sends such bytes at all.
func (r *Run) unasked() (came map[int]wire.Unasked, sends bool) {
	if s, ok := r.Target.Sender.(interface {
		Unasked() (map[int]wire.Unasked, bool)
	}); ok {
		return s.Unasked()
	}
	return nil, false
}

// doubtful is a request whose response may be one that nothing asked for.
type doubtful struct {
	work
	was outcome
}

// verifyKept sends again, on connections of their own, what went over kept connections
// to a target that sends bytes unasked: nothing is judged by those. What came follows
// the last response before it, as a fault of the target. Requests with an effect never
// go over a kept connection.
func (r *Run) verifyKept() {
	came, sends := r.unasked()
	if !sends {
		return
	}
	parallel(r.Options.Concurrency, r.doubtful(came), func(d doubtful) {
		defer r.survive(func(reason string) { r.note(d.work, outcome{reason: reason}) })
		e := d.was.exchange
		var surplus []byte
		if u, ok := came[e.Connection]; ok && u.Turn == e.Turn {
			surplus = u.Bytes
		}
		request := *d.was.sentAs(d.work)
		request.Alone = true
		a := attempt{
			run: r, c: d.c, step: d.template(), request: &request, work: d.work,
			sent: d.was.sent, surplus: surplus,
		}
		o := a.outcome()
		o.request = d.was.request
		r.note(d.work, o)
	})
}

// doubtful lists the exchanges that are sent again. They count as such once.
func (r *Run) doubtful(came map[int]wire.Unasked) []doubtful {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	var all []doubtful
	for _, c := range r.Set.Cases {
		outcomes := r.progress[c.ID].outcomes
		for i := range outcomes {
			o := &outcomes[i]
			if o.exchange == nil || c.Effect != spec.None || o.exchange.Connection == 0 {
				continue
			}
			// The first response on a connection is one that was asked for.
			if u, ok := came[o.exchange.Connection]; o.exchange.Turn == 0 && (!ok || u.Turn > 0) {
				continue
			}
			all = append(all, doubtful{
				work{c: c, instance: i / len(c.Steps), step: i % len(c.Steps)}, *o,
			})
			settled := *o.exchange
			settled.Connection = 0
			o.exchange = &settled
		}
	}
	return all
}

// overKept reports whether an outcome of the case may still be sent again.
func (o *outcome) overKept() bool { return o.exchange != nil && o.exchange.Connection > 0 }

// followed returns an exchange whose response is followed by more bytes.
func followed(e *exchange.Exchange, surplus []byte) *exchange.Exchange {
	if e == nil || e.Response == nil || len(surplus) == 0 ||
		bytes.HasSuffix(e.Response.Surplus, surplus) {
		return e
	}
	made, response := *e, *e.Response
	response.Surplus = slices.Concat(response.Surplus, surplus)
	made.Response = &response
	return &made
}
