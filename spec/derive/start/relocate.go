package start

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
)

// relocate takes the cases of an operation to where the description has it now: its path was
// renamed, or its path item became a reference. What a person added to its action goes with it.
func (m *merging) relocate(root *yaml.Node) {
	var from []*yaml.Node
	going := map[*yaml.Node][]entry{}
	for _, e := range m.made {
		old, there := m.old[e.key]
		if !there || !e.isCase() || !stale(old, e, root) {
			continue
		}
		if going[old.action] == nil {
			from = append(from, old.action)
		}
		going[old.action] = append(going[old.action], e)
		m.moved[e.key] = true
	}
	staying := m.targets(going)
	for _, action := range from {
		if m.retarget(action, going[action], staying) {
			continue
		}
		m.left = append(m.left, action)
		for _, e := range going[action] {
			old := m.old[e.key]
			old.remove()
			in := m.into(e)
			in.Content = append(in.Content, old.node)
		}
	}
	m.index()
}

// stale reports whether an entry of an earlier start is no longer where the description has it.
func stale(old, now entry, root *yaml.Node) bool {
	target, below, ok := old.place()
	goal, under, known := now.place()
	if !ok || !known {
		return false
	}
	_, found := strict.Find(root, target...)
	return !found || !slices.Equal(slices.Concat(target, below), slices.Concat(goal, under))
}

// place is the target of the action of an entry, and the keys that lead from there to the entry;
// false: the target is not one place.
func (e entry) place() (target, below []string, ok bool) {
	at := valueAt(e.action, "target")
	if at == nil {
		return nil, nil, false
	}
	target, ok = overlay.Steps(at.Value)
	below = pathOf(valueAt(e.action, "update"), e.in)
	return target, below, ok && below != nil
}

// targets returns the targets of the actions but for some.
func (m *merging) targets(but map[*yaml.Node][]entry) [][]string {
	known := map[*yaml.Node][]string{}
	for _, old := range m.old {
		if but[old.action] != nil || known[old.action] != nil {
			continue
		}
		if at, _, ok := old.place(); ok {
			known[old.action] = at
		}
	}
	return slices.Collect(maps.Values(known))
}

// retarget gives an action the target that all its cases have now, where it has no others and no
// action that stays where it is has that target.
func (m *merging) retarget(action *yaml.Node, going []entry, staying [][]string) bool {
	goal, to, _ := going[0].place()
	_, below, _ := m.old[going[0].key].place()
	for _, e := range going {
		if at, _, _ := e.place(); !slices.Equal(at, goal) {
			return false
		}
	}
	for key, old := range m.old {
		if here := old.action == action; here && !m.moved[key] && m.isMade(key) {
			return false
		}
	}
	if slices.ContainsFunc(staying, func(at []string) bool { return slices.Equal(at, goal) }) {
		return false
	}
	wraps := len(to) - len(below)
	if wraps < 0 || !slices.Equal(to[wraps:], below) {
		return false
	}
	update := valueAt(action, "update")
	for _, step := range slices.Backward(to[:wraps]) {
		update = mapping(step, update)
	}
	setKey(action, "update", update)
	setKey(action, "target", text(valueAt(going[0].action, "target").Value))
	return true
}

func (m *merging) isMade(key string) bool {
	return slices.ContainsFunc(m.made, func(e entry) bool { return e.key == key })
}
