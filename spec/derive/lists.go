package derive

import (
	"fmt"
	"maps"
	"slices"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// The names that parameters of lists usually have.
var (
	limitNames = []string{
		"limit", "perpage", "pagesize", "size", "maxresults", "top", "$top", "count",
	}
	offsetNames = []string{"offset", "skip", "$skip", "start"}
)

// listedResource is the resource whose items this operation lists; nil: none.
func (o *operationSkeleton) listedResource() *resource {
	for _, path := range sortedKeys(o.resources) {
		if r := o.resources[path]; r.list == o.op && r.listed {
			return r
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// named returns the parameter of a query with a whole number and one of the names.
func (o *operationSkeleton) numberNamed(names []string) (openapi.Parameter, bool) {
	for _, p := range o.op.Parameters {
		if p.In == "query" && p.Schema != nil && slices.Contains(names, plain(p.Name)) {
			s := p.Schema.Shape()
			if only := onlyChoice(s); only != nil {
				s = only.Shape()
			}
			if s.Type == "integer" || s.Type == "number" {
				return p, true
			}
		}
	}
	return openapi.Parameter{}, false
}

// limited: a limit bounds the list, and beyond its end there is nothing.
func (o *operationSkeleton) limited(r *resource) {
	before, ok := o.chainTo(o.op, nil)
	if !ok {
		return
	}
	limit, hasLimit := o.numberNamed(limitNames)
	offset, hasOffset := o.numberNamed(offsetNames)
	one := quoted(limit.Key) + ": {literal: 1}"
	if hasLimit && limit.Schema.TakesText("1") {
		id := o.name + "-LIMIT"
		o.require(id, spec.May, spec.Inferred, "A list has no more items than "+limit.Name+" says.",
			o.source())
		o.scenario("limited", "A list of one item", before)
		o.then(o.listing(before, one),
			fmt.Sprintf("id: %s, length: {pointer: %s, max: 1}", id, quoted(r.items)))
	}
	if hasOffset && offset.Schema.TakesText("1000000") {
		id := o.name + "-END"
		o.require(id, spec.May, spec.Inferred, "Beyond the end of the list there is nothing.",
			o.source())
		o.scenario("past-end", "A list beyond its end", before)
		o.then(o.listing(before, quoted(offset.Key)+": {literal: 1000000}"),
			append(o.answerChecks(success(o.op)),
				fmt.Sprintf("id: %s, length: {pointer: %s, max: 0}", id, quoted(r.items)))...)
	}
	if hasLimit && hasOffset && r.itemID != "" && limit.Schema.TakesText("1") {
		id := o.name + "-PAGES"
		o.require(id, spec.May, spec.Inferred, "No item is on two pages.", o.source())
		o.scenario("pages", "Two pages of one item", before)
		all := fmt.Sprintf("save: {all: {pointer: %s, append: true}}", quoted(r.items))
		o.then(o.listing(before, one, quoted(offset.Key)+": {literal: 0}") + ", " + all)
		o.then(o.listing(before, one, quoted(offset.Key)+": {literal: 1}")+", "+all,
			fmt.Sprintf("id: %s, eachItem: {of: saved.all, at: %s, distinct: true}", id,
				quoted(r.itemID)))
	}
}

// listing is a request of the list with further parameters.
func (o *operationSkeleton) listing(c chain, more ...string) string {
	from := operationSkeleton{skeleton: o.skeleton, op: o.op, ids: c.ids}
	return fmt.Sprintf("request: {%s}", joined(from.values("known", ""), from.body(), more...))
}

// filtered: a parameter that has the name of a member chooses the items with that value.
func (o *operationSkeleton) filtered(r *resource) {
	media, _ := successJSON(o.op)
	_, items, _ := listIn(media.Schema)
	before, ok := o.chainTo(o.op, nil)
	for _, p := range o.op.Parameters {
		m, known := memberCalled(items, p.Name)
		if !ok || !known || p.In != "query" || p.Schema == nil {
			continue
		}
		values := enumOf(p.Schema)
		if len(values) == 0 || len(values) > 8 || len(enumOf(m.schema)) == 0 {
			continue
		}
		id := o.name + "-FILTER-" + o.word(p.Key)
		o.require(id, spec.May, spec.Inferred,
			"Each item of a list has the value of "+p.Name+" that was asked for.", o.source())
		o.scenario("filtered-"+o.word(p.Key), "Lists by each value of "+p.Name, before)
		for _, value := range values {
			o.then(o.listing(before, given(p, value)),
				fmt.Sprintf("id: %s, eachItem: {pointer: %s, at: %s, equal: request.%s}", id,
					quoted(r.items), quoted(openapi.Pointer([]string{m.name})), p.Key))
		}
	}
}

// enumOf lists the values that a scalar may have, where the description does.
func enumOf(schema *openapi.Schema) []any {
	s := schema.Shape()
	if only := onlyChoice(s); only != nil {
		s = only.Shape()
	}
	switch {
	case s.Type == "boolean":
		return []any{true, false}
	case s.Type == "string" || s.Untyped:
		return s.Enum
	}
	return nil
}

func memberCalled(schema *openapi.Schema, name string) (member, bool) {
	for _, m := range membersOf(schema) {
		if plain(m.name) == plain(name) {
			return m, true
		}
	}
	return member{}, false
}

// contains: what was created is in the list.
func (o *operationSkeleton) contains(r *resource) {
	if r.create == nil || r.itemID == "" {
		return
	}
	maker := operationSkeleton{skeleton: o.skeleton, op: r.create}
	before, save, after, ok := maker.itemOf(r)
	if !ok || !maker.bodyIsKnown() {
		return
	}
	limit, limited := o.numberNamed(limitNames)
	offset, pages := o.numberNamed(offsetNames)
	most := 1
	var more []string
	if limited {
		most = mostOf(limit)
		more = append(more, fmt.Sprintf("%s: {literal: %d}", quoted(limit.Key), most))
	}
	id := o.name + "-LISTED"
	o.require(id, spec.May, spec.Inferred, "What was created is in the list.", o.source())
	o.scenario("listed", "What is created is listed", before)
	o.then(o.skeleton.request(r.create, before.ids, "") +
		", effect: executes, save: {" + save + "}")
	found := fmt.Sprintf("someItem: {pointer: %s, at: %s, equal: %s}", quoted(r.items),
		quoted(r.itemID), after.ids[r.parameter.Key])
	if !limited || !pages {
		o.then(o.listing(before, more...), "id: "+id+", "+found)
		return
	}
	more = append(more, fmt.Sprintf("%s: {count: {by: %d}}", quoted(offset.Key), most))
	o.then(o.listing(before, more...)+fmt.Sprintf(", save: {all: {pointer: %s, append: true}}"+
		", until: {body: {pointer: %s, present: false}, most: 50}",
		quoted(r.items), quoted(r.items+"/0")),
		fmt.Sprintf("id: %s, someItem: {of: saved.all, at: %s, equal: %s}", id, quoted(r.itemID),
			after.ids[r.parameter.Key]))
}

// mostOf is the largest limit that a description allows, a hundred at most.
func mostOf(p openapi.Parameter) int {
	for _, n := range []int{100, 50, 25, 20, 10} {
		if p.Schema.TakesText(fmt.Sprint(n)) {
			return n
		}
	}
	return 1
}
