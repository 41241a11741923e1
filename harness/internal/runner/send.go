package runner

import (
	"context"
	"slices"
	"sync"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// Start sends all cases in the background, phase by phase.
func (r *Run) Start(ctx context.Context) { StartTogether(ctx, r) }

// StartTogether sends several runs against one target in the background, as one:
// a resource is acted on at most once over all of them. Each phase comes to its end in
// every run before the next begins; a request that another run has sent already to
// act on a resource is not sent again, and its response is judged by both. The runs
// share the pace of the first.
func StartTogether(ctx context.Context, runs ...*Run) {
	for _, r := range runs {
		r.Begin(ctx)
		r.prefetched = true
		r.state = runs[0].state
	}
	go func() {
		for _, p := range phases {
			for _, r := range runs {
				r.sendPhase(p)
			}
			if p.effect == spec.None {
				for _, r := range runs {
					r.verifyKept()
					r.diagnose(false)
					close(r.verified)
				}
			}
		}
		for _, r := range runs {
			r.diagnose(true)
			close(r.finished)
			r.cancel()
			r.stopCleaning(nil)
		}
	}()
}

// Send sends a case of a run that only began, once, and waits until it is
// done. Cases of a higher rank that need its resources are sent before it.
func (r *Run) Send(c *cases.Case) {
	for _, other := range r.before(c) {
		r.sendOnce(other)
	}
	r.sendOnce(c)
	r.verifyKept()
	if r.sawForbidden(c) {
		r.seekAnswer()
	}
}

// before returns the cases of a higher rank that need resources of a case, the highest
// first. None of them executes one: such a resource is not given to others.
func (r *Run) before(c *cases.Case) []*cases.Case {
	if c.Effect == spec.None {
		return nil
	}
	named := map[string]bool{}
	for i := range c.Instances {
		for _, item := range resources(&c.Instances[i]) {
			named[item] = true
		}
	}
	var all []*cases.Case
	for _, p := range phases {
		for _, other := range r.Set.Cases {
			if p.rank != "" && p.has(other) && !c.Rank.AtLeast(p.rank) && needs(other, named) {
				all = append(all, other)
			}
		}
	}
	return all
}

func needs(c *cases.Case, named map[string]bool) bool {
	return slices.ContainsFunc(c.Instances, func(i cases.Instance) bool {
		return slices.ContainsFunc(resources(&i), func(item string) bool { return named[item] })
	})
}

// sendOnce sends a case, or waits until whoever sends it is done.
func (r *Run) sendOnce(c *cases.Case) {
	pr, begun := r.progress[c.ID], false
	r.locked(func() { begun, pr.begun = pr.begun, true })
	switch {
	case begun:
		<-pr.done
	case c.Skip != "":
	case c.Fuzz != nil:
		r.sendFuzz(c)
	default:
		var chains chains
		for i := range c.Instances {
			chains.add(work{c: c, instance: i})
		}
		workers := r.Options.Concurrency
		if r.careful(c.Effect) {
			workers = 1
		}
		r.sendUnits(chains.units, workers)
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
		if c.Effect == spec.None && c.Skip == "" && len(c.Instances) > 0 &&
			c.Steps[0].Auth.NeedsToken() {
			r.Send(c)
			tried++
		}
	}
}

// sendPhase sends what a run has in a phase.
func (r *Run) sendPhase(p phase) {
	workers := r.Options.Concurrency
	if r.careful(p.effect) {
		workers = 1 // one that must not be is seen before the next is sent
	}
	r.sendUnits(units(r.Set.Cases, p), workers)
	for _, c := range r.Set.Cases {
		if c.Fuzz != nil && p.has(c) {
			r.sendFuzz(c)
		}
	}
}

// sendUnits sends units by so many workers, each unit in its own order.
func (r *Run) sendUnits(units [][]work, most int) {
	parallel(most, units, func(unit []work) {
		for _, w := range unit {
			r.sendInstance(w.c, w.instance)
		}
	})
}

// parallel does something with each of a list, by so many workers, in its order.
func parallel[T any](most int, all []T, do func(T)) {
	queue := make(chan T)
	var workers sync.WaitGroup
	for range min(most, len(all)) {
		workers.Go(func() {
			for one := range queue {
				do(one)
			}
		})
	}
	for _, one := range all {
		queue <- one
	}
	close(queue)
	workers.Wait()
}
