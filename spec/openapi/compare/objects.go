package compare

import "slices"

// required is the rule of required. What the other side alone sends is not demanded.
func required(_ *comparer, inner *schema, of, value node) []gap {
	if inner.types()&typeObject == 0 {
		return nil
	}
	var gaps []gap
	for _, item := range value.items() {
		name, ok := item.value.(string)
		if !ok || inner.required(name) || elsewhere(inner.dir, of, name) {
			continue
		}
		gaps = append(gaps, gap{
			keyword: "required", inner: inner.place("required"), outer: item,
			text: "the member " + name + " may be absent",
		})
	}
	return gaps
}

// elsewhere reports whether a member is sent by the other side alone.
func elsewhere(dir direction, of node, name string) bool {
	all, _ := ownProperty(of, name)
	return slices.ContainsFunc(all, func(n node) bool {
		n = n.resolve()
		return dir == request && n.flag("readOnly") || dir == response && n.flag("writeOnly")
	})
}

// properties is the rule of properties.
func properties(c *comparer, inner *schema, _, value node) []gap {
	if inner.types()&typeObject == 0 {
		return nil
	}
	var gaps []gap
	for _, name := range value.names() {
		wanted, _ := value.member(name)
		mine, named := inner.property(name)
		found := c.subset(inner.dir, c.anchored(mine, inner, "properties"), []node{wanted})
		if !named && len(mine) == 0 && len(found) > 0 {
			found = []gap{{
				keyword: "properties", inner: inner.place("properties"), outer: wanted,
				text: "the member " + name + " may be anything",
			}}
		}
		gaps = append(gaps, found...)
	}
	return gaps
}

// additional is the rule of additionalProperties: it is about the members that the schema does not
// name.
func additional(c *comparer, inner *schema, of, value node) []gap {
	if inner.types()&typeObject == 0 || value.value == true {
		return nil
	}
	var gaps []gap
	for _, name := range inner.propertyNames() {
		theirs, _ := ownProperty(of, name)
		if !slices.ContainsFunc(theirs, func(n node) bool { return n.at == value.at }) {
			continue // the schema names it
		}
		mine, _ := inner.property(name)
		if value.value == false && !flatten(inner.dir, mine).never {
			gaps = append(gaps, gap{
				keyword: "additionalProperties", inner: inner.place("properties"), outer: value,
				text: "the member " + name + ", which was none",
			})
			continue
		}
		gaps = append(gaps, c.subset(inner.dir, mine, []node{value})...)
	}
	gaps = append(gaps, c.additionalPatterns(inner, of, value)...)
	others := inner.rest()
	switch {
	case value.value != false:
		return append(gaps, c.subset(inner.dir, c.anchored(others, inner, "additionalProperties"),
			[]node{value})...)
	case flatten(inner.dir, others).never:
		return gaps
	}
	return append(gaps, gap{
		keyword: "additionalProperties", inner: inner.place("additionalProperties"), outer: value,
		text: "members that it does not name",
	})
}

// additionalPatterns is additional of the members that inner names by patterns.
func (c *comparer) additionalPatterns(inner *schema, of, value node) []gap {
	theirs, _ := of.member("patternProperties")
	var gaps []gap
	for _, patterns := range inner.with("patternProperties") {
		for _, pattern := range patterns.names() {
			mine, _ := patterns.member(pattern)
			if _, known := theirs.member(pattern); known || flatten(inner.dir, []node{mine}).never {
				continue
			}
			if value.value == false {
				gaps = append(gaps, gap{
					keyword: "additionalProperties", inner: mine, outer: value,
					text: "members of the pattern " + shown(pattern),
				})
				continue
			}
			gaps = append(gaps, c.subset(inner.dir, []node{mine}, []node{value})...)
		}
	}
	return gaps
}

// patternProperties is the rule of patternProperties.
func patternProperties(c *comparer, inner *schema, _, value node) []gap {
	if inner.types()&typeObject == 0 {
		return nil
	}
	var gaps []gap
	for _, pattern := range value.names() {
		wanted, _ := value.member(pattern)
		for _, name := range inner.propertyNames() {
			if mine, _ := inner.property(name); value.side.matches(pattern, name) {
				gaps = append(gaps,
					c.subset(inner.dir, c.anchored(mine, inner, "properties"), []node{wanted})...)
			}
		}
		mine := inner.rest()
		for _, p := range inner.with("patternProperties") {
			if own, ok := p.member(pattern); ok {
				mine = append(mine, own)
			}
		}
		if flatten(inner.dir, inner.rest()).never && len(mine) == len(inner.rest()) {
			continue // such a member is not allowed at all
		}
		gaps = append(gaps,
			c.subset(inner.dir, c.anchored(mine, inner, "patternProperties"), []node{wanted})...)
	}
	return gaps
}
