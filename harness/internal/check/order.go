package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strconv"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

// lower are the texts that every collation has in the same order.
var lower = regexp.MustCompile(`^[a-z]+$`)

// day is a date of RFC 3339.
var day = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// ordered judges whether the items of a list follow each other by a value. Those that have no such
// value, or one whose place depends on a collation, are passed over.
func (j *judge) ordered(r *spec.ItemsRule, items []any, where, id string) {
	up, down := -1, -1 // the first item that is less, and more, than the one before it
	var last any
	compared := 0
	for i, item := range items {
		value, _ := jsonpointer.Lookup(item, r.At)
		if !hasPlace(value) {
			continue
		}
		if order, ok := compareValues(last, value); ok {
			compared++
			if order > 0 && up < 0 {
				up = i
			}
			if order < 0 && down < 0 {
				down = i
			}
		}
		last = value
	}
	wrong := map[spec.ItemOrder]int{
		spec.Ascending: up, spec.Descending: down, spec.Either: min(up, down),
	}[r.Order]
	switch {
	case wrong >= 0:
		value, _ := jsonpointer.Lookup(items[wrong], r.At)
		j.found(result.Finding{
			Requirement: id, Reason: "wrong order",
			Where:    where + "/" + strconv.Itoa(wrong) + r.At,
			Expected: fmt.Sprintf("values in %s order", r.Order),
			Got:      show(value) + " out of order",
		})
	case compared == 0:
		j.hidden(id, "the list has no two items whose order is known")
	default:
		j.hold(id)
	}
}

// hasPlace reports whether the place of a value in an order is the same for every service.
func hasPlace(value any) bool {
	_, ok := compareValues(value, value)
	return ok
}

// compareValues compares two numbers, times, dates, or texts of small letters alone; false: their
// order is not known.
func compareValues(a, b any) (int, bool) {
	switch x := a.(type) {
	case json.Number:
		y, isNumber := b.(json.Number)
		p, okP := new(big.Float).SetString(x.String())
		q, okQ := new(big.Float).SetString(y.String())
		if !isNumber || !okP || !okQ {
			return 0, false
		}
		return p.Cmp(q), true
	case string:
		y, _ := b.(string)
		p, err := parseTime(x)
		q, other := parseTime(y)
		if err == nil && other == nil {
			return p.Compare(q), true
		}
		if day.MatchString(x) && day.MatchString(y) ||
			lower.MatchString(x) && lower.MatchString(y) {
			return cmp.Compare(x, y), true
		}
	}
	return 0, false
}
