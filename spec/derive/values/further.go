package values

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
)

// Further lists values that break one rule of a schema each, made from one that breaks none: the
// rules of lists and their items, multiples, and bounds that are not allowed themselves.
func Further(schema *openapi.Schema, value any) []Broken { return further(schema, value, 0) }

// further is Further of what is so deep in a value.
func further(schema *openapi.Schema, value any, depth int) []Broken {
	schema = Chosen(schema)
	members, isObject := value.(map[string]any)
	if !isObject || depth >= MaxDepth {
		return eachPart(partsOf(schema), func(s openapi.Shape) []Broken {
			return slices.Concat(ofNumber(s, value), ofPattern(s, value), ofList(s, value, depth))
		})
	}
	return append(ofMembers(schema, members, func(
		_ string, p *openapi.Schema, inner any,
	) []Broken {
		return further(p, inner, depth+1)
	}), ofAlternatives(schema, members, depth, further)...)
}

// ofPattern makes texts that an expression of which the end, or the case of letters, is forgotten
// matches; what the pattern allows breaks nothing, and is left out by who asks.
func ofPattern(s openapi.Shape, value any) []Broken {
	text, isText := value.(string)
	if !isText || s.Type != "string" || s.Pattern == "" || text == "" {
		return nil
	}
	_, last := utf8.DecodeLastRuneInString(text)
	all := []Broken{{
		Rule: "pattern-end", Text: "a text with more after what the pattern matches",
		Value: text + text[len(text)-last:],
	}}
	for _, other := range []string{strings.ToLower(text), strings.ToUpper(text)} {
		if other != text {
			all = append(all, Broken{
				Rule: "pattern-case", Text: "a text with letters of the other case", Value: other,
				Level: spec.Should, // some services change the case themselves
			})
		}
	}
	return all
}

// ofNumber breaks the rules of a number that no whole step beyond a bound does.
func ofNumber(s openapi.Shape, value any) []Broken {
	var all []Broken
	add := func(rule, text string, n float64) {
		all = append(all, Broken{Rule: rule, Text: text, Value: json.Number(strict.JSONText(n))})
	}
	if s.Above != nil && s.Min == nil {
		add("low", "a number that is too small", *s.Above)
	}
	if s.Below != nil && s.Max == nil {
		add("high", "a number that is too large", *s.Below)
	}
	if n, ok := betweenMultiples(s, value); ok {
		all = append(all, Broken{
			Rule: "multiple", Text: "a number that is no multiple",
			Value: json.Number(strict.JSONText(n)),
		})
		if *s.MultipleOf < 1 { // many services round it
			all[len(all)-1].Level = spec.Should
		}
	}
	return all
}

// betweenMultiples is a number between two multiples.
func betweenMultiples(s openapi.Shape, value any) (float64, bool) {
	number, ok := value.(json.Number)
	if f, isFloat := value.(float64); isFloat {
		number, ok = json.Number(strict.JSONText(f)), true
	}
	n, err := number.Float64()
	if !ok || err != nil || s.MultipleOf == nil || *s.MultipleOf <= 0 ||
		s.Type == "integer" && *s.MultipleOf < 2 {
		return 0, false
	}
	half := *s.MultipleOf / 2
	if s.Type == "integer" {
		half = math.Ceil(half)
	}
	for _, made := range []float64{n + half, n - half} {
		if (s.Max == nil || made <= *s.Max) && (s.Min == nil || made >= *s.Min) {
			return made, true
		}
	}
	return 0, false
}

// ofList breaks the rules of a list, and those of its first item. Lists may be in each other
// without end.
func ofList(s openapi.Shape, value any, depth int) []Broken {
	list, isList := value.([]any)
	if !isList || s.Items == nil || len(s.Prefix) > 0 || depth > MaxDepth {
		return nil
	}
	var all []Broken
	if s.MinItems > 0 && uint64(len(list)) >= s.MinItems {
		all = append(all, Broken{
			Rule: "few", Text: "too few items", Value: list[:s.MinItems-1],
		})
	}
	if s.Unique && s.MaxItems != nil {
		if many, ok := List(s.Items, *s.MaxItems+1); ok {
			all = append(all, Broken{Rule: "items", Text: "too many items", Value: many})
		}
	}
	item, good := sample.Of(s.Items, sample.Request)
	if len(list) > 0 {
		item, good = list[0], true
	}
	if !good {
		return all
	}
	inItem := append(breaking(s.Items, item, depth+1),
		further(s.Items, item, depth+1)...)
	for _, b := range inItem {
		if b.Rule == "null" || b.Rule == "coerced" {
			continue
		}
		if b.Rule == "short" { // some services leave such items out
			b.Level = spec.Should
		}
		b.Value = append([]any{b.Value}, list[min(1, len(list)):]...)
		b.At = append([]string{"-"}, b.At...)
		if !strings.Contains(b.Text, " of ") {
			b.Text += " of an item"
		}
		all = append(all, b)
	}
	return all
}
