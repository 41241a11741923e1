package derive

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// The names that parameters of lists usually have.
var (
	limitNames = []string{
		"limit", "perpage", "pagesize", "size", "maxresults", "top", "$top", "count",
	}
	offsetNames = []string{"offset", "skip", "$skip", "start"}
	pageNames   = []string{"page", "pagenumber", "pageindex"}
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
		o.require(
			id,
			spec.May,
			spec.Inferred,
			"A list has no more items than "+limit.Name+" says.",
			o.source(),
		)
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
	if hasLimit && r.itemID != "" && limit.Schema.TakesText("1") {
		if hasOffset {
			o.pages(r, before, limit, quoted(offset.Key)+": {literal: 0}",
				quoted(offset.Key)+": {literal: 1}")
		} else if page, ok := o.numberNamed(pageNames); ok {
			o.pages(r, before, limit, quoted(page.Key)+": {literal: 1}",
				quoted(page.Key)+": {literal: 2}")
		}
	}
}

// pages: two pages of one item have the items of one page of two.
func (o *operationSkeleton) pages(
	r *resource, before chain, limit openapi.Parameter, first, second string,
) {
	id := o.name + "-PAGES"
	o.require(id, spec.May, spec.Inferred, "Pages have each item once.", o.source())
	o.scenario("pages", "Two pages of one item, and one of two", before)
	one, two := quoted(limit.Key)+": {literal: 1}", quoted(limit.Key)+": {literal: 2}"
	all := fmt.Sprintf("save: {all: {pointer: %s, append: true}}", quoted(r.items))
	o.then(o.listing(before, one, first) + ", " + all)
	o.then(o.listing(before, one, second)+", "+all,
		fmt.Sprintf("id: %s, eachItem: {of: saved.all, at: %s, distinct: true}", id,
			quoted(r.itemID)))
	if limit.Schema.TakesText("2") {
		o.then(o.listing(before, two, first), fmt.Sprintf(
			"id: %s, same: {pointer: %s, as: %s}", id, quoted(r.items+"/1"+r.itemID),
			quoted("saved.all/1"+r.itemID)))
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

// bounds are what is before or after the name of a member in the name of a parameter that bounds
// it.
var bounds = []struct{ before, after string }{
	{"", "from"},
	{"", "min"},
	{"", "gte"},
	{"min", ""},
	{"from", ""},
	{"", "since"},
	{"", "to"},
	{"", "max"},
	{"", "lte"},
	{"max", ""},
	{"to", ""},
	{"", "until"},
}

// bounded: an item whose member is what a parameter bounds it by is in the list.
func (o *operationSkeleton) bounded(r *resource) {
	if r.create == nil || r.itemID == "" {
		return
	}
	maker := operationSkeleton{skeleton: o.skeleton, op: r.create}
	before, save, after, ok := maker.itemOf(r)
	maker.ids = before.ids
	body, sent := maker.wholeBody()
	for _, name := range sortedKeys(sent) {
		value := sent[name]
		if _, isNumber := value.(float64); !ok || !isNumber && !isInteger(value) {
			continue
		}
		for _, p := range o.op.Parameters {
			if p.In != "query" || !isBoundOf(plain(p.Name), plain(name)) {
				continue
			}
			id := o.name + "-BOUND-" + o.word(p.Key)
			o.require(id, spec.May, spec.Inferred, fmt.Sprintf(
				"An item whose %s is that of %s is in the list.", name, p.Name), o.source())
			o.scenario("bounded-"+o.word(p.Key), "A list bounded by the value of an item", before)
			o.then(o.skeleton.request(r.create, before.ids, body) +
				", effect: executes, save: {" + save + `, sent: {sent: ""}}`)
			bound := fmt.Sprintf("%s: %s", quoted(p.Key),
				"saved.sent"+openapi.Pointer([]string{name}))
			o.listedAll(before, r, fmt.Sprintf("id: %s, someItem: {%%s, at: %s, equal: %s}", id,
				quoted(r.itemID), after.ids[r.parameter.Key]), bound)
		}
	}
}

// isBoundOf reports whether a parameter bounds a member, as their names say.
func isBoundOf(parameter, member string) bool {
	for _, b := range bounds {
		if parameter == b.before+member+b.after {
			return true
		}
	}
	return false
}

func isInteger(value any) bool {
	number, ok := value.(json.Number)
	return ok && !strings.ContainsAny(number.String(), ".eE")
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
	id := o.name + "-LISTED"
	o.require(id, spec.May, spec.Inferred, "What was created is in the list.", o.source())
	o.scenario("listed", "What is created is listed", before)
	o.then(o.skeleton.request(r.create, before.ids, "") +
		", effect: executes, save: {" + save + "}")
	o.listedAll(before, r, fmt.Sprintf("id: %s, someItem: {%%s, at: %s, equal: %s}", id,
		quoted(r.itemID), after.ids[r.parameter.Key]))
}

// listedAll writes the step that gets a list, by pages where it has them, with a check of all its
// items; %s in it is where they are.
func (o *operationSkeleton) listedAll(c chain, r *resource, check string, more ...string) {
	limit, limited := o.numberNamed(limitNames)
	offset, pages := o.numberNamed(offsetNames)
	page, numbered := o.numberNamed(pageNames)
	most := 1
	if limited {
		most = mostOf(limit)
		more = append(more, fmt.Sprintf("%s: {literal: %d}", quoted(limit.Key), most))
	}
	switch {
	case limited && pages:
		more = append(more, fmt.Sprintf("%s: {count: {by: %d}}", quoted(offset.Key), most))
	case numbered:
		more = append(more, fmt.Sprintf("%s: {count: {from: 1}}", quoted(page.Key)))
	default:
		o.then(o.listing(c, more...), fmt.Sprintf(check, "pointer: "+quoted(r.items)))
		return
	}
	o.then(o.listing(c, more...)+fmt.Sprintf(", save: {all: {pointer: %s, append: true}}"+
		", until: {body: {pointer: %s, present: false}, most: 50}",
		quoted(r.items), quoted(r.items+"/0")), fmt.Sprintf(check, "of: saved.all"))
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
