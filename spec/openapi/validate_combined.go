package openapi

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec/jsonpointer"
)

// combined judges by the schemas that are combined from others.
func (e *evaluation) combined() {
	k := e.k
	for _, s := range k.allOf {
		e.demand(s)
	}
	if chosen, done := e.discriminated(); done {
		if chosen != nil {
			e.demand(chosen)
		}
	} else {
		if len(k.anyOf) > 0 {
			e.choice(k.anyOf, false)
		}
		if len(k.oneOf) > 0 {
			e.choice(k.oneOf, true)
		}
	}
	if k.not != nil {
		if o := e.under(k.not); !o.open && o.valid() {
			e.fail("of a form that is forbidden", "a value that the schema under not refuses")
		}
	}
	if k.onlyIf != nil {
		e.conditional()
	}
}

func (e *evaluation) conditional() {
	o := e.under(e.k.onlyIf)
	next := e.k.other
	if o.open {
		return
	}
	if o.valid() {
		e.adopt(o)
		next = e.k.then
	}
	if next != nil {
		e.demand(next)
	}
}

// choice judges by alternatives, of which one must allow the value, or exactly one.
func (e *evaluation) choice(all []*Schema, one bool) {
	var refusals []*outcome
	var allowed []int
	open := false
	for i, s := range all {
		o := e.under(s)
		switch {
		case o.open:
			open = true
		case o.valid():
			allowed = append(allowed, i)
			e.adopt(o)
		default:
			refusals = append(refusals, o)
		}
	}
	switch {
	case len(allowed) > 1 && one:
		e.fail(fmt.Sprintf("allowed by %d alternatives of oneOf", len(allowed)),
			"a value that exactly one alternative allows ("+names(all, allowed)+" do)")
	case len(allowed) == 0 && len(refusals) > 0 && !open:
		e.add(nearest(e.at, refusals)...)
	}
}

func names(all []*Schema, chosen []int) string {
	shown := make([]string, 0, len(chosen))
	for _, i := range chosen {
		name := all[i].said().refName
		if name == "" {
			name = "number " + strconv.Itoa(i+1)
		}
		shown = append(shown, name)
	}
	return strings.Join(shown, ", ")
}

// nearest returns the failures of the alternative that the value comes closest to. Where all
// refuse its type, that is one failure.
func nearest(at *instance, refusals []*outcome) []failure {
	var types []string
	best := -1
	for i, o := range refusals {
		if first := o.failures[0]; first.wrongType && first.at == at {
			for name := range strings.SplitSeq(first.expected, " or ") {
				if !slices.Contains(types, name) {
					types = append(types, name)
				}
			}
			continue
		}
		if best < 0 || closer(at, o, refusals[best]) {
			best = i
		}
	}
	if best < 0 {
		return []failure{{
			at: at, reason: "wrong type: " + at.typeName(), expected: strings.Join(types, " or "),
			wrongType: true,
		}}
	}
	return refusals[best].failures
}

// closer reports whether a refusal has less against a value than another: one member is wrong,
// not a constant that distinguishes the alternatives, and it has fewer failures.
func closer(at *instance, o, other *outcome) bool {
	if a, b := missing(at, o), missing(at, other); a != b {
		return a < b
	}
	return len(o.failures) < len(other.failures)
}

// missing counts the members that are missing, or that are another constant.
func missing(at *instance, o *outcome) int {
	n := 0
	for _, f := range o.failures {
		if f.at == at && f.member != "" || f.at.parent == at && f.reason == "another value" {
			n++
		}
	}
	return n
}

// discriminated returns the alternative that a member of the value names. It is done if the
// member decides, also if it names no alternative.
func (e *evaluation) discriminated() (chosen *Schema, done bool) {
	d := e.k.discriminator
	all := slices.Concat(e.k.oneOf, e.k.anyOf)
	if d == nil || !e.at.is(kindObject) {
		return nil, false
	}
	named := e.at.member(d.property)
	if len(all) == 0 {
		return e.descendant(d, named)
	}
	switch {
	case slices.ContainsFunc(all, func(s *Schema) bool { return s.said().refName == "" }):
		return nil, false // alternatives without a name cannot be chosen by one
	case named == nil:
		e.require([]string{d.property})
		return nil, true
	case !named.is(kindString):
		return nil, false
	}
	want := d.mapping[named.text]
	if want == "" {
		want = named.text
	}
	for _, s := range all {
		if s.said().refName == path.Base(want) {
			return s, true
		}
	}
	known := make([]string, 0, len(all))
	for _, s := range all {
		known = append(known, s.said().refName)
	}
	e.add(failure{
		at: named, reason: "names none of the alternatives",
		expected: "one of " + strings.Join(append(sortedKeys(d.mapping), known...), ", "),
	})
	return nil, true
}

// descendant returns the schema that a value of a parent schema names as its own: one that has
// the parent in its allOf.
func (e *evaluation) descendant(d *discriminator, named *instance) (*Schema, bool) {
	if named == nil || !named.is(kindString) {
		return nil, false
	}
	want := d.mapping[named.text]
	if want == "" {
		want = "#/components/schemas/" + jsonpointer.Escape(named.text)
	} else if !strings.ContainsAny(want, "#/.") {
		want = "#/components/schemas/" + jsonpointer.Escape(want)
	}
	parent := e.schema
	at, ok := parent.tree.resolve(parent.at.file, want)
	if !ok {
		return nil, false
	}
	child := parent.tree.schemaAt(path.Base(want), at)
	for _, part := range child.said().allOf {
		if part.target() == parent {
			return child, true
		}
	}
	return nil, false
}
