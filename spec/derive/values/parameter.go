package values

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
)

// OfParameter lists values that break one rule of a parameter each: of a schema beside null,
// of a cookie, of lists, and the rules that refusedValue leaves out.
func OfParameter(p openapi.Parameter) []Broken {
	schema := Chosen(p.Schema)
	s := schema.Shape()
	var all []Broken
	level := spec.Level("")
	add := func(on bool, rule, text string, value any) {
		if on {
			all = append(all, Broken{Rule: rule, Text: text, Value: value, Level: level})
		}
	}
	if p.In == "cookie" {
		level = spec.Should // many services ignore a cookie that they cannot use
	}
	if schema != p.Schema || p.In == "cookie" {
		inside := p
		inside.Schema, inside.In = schema, "query"
		bad := RefusedText(inside)
		add(bad != "", "", "its schema refuses", bad)
		add(s.Min != nil, "low", "is too small", beyond(s.Min, -1))
		add(s.Max != nil, "high", "is too large", beyond(s.Max, 1))
	}
	value, _ := sample.Parameter(p)
	for _, b := range ofNumber(s, value) {
		all = append(all, Broken{
			Rule: b.Rule, Text: "is " + b.Text, Value: b.Value, Level: cmp.Or(level, b.Level),
		})
	}
	add(p.In != "cookie" && len(s.Enum) > 0 && (s.Type == "integer" || s.Type == "number"), "enum",
		"is not listed", unlisted(s))
	if slices.Contains(laxFormats, s.Format) && s.Type == "string" && p.In != "path" &&
		s.Pattern == "" {
		all = append(all, Broken{
			Rule: "format", Text: "breaks its format", Value: Odd, Level: spec.Should,
		})
	}
	add(s.Type == "string" && s.MinLength > 1 && s.MinLength < 1000 && s.Pattern == "" &&
		s.Format == "" && len(s.Enum) == 0, "short", "is too short",
		strings.Repeat("x", int(max(min(s.MinLength, 1000), 1))-1))
	if list, isList := value.([]any); isList && s.Items != nil {
		if p.In != "query" {
			level = spec.Should // some frameworks read it as one text
		}
		all = append(all, ofItems(s, list, level)...)
	}
	if members, isObject := value.(map[string]any); isObject {
		all = append(all, ofObject(p, schema, members)...)
	}
	return all
}

// ofObject breaks the rules of an object of texts and numbers. Many frameworks look at its
// members one by one, or not at all.
func ofObject(p openapi.Parameter, schema *openapi.Schema, members map[string]any) (all []Broken) {
	for _, b := range append(breaking(schema, members, 0),
		further(schema, members, 0)...) {
		broken, _ := b.Value.(map[string]any)
		switch {
		case len(b.At) > 1, b.Rule == "null", b.Rule == "coerced":
			continue
		case b.Rule == "unknown" && p.Style != "deepObject":
			continue // it may be another parameter
		case b.Rule == "type":
			inner, ok := Member(schema, b.At[0])
			if !ok {
				continue
			}
			if kind := inner.Shape().Type; kind != "integer" && kind != "number" &&
				kind != "boolean" {
				continue
			}
			broken[b.At[0]] = Odd
		}
		if len(broken) > 0 && allTexts(slices.Collect(maps.Values(broken))) {
			b.Rule = strings.Trim(names.Word(b.Name())+"-"+b.Rule, "-")
			b.Text, b.Value, b.Level = "has "+b.Text, broken, spec.Should
			b.At, b.Of = nil, ""
			all = append(all, b)
		}
	}
	return all
}

// ofItems breaks the rules of a list, and those of its items.
func ofItems(s openapi.Shape, list []any, level spec.Level) []Broken {
	item := s.Items.Shape()
	var all []Broken
	if item.Type == "integer" || item.Type == "number" || item.Type == "boolean" {
		all = append(all, Broken{
			Rule: "item-type", Text: "has an item of another type",
			Value: append([]any{Odd}, list[min(1, len(list)):]...), Level: level,
		})
	}
	if s.MaxItems != nil && !s.Unique {
		if many, ok := List(s.Items, *s.MaxItems+1); ok {
			all = append(all, Broken{
				Rule: "items", Text: "has too many items", Value: many, Level: level,
			})
		}
	}
	if s.Unique && len(list) > 0 { // many services make a set of it
		all = append(all, Broken{
			Rule: "unique", Text: "has an item twice", Value: []any{list[0], list[0]},
			Level: spec.May,
		})
	}
	for _, b := range ofList(s, list, MaxDepth) {
		items, _ := b.Value.([]any)
		if len(items) == 0 || !allTexts(items) || b.Rule == "type" || b.Rule == "short" {
			continue
		}
		made := Broken{
			Rule: b.Rule, Text: "has " + b.Text, Value: b.Value, Level: cmp.Or(level, b.Level),
		}
		if len(b.At) > 0 {
			made.Rule = "item-" + b.Rule
			made.Text = "has an item with " + strings.TrimSuffix(b.Text, " of an item")
		}
		if made.Rule == "item-enum" { // many services ignore what they do not know
			made.Level = spec.Should
		}
		all = append(all, made)
	}
	return all
}

// allTexts reports whether each value can be written as a text.
func allTexts(values []any) bool {
	return !slices.ContainsFunc(values, func(value any) bool {
		_, isText := openapi.TextOf(value)
		return !isText
	})
}

func beyond(bound *float64, by float64) any {
	if bound == nil {
		return nil
	}
	return json.Number(strict.JSONText(*bound + by))
}
