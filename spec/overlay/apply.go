package overlay

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Apply applies the actions of an overlay in their order to the tree of a description, as
// strict.Parse returns it, and returns the changed tree, which may share nodes with the given one
// and with the overlay: an overlay is applied once. What the overlay names and the description,
// in of, does not have is a problem; so is an update that does not fit.
func (o *Overlay) Apply(root *yaml.Node, of string) (*yaml.Node, strict.Problems) {
	a := &applier{overlay: o, of: of}
	root, a.left = apart(root, maxAdded+o.size())
	a.tree = &selection{root: root}
	for _, one := range o.actions {
		if one.target.path != nil && !a.apply(one) {
			break
		}
	}
	a.problems.Sort()
	return a.tree.root, a.problems
}

// maxAdded is how many values one overlay adds at most, beside those that it has itself.
const maxAdded = 1_000_000

// errTooLarge is reported where an overlay makes a description too large.
var errTooLarge = fmt.Errorf("makes a document of more than %d values, or adds more than %d",
	strict.MaxValues, maxAdded)

// apart returns a tree in which each node has one place, and how many nodes may be added: what
// aliases share is copied, and most are added. A negative number: there are too many already.
func apart(root *yaml.Node, most int) (own *yaml.Node, left int) {
	left, shared := strict.MaxValues, false
	var count func(n *yaml.Node)
	count = func(n *yaml.Node) {
		left--
		shared = shared || n.Anchor != ""
		for _, child := range n.Content {
			count(child)
		}
	}
	count(root)
	if left = min(left, most); !shared || left < 0 {
		return root, left
	}
	return copyOf(root), left
}

// size is how many values the updates have.
func (o *Overlay) size() int {
	all := 0
	for _, one := range o.actions {
		if one.update != nil {
			nodes, _ := measure(one.update)
			all += nodes
		}
	}
	return all
}

func copyOf(n *yaml.Node) *yaml.Node {
	own := *n
	own.Anchor, own.Content = "", make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		own.Content[i] = copyOf(child)
	}
	return &own
}

// measure returns how many nodes a tree has, and how deep it is.
func measure(n *yaml.Node) (nodes, height int) {
	nodes = 1
	for _, child := range n.Content {
		more, below := measure(child)
		nodes, height = nodes+more, max(height, below)
	}
	return nodes, height + 1
}

// applier is an overlay that is being applied.
type applier struct {
	overlay  *Overlay
	of       string
	tree     *selection
	left     int // nodes that may be added
	problems strict.Problems
}

func (a *applier) problem(pos strict.Pos, path, message string) {
	a.suggest(pos, path, message, "")
}

func (a *applier) suggest(pos strict.Pos, path, message, near string) {
	a.problems = append(a.problems, strict.Problem{
		File: a.overlay.File, Pos: pos, Path: path, Message: message, Suggestion: near,
	})
}

// apply applies one action, and reports whether there is a reason to go on.
func (a *applier) apply(one action) bool {
	hits, ok := a.selected(one.target, one.at+".target")
	if !ok || len(hits) == 0 {
		return ok
	}
	from, at := one.update, one.at+".update"
	switch {
	case one.remove:
		a.remove(one, hits)
		return true
	case one.copy != nil:
		at = one.at + ".copy"
		sources, ok := a.selected(*one.copy, at)
		if !ok {
			return false
		}
		if len(sources) != 1 {
			if len(sources) > 1 {
				a.problem(one.copy.pos, at, fmt.Sprintf("%s selects %d places, and one is copied",
					shown(one.copy.text), len(sources)))
			}
			return true
		}
		from = copyOf(sources[0].node) // it may be inside of what changes
	case from == nil:
		return true
	}
	defer a.tree.changed()
	nodes, height := measure(from)
	for i, h := range hits {
		added := from
		if i+1 < len(hits) {
			added = copyOf(from)
		}
		a.left -= nodes
		if err := a.bounds(h.depth + height); err != nil {
			a.problem(one.target.pos, one.at, err.Error())
			return false
		}
		if h.node.Kind == yaml.SequenceNode && from.Kind != yaml.SequenceNode {
			h.node.Content = append(h.node.Content, added)
		} else if !a.merge(h.node, added, at) {
			break
		}
	}
	return true
}

// bounds returns why an overlay goes no further, with what is that deep; nil: it may.
func (a *applier) bounds(depth int) error {
	switch {
	case a.left < 0:
		return errTooLarge
	case depth > strict.MaxDepth:
		return fmt.Errorf("makes a document of more than %d levels", strict.MaxDepth)
	}
	return a.tree.charge(0)
}

// selected returns what a query selects. One that names a single place that is not there is a
// problem; one that searches may find nothing.
func (a *applier) selected(q query, at string) (hits []hit, ok bool) {
	if q.path == nil {
		return nil, true
	}
	hits, err := a.tree.all(q.path)
	if err != nil {
		a.problem(q.pos, at, fmt.Sprintf("%s %s", shown(q.text), err))
		return nil, false
	}
	if len(hits) == 0 && q.path.Singular() != nil {
		what, near := a.lacking(q)
		a.suggest(q.pos, at, fmt.Sprintf("%s leads to nothing in %s: %s", shown(q.text), a.of,
			what), near)
	}
	return hits, true
}

// remove takes nodes out of what they are in.
func (a *applier) remove(one action, hits []hit) {
	gone, parents := map[*yaml.Node]bool{}, map[*yaml.Node]bool{}
	for _, h := range hits {
		if h.parent == nil {
			a.problem(one.target.pos, one.at, "removes the whole document")
			return
		}
		gone[h.node], parents[h.parent] = true, true
	}
	for parent := range parents {
		if parent.Kind == yaml.SequenceNode {
			parent.Content = slices.DeleteFunc(parent.Content,
				func(n *yaml.Node) bool { return gone[n] })
			continue
		}
		kept := parent.Content[:0]
		for i := 0; i+1 < len(parent.Content); i += 2 {
			if !gone[parent.Content[i+1]] {
				kept = append(kept, parent.Content[i], parent.Content[i+1])
			}
		}
		parent.Content = kept
	}
	a.tree.changed()
}

// merge merges a value, which becomes a part of the tree, into a node, and reports whether they
// fit: members of objects by name,
// items of arrays after those that are there; a simple value is replaced.
func (a *applier) merge(into, from *yaml.Node, at string) bool {
	switch {
	case into.Kind == yaml.MappingNode && from.Kind == yaml.MappingNode:
		return a.mergeMembers(into, from, at)
	case into.Kind == yaml.SequenceNode && from.Kind == yaml.SequenceNode:
		into.Content = append(into.Content, from.Content...)
	case into.Kind == yaml.ScalarNode:
		*into = *from
	default:
		a.problem(strict.PosOf(from), at, fmt.Sprintf("is %s, and %s has %s there: remove that "+
			"first, or write the same", kindOf(from), a.of, kindOf(into)))
		return false
	}
	return true
}

func (a *applier) mergeMembers(into, from *yaml.Node, at string) bool {
	a.tree.work += float64(len(into.Content) + len(from.Content))
	places := make(map[string]*yaml.Node, len(into.Content)/2)
	for i := 0; i+1 < len(into.Content); i += 2 {
		places[into.Content[i].Value] = into.Content[i+1]
	}
	for i := 0; i+1 < len(from.Content); i += 2 {
		key, value := from.Content[i], from.Content[i+1]
		if place := places[key.Value]; place != nil {
			if !a.merge(place, value, at+"."+key.Value) {
				return false
			}
			continue
		}
		into.Content = append(into.Content, key, value)
	}
	return true
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "an object"
	case n.Kind == yaml.SequenceNode:
		return "an array"
	case n.Tag == "!!null":
		return "empty"
	}
	return "a simple value"
}
