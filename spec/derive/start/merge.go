package start

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
)

// Changes is what became of the entries of an earlier start: requirements, cases, rules, kinds of
// resources and schemas, by their names as "case getThing.documented".
type Changes struct {
	// Added are new, Updated what the description says otherwise now, Removed what it no longer
	// has.
	Added, Updated, Removed []string
	// Kept were edited, and the description now says otherwise, or has them no longer.
	Kept []string
}

// merging is an earlier start that takes what is new.
type merging struct {
	earlier
	made    []entry
	old     map[string]entry
	places  map[*yaml.Node]*yaml.Node // what entries are added to, by what they are in
	moved   map[string]bool           // by key: what is elsewhere in the description now
	left    []*yaml.Node              // actions of which something was moved away
	changes Changes
}

// merge takes what is new in a start over into an earlier one, of the description in root. What was
// edited is kept, and what was removed by hand stays away.
func merge(before earlier, made, root *yaml.Node) (*yaml.Node, Changes) {
	m := &merging{
		earlier: before, made: entriesOf(made), places: map[*yaml.Node]*yaml.Node{},
		moved: map[string]bool{},
	}
	m.index()
	m.relocate(root)
	for _, e := range m.made {
		m.take(e)
	}
	m.drop()
	m.needed()
	m.tidy()
	m.versioned(made)
	keepAliased(m.tree)
	return m.tree, m.changes
}

// index notes the entries of the earlier start.
func (m *merging) index() {
	m.old = map[string]entry{}
	for _, e := range entriesOf(m.tree) {
		m.old[e.key] = e
	}
}

// take takes one entry over.
func (m *merging) take(e entry) {
	old, there := m.old[e.key]
	written, known := m.record.Written[e.key]
	now := e.digest()
	switch {
	case there && (old.digest() == now || m.moved[e.key] && written == now):
		if m.moved[e.key] {
			m.changes.Updated = append(m.changes.Updated, e.key)
		}
	case there && known && old.digest() == written:
		old.replace(e.node)
		m.changes.Updated = append(m.changes.Updated, e.key)
	case there:
		if known && written != now {
			m.changes.Kept = append(m.changes.Kept, e.key)
		}
	case !known:
		m.insert(e)
	}
}

// insert adds an entry where those of its kind are.
func (m *merging) insert(e entry) {
	m.changes.Added = append(m.changes.Added, e.key)
	in := m.into(e)
	if e.name != nil {
		in.Content = append(in.Content, e.name)
	}
	in.Content = append(in.Content, e.node)
}

// into returns what an entry is added to, and makes it where it is missing.
func (m *merging) into(e entry) *yaml.Node {
	if m.places[e.in] == nil {
		m.places[e.in] = m.makePlace(e)
	}
	return m.places[e.in]
}

func (m *merging) makePlace(e entry) *yaml.Node {
	path := pathOf(valueAt(e.action, "update"), e.in)
	actions, target := valueAt(m.tree, "actions"), valueAt(e.action, "target").Value
	for _, action := range actions.Content {
		if at := valueAt(action, "target"); at == nil || at.Value != target {
			continue
		}
		update := valueAt(action, "update")
		if in := valueAt(update, path...); update != nil && in != nil && in.Kind == e.in.Kind {
			return in
		}
		// The action of the same target has a part of what is around.
		if around := valueAt(update, path[:len(path)-1]...); update != nil && around != nil &&
			around.Kind == yaml.MappingNode && valueAt(around, path[len(path)-1]) == nil {
			in := &yaml.Node{Kind: e.in.Kind, Tag: e.in.Tag}
			setKey(around, path[len(path)-1], in)
			return in
		}
	}
	in := &yaml.Node{Kind: e.in.Kind, Tag: e.in.Tag}
	around := in
	for _, step := range slices.Backward(path) {
		around = mapping(step, around)
	}
	actions.Content = append(actions.Content, action(target, around))
	return in
}

// pathOf returns the keys that lead from an object to a part of it.
func pathOf(from, to *yaml.Node) []string {
	for i := 0; from.Kind == yaml.MappingNode && i+1 < len(from.Content); i += 2 {
		key, value := from.Content[i].Value, from.Content[i+1]
		if value == to {
			return []string{key}
		}
		if below := pathOf(value, to); below != nil {
			return append([]string{key}, below...)
		}
	}
	return nil
}

// drop removes what the description no longer has, and what was not edited and is not needed.
func (m *merging) drop() {
	still := map[string]bool{}
	for _, e := range m.made {
		still[e.key] = true
	}
	for _, last := range []bool{false, true} { // cases first: they name the others
		mentioned := mentions(m.tree)
		for _, e := range entriesOf(m.tree) {
			written, known := m.record.Written[e.key]
			if !known || still[e.key] || e.isCase() == last {
				continue
			}
			switch {
			case e.digest() != written:
				m.changes.Kept = append(m.changes.Kept, e.key)
			case !last || !mentioned[e.mark()]:
				e.remove()
				m.changes.Removed = append(m.changes.Removed, e.key)
			}
		}
	}
}

// mentions returns the marks of all that cases and rules name.
func mentions(tree *yaml.Node) map[string]bool {
	all := map[string]bool{}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			all[n.Value] = true
			for _, found := range roleMark.FindAllString(n.Value, -1) {
				all[found] = true
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	for _, e := range entriesOf(tree) {
		if e.isCase() || e.kind == rules {
			walk(plainOf(e.node))
		}
	}
	delete(all, "") // the mark of what nothing names
	return all
}

// roleMark matches the role of a kind of resources where a value names one of them.
var roleMark = regexp.MustCompile(`[^\s./{}"'$,(]+\.`)

// needed adds what new cases name, also where it was removed by hand.
func (m *merging) needed() {
	if len(m.changes.Added)+len(m.changes.Updated) == 0 {
		return
	}
	there := map[string]bool{}
	for _, e := range entriesOf(m.tree) {
		there[e.key] = true
	}
	mentioned := mentions(m.tree)
	for _, e := range m.made {
		if !there[e.key] && mentioned[e.mark()] {
			m.insert(e)
		}
	}
}

// tidy removes the actions of which nothing is left.
func (m *merging) tidy() {
	actions := valueAt(m.tree, "actions")
	emptied := map[string]bool{}
	for _, key := range m.changes.Removed {
		emptied[key] = true
	}
	left := m.left
	for _, e := range m.old {
		if emptied[e.key] && len(e.in.Content) == 0 {
			left = append(left, e.action)
		}
	}
	actions.Content = slices.DeleteFunc(actions.Content, func(n *yaml.Node) bool {
		return slices.Contains(left, n) && empty(valueAt(n, "update"))
	})
}

// versioned gives an overlay that had no conformance the version of what was added to it.
func (m *merging) versioned(made *yaml.Node) {
	var first *yaml.Node
	for _, action := range valueAt(m.tree, "actions").Content {
		at := valueAt(action, "update", spec.Extension)
		if target := valueAt(action, "target"); at == nil || target == nil || target.Value != "$" {
			continue
		}
		if valueAt(at, "version") != nil {
			return
		}
		if first == nil {
			first = at
		}
	}
	if first == nil || first.Kind != yaml.MappingNode {
		return
	}
	for _, action := range valueAt(made, "actions").Content {
		if version := valueAt(action, "update", spec.Extension, "version"); version != nil {
			setKey(first, "version", version, "fixtures", "requirements", "rules")
			return
		}
	}
}

// empty reports whether a value says nothing but what has no entry any more.
func empty(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return false
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		known := slices.Contains([]string{
			spec.Extension, "cases", "fuzz", "requirements", "fixtures", "components", "schemas",
			"get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
		}, n.Content[i].Value)
		if !known || !empty(n.Content[i+1]) {
			return false
		}
	}
	return n.Kind == yaml.MappingNode || len(n.Content) == 0
}
