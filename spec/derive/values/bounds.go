package values

import (
	"encoding/json"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Bound is a value at a bound of a schema, which is allowed.
type Bound struct {
	At    []string // the steps to it in a body; none: the value itself
	Most  bool     // it is the upper bound
	Value any
	// Fresh is a rule by which the value is made instead; empty: it is as it is.
	Fresh string
	// Null reports whether it is no bound but null.
	Null bool
}

// Name is what the bound is called in ids.
func (b Bound) Name() string {
	if b.Null {
		return "nullable"
	}
	if b.Most {
		return "most"
	}
	return "least"
}

// Describe says for people at which bound a named value is.
func (b Bound) Describe(of string) string {
	if b.Null {
		return of + " that is null"
	}
	if b.Most {
		return of + " at its upper bound"
	}
	return of + " at its lower bound"
}

// Bounds lists the values at the bounds of a schema that has no other rule, of texts up to a
// length.
func Bounds(schema *openapi.Schema, longest uint64) []Bound {
	s := Chosen(schema).Shape()
	if s.Pattern != "" || len(s.Enum) > 0 || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 {
		return nil
	}
	var all []Bound
	add := func(most bool, value any) {
		all = append(all, Bound{Most: most, Value: value})
	}
	switch {
	case s.Type == "string" && s.Format == "" && (s.MaxLength == nil || *s.MaxLength >= 8):
		// A shorter text is likely to be a code of some kind.
		if n := s.MinLength; n > 0 && n <= longest {
			add(false, strings.Repeat("x", int(n)))
		}
		if n := s.MaxLength; n != nil && *n <= longest && *n > s.MinLength {
			add(true, strings.Repeat("x", int(*n)))
		}
	case s.Type == "integer", s.Type == "number":
		if low, ok := closest(s, s.Min, s.Above, 1); ok {
			add(false, low)
		}
		if high, ok := closest(s, s.Max, s.Below, -1); ok {
			add(true, high)
		}
	case s.Type == "array" && s.Items != nil && len(s.Prefix) == 0:
		if list, ok := List(s.Items, s.MinItems); ok && s.MinItems > 0 {
			add(false, list)
		}
		if n := s.MaxItems; n != nil && *n > s.MinItems {
			if list, ok := List(s.Items, *n); ok {
				add(true, list)
			}
		}
	}
	return all
}

// mostExact is the largest number that is sent: every reader of JSON has it exactly.
const mostExact = 1 << 53

// closest is the number closest to a bound that is allowed: the bound, or of whole numbers the one
// after a bound that is not allowed itself.
func closest(s openapi.Shape, closed, open *float64, step float64) (json.Number, bool) {
	n := closed
	if open != nil {
		if s.Type != "integer" || *open != float64(int64(*open)) {
			return "", false
		}
		after := *open + step
		if n == nil || (after-*n)*step > 0 {
			n = &after
		}
	}
	if n == nil || *n > mostExact || *n < -mostExact {
		return "", false
	}
	return json.Number(strict.JSONText(*n)), true
}

// mostItems bounds the items of a list at a bound.
const mostItems = 100

// List makes a list of so many different items, of texts or numbers without a form.
func List(items *openapi.Schema, n uint64) ([]any, bool) {
	s := items.Shape()
	if n > mostItems || s.Pattern != "" || s.Format != "" || len(s.Enum) > 0 {
		return nil, false
	}
	all := []any{}
	for i := range n {
		var item any
		switch s.Type {
		case "string":
			text := string(rune('a'+i/26)) + string(rune('a'+i%26))
			if uint64(len(text)) < s.MinLength {
				text += strings.Repeat("x", int(min(s.MinLength, mostItems))-len(text))
			}
			item = text
		case "integer", "number":
			least := 0.0
			if s.Min != nil {
				least = *s.Min
			}
			item = json.Number(strict.JSONText(least + float64(i+1)))
		default:
			return nil, false
		}
		if len(items.ValidateRequest(item)) > 0 {
			return nil, false
		}
		all = append(all, item)
	}
	return all, true
}

// Several is a list of two different items, which a schema may not allow.
func Several(items *openapi.Schema) []any {
	if all := items.Shape().Enum; len(all) > 1 {
		return all[:2]
	}
	all, _ := List(items, 2)
	return all
}
