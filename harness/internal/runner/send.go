package runner

import (
	"context"
	"sync"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// Start sends all cases in the background: those without effect first, those
// that execute last.
func (r *Run) Start(ctx context.Context) { StartTogether(ctx, r) }

// StartTogether sends several runs against one target in the background, as one:
// a resource is acted on at most once over all of them. What has no effect comes
// first, of every run, and what executes last; a request that another run has
// sent already to act on a resource is not sent again, and its response is judged
// by both. The runs share the pace of the first.
func StartTogether(ctx context.Context, runs ...*Run) {
	for _, r := range runs {
		r.Begin(ctx)
		r.prefetched = true
		r.shared = runs[0].shared
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
}

// Send sends a case of a run that only began, once, and waits until it is
// done.
func (r *Run) Send(c *cases.Case) {
	r.progress[c.ID].once.Do(func() {
		switch {
		case c.Skip != "":
		case c.Fuzz != nil:
			r.sendFuzz(c)
		default:
			var chains chains
			for i := range c.Instances {
				chains.add(work{c, i, 0})
			}
			workers := r.Options.Concurrency
			if r.careful(c.Effect) {
				workers = 1
			}
			r.sendUnits(chains.units, workers)
		}
	})
	if r.sawForbidden(c) {
		r.seekAnswer()
	}
}

// seekAnswer lets a lazy run learn whether the token is taken at all, by the
// first cases that send it and have no effect: a 403 reads differently then.
func (r *Run) seekAnswer() {
	const tries = 3
	tried := 0
	for _, c := range r.Set.Cases {
		if r.tokenTaken() || tried == tries {
			return
		}
		if c.Effect == spec.None && c.Skip == "" && len(c.Instances) > 0 && c.Steps[0].Auth.NeedsToken() {
			r.Send(c)
			tried++
		}
	}
}

// sendEffect sends what a run has of an effect.
func (r *Run) sendEffect(effect spec.Effect) {
	workers := r.Options.Concurrency
	if r.careful(effect) {
		workers = 1 // one that must not be is seen before the next is sent
	}
	r.sendUnits(units(r.Set.Cases, effect), workers)
	for _, c := range r.Set.Cases {
		if c.Fuzz != nil && c.Effect == effect && c.Skip == "" {
			r.sendFuzz(c)
		}
	}
}

// sendUnits sends units by so many workers, each unit in its own order.
func (r *Run) sendUnits(units [][]work, most int) {
	queue := make(chan []work)
	var workers sync.WaitGroup
	for range min(most, len(units)) {
		workers.Go(func() {
			for unit := range queue {
				for _, w := range unit {
					r.sendInstance(w.c, w.instance)
				}
			}
		})
	}
	for _, unit := range units {
		queue <- unit
	}
	close(queue)
	workers.Wait()
}
