package openapi

import (
	"errors"
	"slices"

	"example.com/toeline/spec/jsonpointer"
)

// ErrTooMuchWork is returned where a value takes more steps than a validation may have: whether
// it fits the schema is not known.
var ErrTooMuchWork = errors.New("the schema takes too much work for this value: not judged")

// maxSteps bounds one validation, in pairs of a schema and a value that are looked at. A pair is
// looked at once, however many ways lead to it.
const maxSteps = 1_000_000

// maxFailures bounds how many failures of one value are kept.
const maxFailures = 100

// Judge returns every way in which a JSON value (map[string]any, []any, string, float64,
// json.Number, bool or nil), as a response has it, breaks the schema: members that are writeOnly
// need not be there. The error is ErrTooMuchWork, or says which pattern took too long.
func (s *Schema) Judge(value any) ([]Violation, error) { return s.validate(value, false) }

// Validate is Judge for values of a contract or of fixtures: what cannot be judged is no
// violation.
func (s *Schema) Validate(value any) []Violation {
	found, _ := s.validate(value, false)
	return found
}

// ValidateRequest is Validate for a value that a request has: members that are readOnly need not
// be there.
func (s *Schema) ValidateRequest(value any) []Violation {
	found, _ := s.validate(value, true)
	return found
}

// Refusal is what a schema has against one place of a value, for those who mend the value.
type Refusal struct {
	Pointer string  // of the place; "" is the value itself
	Schema  *Schema // that refuses it: the one that was asked, or one that it consists of
	Member  string  // that is missing there; empty: none is
	Surplus bool    // there must be nothing at the place
	// Contained is what too few items of the list are like; nil: it is no list of too few.
	Contained *Schema
}

// Refusals returns what the schema has against a value that a request has, or a response; nothing
// where that cannot be judged.
func (s *Schema) Refusals(value any, request bool) []Refusal {
	found, err := s.evaluated(value, request)
	if err != nil {
		return nil
	}
	all := make([]Refusal, 0, len(found.failures))
	for _, f := range found.failures {
		all = append(all, Refusal{f.at.pointer(), f.by, f.member, f.surplus, f.contained})
	}
	return all
}

func (s *Schema) evaluated(value any, request bool) (*outcome, error) {
	v := &validation{request: request, seen: map[visit]*outcome{}}
	found := v.eval(s, instanceOf(value), nil)
	return found, v.err
}

func (s *Schema) validate(value any, request bool) ([]Violation, error) {
	found, err := s.evaluated(value, request)
	if err != nil {
		return nil, err
	}
	all := make([]Violation, 0, len(found.failures))
	for _, f := range found.failures {
		one := Violation{Pointer: f.at.pointer(), Reason: f.reason, Expected: f.expected}
		if f.member != "" {
			one.Pointer += "/" + jsonpointer.Escape(f.member)
		}
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// validation is one value that is being validated.
type validation struct {
	request bool
	seen    map[visit]*outcome
	steps   int
	scopes  int
	err     error
}

// visit is a schema at a value. The scope matters to $dynamicRef alone.
type visit struct {
	schema *Schema
	at     *instance
	scope  int
}

// outcome is what a schema says of a value.
type outcome struct {
	open     bool // is being found out: asked for again, it says nothing
	failures []failure
	// evaluated are the members, and the indices of items, that some keyword evaluated;
	// allMembers and allItems mean every one.
	members              map[string]bool
	items                map[int]bool
	allMembers, allItems bool
}

func (o *outcome) valid() bool { return len(o.failures) == 0 }

// failure is a violation whose pointer is not written yet.
type failure struct {
	at               *instance
	member           string // that is missing; empty: the value itself is wrong
	reason, expected string
	wrongType        bool
	by, contained    *Schema // as in a Refusal
	surplus          bool
}

// scope is the way by which a schema was reached, as far as it has dynamic anchors.
type scope struct {
	id      int
	outer   *scope
	anchors map[string]*Schema
}

func (s *scope) number() int {
	if s == nil {
		return 0
	}
	return s.id
}

// find returns the outermost schema with a dynamic anchor.
func (s *scope) find(name string) *Schema {
	var found *Schema
	for at := s; at != nil; at = at.outer {
		if schema := at.anchors[name]; schema != nil {
			found = schema
		}
	}
	return found
}

// loops is the outcome of a schema that leads back to itself at the same value: it neither
// allows nor forbids.
var loops = &outcome{open: true}

// eval returns what a schema says of a value.
func (v *validation) eval(s *Schema, at *instance, from *scope) *outcome {
	k := s.said()
	if len(k.anchors) > 0 && from.lacks(k.anchors) {
		v.scopes++
		from = &scope{v.scopes, from, k.anchors}
	}
	key := visit{s, at, from.number()}
	if known := v.seen[key]; known != nil {
		if known.open {
			return loops
		}
		return known
	}
	v.steps++
	if v.err != nil || v.steps > maxSteps {
		if v.err == nil {
			v.err = ErrTooMuchWork
		}
		return loops
	}
	found := &outcome{open: true}
	v.seen[key] = found
	e := &evaluation{v, s, k, at, from, found}
	e.all()
	found.open = false
	return found
}

// lacks reports whether the scope does not have these anchors yet.
func (s *scope) lacks(anchors map[string]*Schema) bool {
	for at := s; at != nil; at = at.outer {
		if sameAnchors(at.anchors, anchors) {
			return false
		}
	}
	return true
}

func sameAnchors(a, b map[string]*Schema) bool {
	if len(a) != len(b) {
		return false
	}
	for name, schema := range a {
		if b[name] != schema {
			return false
		}
	}
	return true
}

// evaluation is one schema at one value.
type evaluation struct {
	v      *validation
	schema *Schema
	k      *keywords
	at     *instance
	scope  *scope
	found  *outcome
}

func (e *evaluation) fail(reason, expected string) {
	e.add(failure{at: e.at, reason: reason, expected: expected})
}

func (e *evaluation) add(all ...failure) {
	for _, f := range all {
		if f.by == nil {
			f.by = e.schema
		}
		if len(e.found.failures) < maxFailures {
			e.found.failures = append(e.found.failures, f)
		}
	}
}

// under evaluates a schema at the same value.
func (e *evaluation) under(s *Schema) *outcome { return e.v.eval(s, e.at, e.scope) }

// adopt takes what another schema at the same value looked at.
func (e *evaluation) adopt(o *outcome) {
	if !e.schema.tree.tracks {
		return
	}
	e.found.allMembers = e.found.allMembers || o.allMembers
	e.found.allItems = e.found.allItems || o.allItems
	for name := range o.members {
		e.looked(name)
	}
	for i := range o.items {
		e.lookedAt(i)
	}
}

func (e *evaluation) looked(name string) {
	if !e.schema.tree.tracks {
		return
	}
	if e.found.members == nil {
		e.found.members = map[string]bool{}
	}
	e.found.members[name] = true
}

func (e *evaluation) lookedAt(i int) {
	if !e.schema.tree.tracks {
		return
	}
	if e.found.items == nil {
		e.found.items = map[int]bool{}
	}
	e.found.items[i] = true
}

func (e *evaluation) all() {
	k := e.k
	if k.never {
		e.fail("not allowed", "nothing")
		return
	}
	if k.nullable && e.at.is(kindNull) {
		return
	}
	if k.ref != nil {
		e.reference()
	}
	e.value()
	switch {
	case e.at.is(kindNumber):
		e.numbers()
	case e.at.is(kindString):
		e.texts()
	case e.at.is(kindArray):
		e.arrays()
	case e.at.is(kindObject):
		e.objects()
	}
	e.combined()
	if k.unevaluatedItems != nil && e.at.is(kindArray) && !e.found.allItems {
		e.restOfItems()
	}
	if k.unevaluatedProperties != nil && e.at.is(kindObject) && !e.found.allMembers {
		e.restOfMembers()
	}
}

func (e *evaluation) reference() {
	to := e.k.ref
	if e.k.dynamicRef != "" {
		if found := e.scope.find(e.k.dynamicRef); found != nil {
			to = found
		}
	}
	e.demand(to)
}

// demand evaluates a schema at the same value that must allow it.
func (e *evaluation) demand(s *Schema) {
	o := e.under(s)
	e.add(o.failures...)
	if !o.open && o.valid() {
		e.adopt(o)
	}
}

// restOfMembers judges the members that no other keyword looked at.
func (e *evaluation) restOfMembers() {
	for _, m := range e.at.members {
		if !e.found.members[m.name] {
			e.memberBy(e.k.unevaluatedProperties, m)
		}
	}
	e.found.allMembers = true
}

func (e *evaluation) restOfItems() {
	for i, item := range e.at.items {
		if !e.found.items[i] {
			e.add(e.v.eval(e.k.unevaluatedItems, item, e.scope).failures...)
		}
	}
	e.found.allItems = true
}
