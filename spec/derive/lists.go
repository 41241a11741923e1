package derive

import (
	"fmt"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/openapi"
)

// numberNamed returns the parameter of a query with a whole number and one of the names.
func (o *operationSkeleton) numberNamed(known []string) (openapi.Parameter, bool) {
	for _, p := range o.op.Parameters {
		if p.In == "query" && p.Schema != nil && names.Among(known, p.Name) {
			if s := values.Chosen(p.Schema).Shape(); s.Type == "integer" || s.Type == "number" {
				return p, true
			}
		}
	}
	return openapi.Parameter{}, false
}

// unlessElse is the condition of a check of a list: it is not there in what is refused for another
// reason than what the request asks for.
var unlessElse = ", when: {notStatus: [" + strings.Join(notOfBounds, ", ") + "]}"

// limited: a limit bounds the list, and beyond its end there is nothing.
func (o *operationSkeleton) limited(r *resource) {
	if !o.reached {
		return
	}
	before := o.way
	limit, hasLimit := o.numberNamed(names.Limit)
	hasLimit = hasLimit && limit.Schema.TakesText("1")
	offset, hasOffset := o.numberNamed(names.Offset)
	one := quoted(limit.Key) + ": {literal: 1}"
	if hasLimit {
		id := o.name + "-LIMIT"
		o.require(id, spec.May, spec.Inferred, "A list has no more items than "+limit.Name+
			" says.", o.source())
		o.scenario("limited", "A list of one item", before)
		o.then(o.listing(before, one), fmt.Sprintf("id: %s, length: {pointer: %s, max: 1}%s", id,
			quoted(r.items), unlessElse))
	}
	if hasOffset && offset.Schema.TakesText("1000000") {
		id := o.name + "-END"
		o.require(id, spec.May, spec.Inferred, "Beyond the end of the list there is nothing.",
			o.source())
		o.scenario("past-end", "A list beyond its end", before)
		o.then(o.listing(before, quoted(offset.Key)+": {literal: 1000000}"),
			append(o.answerChecks(success(o.op)), fmt.Sprintf("id: %s, length: {pointer: %s, "+
				"max: 0}%s", id, quoted(r.items), unlessElse))...)
	}
	if hasLimit && r.itemID != "" {
		if hasOffset {
			o.pages(r, before, limit, quoted(offset.Key)+": {literal: 0}",
				quoted(offset.Key)+": {literal: 1}", true)
		} else if page, ok := o.numberNamed(names.Page); ok {
			first, known := firstPage(page)
			number := func(n int) string {
				return fmt.Sprintf("%s: {literal: %d}", quoted(page.Key), n)
			}
			o.pages(r, before, limit, number(first), number(first+1), known)
		}
	}
}

// pages: two pages of one item have the items of one page of two. Where it is not known which page
// is the first, the second item of the list is on one of them.
func (o *operationSkeleton) pages(
	r *resource, before chain, limit openapi.Parameter, first, second string, known bool,
) {
	id := o.name + "-PAGES"
	o.require(id, spec.May, spec.Inferred, "Pages have each item once.", o.source())
	o.scenario("pages", "Two pages of one item, and one of two", before)
	one, two := quoted(limit.Key)+": {literal: 1}", quoted(limit.Key)+": {literal: 2}"
	all := fmt.Sprintf("save: {all: {pointer: %s, append: true}}", quoted(r.items))
	o.then(o.listing(before, one, first) + ", " + all)
	o.then(o.listing(before, one, second)+", "+all,
		fmt.Sprintf("id: %s, eachItem: {of: saved.all, at: %s, distinct: true}%s", id,
			quoted(r.itemID), unlessElse))
	switch {
	case !limit.Schema.TakesText("2"):
	case !known:
		o.then(o.listing(before, two), fmt.Sprintf("id: %s, someItem: {of: saved.all, at: %s, "+
			"equal: body.%s}%s", id, quoted(r.itemID), r.items+"/1"+r.itemID, unlessElse))
	default:
		o.then(o.listing(before, two, first), fmt.Sprintf("id: %s, same: {pointer: %s, as: %s}%s",
			id, quoted(r.items+"/1"+r.itemID), quoted("saved.all/1"+r.itemID), unlessElse))
	}
}

// listing is a request of the list with further parameters.
func (o *operationSkeleton) listing(c chain, more ...string) string {
	from := o.of(o.op, c.ids)
	return fmt.Sprintf("request: {%s}", joined(from.values("known", ""), from.body(), more...))
}

// enumOf lists the values that a scalar may have, where the description does.
func enumOf(schema *openapi.Schema) []any {
	s := values.Chosen(schema).Shape()
	switch {
	case s.Type == "boolean":
		return []any{true, false}
	case s.Type == "string" || s.Untyped:
		return s.Enum
	}
	return nil
}

func memberCalled(schema *openapi.Schema, name string) (openapi.Member, bool) {
	for _, m := range values.Members(schema) {
		if names.Same(m.Name, name) {
			return m, true
		}
	}
	return openapi.Member{}, false
}

// itemToList is itemOf of the operation that creates an item of this list; false, too, where the
// list does not show its id.
func (o *operationSkeleton) itemToList(
	r *resource,
) (before chain, save string, after chain, ok bool) {
	if r.create == nil || r.itemID == "" {
		return chain{}, "", chain{}, false
	}
	return o.of(r.create, nil).itemOf(r)
}

// contains: what was created is in the list.
func (o *operationSkeleton) contains(r *resource) {
	before, save, after, ok := o.itemToList(r)
	if !ok || !o.of(r.create, before.ids).bodyIsKnown() {
		return
	}
	requirement := o.name + "-LISTED"
	o.require(requirement, spec.May, spec.Inferred, "What was created is in the list.",
		o.source())
	before, other, _, several := o.another(r, before, save, after)
	o.scenario("listed", "What is created is listed", before)
	if several {
		o.then(acting(o.step(r.create, before.ids, ""), other))
	}
	o.then(acting(o.step(r.create, before.ids, ""), save))
	o.listedAll(before, r, requirement, "someItem", after)
}

// listedAll writes the step that gets a list, by pages where it has them, with a check of all its
// items for the one that a chain names: someItem or noItem.
func (o *operationSkeleton) listedAll(
	c chain, r *resource, requirement, operator string, one chain, more ...string,
) {
	check := func(where string) string {
		return fmt.Sprintf("id: %s, %s: {%s, at: %s, equal: %s}", requirement, operator, where,
			quoted(r.itemID), one.ids[r.path])
	}
	limit, limited := o.numberNamed(names.Limit)
	offset, pages := o.numberNamed(names.Offset)
	page, numbered := o.numberNamed(names.Page)
	most := 1
	if limited {
		most = mostOf(limit)
		more = append(more, fmt.Sprintf("%s: {literal: %d}", quoted(limit.Key), most))
	}
	switch {
	case limited && pages:
		more = append(more, fmt.Sprintf("%s: {count: {by: %d}}", quoted(offset.Key), most))
	case numbered:
		first, known := firstPage(page)
		if !known { // the first is what comes without a number
			o.then(o.listing(c, more...) + fmt.Sprintf(
				", save: {all: {pointer: %s, append: true}}", quoted(r.items)))
		}
		more = append(more, fmt.Sprintf("%s: {count: {from: %d}}", quoted(page.Key), first))
	case o.follows(c, r, more, check("of: saved.all")):
		return
	default:
		o.then(o.listing(c, more...), check("pointer: "+quoted(r.items)))
		return
	}
	o.then(o.listing(c, more...)+fmt.Sprintf(", save: {all: {pointer: %s, append: true}}"+
		", until: {body: {pointer: %s, present: false}, most: 50}",
		quoted(r.items), quoted(r.items+"/0")), check("of: saved.all"))
}

// firstPage is the number of the first page, as far as the default of its parameter says so: many
// services count from 0.
func firstPage(p openapi.Parameter) (first int, known bool) {
	switch text, _ := openapi.TextOf(values.Chosen(p.Schema).Shape().Default); text {
	case "0":
		return 0, true
	case "1":
		return 1, true
	}
	return 1, false
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
