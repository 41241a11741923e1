package compare

import "slices"

// subset returns the reasons why a value of inner, a conjunction, may not be one of outer; none: it
// is always one. Where that cannot be decided there is a reason.
func (c *comparer) subset(dir direction, inner, outer []node) []gap {
	if len(outer) == 0 {
		return nil
	}
	id := string(dir)
	if outer[0].side == c.new {
		id += "<"
	}
	id += key(inner) + "\x00" + key(outer)
	if gaps, known := c.known[id]; known {
		return gaps
	}
	if c.pairs >= maxPairs || c.depth >= maxDepth {
		in, out := first(inner), first(outer)
		if c.pairs < maxPairs && same(in.value, out.value) {
			return nil
		}
		return []gap{{
			keyword: "size", inner: in, outer: out,
			text: "it is too large or too deep to be compared",
		}}
	}
	c.pairs++
	c.depth++
	defer func() { c.depth-- }()
	c.known[id] = nil // a schema that names itself
	gaps := c.compare(flatten(dir, inner), flatten(dir, outer))
	c.known[id] = gaps
	return gaps
}

func first(nodes []node) node {
	if len(nodes) == 0 {
		return node{}
	}
	return nodes[0]
}

// compare is subset of schemas that are flat.
func (c *comparer) compare(inner, outer *schema) []gap {
	switch {
	case inner.never:
		return nil
	case outer.never:
		return []gap{{
			keyword: "false", inner: first(inner.nodes), outer: first(outer.nodes),
			text: "a value is allowed where none was",
		}}
	}
	gaps := c.direct(inner, outer)
	if len(gaps) == 0 {
		return nil
	}
	if split, ok := c.split(inner, outer); ok {
		return split
	}
	return gaps
}

// direct compares keyword by keyword.
func (c *comparer) direct(inner, outer *schema) []gap {
	if values, finite := inner.values(); finite {
		if gaps, decided := c.finite(values, inner, outer); decided {
			return gaps
		}
	}
	var gaps []gap
	for _, n := range outer.nodes {
		for _, keyword := range n.names() {
			if rule := c.rules[keyword]; rule != nil {
				m, _ := n.member(keyword)
				gaps = append(gaps, rule(c, inner, n, m)...)
			}
		}
	}
	return gaps
}

// rule says why values of inner may break a keyword of a schema: the schema and the keyword's
// value are given.
type rule func(c *comparer, inner *schema, of, value node) []gap

// split compares each branch of the first anyOf or oneOf of inner by itself: what the whole says
// and what the branch says hold at once.
func (c *comparer) split(inner, outer *schema) ([]gap, bool) {
	for i, n := range inner.nodes {
		for _, keyword := range []string{"anyOf", "oneOf"} {
			group, ok := n.member(keyword)
			if !ok || len(group.items()) == 0 {
				continue
			}
			others := slices.Clone(inner.nodes)
			others[i] = without(n, keyword)
			var gaps []gap
			for _, branch := range group.items() {
				gaps = append(gaps,
					c.subset(inner.dir, append([]node{branch}, others...), outer.nodes)...)
			}
			return gaps, true
		}
	}
	return nil, false
}

// without returns a schema without some keywords.
func without(n node, keywords ...string) node {
	object, _ := n.value.(map[string]any)
	made := make(map[string]any, len(object))
	for name, value := range object {
		if slices.Contains(keywords, name) {
			n.cut += " " + name
		} else {
			made[name] = value
		}
	}
	n.value = made
	return n
}
