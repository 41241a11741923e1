package derive

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// filtered: a parameter that has the name of a member chooses the items that have its value.
func (o *operationSkeleton) filtered(r *resource) {
	for _, p := range o.op.Parameters {
		m, known := memberCalled(r.item, p.Name)
		if !known || p.In != "query" || p.Schema == nil {
			continue
		}
		id := o.name + "-FILTER-" + o.word(p.Key)
		listed := o.reached && o.filteredEach(r, p, m, id)
		o.filteredBy(r, p, m, id, listed)
	}
}

// filteredEach writes the case of lists by each of the values that are documented, and reports
// whether there are any.
func (o *operationSkeleton) filteredEach(
	r *resource, p openapi.Parameter, m openapi.Member, id string,
) bool {
	all := enumOf(p.Schema)
	if len(all) == 0 || len(all) > 8 || len(enumOf(m.Schema)) == 0 {
		return false
	}
	o.require(id, spec.May, spec.Inferred,
		"Each item of a list has the value of "+p.Name+" that was asked for.", o.source())
	o.scenario("filtered-"+o.word(p.Key), "Lists by each value of "+p.Name, o.way)
	for _, value := range all {
		o.then(o.listing(o.way, given(p, value)),
			fmt.Sprintf("id: %s, eachItem: {pointer: %s, at: %s, equal: request.%s}%s", id,
				quoted(r.items), quoted(jsonpointer.Join([]string{m.Name})), p.Key, unlessElse))
	}
	return true
}

// filteredBy writes the case of lists by the value of an item that is created, and by another; its
// requirement may be there already.
func (o *operationSkeleton) filteredBy(
	r *resource, p openapi.Parameter, m openapi.Member, id string, listed bool,
) {
	before, save, after, ok := o.itemToList(r)
	if !ok {
		return
	}
	maker := o.of(r.create, before.ids)
	body, sent := maker.wholeBody()
	asked, isSent := memberCalled(maker.bodyMedia().Schema, p.Name)
	if !isSent || sent[asked.Name] == nil || !returned(asked.Schema, m.Schema) ||
		!openapi.IsJSON(maker.bodyMedia().Type) {
		return
	}
	other := otherFilter(p, sent[asked.Name], before.ids[linkKey(r.create, asked.Name)])
	if other == "" {
		return
	}
	slug := "filtered-" + o.word(p.Key)
	if listed {
		slug += "-made"
	} else {
		o.require(id, spec.May, spec.Inferred, "A list by "+p.Name+
			" has what was created with its value, and nothing that was created with another.",
			o.source())
	}
	o.scenario(slug, "Lists by a value of "+p.Name, before)
	o.then(acting(o.step(r.create, before.ids, body), save, saveSent))
	o.listedAll(before, r, id, "someItem", after, fmt.Sprintf("%s: %s", quoted(p.Key),
		"saved.sent"+jsonpointer.Join([]string{asked.Name})))
	o.lacks(r, id, before, after, quoted(p.Key)+": "+other)
}

// lacks writes the step of a list that, where it comes, has not the item that a chain names.
func (o *operationSkeleton) lacks(r *resource, id string, before, one chain, asks ...string) {
	o.then(o.listing(before, append(asks, o.mostItems()...)...), fmt.Sprintf("id: %s, noItem: "+
		"{pointer: %s, at: %s, equal: %s}, when: {status: 2XX}", id, quoted(r.items),
		quoted(r.itemID), one.ids[r.path]))
}

// mostItems asks for as many items on a page as there may be; none: nothing does.
func (o *operationSkeleton) mostItems() []string {
	if limit, limited := o.numberNamed(names.Limit); limited {
		return []string{fmt.Sprintf("%s: {literal: %d}", quoted(limit.Key), mostOf(limit))}
	}
	return nil
}

// otherFilter is a value of a parameter other than the one that an item was created with, which
// may be the id of something else; empty: none is known.
func otherFilter(p openapi.Parameter, sent any, link string) string {
	schema := values.Chosen(p.Schema)
	s := schema.Shape()
	var all []any
	switch listed := enumOf(p.Schema); {
	case link != "" && s.Type == "string":
		return "{like: " + link + "}"
	case link != "":
		all = []any{unusedNumber}
	case len(listed) > 0:
		all = listed
	case s.Type == "string" && s.Format == "email":
		return "{fresh: email}"
	case freshID(schema) != "":
		return "{fresh: " + freshID(schema) + "}"
	case s.Type == "string" && s.Pattern != "":
		source := rand.New(rand.NewPCG(1, 1))
		for range 3 {
			if text, err := pattern.Generate(s.Pattern, source); err == nil {
				all = append(all, text)
			}
		}
	default:
		all = append(all, beyondValue(sent, 1), beyondValue(sent, -1))
	}
	for _, value := range all {
		text, isText := openapi.TextOf(value)
		if isText && jsonText(value) != jsonText(sent) && p.Schema.TakesText(text) {
			return "{literal: " + jsonText(value) + "}"
		}
	}
	return ""
}

// beyondValue is the number or the day after another, or before it; nil: it is neither.
func beyondValue(value any, by int) any {
	text, _ := openapi.TextOf(value)
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return json.Number(jsonText(n + float64(by)))
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if day, err := time.Parse(layout, text); err == nil {
			return day.AddDate(0, 0, by).Format(layout)
		}
	}
	return nil
}

// bounded: a list that a parameter bounds has the item whose member is within, and not the one
// whose member is beyond.
func (o *operationSkeleton) bounded(r *resource) {
	before, save, after, ok := o.itemToList(r)
	if !ok {
		return
	}
	maker := o.of(r.create, before.ids)
	body, sent := maker.wholeBody()
	for _, p := range o.op.Parameters {
		if p.In != "query" || p.Schema == nil {
			continue
		}
		for _, m := range values.Members(r.item) {
			bound, is := names.BoundOf(names.Plain(p.Name), names.Plain(m.Name))
			id, slug := o.name+"-BOUND-"+o.word(p.Key), "bounded-"+o.word(p.Key)
			text := fmt.Sprintf("An item whose %s is within %s is in the list, and one that is "+
				"beyond is not.", m.Name, p.Name)
			value := sent[m.Name]
			switch day := createdDay(r.create, p, m, bound); {
			case !is:
			case value == nil && day != "":
				o.require(id, spec.May, spec.Inferred, text, o.source())
				o.scenario(slug, "A list from the day of an item", before)
				o.then(acting(o.step(r.create, before.ids, body), save, day))
				o.listedAll(before, r, id, "someItem", after, quoted(p.Key)+": saved.day")
			case beyondValue(value, 1) != nil:
				within, beyond := boundValues(p, bound, value)
				if within == "" {
					continue
				}
				o.require(id, spec.May, spec.Inferred, text, o.source())
				o.scenario(slug, "A list bounded by the value of an item", before)
				o.then(acting(o.step(r.create, before.ids, body), save))
				o.listedAll(before, r, id, "someItem", after, within)
				if beyond != "" {
					o.lacks(r, id, before, after, beyond)
				}
			}
		}
	}
}

// boundValues are the bounds that an item with a value is just within and beyond, as a request has
// them; empty: the parameter does not take one.
func boundValues(p openapi.Parameter, b names.Bound, value any) (within, beyond string) {
	by := -1
	if b.Lower {
		by = 1
	}
	inside := value
	if !b.Inclusive {
		inside = beyondValue(value, -by)
	}
	text := func(value any) string {
		if text, _ := openapi.TextOf(value); p.Schema.TakesText(text) {
			return given(p, value)
		}
		return ""
	}
	return text(inside), text(beyondValue(value, by))
}

// createdDay saves the day on which an item was made, where a parameter is the first of the days
// that are listed; empty: it is not.
func createdDay(
	create *openapi.Operation, p openapi.Parameter, m openapi.Member, b names.Bound,
) string {
	if !b.Lower || !b.Inclusive || values.Chosen(p.Schema).Shape().Format != "date" ||
		!strings.HasPrefix(values.Chosen(m.Schema).Shape().Format, "date") {
		return ""
	}
	answer, _ := successJSON(create)
	if _, known := values.Member(answer.Schema, m.Name); !known {
		return ""
	}
	return fmt.Sprintf("day: {pointer: %s, match: '^(.{10})(?:T.*(?:Z|[+]00:00))?$', "+
		"optional: true}", quoted(jsonpointer.Join([]string{m.Name})))
}

// byIDs: a parameter with several ids chooses the items that have them.
func (o *operationSkeleton) byIDs(r *resource) {
	one := names.Item(r.collection)
	for _, p := range o.op.Parameters {
		if p.In != "query" || p.Schema == nil || r.id == "" ||
			!names.Among([]string{"id", "ids", one + "id", one + "ids"}, p.Name) {
			continue
		}
		s := values.Chosen(p.Schema).Shape()
		before, save, after, ok := o.itemToList(r)
		if s.Items == nil || !ok || !sameType(s.Items.Shape(), r.parameter.Schema.Shape()) ||
			!o.of(r.create, before.ids).bodyIsKnown() {
			continue
		}
		before, other, _, ok := o.another(r, before, save, after)
		if !ok {
			continue
		}
		id := o.name + "-FILTER-" + o.word(p.Key)
		o.require(id, spec.May, spec.Inferred, "A list by "+p.Name+" has the items that it names.",
			o.source())
		o.scenario("filtered-"+o.word(p.Key), "A list of one of two items", before)
		o.then(acting(o.step(r.create, before.ids, ""), other))
		o.then(acting(o.step(r.create, before.ids, ""), save,
			fmt.Sprintf("ids: {pointer: %s, append: true}", quoted(r.id))))
		list := fmt.Sprintf("pointer: %s, at: %s, equal: %s}, when: {status: 2XX}",
			quoted(r.items), quoted(r.itemID), after.ids[r.path])
		o.then(o.listing(before, quoted(p.Key)+": saved.ids"),
			fmt.Sprintf("id: %s, eachItem: {%s", id, list),
			fmt.Sprintf("id: %s, someItem: {%s", id, list))
	}
}
