package runner

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/tally"
	"example.com/toeline/harness/internal/wire"
)

// sendFuzz sends all instances of a fuzz case.
func (r *Run) sendFuzz(c *cases.Case) {
	pr := r.progress[c.ID]
	defer close(pr.done)
	_, before := r.unasked()
	r.sendFuzzes(c, pr)
	if came, sends := r.unasked(); sends && !before { // which were judged by it, is not known
		r.locked(func() {
			r.done -= c.Size()
			pr.tally.Reset()
			pr.surplus = firstOf(came)
		})
		r.sendFuzzes(c, pr)
	}
}

// firstOf returns what came on the connection of the lowest number.
func firstOf(came map[int]wire.Unasked) []byte {
	if len(came) == 0 {
		return nil
	}
	return came[slices.Min(slices.Collect(maps.Keys(came)))].Bytes
}

// sendFuzzes sends all instances of a fuzz case once.
func (r *Run) sendFuzzes(c *cases.Case, pr *progress) {
	var next, begun atomic.Int64
	var workers sync.WaitGroup
	for range min(r.Options.Concurrency, c.Size()) {
		workers.Go(func() {
			for {
				number := int(next.Add(1)) - 1
				if number >= c.Size() || r.ctx.Err() != nil {
					return
				}
				begun.Add(1)
				r.sendFuzzed(c, pr, number)
			}
		})
	}
	workers.Wait()
	if left := c.Size() - int(begun.Load()); left > 0 {
		why := r.unsentAtTheEnd()
		r.locked(func() { pr.tally.Leave(left, why) })
	}
}

func (r *Run) sendFuzzed(c *cases.Case, pr *progress, number int) {
	defer r.survive(func(reason string) { r.locked(func() { pr.tally.Leave(1, reason) }) })
	request, step, err := c.Fuzz.Instance(number)
	o := outcome{}
	if err != nil {
		o.reason = err.Error()
	} else {
		var surplus []byte // is shown once
		r.locked(func() { surplus, pr.surplus = pr.surplus, nil })
		a := attempt{
			run: r, c: c, step: step, request: &request, work: work{c: c, instance: number},
			surplus: surplus,
		}
		o = a.outcome()
	}
	r.locked(func() {
		r.done++
		pr.tally.Add(c, number, &request, o.tallied())
	})
}

// tallied is the outcome as a tally counts it.
func (o *outcome) tallied() tally.Outcome {
	return tally.Outcome{
		Sent:      o.sent,
		Exchange:  o.exchange,
		Judgement: o.judgement,
		Reason:    o.reason,
	}
}
