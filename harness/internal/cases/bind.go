package cases

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
)

// ranks are the ranks of cases, in the order in which they get resources.
var ranks = [...]spec.Level{spec.Must, spec.Should, spec.May}

// allotment gives resources to instances. One is executed by one instance of a run
// at most; instances that would execute it on a broken target alone get resources of
// their own as far as there are any. Cases of a higher rank come first, and what they
// execute is not given to others.
type allotment struct {
	o        *Options
	executes map[string]spec.Level // the rank of the case that executes a resource
	uses     map[string]int        // how often other instances name a resource
	own      map[string]int        // how often those of a case do, by case and resource
}

func itemKey(i fixtures.Resource) string { return i.Kind + "/" + strings.ToLower(i.ID) }

// bind makes the instances of every case. It looks at all cases, selected or not, so that a case
// names the same resources however a run is narrowed.
func bind(o *Options, all []*builder) error {
	a := &allotment{
		o: o, executes: map[string]spec.Level{}, uses: map[string]int{}, own: map[string]int{},
	}
	for _, d := range all {
		if err := d.classify(o); err != nil {
			return fmt.Errorf("case %s: %w", d.ID, err)
		}
		d.Skip = d.why(o)
		d.barred = d.Skip != ""
	}
	for _, pass := range []func(*builder){
		a.firstExecution, a.moreExecutions, a.narrow, a.others, a.moreOthers,
	} {
		for _, rank := range ranks {
			for _, d := range all {
				if d.Skip == "" && d.Rank == rank {
					pass(d)
				}
			}
		}
	}
	v := &variation{o: o, sent: map[string]int{}, presented: map[string]int{}}
	for _, d := range all {
		if d.Skip != "" {
			continue
		}
		a.pin(d)
		for i := range d.bindings {
			d.bindings[i].variant = v.next(d.Case)
			d.bindings[i].turn = v.turn(d)
		}
		if err := d.build(o); err != nil {
			return fmt.Errorf("case %s: %w", d.ID, err)
		}
		d.settleEffect()
	}
	return nil
}

// classify settles the effect of a case that has none by the contract, before
// resources are given out: that of its requests, which do not depend on them. One
// that names a resource, by a method that is not safe, has an effect.
func (d *builder) classify(o *Options) error {
	if d.Effect != spec.None || d.Fuzz != nil || d.allSafe() {
		return nil
	}
	if len(d.roles()) > 0 {
		d.Effect = spec.IfBroken
		return nil
	}
	trial := *d
	one := *d.Case
	trial.Case, trial.bindings = &one, nil
	for i, member := range d.members { // a repetition has the same effect
		trial.bindings = append(trial.bindings, binding{member: member, index: i})
	}
	if err := trial.build(o); err != nil {
		return err
	}
	trial.settleEffect()
	d.Effect = trial.Effect
	return nil
}

// why says why nothing of a case may be sent to this target.
func (d *builder) why(o *Options) string {
	switch {
	case d.Effect != spec.None && o.Target.NoEffects != "":
		return o.Target.NoEffects
	case d.inputs != nil && d.Effect != spec.None && len(d.roles()) > 0:
		return "it acts on resources of the fixtures, each of which is acted on once a run"
	case len(d.roles()) > 0 && o.Fixtures.Embedded && o.Target.NoEffects != "":
		return "toeline's own ids name nothing on a target that is not on loopback: give " +
			"fixtures of its items"
	}
	return d.lacksCredentials(o)
}

func (a *allotment) firstExecution(d *builder) {
	if d.Effect != spec.Executes {
		return
	}
	if items, ok := a.fresh(d); ok {
		d.bindings = append(d.bindings, binding{member: d.members[0], resources: items})
	} else {
		d.Skip = a.lacking(d)
	}
}

// moreExecutions repeats a case on further resources, and leaves one for the cases that execute
// nothing on a target that conforms.
func (a *allotment) moreExecutions(d *builder) {
	if d.Effect != spec.Executes {
		return
	}
	for len(d.bindings) < d.repeats()*len(d.members) {
		if !a.spare(d) {
			return
		}
		items, ok := a.fresh(d)
		if !ok {
			return
		}
		n := len(d.bindings)
		d.bindings = append(d.bindings,
			binding{member: d.members[n%len(d.members)], resources: items, index: n})
	}
}

// spare reports whether every role of a case has a resource left beyond those that its next
// instance takes.
func (a *allotment) spare(d *builder) bool {
	items, ok := a.pick(d)
	for _, v := range d.roles() {
		ok = ok && slices.ContainsFunc(a.candidates(d, v), func(i fixtures.Resource) bool {
			return a.executes[itemKey(i)] == "" && !holds(items, i)
		})
	}
	return ok
}

// fresh takes resources that no instance executes.
func (a *allotment) fresh(d *builder) (map[string]fixtures.Resource, bool) {
	items, ok := a.pick(d)
	if !ok {
		return nil, false
	}
	for _, item := range items {
		a.executes[itemKey(item)] = d.Rank
	}
	return items, true
}

// pick looks for resources that no instance executes: a request that names several
// names different ones.
func (a *allotment) pick(d *builder) (map[string]fixtures.Resource, bool) {
	items := map[string]fixtures.Resource{}
	for _, v := range d.roles() {
		all := a.candidates(d, v)
		i := slices.IndexFunc(all, func(i fixtures.Resource) bool {
			return a.executes[itemKey(i)] == "" && !holds(items, i)
		})
		if i < 0 {
			return nil, false
		}
		items[d.resourceKey(v)] = all[i]
	}
	return items, true
}

func holds(items map[string]fixtures.Resource, one fixtures.Resource) bool {
	for _, item := range items {
		if itemKey(item) == itemKey(one) {
			return true
		}
	}
	return false
}

// narrow spreads the cases whose items a property chooses over all of those.
func (a *allotment) narrow(d *builder) {
	if d.Narrow {
		a.use(d, 0, d.repeats()*len(d.members))
	}
}

// others assigns the remaining resources: one to the first instance of every case before any
// gets a second, so that on a target that executes what it must not, each case still finds an
// untouched resource.
func (a *allotment) others(d *builder) {
	if !d.Narrow {
		a.use(d, 0, len(d.members))
	}
}

func (a *allotment) moreOthers(d *builder) {
	if !d.Narrow {
		a.use(d, len(d.members), d.repeats()*len(d.members))
	}
}

// use makes the slots of a case from one index up to another.
func (a *allotment) use(d *builder, from, to int) {
	if d.Effect == spec.Executes {
		return
	}
	for i := from; i < to; i++ {
		items := map[string]fixtures.Resource{}
		for _, v := range d.roles() {
			item, ok := a.least(d, v, items)
			if !ok {
				d.Skip = a.lacking(d)
				return
			}
			items[d.resourceKey(v)] = item
			a.uses[itemKey(item)]++
			a.own[d.ID+" "+itemKey(item)]++
		}
		d.bindings = append(d.bindings,
			binding{member: d.members[i%len(d.members)], resources: items, index: i})
	}
}

// least returns the resource that other cases name least, and of those the one that the
// case names least itself: a case that is sent again leaves theirs to others. It is not
// named by the same request yet, and no case of a higher rank executes it.
func (a *allotment) least(
	d *builder, v spec.Value, taken map[string]fixtures.Resource,
) (fixtures.Resource, bool) {
	var best fixtures.Resource
	lowest := -1
	for _, item := range a.candidates(d, v) {
		if holds(taken, item) {
			continue
		}
		own := a.own[d.ID+" "+itemKey(item)]
		cost := (a.uses[itemKey(item)]-own)<<8 + own
		switch by := a.executes[itemKey(item)]; {
		case by != "" && !d.Rank.AtLeast(by) && d.Effect != spec.None:
			continue
		case by != "":
			cost += 1 << 30
		}
		if lowest < 0 || cost < lowest {
			best, lowest = item, cost
		}
	}
	return best, lowest >= 0
}

func (a *allotment) candidates(d *builder, v spec.Value) []fixtures.Resource {
	kind, _ := a.o.Contract.Kind(v.Kind)
	if held := a.o.Fixtures.Resources(kind.Name); kind.Example != "" && len(held) == 0 &&
		d.Effect == spec.None && d.allSafe() && kind.Plays(v.Role, nil) && d.property == "" {
		return []fixtures.Resource{{Kind: kind.Name, ID: kind.Example}}
	}
	var all []fixtures.Resource
	for _, item := range a.o.Fixtures.Resources(kind.Name) {
		if kind.Plays(v.Role, item.Properties) && d.hasProperties(v, item) &&
			(d.property == "" || item.Properties[d.property] == d.wanted) {
			all = append(all, item)
		}
	}
	return all
}

// lacking says which item the fixtures do not have.
func (a *allotment) lacking(d *builder) string {
	for _, v := range d.roles() {
		kind, _ := a.o.Contract.Kind(v.Kind)
		left := len(a.candidates(d, v))
		what := fmt.Sprintf("%s %s", v.Role, v.Kind)
		if d.property != "" {
			what = fmt.Sprintf("%s with %s %s", v.Kind, d.property, d.wanted)
		}
		if left == 0 {
			return fmt.Sprintf("the fixtures hold no %s; add one under %s", what, kind.Name)
		}
		if wanted := d.timesNamed(v); left < wanted {
			return fmt.Sprintf("one request names %d items that are %s, and the fixtures hold "+
				"%d; add more under %s", wanted, what, left, kind.Name)
		}
	}
	return "the fixtures hold no more items of this kind, and each is executed at most once a " +
		"run, " +
		"first by the cases of the highest level"
}

// pin gives the bindings of a case the resources that a recorded run named: a
// contract with a case more would choose others.
func (a *allotment) pin(d *builder) {
	if a.o.Pinned == nil {
		return
	}
	for i := range d.bindings {
		ids := a.o.Pinned(d.ID, d.bindings[i].index)
		items := map[string]fixtures.Resource{}
		for _, v := range d.roles() {
			for _, item := range a.candidates(d, v) {
				if item.ID == ids[d.resourceKey(v)] {
					items[d.resourceKey(v)] = item
				}
			}
		}
		if len(items) == len(d.bindings[i].resources) {
			d.bindings[i].resources = items
		}
	}
}
