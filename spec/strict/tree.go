package strict

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// MaxDepth is how deep a tree may be, aliases followed.
const MaxDepth = 1_000

// MaxAliased is how many nodes all aliases of a document together may add: enough for any honest
// use, far too few for an alias bomb.
const MaxAliased = 100_000

const mergeTag = "!!merge"

// tree checks a parsed tree once, from front to back, and resolves its aliases and merge keys in
// place. An anchor always precedes its aliases, so what an alias names is either done, or open:
// then the alias is inside of it.
type tree struct {
	*collector
	done    map[*yaml.Node]measure // anchored nodes only
	open    map[*yaml.Node]bool    // anchored nodes only
	aliased int                    // nodes that aliases added so far
	tooDeep bool                   // reported once
	broken  bool                   // the tree is invalid for use
}

// measure is the size of a node with everything below it, aliases followed.
type measure struct{ nodes, height int }

func (t *tree) visit(n *yaml.Node, at *path, depth int) (*yaml.Node, measure) {
	if n.Kind == yaml.AliasNode {
		return t.alias(n, at, depth)
	}
	if depth > MaxDepth {
		t.deep(n, at)
		return n, measure{1, 1}
	}
	if !tagFits(n) {
		t.add(PosOf(n), at, "a tag that is not known here", "")
	}
	if n.Anchor != "" {
		t.open[n] = true
	}
	m := measure{nodes: 1}
	add := func(child measure) {
		m.nodes += child.nodes
		m.height = max(m.height, child.height)
	}
	switch n.Kind {
	case yaml.SequenceNode:
		for i, item := range n.Content {
			child, size := t.visit(item, at.index(i), depth+1)
			n.Content[i] = child
			add(size)
		}
	case yaml.MappingNode:
		t.mapping(n, at, depth, add)
	}
	m.height++
	if n.Anchor != "" {
		delete(t.open, n)
		t.done[n] = m
	}
	return n, m
}

func (t *tree) deep(n *yaml.Node, at *path) {
	t.broken = true
	if !t.tooDeep {
		t.tooDeep = true
		t.add(PosOf(n), at, fmt.Sprintf("nested more than %d deep", MaxDepth), "")
	}
}

// alias returns the node that n names. Every alias is charged with the size of that node, so the
// sum is how much the tree would grow if it were written out.
func (t *tree) alias(n *yaml.Node, at *path, depth int) (*yaml.Node, measure) {
	m, done := t.done[n.Alias]
	if !done {
		t.broken = true
		t.add(PosOf(n), at, "an alias is inside what it names", "")
		return n, measure{1, 1}
	}
	if t.aliased > MaxAliased {
		return n, measure{1, 1}
	}
	if t.aliased += m.nodes; t.aliased > MaxAliased {
		t.broken = true
		t.add(PosOf(n), at, fmt.Sprintf("the aliases up to here stand for more than %d nodes: "+
			"write it out, or say less", MaxAliased), "")
		return n, measure{1, 1}
	}
	if depth+m.height-1 > MaxDepth {
		t.deep(n, at)
	}
	return n.Alias, m
}

func (t *tree) mapping(n *yaml.Node, at *path, depth int, add func(measure)) {
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	merges := false
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, size := t.visit(n.Content[i], at, depth+1)
		n.Content[i] = key
		add(size)
		t.key(key, first, at)
		merges = merges || isMerge(key)

		value, size := t.visit(n.Content[i+1], at.key(key.Value), depth+1)
		n.Content[i+1] = value
		add(size)
	}
	if merges {
		t.merge(n, at)
	}
}

// key reports keys that are no text, and those that were there before. Keys are
// compared as text, because that is how they are decoded.
func (t *tree) key(key *yaml.Node, first map[string]*yaml.Node, at *path) {
	if key.Kind != yaml.ScalarNode {
		if key.Kind != yaml.AliasNode { // reported already
			t.add(PosOf(key), at, fmt.Sprintf("a key must be text, got %s: put it in quotes if "+
				"text was meant", describe(key)), "")
		}
		return
	}
	if key.Tag == nullTag {
		t.add(PosOf(key), at,
			"a key must be text, got nothing: put null in quotes if text was meant", "")
	}
	if before, twice := first[key.Value]; twice {
		t.add(PosOf(key), at,
			fmt.Sprintf("duplicate key, first given on line %d", before.Line),
			"")
		return
	}
	first[key.Value] = key
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Tag == mergeTag }

// merge puts the merged pairs in the place of the merge key. The work is
// bounded: sources are written out in the file, or charged as aliases.
func (t *tree) merge(n *yaml.Node, at *path) {
	taken := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !isMerge(key) {
			taken[key.Value] = true
		}
	}
	content := make([]*yaml.Node, 0, len(n.Content))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !isMerge(key) {
			content = append(content, key, value)
			continue
		}
		sources := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			sources = value.Content
		}
		for _, source := range sources {
			if source.Kind == yaml.AliasNode { // not resolved, and reported
				continue
			}
			if source.Kind != yaml.MappingNode {
				t.add(PosOf(key), at,
					fmt.Sprintf("the merge key << takes mappings, got %s", describe(source)), "")
				continue
			}
			for j := 0; j+1 < len(source.Content); j += 2 {
				if name := source.Content[j].Value; !taken[name] {
					taken[name] = true
					content = append(content, source.Content[j], source.Content[j+1])
				}
			}
		}
	}
	n.Content = content
}

// tagFits reports whether the node's tag, written or resolved, is one of the
// core schema's for its kind.
func tagFits(n *yaml.Node) bool {
	switch n.Kind {
	case yaml.SequenceNode:
		return n.Tag == "!!seq"
	case yaml.MappingNode:
		return n.Tag == "!!map"
	}
	switch n.Tag {
	case strTag, intTag, floatTag, boolTag, nullTag, timestampTag, mergeTag:
		return true
	}
	return false
}
