package check

import (
	"fmt"
	"strconv"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

const itemsUsage = ": {pointer: /list, at: /a, …}`, `{xpath: //a, …}` or `{of: saved.NAME, …}`"

var eachItemOperator = Operator{
	Key:   spec.OpEachItem,
	Usage: "`eachItem" + itemsUsage + ", `const: V`, `distinct: true`, `order: ascending`",
	Text: "every item of the list conforms to the rules, at the JSON pointer `at` into the item; " +
		"distinct: no two share the value; order (`ascending`, `descending`, `either`): numbers, " +
		"times and texts of small letters follow each other",
	Lint:     func(s *spec.Scope, c *spec.Check) { lintItems(s, c.EachItem, ".eachItem") },
	evaluate: func(j *judge, c *spec.Check, id string) { j.eachItem(c.EachItem, id) },
}

var someItemOperator = Operator{
	Key:      spec.OpSomeItem,
	Usage:    "`someItem" + itemsUsage,
	Text:     "an item of the list conforms to the rules",
	Lint:     func(s *spec.Scope, c *spec.Check) { lintItems(s, c.SomeItem, ".someItem") },
	evaluate: func(j *judge, c *spec.Check, id string) { j.someItem(c.SomeItem, id) },
}

var noItemOperator = Operator{
	Key:      spec.OpNoItem,
	Usage:    "`noItem" + itemsUsage,
	Text:     "no item of the list conforms to the rules",
	Lint:     func(s *spec.Scope, c *spec.Check) { lintItems(s, c.NoItem, ".noItem") },
	evaluate: func(j *judge, c *spec.Check, id string) { j.noItem(c.NoItem, id) },
}

// listPlace is where a list is: in the response, or saved.
type listPlace struct {
	pointer *string
	xpath   string
	of      spec.SavedRef
}

func (p listPlace) lint(s *spec.Scope, pos strict.Pos, at string) {
	switch {
	case count(p.pointer != nil, p.xpath != "", p.of.Name != "") != 1:
		s.Problem(pos, at, "give exactly one of pointer, xpath and of")
	case p.pointer != nil && !isPointer(*p.pointer):
		s.Problem(pos, at+".pointer", notPointer(*p.pointer))
	}
	lintXPath(s, p.xpath, pos, at)
	lintSaved(s, p.of, at+".of")
}

func lintItems(s *spec.Scope, r *spec.ItemsRule, at string) {
	listPlace{r.Pointer, r.XPath, r.Of}.lint(s, r.Pos, at)
	if r.XPath != "" && r.At != "" {
		s.Problem(r.Pos, at+".at", "xpath selects what the items are: at goes with pointer and of")
	}
	if !isPointer(r.At) {
		s.Problem(r.Pos, at+".at", notPointer(r.At))
	}
	if r.Distinct && at != ".eachItem" {
		s.Problem(r.Pos, at+".distinct", "distinct goes with eachItem")
	}
	if r.Order != "" && (at != ".eachItem" || r.Distinct || r.Value != nil ||
		r.ValueRule != (spec.ValueRule{})) {
		s.Problem(r.Pos, at+".order", "order goes with eachItem, without other rules")
	}
	if !r.Distinct && r.Order == "" && r.Value == nil || r.ValueRule != (spec.ValueRule{}) {
		lintValue(s, r.ValueRule, r.Pos, at)
	}
}

// place returns the value that a rule is about: of the response, or saved. Where it is missing, it
// says so, or another finding does.
func (j *judge) place(p listPlace, id string) (value any, where string, ok bool) {
	of := p.of
	if of.Name != "" {
		ref := spec.Ref{Kind: spec.RefSaved, Name: of.Name, Property: of.Pointer}
		if value, ok = j.valueOf(ref); !ok {
			j.nothingThere(ref, id)
		}
		return value, whereSaved(of), ok
	}
	if p.xpath != "" {
		return j.placeXPath(p.xpath, id)
	}
	where = *p.pointer
	if j.isHead() || j.unread(id) || j.hides(where, id) {
		return nil, where, false
	}
	if value, ok = j.lookup(where); ok {
		return value, where, true
	}
	if !j.has(whereStatus, id) { // else the wrong status explains it
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: where, Expected: "to be there",
			Got: j.absence(),
		})
	}
	return nil, where, false
}

func whereSaved(s spec.SavedRef) string { return "content " + s.String() }

// list returns the list that a rule is about.
func (j *judge) list(r *spec.ItemsRule, id string) (items []any, where string, ok bool) {
	value, where, ok := j.place(listPlace{r.Pointer, r.XPath, r.Of}, id)
	if !ok {
		return nil, where, false
	}
	if items, ok = value.([]any); !ok {
		j.found(result.Finding{
			Requirement: id, Reason: "wrong type", Where: where, Expected: "an array",
			Got: typeOf(value) + " " + show(value),
		})
	}
	return items, where, ok
}

// item judges one item by itself, and returns what is wrong with it; nil: nothing. known is false
// where there is nothing to compare it with.
func (j *judge) item(
	r *spec.ItemsRule, item any, where, id string,
) (f *result.Finding, known bool) {
	value, there := jsonpointer.Lookup(item, r.At)
	if r.Present != nil && !*r.Present {
		if there {
			return &result.Finding{
				Requirement: id, Reason: "forbidden member", Where: where,
				Expected: "no such member", Got: show(value),
			}, true
		}
		return nil, true
	}
	if !there {
		return &result.Finding{
			Requirement: id, Reason: "missing", Where: where, Expected: j.describeItem(r),
			Got: "nothing",
		}, true
	}
	if r.Value != nil && !spec.SameJSON(r.JSON, value) {
		return &result.Finding{
			Requirement: id, Reason: "wrong value", Where: where, Expected: show(r.JSON),
			Got: show(value),
		}, true
	}
	if r.ValueRule == (spec.ValueRule{}) {
		return nil, true
	}
	// What one item breaks hides nothing of another.
	alone := *j
	alone.out = Judgement{
		Exercised: map[string]bool{}, Unseen: map[string]bool{},
	}
	alone.broken.all = nil
	alone.value(r.ValueRule, value, where, id)
	if len(alone.out.Findings) > 0 {
		return &alone.out.Findings[0], true
	}
	return nil, alone.out.Exercised[id]
}

func (j *judge) eachItem(r *spec.ItemsRule, id string) {
	items, where, ok := j.list(r, id)
	if !ok {
		return
	}
	if r.Order != "" {
		j.ordered(r, items, where, id)
		return
	}
	seen := map[string]int{}
	for i, item := range items {
		at := where + "/" + strconv.Itoa(i) + r.At
		f, known := j.item(r, item, at, id)
		switch {
		case !known:
			j.hidden(id, "what its items are compared with is missing or broken")
			return
		case f != nil:
			j.found(*f)
			return // one defect shows in every item
		case !r.Distinct:
			continue
		}
		value, _ := jsonpointer.Lookup(item, r.At)
		key := show(value)
		if first, twice := seen[key]; twice {
			j.found(result.Finding{
				Requirement: id, Reason: "an item twice", Where: at,
				Expected: "another value than that of item " + strconv.Itoa(first), Got: key,
			})
			return
		}
		seen[key] = i
	}
	if len(items) == 0 {
		j.hidden(id, "the list that it is about is empty")
		return
	}
	j.hold(id)
}

// matches counts the items that conform to a rule, and returns the place of the first.
func (j *judge) matches(r *spec.ItemsRule, items []any, where, id string) (n, first int, ok bool) {
	first = -1
	if with := r.Equal; with.Kind != spec.RefNone && with.Kind != spec.RefRequestHeader {
		if _, known := j.resolve(with); !known {
			j.nothingThere(with, id)
			return 0, first, false
		}
	}
	for i, item := range items {
		f, known := j.item(r, item, where, id)
		if !known {
			j.hidden(id, "what its items are compared with is missing or broken")
			return n, first, false
		}
		if f == nil {
			if n++; first < 0 {
				first = i
			}
		}
	}
	return n, first, true
}

func (j *judge) someItem(r *spec.ItemsRule, id string) {
	items, where, ok := j.list(r, id)
	if !ok {
		return
	}
	n, _, ok := j.matches(r, items, where, id)
	switch {
	case !ok:
	case n > 0:
		j.hold(id)
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "no such item", Where: where,
			Expected: "an item " + j.describeItem(r),
			Got:      fmt.Sprintf("%d items without it", len(items)),
		})
	}
}

func (j *judge) noItem(r *spec.ItemsRule, id string) {
	items, where, ok := j.list(r, id)
	if !ok {
		return
	}
	n, first, ok := j.matches(r, items, where, id)
	switch {
	case !ok:
	case n == 0:
		j.hold(id)
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "unwanted item", Where: where + "/" + strconv.Itoa(first),
			Expected: "no item " + j.describeItem(r), Got: show(items[first]),
		})
	}
}

// describeItem returns what a rule allows at a place of an item.
func (j *judge) describeItem(r *spec.ItemsRule) string {
	var parts []string
	if r.Value != nil {
		parts = append(parts, show(r.JSON))
	}
	if r.ValueRule != (spec.ValueRule{}) {
		parts = append(parts, j.describe(r.ValueRule))
	}
	text := strings.Join(parts, ", ")
	if r.At != "" {
		text = "with " + r.At + " " + text
	}
	return text
}
