package derive

import (
	"fmt"
	"maps"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// unknownReferences: a body that names what is not there is refused, where a status is documented
// that nothing else explains: a 404 of what has no id in its path, or a 422 beside a 400.
func (o *operationSkeleton) unknownReferences() {
	level := spec.May
	switch {
	case o.has("404") && !o.namesSomething():
		level = spec.Should
	case o.has("422") && o.has("400"):
	default:
		return
	}
	media := o.bodyMedia()
	if media.Schema == nil || !openapi.IsJSON(media.Type) || o.way.found || !o.reached {
		return
	}
	value, _ := sample.Body(media, sample.Request)
	sent, _ := value.(map[string]any)
	for _, m := range values.Members(media.Schema) {
		id := o.ids[linkKey(o.op, m.Name)]
		if sent == nil || id == "" || o.referredTo(m) == nil {
			continue
		}
		requirement := o.name + "-BODY-" + o.word(m.Name) + "-absent"
		o.require(requirement, level, spec.Inferred,
			"A body whose "+m.Name+" names nothing is refused.", o.source())
		body := o.naming(media, sent, m, "{like: "+id+"}")
		o.open("absent-"+o.word(m.Name), "A body whose "+m.Name+" names nothing",
			joined(o.values("known", ""), body), spec.IfBroken)
		o.refusedBy(requirement, o.documentedOf("400", "404", "409", "422"))
	}
}

// naming is a body with another id in a member: a number that is large, or one of the like of text.
func (o *operationSkeleton) naming(
	media openapi.Media, sent map[string]any, m openapi.Member, like string,
) string {
	set := strings.TrimPrefix(o.set(media.Schema, sent, m.Name), ", set: {")
	if values.Chosen(m.Schema).Shape().Type == "integer" {
		sent = maps.Clone(sent)
		sent[m.Name] = unusedNumber
	} else {
		set = quoted(jsonpointer.Join([]string{m.Name})) + ": " + like + ", " + set
	}
	return fmt.Sprintf("body: {mediaType: %s, value: %s, set: {%s}}", quoted(media.Type),
		jsonText(sent), strings.TrimSuffix(strings.TrimSuffix(set, "}"), ", "))
}

// referred: what another names is not deleted, where that conflict is documented.
func (o *operationSkeleton) referred(r *resource) {
	if !o.has("409") || len(inPath(o.op)) != 1 {
		return
	}
	for _, path := range o.itemPaths {
		other := o.resources[path]
		if other.create == nil || other == r {
			continue
		}
		maker := o.of(other.create, nil)
		before, save, _, ok := maker.itemOf(other)
		if !ok || before.found || !o.of(other.create, before.ids).bodyIsKnown() {
			continue
		}
		for _, m := range values.Members(maker.bodyMedia().Schema) {
			name := before.ids[linkKey(other.create, m.Name)]
			if name == "" || o.referredTo(m) != r {
				continue
			}
			id := o.name + "-REFERRED"
			o.require(id, spec.May, spec.Inferred,
				"What another names is not deleted, where a conflict is documented.", o.source())
			o.scenario("referred", "What another names is deleted", before)
			o.then(acting(o.step(other.create, before.ids, ""), save))
			o.acts(o.op, with(before.ids, r.path, name), "", nil,
				fmt.Sprintf("id: %s, status: 409", id))
			return
		}
	}
}

// twice writes the step of an action that was carried out already, which is refused where a
// conflict is documented and the resource has a state that the action changes.
func (o *operationSkeleton) twice(inside *openapi.Schema) {
	state, states := stateOf(inside)
	if !o.has("409") || o.bodyMedia().Type != "" || state == "" ||
		!names.IsFinal(o.action()) && names.StateAfter(o.action(), states) == "" {
		return
	}
	id := o.name + "-TWICE"
	o.require(id, spec.May, spec.Inferred, "An action that was carried out is refused with the "+
		"documented conflict.", o.source())
	o.acts(o.op, o.way.ids, "", nil, fmt.Sprintf("id: %s, status: 409", id))
}

// action is the last part of the path, which names an action.
func (o *operationSkeleton) action() string {
	path := unslashed(o.op.Path)
	return path[strings.LastIndexAny(path, "/:")+1:]
}

// becomes is the check that an action leads to the state that its name says; empty: it says none.
func (o *operationSkeleton) becomes(at string, inside *openapi.Schema) string {
	name, states := stateOf(inside)
	state := names.StateAfter(o.action(), states)
	if state == "" {
		return ""
	}
	id := o.name + "-STATE"
	o.require(id, spec.May, spec.Inferred, fmt.Sprintf("After the action %s the %s is %s.",
		o.action(), name, state), o.source())
	return fmt.Sprintf("id: %s, const: {pointer: %s, value: %s}, when: {status: 2XX}", id,
		quoted(at+jsonpointer.Join([]string{name})), quoted(state))
}

// stateOf is the member of a resource that lists the states which it can have, and those; empty:
// there is none.
func stateOf(inside *openapi.Schema) (name string, states []string) {
	for _, m := range values.Members(inside) {
		listed := values.Chosen(m.Schema).Shape().Enum
		if !names.Among([]string{"status", "state", "phase"}, m.Name) || len(listed) < 2 {
			continue
		}
		for _, value := range listed {
			if text, isText := value.(string); isText {
				states = append(states, text)
			}
		}
		return m.Name, states
	}
	return "", nil
}

// empty: a list by a value that nothing has is empty, and counts nothing.
func (o *operationSkeleton) empty(r *resource) {
	for _, p := range o.op.Parameters {
		given := valueOfNone(p)
		if given == "" || !o.reached {
			continue
		}
		id := o.name + "-NONE-" + o.word(p.Key)
		o.require(id, spec.May, spec.Inferred,
			"A list by a value of "+p.Name+" that nothing has is empty.", o.source())
		checks := []string{
			fmt.Sprintf("id: %s, length: {pointer: %s, max: 0}, when: {status: 2XX}",
				id, quoted(r.items)),
		}
		if at, _, counted := o.count(); counted {
			checks = append(checks, fmt.Sprintf("id: %s, const: {%s}, when: {status: 2XX}", id,
				at))
		}
		o.scenario("none-"+o.word(p.Key), "A list by a value of "+p.Name+" that nothing has",
			o.way)
		o.then(o.listing(o.way, quoted(p.Key)+": "+given), checks...)
	}
}

// valueOfNone is a value of a parameter that no item has: a word to search for, or a time before or
// after all; empty: none is known.
func valueOfNone(p openapi.Parameter) string {
	if p.In != "query" || p.Schema == nil {
		return ""
	}
	s := values.Chosen(p.Schema).Shape()
	first, last := "1900-01-01", "2999-12-31"
	switch {
	case s.Type != "string":
		return ""
	case names.Among(names.Search, p.Name) && freshID(p.Schema) == "word":
		return "{fresh: word}"
	case s.Format == "date-time":
		first, last = first+"T00:00:00Z", last+"T00:00:00Z"
	case s.Format != "date":
		return ""
	}
	switch {
	case names.IsFrom(p.Name) && p.Schema.TakesText(last):
		return "{literal: " + quoted(last) + "}"
	case names.IsTo(p.Name) && p.Schema.TakesText(first):
		return "{literal: " + quoted(first) + "}"
	}
	return ""
}
