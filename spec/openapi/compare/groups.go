package compare

import "slices"

// oneOfSeveral is the rule of anyOf and oneOf: each branch of a group of inner is within one of
// the branches, or inner is.
func oneOfSeveral(keyword string) rule {
	return func(c *comparer, inner *schema, _, value node) []gap {
		branches := value.items()
		if len(branches) == 0 {
			return nil
		}
		if c.within(inner.dir, inner.nodes, branches) {
			return c.exclusive(keyword, inner, value)
		}
		best := []gap{{
			keyword: keyword, inner: inner.place(keyword), outer: value,
			text: "values of none of the schemas of " + keyword,
		}}
		for i, n := range inner.nodes {
			for _, mine := range []string{keyword, "anyOf", "oneOf"} {
				group, ok := n.member(mine)
				if !ok || len(group.items()) == 0 {
					continue
				}
				others := slices.Clone(inner.nodes)
				others[i] = without(n, mine)
				gaps := c.branches(inner.dir, group.items(), others, branches)
				if len(gaps) == 0 {
					return c.exclusive(keyword, inner, value)
				}
				best = gaps
				break
			}
		}
		return best
	}
}

// within reports whether a conjunction is within one of some schemas.
func (c *comparer) within(dir direction, inner, branches []node) bool {
	return slices.ContainsFunc(branches,
		func(b node) bool { return len(c.subset(dir, inner, []node{b})) == 0 })
}

// branches returns why the branches of a group, each with what holds beside it, are not within some
// schemas. A branch at the place of one that it differs from is compared with that.
func (c *comparer) branches(dir direction, mine, others, theirs []node) []gap {
	var gaps []gap
	for i, branch := range mine {
		inner := append([]node{branch}, others...)
		if c.within(dir, []node{branch}, theirs) || c.within(dir, inner, theirs) {
			continue
		}
		if len(mine) == len(theirs) {
			gaps = append(gaps, c.subset(dir, inner, []node{theirs[i]})...)
			continue
		}
		name := shown(branch.value)
		if ref := branch.text("$ref"); ref != "" {
			name = lastStep(ref)
		}
		gaps = append(gaps,
			gap{keyword: "anyOf", inner: branch, outer: theirs[0], text: "values of " + name})
	}
	return gaps
}

// exclusive returns a gap where a value of oneOf may be of several of its schemas: inner is no
// oneOf itself, and its types are not of one schema alone.
func (c *comparer) exclusive(keyword string, inner *schema, value node) []gap {
	if keyword != "oneOf" || len(inner.with("oneOf")) > 0 {
		return nil
	}
	taken := types(0)
	for _, branch := range value.items() {
		of := flatten(inner.dir, []node{branch}).types() & inner.types()
		if taken&of != 0 {
			return []gap{{
				keyword: "oneOf", inner: inner.place("anyOf"), outer: value,
				text: "values that are of several schemas of oneOf",
			}}
		}
		taken |= of
	}
	return nil
}

// not is the rule of not: what it excludes, inner excludes too.
func not(c *comparer, inner *schema, _, value node) []gap {
	for _, mine := range inner.with("not") {
		if len(c.subset(inner.dir, []node{value}, []node{mine})) == 0 {
			return nil
		}
	}
	if excluded := flatten(inner.dir, []node{value}); excluded.types()&inner.types() == 0 {
		return nil
	}
	return []gap{{
		keyword: "not", inner: inner.place("not"), outer: value, outerValue: shown(value.value),
	}}
}
