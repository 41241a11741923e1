package values

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
)

// MaxDepth bounds how deep in a body rules are broken.
const MaxDepth = 3

// Broken is a value that breaks one rule of a schema.
type Broken struct {
	At    []string // the steps to it; none: the value itself
	Rule  string   // required, type, enum, …
	Text  string   // what it is, for people
	Value any
	// Level is how strongly it binds; empty: as a rule of a parameter does.
	Level spec.Level
	// Of is the alternative of a schema that the rule is of; empty: it has none.
	Of string
}

// Name is what the value is called in ids.
func (b Broken) Name() string {
	return strings.Join(append(slices.Clip(b.At), strings.Fields(b.Of)...), ".")
}

// Breaking lists values that break one rule of a schema each, made from one that breaks none.
func Breaking(schema *openapi.Schema, value any) []Broken { return breaking(schema, value, 0) }

// breaking is Breaking of what is so deep in a value.
func breaking(schema *openapi.Schema, value any, depth int) []Broken {
	if only := onlyChoice(schema); only != schema {
		inner, good := sample.Of(only, sample.Request)
		if !good || only.OnlyChoice() != nil {
			return nil
		}
		return slices.DeleteFunc(breaking(only, inner, depth),
			func(b Broken) bool { return b.Rule == "null" && len(b.At) == 0 })
	}
	members, isObject := value.(map[string]any)
	parts := partsOf(schema)
	if !isObject || depth >= MaxDepth {
		return eachPart(parts, func(s openapi.Shape) []Broken { return ofScalar(s, value) })
	}
	required := requiredOf(parts)
	answered := map[string]bool{} // members of responses alone
	for _, m := range Members(schema) {
		answered[m.Name] = m.Schema.Shape().ReadOnly
	}
	var all []Broken
	for _, name := range required {
		if answered[name] {
			continue
		}
		left := maps.Clone(members)
		delete(left, name)
		all = append(all, Broken{
			At: []string{name}, Rule: "required", Text: "no " + name, Value: left,
		})
	}
	all = append(all, ofMembers(schema, members, func(
		name string, p *openapi.Schema, inner any,
	) []Broken {
		broken := breaking(p, inner, depth+1)
		for i, b := range broken {
			if b.Rule == "null" && len(b.At) == 0 && !slices.Contains(required, name) {
				broken[i].Level = spec.Should // to many null is what is left out
			}
		}
		return broken
	})...)
	if n := schema.Shape().MinMembers; n > 0 && len(required) == 0 {
		all = append(all, Broken{
			Rule: "members", Text: "too few members", Value: map[string]any{},
		})
	}
	if slices.ContainsFunc(parts, func(p *openapi.Schema) bool { return p.Shape().Closed }) {
		more := maps.Clone(members)
		more["toelineUnknown"] = "x"
		all = append(all, Broken{
			Rule: "unknown", Text: "a member that is not known", Value: more,
		})
	}
	return append(all, ofAlternatives(schema, members, depth, breaking)...)
}

// ofMembers lists the breaches of the members of an object, each in a copy of the object. A member
// that the object lacks is broken from a sample.
func ofMembers(
	schema *openapi.Schema, members map[string]any,
	breaches func(name string, p *openapi.Schema, inner any) []Broken,
) []Broken {
	var all []Broken
	for _, m := range Members(schema) {
		name, p := m.Name, m.Schema
		if p.Shape().ReadOnly {
			continue
		}
		inner, given := members[name]
		if !given {
			var good bool
			if inner, good = sample.Of(p, sample.Request); !good {
				continue
			}
		}
		for _, b := range breaches(name, p, inner) {
			changed := maps.Clone(members)
			changed[name] = b.Value
			b.At, b.Value = append([]string{name}, b.At...), changed
			if !strings.Contains(b.Text, " of ") {
				b.Text += " of " + name
			}
			all = append(all, b)
		}
	}
	return all
}

// ofScalar breaks the rules of a value that is not an object.
func ofScalar(s openapi.Shape, value any) []Broken {
	var all []Broken
	add := func(on bool, rule, text string, made any) {
		if on {
			all = append(all, Broken{Rule: rule, Text: text, Value: made})
		}
	}
	number := func(f float64) any { return json.Number(strict.JSONText(f)) }
	text, isText := value.(string)
	isText = isText && s.Type == "string"
	add(s.Type != "" && s.Type != "object", "type", "a wrong type", map[string]any{"x": []any{}})
	add(s.Type != "" && !s.Nullable, "null", "null", nil)
	if made := coerced(s, value); made != nil { // many frameworks take it
		all = append(all, Broken{
			Rule: "coerced", Text: "a value of another type with the same text", Value: made,
			Level: spec.May,
		})
	}
	add(len(s.Enum) > 0, "enum", "a value that is not listed", unlisted(s))
	add(isText && s.MaxLength != nil && *s.MaxLength < 1<<16 && len(s.Enum) == 0, "long",
		"a text that is too long", text+strings.Repeat("x", longer(s.MaxLength, text)))
	add(isText && s.MinLength > 0 && len(s.Enum) == 0, "short", "a text that is too short", "")
	add(isText && s.Pattern != "", "pattern", "a text that breaks the pattern", Odd)
	if isText && s.Pattern == "" &&
		slices.Contains(slices.Concat(oddFormats, laxFormats), s.Format) {
		all = append(all, Broken{
			Rule: "format", Text: "a text that breaks the format", Value: Odd,
			Level: spec.Should,
		})
	}
	if s.Min != nil {
		add(true, "low", "a number that is too small", number(*s.Min-1))
	}
	if s.Max != nil {
		add(true, "high", "a number that is too large", number(*s.Max+1))
	}
	if list, ok := value.([]any); ok && s.MaxItems != nil && *s.MaxItems < 1000 && s.Items != nil {
		item, good := sample.Of(s.Items, sample.Request)
		for good && uint64(len(list)) <= *s.MaxItems {
			list = append(slices.Clip(list), item)
		}
		add(good && !s.Unique, "items", "too many items", list)
	}
	if s.Unique && s.Items != nil {
		item, good := sample.Of(s.Items, sample.Request)
		add(good, "unique", "an item twice", []any{item, item})
	}
	return all
}

// coerced is a value of another type that is written as one of the type is; nil: there is none.
func coerced(s openapi.Shape, value any) any {
	switch text, ok := openapi.TextOf(value); {
	case !ok || len(s.Enum) > 0:
	case s.Type == "integer", s.Type == "number", s.Type == "boolean":
		return text
	case s.Type == "string" && s.Format == "" && s.Pattern == "":
		return json.Number("7")
	}
	return nil
}

func longer(most *uint64, text string) int {
	if most == nil {
		return 0
	}
	return max(int(*most)+1-len([]rune(text)), 0)
}
