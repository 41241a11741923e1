package start

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
)

// entry is one part of an overlay that has a name: a requirement, a rule, a case, a fuzz case, a
// kind of resources, or a schema.
type entry struct {
	kind, id string
	key      string // kind and id; unique in an overlay
	// name is the key of an entry of an object; nil: the entry is an item of a list.
	name, node *yaml.Node
	in         *yaml.Node // what it is an entry of
	action     *yaml.Node
}

// The kinds of entries.
const (
	requirements = "requirement"
	rules        = "rule"
	casesOf      = "case"
	fuzzOf       = "fuzz"
	fixtureKinds = "fixtures"
	namedSchemas = "schema"
)

// entriesOf lists the entries of an overlay, in their order.
func entriesOf(tree *yaml.Node) (all []entry) {
	actions := valueAt(tree, "actions")
	if actions == nil {
		return nil
	}
	seen := map[string]int{}
	add := func(e entry) {
		e.key = e.kind + " " + e.id
		if seen[e.key]++; seen[e.key] > 1 {
			e.key += fmt.Sprintf(" %d", seen[e.key])
		}
		all = append(all, e)
	}
	for _, action := range actions.Content {
		update := valueAt(action, "update")
		if update == nil {
			continue
		}
		conformanceIn(update, func(n *yaml.Node) { conformanceEntries(n, action, add) })
		if schemas := valueAt(update, "components", "schemas"); schemas != nil {
			named(schemas, namedSchemas, action, func(e entry) {
				if strings.HasPrefix(e.id, derive.OwnSchemas) {
					add(e)
				}
			})
		}
	}
	return all
}

// conformanceEntries lists the entries under x-conformance.
func conformanceEntries(n, action *yaml.Node, add func(entry)) {
	for _, kind := range []string{requirements, rules, casesOf, fuzzOf} {
		list := valueAt(n, listKeys[kind])
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		for _, item := range list.Content {
			if id := valueAt(item, "id"); id != nil {
				add(entry{kind: kind, id: id.Value, node: item, in: list, action: action})
			}
		}
	}
	if kinds := valueAt(n, "fixtures"); kinds != nil {
		named(kinds, fixtureKinds, action, add)
	}
}

// listKeys are the keys of lists by the kinds of their entries.
var listKeys = map[string]string{
	requirements: "requirements", rules: "rules", casesOf: "cases",
	fuzzOf: "fuzz",
}

func named(in *yaml.Node, kind string, action *yaml.Node, add func(entry)) {
	for i := 0; in.Kind == yaml.MappingNode && i+1 < len(in.Content); i += 2 {
		add(entry{
			kind: kind, id: in.Content[i].Value, name: in.Content[i], node: in.Content[i+1], in: in,
			action: action,
		})
	}
}

// digest is a digest of what an entry says, and of its comments.
func (e entry) digest() string {
	var comments []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for _, c := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			if c != "" {
				comments = append(comments, c)
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(e.node)
	if e.name != nil {
		walk(e.name)
	}
	return digestOf([]any{openapi.ValueOf(plainOf(e.node)), comments})
}

// replace puts another value in the place of an entry.
func (e entry) replace(by *yaml.Node) {
	for i, n := range e.in.Content {
		if n == e.node {
			e.in.Content[i] = by
		}
	}
}

// remove takes an entry out of what it is in.
func (e entry) remove() {
	for i, n := range e.in.Content {
		if n != e.node {
			continue
		}
		from := i
		if e.name != nil {
			from--
		}
		e.in.Content = append(e.in.Content[:from:from], e.in.Content[i+1:]...)
		return
	}
}

// isCase reports whether an entry is a case, at random or not.
func (e entry) isCase() bool { return e.kind == casesOf || e.kind == fuzzOf }

// mark is the text by which others name an entry.
func (e entry) mark() string {
	switch e.kind {
	case fixtureKinds:
		if role := valueAt(e.node, "role"); role != nil {
			return role.Value + "."
		}
	case requirements, namedSchemas:
		return e.id
	}
	return ""
}
