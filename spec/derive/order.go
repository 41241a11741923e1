package derive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// mostOrders bounds the orders of one list that are asked for.
const mostOrders = 8

// listOrder is an order of a list that can be asked for.
type listOrder struct {
	asks   []string // the parameters, as a request has them
	member string   // that the list is sorted by; empty: the document does not say
	order  spec.ItemOrder
}

// ordered: a list is in the order that was asked for.
func (o *operationSkeleton) ordered(r *resource) {
	all := o.orders(r)
	if len(all) == 0 || !o.reached {
		return
	}
	id := o.name + "-ORDER"
	before, made := o.unlike(r, all)
	if all[0].member == "" && (len(made) == 0 || r.itemID == "") {
		return
	}
	o.require(id, spec.May, spec.Inferred, "A list is in the order that was asked for.", o.source())
	o.scenario("ordered", "Lists in each order, of items that differ", before)
	for _, step := range made {
		o.then(step)
	}
	for i := range all {
		all[i].asks = append(all[i].asks, o.mostItems()...)
	}
	first := quoted(r.items + "/0" + r.itemID)
	for i, one := range all {
		switch {
		case one.member != "":
			o.then(o.listing(before, one.asks...), fmt.Sprintf("id: %s, eachItem: {pointer: %s, "+
				"at: %s, order: %s}, when: {status: 2XX}", id, quoted(r.items),
				quoted(jsonpointer.Join([]string{one.member})), one.order))
		case i == 0:
			o.then(o.listing(before, one.asks...) +
				", save: {first: {pointer: " + first + ", optional: true}}")
		default: // by whatever they are sorted, another item is the first
			o.then(o.listing(before, one.asks...), fmt.Sprintf("id: %s, differ: {pointer: %s, "+
				"as: saved.first}, when: {status: 2XX}", id, first))
		}
	}
}

// orders lists the orders of a list that its parameters ask for.
func (o *operationSkeleton) orders(r *resource) []listOrder {
	var by, both []openapi.Parameter
	var words []string // of the orders of both
	for _, p := range o.op.Parameters {
		if p.In != "query" || p.Schema == nil || !names.Among(names.Sort, p.Name) {
			continue
		}
		if found := directions(p); len(found) == 2 {
			both, words = append(both, p), found
		} else {
			by = append(by, p)
		}
	}
	var all []listOrder
	ways := func(asks []string, member string) {
		for i, order := range []spec.ItemOrder{spec.Ascending, spec.Descending} {
			all = append(all, listOrder{
				append(slices.Clip(asks), given(both[0], words[i])), member, order,
			})
		}
	}
	for _, p := range by {
		for _, k := range o.sortKeys(r, p) {
			switch {
			case k.order == spec.Either && len(both) > 0:
				ways(k.asks, k.member)
			default:
				all = append(all, k)
			}
		}
	}
	if len(by) == 0 && len(both) > 0 {
		ways(nil, "")
	}
	return all[:min(len(all), mostOrders)]
}

// directions are the words of a parameter for the two orders; none: it is about something else.
func directions(p openapi.Parameter) []string {
	if p.Schema.TakesText(values.Odd) {
		return nil
	}
	for _, words := range [][]string{
		{"asc", "desc"}, {"ASC", "DESC"}, {"ascending", "descending"}, {"Asc", "Desc"},
	} {
		if p.Schema.TakesText(words[0]) && p.Schema.TakesText(words[1]) {
			return words
		}
	}
	return nil
}

// sortKeys are the orders by members of the items that one parameter takes.
func (o *operationSkeleton) sortKeys(r *resource, p openapi.Parameter) (all []listOrder) {
	words := p.Schema
	s := values.Chosen(p.Schema).Shape()
	if s.Items != nil {
		words = s.Items
	}
	if words.TakesText(values.Odd) {
		return nil
	}
	listed := enumOf(words)
	if len(listed) == 0 { // a pattern lists them
		for _, m := range values.Members(r.item) {
			for _, text := range []string{m.Name, "-" + m.Name} {
				if words.TakesText(text) {
					listed = append(listed, text)
				}
			}
		}
	}
	signed := false
	for _, value := range listed {
		text, _ := value.(string)
		name, order := splitOrder(text)
		m, known := memberCalled(r.item, name)
		if !known || !sortable(m.Schema) {
			continue
		}
		signed = signed || order == spec.Descending && strings.HasPrefix(text, "-")
		if s.Items != nil {
			value = []any{value}
		}
		all = append(all, listOrder{[]string{given(p, value)}, m.Name, order})
	}
	for i := range all {
		if signed && all[i].order == spec.Either {
			all[i].order = spec.Ascending
		}
	}
	return all
}

// splitOrder parts the name of a member from the order that is before or after it.
func splitOrder(text string) (name string, order spec.ItemOrder) {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return rest, spec.Descending
	}
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		return rest, spec.Ascending
	}
	for _, mark := range []string{"_", ":", ".", "-", " ", ","} {
		for word, order := range map[string]spec.ItemOrder{
			"asc": spec.Ascending, "desc": spec.Descending,
		} {
			if at := len(text) - len(mark+word); at > 0 && strings.EqualFold(text[at:], mark+word) {
				return text[:at], order
			}
		}
	}
	return text, spec.Either
}

// sortable reports whether the order of the values of a schema is the same for every service.
func sortable(schema *openapi.Schema) bool {
	s := values.Chosen(schema).Shape()
	switch s.Type {
	case "integer", "number":
		return len(s.Enum) == 0
	case "string":
		return len(s.Enum) == 0 && (s.Format == "" || strings.HasPrefix(s.Format, "date"))
	}
	return false
}

// ranks are the places of the members of three items that are created one after another: neither
// the first made nor the last made is the first or the last by any member.
var ranks = [][3]int{{1, 2, 0}, {2, 0, 1}, {1, 0, 2}, {0, 2, 1}}

// unlike are the steps that make three items with other values in the members by which the list is
// sorted, and the chain before them; none: they cannot be made.
func (o *operationSkeleton) unlike(r *resource, all []listOrder) (chain, []string) {
	if r.create == nil || r.itemID == "" || o.way.found {
		return o.way, nil
	}
	maker := o.of(r.create, nil)
	before, ok := o.chainTo(r.create)
	maker.ids = before.ids
	media := maker.bodyMedia()
	value, good := sample.Body(media, sample.Request)
	least, isObject := value.(map[string]any)
	if !ok || before.found || !openapi.IsJSON(media.Type) || !good || !isObject ||
		!maker.bodyIsKnown() {
		return o.way, nil
	}
	saves := make([]string, len(ranks[0]))
	maker.removesEach(&before, r, saves)
	var made []string
	for i := range saves {
		body := maker.unlikeBody(media, least, all, i)
		made = append(made, acting(o.step(r.create, before.ids, body), some(saves[i])...))
	}
	return before, made
}

// unlikeBody is the body of one of the items that differ.
func (o *operationSkeleton) unlikeBody(
	media openapi.Media, least map[string]any, all []listOrder, item int,
) string {
	made, set, own := maps.Clone(least), "", []string{}
	for i, m := range values.Members(media.Schema) {
		byIt := slices.ContainsFunc(all, func(l listOrder) bool {
			return l.member == "" && sortable(m.Schema) || names.Same(l.member, m.Name)
		})
		if !byIt || o.ids[linkKey(o.op, m.Name)] != "" || o.idInPath(m) != "" {
			continue
		}
		value, fresh := ranked(m, ranks[i%len(ranks)][item])
		other := maps.Clone(made)
		if other[m.Name] = value; value == nil || len(media.Schema.ValidateRequest(other)) > 0 {
			continue
		}
		made, own = other, append(own, m.Name)
		if fresh != "" {
			set += quoted(jsonpointer.Join([]string{m.Name})) + ": " + fresh + ", "
		}
	}
	rest := strings.TrimPrefix(o.set(media.Schema, made, own...), ", set: {")
	rest = strings.TrimSuffix(rest, "}")
	if set = strings.TrimSuffix(set+rest, ", "); set != "" {
		set = ", set: {" + set + "}"
	}
	return fmt.Sprintf("body: {mediaType: %s, value: %s%s}", quoted(media.Type), jsonText(made),
		set)
}

// ranked is the value of a member with a place among three, and the rule by which it is new in
// every run; nil: none is known.
func ranked(m openapi.Member, rank int) (value any, fresh string) {
	base, _ := sample.Of(m.Schema, sample.Request)
	text, isText := base.(string)
	s := values.Chosen(m.Schema).Shape()
	switch {
	case !sortable(m.Schema):
	case !isText:
		for _, from := range []int{0, -2} {
			low, high := beyondValue(base, from), beyondValue(base, from+2)
			if low != nil && len(m.Schema.ValidateRequest(low)) == 0 &&
				len(m.Schema.ValidateRequest(high)) == 0 {
				return beyondValue(base, from+rank), ""
			}
		}
	case s.Format == "":
		if s.Pattern == "" && sample.NamedFormat(m.Name, s) == "" {
			letter := "amz"[rank : rank+1]
			return strings.Repeat(letter, 8), "{fresh: {pattern: '^" + letter + "[a-z]{7}$'}}"
		}
	default:
		for _, layout := range []string{time.DateOnly, time.RFC3339} {
			if _, err := time.Parse(layout, text); err == nil {
				return beyondValue(text, rank), ""
			}
		}
	}
	return nil, ""
}
