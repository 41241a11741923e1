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

// effects in the order in which they are sent: what has none first, so that a
// target that acts where it must not is seen before anything is executed on
// purpose.
var effects = [...]spec.Effect{spec.None, spec.IfBroken, spec.Executes}

// sendEffect sends what a plan has of an effect.
func (r *Run) sendEffect(effect spec.Effect) {
	workers := r.Plan.Options.Concurrency
	if r.careful(effect) {
		workers = 1 // one that must not be is seen before the next is sent
	}
	r.sendUnits(r.units(effect), workers)
	for _, c := range r.Plan.Cases {
		if c.fuzz != nil && c.Effect == effect && c.Skip == "" {
			r.sendFuzz(c)
		}
	}
}

// units groups the probes of an effect: those that name the same item go one
// after another, so that it is never executed twice; the others stand alone.
// Probes that no other item could serve go first: where a target executes what
// it must not, the case that asks for that very thing sees it.
func (r *Run) units(effect spec.Effect) [][]work {
	var chains chains
	for _, narrow := range []bool{true, false} {
		for _, w := range r.inTurn(effect, narrow) {
			chains.add(w)
		}
	}
	return chains.units
}

// inTurn lists probes so that situations take turns, and one that hangs does
// not hold up the rest. Within one, every case has its first probe sent before
// any has its second: an item that was executed is of no use to the next.
func (r *Run) inTurn(effect spec.Effect, narrow bool) []work {
	var order []string
	cases := map[string][]*Case{}
	for _, c := range r.Plan.Cases {
		if c.Effect != effect || c.Skip != "" || c.narrow != narrow {
			continue
		}
		if cases[c.Situation] == nil {
			order = append(order, c.Situation)
		}
		cases[c.Situation] = append(cases[c.Situation], c)
	}
	queues := make([][]work, len(order))
	for i, situation := range order {
		queues[i] = byIndex(cases[situation])
	}
	var all []work
	for round, more := 0, true; more; round++ {
		more = false
		for _, queue := range queues {
			if round < len(queue) {
				all, more = append(all, queue[round]), true
			}
		}
	}
	return all
}

// byIndex lists the first probes of all cases, then the second ones.
func byIndex(cases []*Case) []work {
	var all []work
	for i, more := 0, true; more; i++ {
		more = false
		for _, c := range cases {
			if i < len(c.Probes) {
				all, more = append(all, work{c, i}), true
			}
		}
	}
	return all
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

// sendUnits sends units by so many workers, each unit in its own order.
func (r *Run) sendUnits(units [][]work, most int) {
	queue := make(chan []work)
	var workers sync.WaitGroup
	for range min(most, len(units)) {
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
