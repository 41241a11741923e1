package compare

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
)

// Effect is what a difference means for who conforms to the newer description.
type Effect string

// The effects of a difference.
const (
	// Less: it demands less of a server, which may refuse or answer what it might not before.
	Less Effect = "less"
	// Laxer: requests that had to be refused need not be.
	Laxer Effect = "laxer"
	// Other: it demands as much as before, or more.
	Other Effect = "other"
)

// Difference is one difference between two descriptions.
type Difference struct {
	// Of is what has it: METHOD PATH and a part of the operation, or a schema.
	Of string
	// At is the JSON pointer to it in the newer description; in the older one where Gone.
	At   string
	Gone bool
	// Text says in one line what differs.
	Text   string
	Effect Effect
}

// The bounds of a comparison: how many pairs of schemas are compared, how deep, how many
// differences are listed, and how long a value in a text is, in characters.
const (
	maxPairs = 50_000
	maxDepth = 60
	maxFound = 200
	maxShown = 80
)

// side is one of two descriptions, with what was made of it.
type side struct {
	root     any
	patterns map[string]*regexp.Regexp // nil: one that Go does not read
	enums    map[string]*enum          // by pointer
}

func newSide(root any) *side {
	return &side{root: root, patterns: map[string]*regexp.Regexp{}, enums: map[string]*enum{}}
}

// node is a place in a description.
type node struct {
	side  *side
	at    string // JSON pointer
	value any
	// cut names the members that were taken out of the value.
	cut string
}

// member returns a member of an object.
func (n node) member(name string) (node, bool) {
	object, _ := n.value.(map[string]any)
	value, ok := object[name]
	return node{side: n.side, at: n.at + "/" + jsonpointer.Escape(name), value: value}, ok
}

// item returns an item of a list.
func (n node) item(i int) node {
	list, _ := n.value.([]any)
	return node{side: n.side, at: n.at + "/" + itoa(i), value: list[i]}
}

// items returns the items of a list.
func (n node) items() []node {
	list, _ := n.value.([]any)
	all := make([]node, len(list))
	for i := range list {
		all[i] = n.item(i)
	}
	return all
}

// names returns the names of the members, sorted.
func (n node) names() []string {
	object, _ := n.value.(map[string]any)
	all := make([]string, 0, len(object))
	for name := range object {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// text returns a member that is a text; empty: it is absent, or not a text.
func (n node) text(name string) string {
	m, _ := n.member(name)
	text, _ := m.value.(string)
	return text
}

// flag reports whether a member is true.
func (n node) flag(name string) bool {
	m, _ := n.member(name)
	return m.value == true
}

// maxReferences bounds a chain of references.
const maxReferences = 20

// resolve follows references within the description. One that leads nowhere, or round, stays as it
// is.
func (n node) resolve() node {
	for range maxReferences {
		ref := n.text("$ref")
		if !strings.HasPrefix(ref, "#/") && ref != "#" {
			return n
		}
		target := node{side: n.side, value: n.side.root}
		for step := range strings.SplitSeq(strings.TrimPrefix(strings.TrimPrefix(ref, "#"), "/"),
			"/") {
			if step == "" {
				continue
			}
			next, ok := target.step(jsonpointer.Unescape(step))
			if !ok {
				return n
			}
			target = next
		}
		n = target
	}
	return n
}

// step returns a member of an object, or an item of a list.
func (n node) step(name string) (node, bool) {
	if list, ok := n.value.([]any); ok {
		for i := range list {
			if itoa(i) == name {
				return n.item(i), true
			}
		}
		return node{}, false
	}
	return n.member(name)
}

// comparer is a comparison being made.
type comparer struct {
	old, new *side
	rules    map[string]rule
	pairs    int
	depth    int
	// known has the differences of pairs of schemas, by direction and pointers. A pair that is
	// being compared has none so far.
	known map[string][]gap
	found []Difference
	seen  map[Difference]bool
}

func newComparer(before, after any) *comparer {
	return &comparer{
		old: newSide(before), new: newSide(after), rules: ruleTable(),
		known: map[string][]gap{}, seen: map[Difference]bool{},
	}
}

// add adds a difference, once, whatever it is part of.
func (c *comparer) add(d Difference) {
	key := d
	if strings.HasPrefix(d.At, "/components/") {
		key.Of = "" // it is there for all that refer to it
	}
	if len(c.found) < maxFound && !c.seen[key] {
		c.seen[key] = true
		c.found = append(c.found, d)
	}
}

// Schemas returns what a schema of the newer description allows that one of the older does not
// (Less), and the reverse (Other). The pointers lead to them.
func Schemas(before any, beforeAt string, after any, afterAt string) []Difference {
	c := newComparer(before, after)
	ref := func(s *side, at string) node {
		return node{side: s, at: at, value: map[string]any{"$ref": "#" + at}}.resolve()
	}
	c.schemas("schema "+lastStep(afterAt), response, ref(c.old, beforeAt), ref(c.new, afterAt))
	return c.found
}

func lastStep(pointer string) string {
	return jsonpointer.Unescape(pointer[strings.LastIndexByte(pointer, '/')+1:])
}

// direction is who sends a value.
type direction string

const (
	request  direction = "request"
	response direction = "response"
)

// schemas compares two schemas and adds what differs.
func (c *comparer) schemas(of string, dir direction, before, after node) {
	wider, narrower := Less, Other
	if dir == request {
		wider, narrower = Laxer, Less
	}
	for _, g := range c.subset(dir, []node{after}, []node{before}) {
		c.add(g.difference(of, wider, "allows more: ", "allows more: "))
	}
	for _, g := range c.subset(dir, []node{before}, []node{after}) {
		c.add(g.flip().difference(of, narrower, "allows less: ", "no longer allows: "))
	}
}

// gap is a reason why one schema may allow what another does not.
type gap struct {
	keyword    string
	inner      node // of the schema that allows more, where it has the keyword
	outer      node // of the one that does not
	text       string
	innerValue string
	outerValue string
}

// flip returns the gap seen from the other schema.
func (g gap) flip() gap {
	g.inner, g.outer = g.outer, g.inner
	g.innerValue, g.outerValue = g.outerValue, g.innerValue
	return g
}

// difference returns the gap in words: inner is the newer one. The words begin one way before the
// values of a keyword, and another before what is allowed.
func (g gap) difference(of string, effect Effect, before, beforeText string) Difference {
	d := Difference{Of: of, Effect: effect, At: g.inner.at, Text: beforeText + g.text}
	if g.text == "" {
		d.Text = before + g.keyword + " " + cmp.Or(g.innerValue, "none") + ", was " +
			cmp.Or(g.outerValue, "none")
	}
	return d
}

// shown returns a value for a text.
func shown(value any) string {
	text := canonical(value)
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// canonical returns a plain JSON value as a text that equal values share.
func canonical(value any) string {
	data, err := json.Marshal(value) // which sorts the members of objects
	if err != nil {
		return "?"
	}
	return string(data)
}

// same reports whether two plain JSON values are equal.
func same(a, b any) bool { return canonical(a) == canonical(b) }
