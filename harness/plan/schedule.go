package plan

import (
	"sync"

	"example.com/toeline/spec"
)

// work is a probe to be sent.
type work struct {
	c     *Case
	probe int
}

// sendAll sends a whole plan: what has no effect first, so that a target that
// acts where it must not is seen before anything is executed on purpose.
func (r *Run) sendAll() {
	defer close(r.finished)
	for _, effect := range []spec.Effect{spec.None, spec.IfBroken, spec.Executes} {
		r.sendUnits(r.units(effect))
		for _, c := range r.Plan.Cases {
			if c.fuzz != nil && c.Effect == effect && c.Skip == "" {
				r.sendFuzz(c)
			}
		}
	}
	r.cancel()
}

// units groups the probes of an effect: those that name the same item go one
// after another, so that it is never executed twice; the others stand alone.
// Situations take turns, so that one that hangs does not hold up the rest.
func (r *Run) units(effect spec.Effect) [][]work {
	var order []string
	bySituation := map[string][]work{}
	for _, c := range r.Plan.Cases {
		if c.Effect != effect || c.Skip != "" {
			continue
		}
		if bySituation[c.Situation] == nil {
			order = append(order, c.Situation)
		}
		for i := range c.Probes {
			bySituation[c.Situation] = append(bySituation[c.Situation], work{c, i})
		}
	}
	var chains chains
	for round := 0; len(order) > 0; round++ {
		var more []string
		for _, situation := range order {
			if round < len(bySituation[situation]) {
				more = append(more, situation)
				chains.add(bySituation[situation][round])
			}
		}
		order = more
	}
	return chains.units
}

// chains are units under construction.
type chains struct {
	units [][]work
	unit  map[string]int // item → index of its unit
}

// add puts a probe behind those that name one of its items.
func (ch *chains) add(w work) {
	at := len(ch.units)
	items := w.c.Probes[w.probe].Items
	for _, item := range items {
		if i, ok := ch.unit[item]; ok {
			at = min(at, i)
		}
	}
	if at == len(ch.units) {
		ch.units = append(ch.units, nil)
	}
	for _, item := range items {
		ch.move(item, at)
	}
	ch.units[at] = append(ch.units[at], w)
}

// move makes an item's unit part of another.
func (ch *chains) move(item string, to int) {
	if ch.unit == nil {
		ch.unit = map[string]int{}
	}
	from, ok := ch.unit[item]
	ch.unit[item] = to
	if !ok || from == to {
		return
	}
	ch.units[to] = append(ch.units[to], ch.units[from]...)
	ch.units[from] = nil
	for other, at := range ch.unit {
		if at == from {
			ch.unit[other] = to
		}
	}
}

// sendUnits sends units in parallel, each in its own order.
func (r *Run) sendUnits(units [][]work) {
	queue := make(chan []work)
	var workers sync.WaitGroup
	for range min(r.Plan.Options.Concurrency, len(units)) {
		workers.Go(func() {
			for unit := range queue {
				for _, w := range unit {
					r.send(w.c, w.probe)
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
