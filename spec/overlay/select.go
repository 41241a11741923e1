package overlay

import (
	"errors"
	"math"
	"strings"

	"github.com/theory/jsonpath/spec"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
)

// errTooMuchWork is returned for queries that take more than maxWork steps.
var errTooMuchWork = errors.New("takes too much work on this document: write a more exact path, " +
	"or fewer actions")

// maxWork bounds the queries of one overlay, in nodes that are looked at. The largest public
// descriptions have a million nodes.
const maxWork = 30_000_000

// hit is a node that a query selects.
type hit struct {
	node, parent *yaml.Node
	depth        int
}

// selection evaluates the queries of one overlay on a tree, in which each node has one place.
type selection struct {
	root *yaml.Node
	work float64
	// values and sizes are of the tree as it is now, for filters; nil: they are not known.
	values map[*yaml.Node]any
	sizes  map[*yaml.Node]int
	height int
}

// changed forgets what was known of the tree.
func (s *selection) changed() { s.values, s.sizes = nil, nil }

func (s *selection) charge(steps float64) error {
	if s.work += steps; s.work > maxWork {
		return errTooMuchWork
	}
	return nil
}

// all returns what a query selects, each node once.
func (s *selection) all(q *spec.PathQuery) ([]hit, error) {
	hits := []hit{{node: s.root, depth: 1}}
	for _, segment := range q.Segments() {
		one := &segmentAt{selection: s, segment: segment}
		if len(hits) > 1 && segment.IsDescendant() {
			one.been = map[*yaml.Node]bool{}
		}
		if len(segment.Selectors()) > 1 {
			one.taken = map[*yaml.Node]bool{}
		}
		for _, h := range hits {
			if err := one.from(h); err != nil {
				return nil, err
			}
		}
		hits = one.hits
	}
	return hits, nil
}

// segmentAt is one segment of a query.
type segmentAt struct {
	*selection
	segment *spec.Segment
	hits    []hit
	// taken are hits already, been were looked at; nil: no node is reached in two ways.
	taken, been map[*yaml.Node]bool
}

// from selects below one node.
func (a *segmentAt) from(h hit) error {
	if a.been != nil {
		if a.been[h.node] {
			return nil
		}
		a.been[h.node] = true
	}
	for _, selector := range a.segment.Selectors() {
		if err := a.by(selector, h); err != nil {
			return err
		}
	}
	if !a.segment.IsDescendant() {
		return nil
	}
	for child := range children(h) {
		if err := a.from(child); err != nil {
			return err
		}
	}
	return nil
}

// children yields the values of an object, or the items of an array.
func children(h hit) func(func(hit) bool) {
	return func(yield func(hit) bool) {
		step, from := 1, 0
		switch h.node.Kind {
		case yaml.MappingNode:
			step, from = 2, 1
		case yaml.SequenceNode:
		default:
			return
		}
		for i := from; i < len(h.node.Content); i += step {
			if !yield(hit{h.node.Content[i], h.node, h.depth + 1}) {
				return
			}
		}
	}
}

func (a *segmentAt) take(h hit) {
	if a.taken != nil {
		if a.taken[h.node] {
			return
		}
		a.taken[h.node] = true
	}
	a.hits = append(a.hits, h)
}

// by selects the children of a node by one selector.
func (a *segmentAt) by(selector spec.Selector, h hit) error {
	if err := a.charge(1 + float64(len(h.node.Content))/8); err != nil {
		return err
	}
	switch selector := selector.(type) {
	case spec.Name:
		if child := valueOf(h.node, string(selector)); child != nil {
			a.take(hit{child, h.node, h.depth + 1})
		}
	case spec.Index:
		a.item(h, int(selector))
	case spec.SliceSelector:
		if h.node.Kind == yaml.SequenceNode {
			lower, upper := selector.Bounds(len(h.node.Content))
			a.slice(h, lower, upper, selector.Step())
		}
	case *spec.FilterSelector:
		return a.filter(selector, h)
	default: // every child
		for child := range children(h) {
			a.take(child)
		}
	}
	return nil
}

// item selects one item of an array; a negative index counts from its end.
func (a *segmentAt) item(h hit, index int) {
	if index < 0 {
		index += len(h.node.Content)
	}
	if h.node.Kind == yaml.SequenceNode && index >= 0 && index < len(h.node.Content) {
		a.slice(h, index, index+1, 1)
	}
}

func (a *segmentAt) slice(h hit, lower, upper, step int) {
	switch {
	case step > 0:
		for i := lower; i < upper; i += step {
			a.take(hit{h.node.Content[i], h.node, h.depth + 1})
		}
	case step < 0:
		for i := upper; i > lower; i += step {
			a.take(hit{h.node.Content[i], h.node, h.depth + 1})
		}
	}
}

// valueOf returns the value of a key; nil: there is none.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// filter selects the children for which an expression holds.
func (a *segmentAt) filter(f *spec.FilterSelector, h hit) error {
	if a.values == nil {
		a.values, a.sizes, a.height = map[*yaml.Node]any{}, map[*yaml.Node]int{}, 1
		a.value(a.root, 1)
		if err := a.charge(2 * float64(len(a.values))); err != nil {
			return err
		}
	}
	price := priceOf(f.String())
	for child := range children(h) {
		if err := a.charge(price.of(a.sizes[child.node], a.sizes[a.root], a.height)); err != nil {
			return err
		}
		if f.Eval(a.values[child.node], a.values[a.root]) {
			a.take(child)
		}
	}
	return nil
}

// value notes what a node and all below it are as decoded JSON, and how many there are.
func (s *selection) value(n *yaml.Node, depth int) any {
	s.height = max(s.height, depth)
	size := 1
	var made any
	switch n.Kind {
	case yaml.MappingNode:
		members := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			members[n.Content[i].Value] = s.value(n.Content[i+1], depth+1)
			size += s.sizes[n.Content[i+1]]
		}
		made = members
	case yaml.SequenceNode:
		items := make([]any, len(n.Content))
		for i, item := range n.Content {
			items[i] = s.value(item, depth+1)
			size += s.sizes[item]
		}
		made = items
	default:
		made = openapi.ValueOf(n)
	}
	s.values[n], s.sizes[n] = made, size
	return made
}

// price bounds what the evaluation of a filter expression takes, by what its text has: the
// library looks at a node as often as ways lead to it.
type price struct {
	wide, absolute bool
	// deep is how many segments look at all descendants, nested how many filters are inside.
	deep, nested float64
	factor       float64
}

func priceOf(text string) price {
	bare := withoutStrings(strings.TrimPrefix(text, "?"))
	p := price{
		absolute: strings.Contains(bare, "$"),
		wide:     strings.ContainsAny(bare, "*?:") || strings.Contains(bare, ".."),
		deep:     float64(strings.Count(bare, "..")),
		nested:   float64(strings.Count(bare, "?")),
		factor:   math.Pow(2, float64(strings.Count(bare, ","))),
	}
	patterns := strings.Count(bare, "match(") + strings.Count(bare, "search(")
	switch { // a pattern is compiled each time
	case patterns == 0:
	case patterns > strings.Count(bare, ", )"): // it is taken from the document
		p.factor *= 10_000
	case strings.Contains(text, "{"): // it may repeat something
		p.factor *= 100 * float64(len(text))
	default:
		p.factor *= 1 + float64(len(text))/4
	}
	return p
}

// of is the price at a value with so many nodes, in a tree of such a size and height.
func (p price) of(size, all, height int) float64 {
	const step = 10 // of the library, in those of this package
	switch {
	case !p.wide:
		return p.factor
	case p.absolute:
		once := float64(all) * math.Pow(float64(height), p.deep)
		return step * p.factor * math.Pow(once, p.nested+1)
	}
	ways := math.Pow(float64(height), max(0, p.deep+p.nested-1))
	return step * p.factor * float64(size) * ways
}

// withoutStrings returns an expression without its literals and quoted names.
func withoutStrings(text string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case !quoted:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
