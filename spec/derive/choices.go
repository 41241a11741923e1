package derive

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// topMember is a member of a response with one of some names and types.
func topMember(op *openapi.Operation, known []string, types ...string) (string, bool) {
	media, _ := successJSON(op)
	if media.Schema == nil {
		return "", false
	}
	for _, m := range values.Members(media.Schema) {
		if names.Among(known, m.Name) &&
			slices.Contains(types, values.Chosen(m.Schema).Shape().Type) {
			return jsonpointer.Join([]string{m.Name}), true
		}
	}
	for _, outer := range values.Members(media.Schema) { // of what is beside a list
		if !slices.Contains(types, "integer") {
			break
		}
		for _, m := range values.Members(outer.Schema) {
			if names.Among(known, m.Name) &&
				slices.Contains(types, values.Chosen(m.Schema).Shape().Type) {
				return jsonpointer.Join([]string{outer.Name, m.Name}), true
			}
		}
	}
	return "", false
}

// count is where a response of a list says how many items all pages have, as a check that it is 0
// and as a reference; false: nowhere.
func (o *operationSkeleton) count() (none, ref string, ok bool) {
	if at, counted := topMember(o.op, names.Total, "integer"); counted {
		return fmt.Sprintf("pointer: %s, value: 0", quoted(at)), "body." + at, true
	}
	for _, response := range o.op.Responses {
		for _, h := range response.Headers {
			if strings.HasPrefix(response.Status, "2") && names.Among(names.CountHeaders, h.Name) {
				return fmt.Sprintf("header: %s, value: 0", quoted(h.Name)), "header." + h.Name, true
			}
		}
	}
	return "", "", false
}

// pair begins a case with two items that are there; false: they cannot be made.
func (o *operationSkeleton) pair(r *resource, slug, text string) (before chain, ok bool) {
	before, save, after, ok := o.itemToList(r)
	if !ok || r.id == "" || !o.of(r.create, before.ids).bodyIsKnown() {
		return chain{}, false
	}
	before, other, _, ok := o.another(r, before, save, after)
	if !ok {
		return chain{}, false
	}
	both := fmt.Sprintf("both: {pointer: %s, append: true}", quoted(r.id))
	o.scenario(slug, text, before)
	o.then(acting(o.step(r.create, before.ids, ""), save, both))
	o.then(acting(o.step(r.create, before.ids, ""), other, both))
	return before, true
}

// oneItem is what asks for pages of one item; false: nothing does.
func (o *operationSkeleton) oneItem() (string, bool) {
	limit, limited := o.numberNamed(names.Limit)
	return quoted(limit.Key) + ": {literal: 1}", limited && limit.Schema.TakesText("1")
}

// total: the number of all items is that of more than one page.
func (o *operationSkeleton) total(r *resource) {
	one, limited := o.oneItem()
	_, at, counted := o.count()
	if !limited || !counted {
		return
	}
	before, ok := o.pair(r, "total", "A page of one item, of two at least")
	if !ok {
		return
	}
	id := o.name + "-TOTAL"
	o.require(id, spec.May, spec.Inferred, "The total counts the items of all pages.", o.source())
	o.then(o.listing(before, one), fmt.Sprintf(
		"id: %s, length: {of: saved.both, max: %s}", id, quoted(at)))
}

// cursors: pages that follow each other by a cursor have each item once, and there is one after the
// first.
func (o *operationSkeleton) cursors(r *resource) {
	one, limited := o.oneItem()
	cursor, next, followed := o.cursor()
	if !limited || !followed {
		return
	}
	before, ok := o.pair(r, "cursors", "Pages of one item each, of two at least")
	if !ok {
		return
	}
	id := o.name + "-PAGES"
	o.require(id, spec.May, spec.Inferred, "Pages have each item once.", o.source())
	saves := fmt.Sprintf("save: {next: {pointer: %s}, all: {pointer: %s, append: true}}",
		quoted(next), quoted(r.items))
	o.then(o.listing(before, one)+", "+saves, fmt.Sprintf(
		"id: %s, body: {pointer: %s, type: string}", id, quoted(next)))
	o.then(o.listing(before, one, quoted(cursor.Key)+": saved.next")+
		fmt.Sprintf(", save: {all: {pointer: %s, append: true}}", quoted(r.items)), fmt.Sprintf(
		"id: %s, eachItem: {of: saved.all, at: %s, distinct: true}", id, quoted(r.itemID)))
}

// cursor is the parameter that says where a page begins, and where a response has it for the next.
func (o *operationSkeleton) cursor() (p openapi.Parameter, next string, ok bool) {
	next, followed := topMember(o.op, names.Next, "string")
	at := slices.IndexFunc(o.op.Parameters, func(p openapi.Parameter) bool {
		return p.In == "query" && p.Schema != nil && names.Among(names.Cursor, p.Name) &&
			values.Chosen(p.Schema).Shape().Type == "string"
	})
	if !followed || at < 0 {
		return p, "", false
	}
	return o.op.Parameters[at], next, true
}

// follows writes the step that gets all pages of a list by its cursor, with a check of all items;
// false: it has none.
func (o *operationSkeleton) follows(c chain, r *resource, more []string, check string) bool {
	cursor, next, ok := o.cursor()
	if !ok {
		return false
	}
	media, _ := successJSON(o.op)
	end := "present: false"
	if slices.Contains(media.Schema.Shape().Required, strings.TrimPrefix(next, "/")) {
		end = `type: "null"`
	}
	o.then(o.listing(c, append(more, fmt.Sprintf("%s: {saved: next, optional: true}",
		quoted(cursor.Key)))...)+fmt.Sprintf(", save: {next: {pointer: %s, match: '.+', "+
		"optional: true}, all: {pointer: %s, append: true}}, until: {body: {pointer: %s, %s}, "+
		"most: 20}", quoted(next), quoted(r.items), quoted(next), end), check)
	return true
}
