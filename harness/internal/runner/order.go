package runner

import (
	"cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/chain"
	"example.com/toeline/spec"
)

// work is a request to be sent: a step of an instance of a case. Where only the
// instance counts, the step is its first.
type work struct {
	c              *cases.Case
	instance, step int
	turn           int          // how often the step was sent before
	chain          *chain.State // of a case whose requests depend on each other; nil: of another
}

// index is the place of the outcome among those of the case.
func (w work) index() int { return w.instance*len(w.c.Steps) + w.step }

// template is the step as the contract has it.
func (w work) template() *cases.Step { return w.c.Steps[w.step] }

// request is the request as it is planned; that of an input is one of the case that it is like.
func (w work) request() *cases.Request {
	if w.c.Fuzz != nil {
		plan, _ := w.c.Fuzz.Plan()
		return &plan.Instances[0].Requests[w.step]
	}
	return &w.c.Instances[w.instance].Requests[w.step]
}

// phase is a part of a run: what has the effect, of cases of the rank.
type phase struct {
	effect spec.Effect
	rank   spec.Level // empty: any
}

// phases are in the order in which they are sent: what has no effect first, so that a
// target that acts where it must not is seen before anything is executed on purpose.
// With an effect, cases of a higher rank come first: what a target does wrong in a
// case that does not gate takes nothing from one that does.
var phases = [...]phase{
	{spec.None, ""},
	{spec.IfBroken, spec.Must},
	{spec.Executes, spec.Must},
	{spec.IfBroken, spec.Should},
	{spec.Executes, spec.Should},
	{spec.IfBroken, spec.May},
	{spec.Executes, spec.May},
}

// has reports whether a case is sent in the phase.
func (p phase) has(c *cases.Case) bool {
	return c.Skip == "" && c.Effect == p.effect &&
		(p.rank == "" || cmp.Or(c.Rank, spec.May) == p.rank)
}

// units groups the requests of a phase: those that name the same resource go one
// after another, so that it is never executed twice; the others are by themselves.
// Requests that no other resource could serve go first: where a target executes what
// it must not, the case that asks for that very thing sees it.
func units(all []*cases.Case, p phase) [][]work {
	var chains chains
	for _, narrow := range []bool{true, false} {
		for _, w := range inTurn(all, p, narrow) {
			chains.add(w)
		}
	}
	return chains.units
}

// inTurn lists requests so that situations take turns, and one that hangs does
// not hold up the rest. Within one, every case has its first request sent before
// any has its second: an item that was executed is of no use to the next.
func inTurn(all []*cases.Case, p phase, narrow bool) []work {
	var order []string
	bySituation := map[string][]*cases.Case{}
	for _, c := range all {
		if !p.has(c) || c.Narrow != narrow {
			continue
		}
		if bySituation[c.Situation] == nil {
			order = append(order, c.Situation)
		}
		bySituation[c.Situation] = append(bySituation[c.Situation], c)
	}
	queues := make([][]work, len(order))
	for i, situation := range order {
		queues[i] = byIndex(bySituation[situation])
	}
	var turns []work
	for round, more := 0, true; more; round++ {
		more = false
		for _, queue := range queues {
			if round < len(queue) {
				turns, more = append(turns, queue[round]), true
			}
		}
	}
	return turns
}

// byIndex lists the first requests of all cases, then the second ones.
func byIndex(list []*cases.Case) []work {
	var all []work
	for i, more := 0, true; more; i++ {
		more = false
		for _, c := range list {
			if i < len(c.Instances) {
				all, more = append(all, work{c: c, instance: i}), true
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

// add puts a request behind those that name one of its items.
func (ch *chains) add(w work) {
	at := len(ch.units)
	items := resources(&w.c.Instances[w.instance])
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

// resources lists those that the requests of an instance name.
func resources(i *cases.Instance) []string {
	var all []string
	for j := range i.Requests {
		all = append(all, i.Requests[j].Resources...)
	}
	return all
}
