package openapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// value judges the type, and the values that are listed.
func (e *evaluation) value() {
	if e.k.types != 0 && !e.at.is(e.k.types) {
		want := e.k.types
		if e.k.nullable {
			want |= kindNull
		}
		e.add(failure{
			at: e.at, reason: "wrong type: " + e.at.typeName(), expected: want.String(),
			wrongType: true,
		})
	}
	if e.k.enum != nil && !slices.ContainsFunc(e.k.enum, e.at.same) {
		e.fail("none of the values that are allowed", "one of "+listed(e.k.enum))
	}
	if e.k.constant != nil && !e.k.constant.same(e.at) {
		e.fail("another value", e.k.constant.show())
	}
}

func (in *instance) typeName() string {
	for _, known := range kindNames {
		if in.is(known.kind) {
			return known.name
		}
	}
	return "value"
}

// String lists types: "a string or null".
func (k kind) String() string {
	var names []string
	for _, known := range kindNames {
		if k&known.kind != 0 && (known.kind != kindInteger || k&kindNumber == 0) {
			names = append(names, known.phrase)
		}
	}
	return strings.Join(names, " or ")
}

// show writes a value as JSON, shortened.
func (in *instance) show() string {
	switch {
	case in.is(kindString):
		return cut(strconv.Quote(in.text))
	case in.is(kindNumber):
		return in.number.show()
	}
	return cut(in.key())
}

func listed(all []*instance) string {
	shown := make([]string, 0, len(all))
	for _, value := range all {
		shown = append(shown, value.show())
	}
	return cut(strings.Join(shown, ", "))
}

func (e *evaluation) numbers() {
	n, k := e.at.number, e.k
	bound := func(b *decimal, wrong bool, reason, expected string) {
		if wrong {
			e.fail(reason, "a number "+expected+" "+b.show())
		}
	}
	bound(k.minimum, k.minimum != nil && n.compare(*k.minimum) < 0, "too small", "at least")
	bound(k.maximum, k.maximum != nil && n.compare(*k.maximum) > 0, "too large", "at most")
	bound(k.above, k.above != nil && n.compare(*k.above) <= 0, "too small", "above")
	bound(k.below, k.below != nil && n.compare(*k.below) >= 0, "too large", "below")
	bound(k.multipleOf, k.multipleOf != nil && !n.multipleOf(*k.multipleOf), "no multiple",
		"that is a multiple of")
	if limits, ok := integerFormats[k.format]; ok && n.integer() &&
		(n.compare(limits[0]) < 0 || n.compare(limits[1]) > 0) {
		e.fail("outside of "+k.format, "a number of the format "+k.format)
	}
}

func (e *evaluation) texts() {
	k := e.k
	if k.minLength != nil && e.at.length() < *k.minLength {
		e.fail(fmt.Sprintf("%s, too short", counted(e.at.length(), "character")),
			"at least "+counted(*k.minLength, "character"))
	}
	if k.maxLength != nil && e.at.length() > *k.maxLength {
		e.fail(fmt.Sprintf("%s, too long", counted(e.at.length(), "character")),
			"at most "+counted(*k.maxLength, "character"))
	}
	if k.matcher != nil {
		ok, err := k.matcher.matches(e.at.text)
		if err != nil {
			e.v.err = err
		}
		if !ok {
			e.fail("does not match the pattern", "text that matches "+k.pattern)
		}
	}
	if check := formats[k.format]; check != nil && !check(e.at.text) {
		e.fail("not of the format "+k.format, "text of the format "+k.format)
	}
}

func (e *evaluation) arrays() {
	k, items := e.k, e.at.items
	if k.minItems != nil && len(items) < *k.minItems {
		e.fail(counted(len(items), "item")+", too few", "at least "+counted(*k.minItems, "item"))
	}
	if k.maxItems != nil && len(items) > *k.maxItems {
		e.fail(counted(len(items), "item")+", too many", "at most "+counted(*k.maxItems, "item"))
	}
	if k.unique {
		e.unique()
	}
	for i, item := range items {
		switch {
		case i < len(k.prefix):
			e.add(e.v.eval(k.prefix[i], item, e.scope).failures...)
			e.lookedAt(i)
		case k.items != nil:
			e.add(e.v.eval(k.items, item, e.scope).failures...)
		}
	}
	if k.items != nil {
		e.found.allItems = true
	}
	if k.contains != nil {
		e.contains()
	}
}

func (e *evaluation) unique() {
	first := map[string]int{}
	for i, item := range e.at.items {
		key := item.key()
		if before, ok := first[key]; ok {
			e.fail(fmt.Sprintf("items %d and %d are equal", before, i), "items that differ")
			return
		}
		first[key] = i
	}
}

func (e *evaluation) contains() {
	n, least, most := 0, 1, len(e.at.items)
	for i, item := range e.at.items {
		if o := e.v.eval(e.k.contains, item, e.scope); !o.open && o.valid() {
			e.lookedAt(i)
			n++
		}
	}
	if e.k.minContains != nil {
		least = *e.k.minContains
	}
	if e.k.maxContains != nil {
		most = *e.k.maxContains
	}
	if n < least || n > most {
		broken := failure{
			at: e.at, reason: counted(n, "item") + " of the kind that it must contain",
			expected: fmt.Sprintf("%d to %d of them", least, most),
		}
		if n < least {
			broken.contained = e.k.contains
		}
		e.add(broken)
	}
}

func (e *evaluation) objects() {
	k, members := e.k, e.at.members
	if k.minMembers != nil && len(members) < *k.minMembers {
		e.fail(counted(len(members), "member")+", too few",
			"at least "+counted(*k.minMembers, "member"))
	}
	if k.maxMembers != nil && len(members) > *k.maxMembers {
		e.fail(counted(len(members), "member")+", too many",
			"at most "+counted(*k.maxMembers, "member"))
	}
	e.require(k.required)
	for _, name := range sortedKeys(k.dependents) {
		if e.at.member(name) != nil {
			e.require(k.dependents[name])
		}
	}
	for _, m := range members {
		e.member(m)
	}
	if k.additional != nil {
		e.found.allMembers = true
	}
	for _, name := range sortedKeys(k.dependentSchemas) {
		if e.at.member(name) != nil {
			e.demand(k.dependentSchemas[name])
		}
	}
}

// require demands members, but those of the other direction.
func (e *evaluation) require(names []string) {
	for _, name := range names {
		if e.at.member(name) != nil || e.otherDirection(name) {
			continue
		}
		e.add(failure{
			at: e.at, member: name,
			reason:   fmt.Sprintf("property %q is missing", name),
			expected: fmt.Sprintf("the property %q", name),
		})
	}
}

// otherDirection reports whether a member belongs to responses alone, where this is a request, or
// to requests alone.
func (e *evaluation) otherDirection(name string) bool {
	schema := e.k.properties[name]
	for hops := 0; schema != nil && hops < maxHops; hops++ {
		said := schema.said()
		if e.v.request && said.readOnly || !e.v.request && said.writeOnly {
			return true
		}
		schema = said.ref
	}
	return false
}

// member judges a member by its own schema, by patterns of its name, or else by the schema of
// those that are not named.
func (e *evaluation) member(m member) {
	named := false
	if schema := e.k.properties[m.name]; schema != nil {
		e.memberBy(schema, m)
		named = true
	}
	for _, p := range e.k.patterns {
		ok, err := p.matcher.matches(m.name)
		if err != nil {
			e.v.err = err
		}
		if ok {
			e.memberBy(p.schema, m)
			named = true
		}
	}
	if named {
		e.looked(m.name)
	} else if e.k.additional != nil {
		e.memberBy(e.k.additional, m)
	}
	if e.k.names != nil {
		if o := e.v.eval(e.k.names, instanceOf(m.name), e.scope); !o.valid() {
			e.add(failure{
				at: m.value, reason: "a name that is not allowed: " + o.failures[0].reason,
				expected: o.failures[0].expected, surplus: true,
			})
		}
	}
}

func (e *evaluation) memberBy(schema *Schema, m member) {
	if schema.said().never {
		e.add(failure{
			at: m.value, reason: fmt.Sprintf("property %q is not allowed", m.name),
			expected: fmt.Sprintf("no property %q", m.name), surplus: true,
		})
		return
	}
	e.add(e.v.eval(schema, m.value, e.scope).failures...)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
