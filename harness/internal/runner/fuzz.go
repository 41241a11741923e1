package runner

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/chain"
	"example.com/toeline/harness/internal/tally"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/spec"
)

// sendFuzz sends all instances of a fuzz case, and then smaller ones of those that failed.
func (r *Run) sendFuzz(c *cases.Case) {
	pr := r.progress[c.ID]
	defer close(pr.done)
	_, before := r.unasked()
	f := &fuzzing{run: r, c: c, pr: pr, send: r.sendAs}
	if plan, _ := c.Fuzz.Plan(); plan == nil {
		f.send = f.sendValue
	}
	f.sendAll()
	if came, sends := r.unasked(); sends && !before { // which were judged by it, is not known
		r.locked(func() {
			r.done -= c.Size()
			pr.tally.Reset()
			pr.surplus = firstOf(came)
		})
		f.sendAll()
	}
	f.shrink()
}

// firstOf returns what came on the connection of the lowest number.
func firstOf(came map[int]wire.Unasked) []byte {
	if len(came) == 0 {
		return nil
	}
	return came[slices.Min(slices.Collect(maps.Keys(came)))].Bytes
}

// fuzzing is a fuzz case that is being sent.
type fuzzing struct {
	run *Run
	c   *cases.Case
	pr  *progress
	// send sends a request, or takes it from a recording, and judges what came as a step says.
	send func(w work, as *cases.Step, request *cases.Request) outcome
}

// sendAll sends all instances once. Those that have an effect go one after another, so that they
// meet the same state of the target in each run.
func (f *fuzzing) sendAll() {
	r, workers := f.run, f.run.Options.Concurrency
	if plan, _ := f.c.Fuzz.Plan(); plan != nil && f.c.Effect != spec.None {
		workers = 1
	}
	var next, begun atomic.Int64
	var senders sync.WaitGroup
	for range min(workers, f.c.Size()) {
		senders.Go(func() {
			for {
				number := int(next.Add(1)) - 1
				if number >= f.c.Size() || r.ctx.Err() != nil {
					return
				}
				begun.Add(1)
				f.sendOne(number)
			}
		})
	}
	senders.Wait()
	if left := f.c.Size() - int(begun.Load()); left > 0 {
		why := r.unsentAtTheEnd()
		r.locked(func() { f.pr.tally.Leave(left, why) })
	}
}

// sendOne sends the instance of a number, and counts what became of it.
func (f *fuzzing) sendOne(number int) {
	r := f.run
	defer r.survive(func(reason string) { r.locked(func() { f.pr.tally.Leave(1, reason) }) })
	var o tally.Outcome
	if plan, _ := f.c.Fuzz.Plan(); plan != nil {
		o = f.input(number, f.c.Fuzz.Input(number))
	} else if made, err := f.c.Fuzz.Instance(number); err != nil {
		o.Reason = err.Error()
	} else {
		o = f.value(number, &made)
	}
	r.locked(func() {
		r.done++
		f.pr.tally.Add(f.c, number, o)
	})
}

// value sends a value of one parameter.
func (f *fuzzing) value(number int, made *cases.Made) tally.Outcome {
	w := work{c: f.c, instance: number}
	o := f.send(w, made.Step, &made.Request)
	return tally.Outcome{
		Sent: o.sent, Exchange: o.exchange, Judgement: o.judgement, Reason: o.reason,
		Size:     f.c.Fuzz.Value(&made.Request),
		Requests: []cases.Sent{{Request: &made.Request, Case: f.c, Instance: number}},
	}
}

// sendValue sends the request of a value. The first shows what came before it on its connection.
func (f *fuzzing) sendValue(w work, as *cases.Step, request *cases.Request) outcome {
	var surplus []byte // is shown once
	f.run.locked(func() { surplus, f.pr.surplus = f.pr.surplus, nil })
	a := attempt{run: f.run, c: f.c, step: as, request: request, work: w, surplus: surplus}
	return a.outcome()
}

// input sends the steps of the case that an input is like, with the input at its step.
func (f *fuzzing) input(number int, input *cases.Input) (made tally.Outcome) {
	r := f.run
	plan, at := f.c.Fuzz.Plan()
	fresh := r.fresh + uint64(number)<<20
	s := chain.New(r.Set, plan, 0, fresh)
	s.Give(at, input)
	made.Size = input.Choices.String()
	for i := range plan.Steps {
		w := work{c: f.c, instance: number, step: i}
		o := r.carryOutStep(s, w, func(w work, request *cases.Request) outcome {
			as := w.template()
			if i == at {
				as = input.Step
			}
			return f.send(w, as, request)
		})
		made.Sent += o.sent
		if i <= at && o.request != nil && o.exchange != nil {
			sent := cases.Sent{Request: o.request, Case: plan, Step: i}
			sent.Show = func(
				text func(string, *spec.Fresh, any) any,
			) (cases.Request, bool) {
				return r.Set.Again(plan, sent, fresh, text)
			}
			made.Requests = append(made.Requests, sent)
		}
		if i == at {
			made.Exchange, made.Judgement, made.Reason = o.exchange, o.judgement, o.reason
		}
	}
	return made
}
