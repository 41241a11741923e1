package check

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var lengthOperator = Operator{
	Key: spec.OpLength,
	Usage: "`length: {pointer: /a, is: N, min: N, max: N}`, `{xpath: //a, …}` or " +
		"`{of: saved.NAME, …}`; N: a number or a REF",
	Text: "the list there has so many items, the text so many characters, the object so many " +
		"members; an XPath selects so many nodes",
	Lint:     func(s *spec.Scope, c *spec.Check) { lintLength(s, c.Length) },
	evaluate: func(j *judge, c *spec.Check, id string) { j.length(c.Length, id) },
}

func lintLength(s *spec.Scope, r *spec.LengthRule) {
	listPlace{r.Pointer, r.XPath, r.Of}.lint(s, r.Pos, ".length")
	if r.Is == nil && r.Min == nil && r.Max == nil {
		s.Problem(r.Pos, ".length", "asserts nothing: give is, min or max")
	}
	for _, b := range []struct {
		key   string
		bound *spec.Bound
	}{{"is", r.Is}, {"min", r.Min}, {"max", r.Max}} {
		if b.bound == nil {
			continue
		}
		if b.bound.Number < 0 {
			s.Problem(r.Pos, ".length."+b.key, "a length below zero")
		}
		lintRef(s, b.bound.Ref, r.Pos, ".length."+b.key)
	}
}

func (j *judge) length(r *spec.LengthRule, id string) {
	value, where, ok := j.place(listPlace{r.Pointer, r.XPath, r.Of}, id)
	if !ok {
		return
	}
	n, of := 0, ""
	switch v := value.(type) {
	case []any:
		n, of = len(v), "items"
	case string:
		n, of = utf8.RuneCountInString(v), "characters"
	case map[string]any:
		n, of = len(v), "members"
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "wrong type", Where: where,
			Expected: "a list, a text or an object", Got: typeOf(value) + " " + show(value),
		})
		return
	}
	for _, b := range []struct {
		name  string
		bound *spec.Bound
		holds func(bound int) bool
	}{
		{"", r.Is, func(bound int) bool { return n == bound }},
		{"at least ", r.Min, func(bound int) bool { return n >= bound }},
		{"at most ", r.Max, func(bound int) bool { return n <= bound }},
	} {
		if b.bound == nil {
			continue
		}
		bound, known := b.bound.Number, true
		if b.bound.Ref.Kind != spec.RefNone {
			bound, known = j.numberOf(b.bound.Ref)
		}
		switch {
		case !known:
			j.nothingThere(b.bound.Ref, id)
			return
		case !b.holds(bound):
			j.found(result.Finding{
				Requirement: id, Reason: "wrong length", Where: where,
				Expected: fmt.Sprintf("%s%d %s", b.name, bound, of), Got: strconv.Itoa(n),
			})
			return
		}
	}
	j.hold(id)
}
