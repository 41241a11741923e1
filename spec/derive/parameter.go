package derive

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// furtherValues are cases of values of a parameter that its schema refuses beside those of
// refusedValue, and of a cookie that is left out.
func (o *operationSkeleton) furtherValues(p openapi.Parameter, refusals []string) {
	if p.Schema == nil || p.ContentType != "" || isCondition(p) || isKey(p) {
		return
	}
	for _, b := range parameterBreaches(p) {
		if !takes(p, b.value) {
			o.refusedBroken(p, b, refusals)
		}
	}
	if p.In == "cookie" && p.Required {
		o.without(p, refusals, "401", "403")
	}
}

// takes reports whether a parameter may have a value, as a request has it.
func takes(p openapi.Parameter, value any) bool {
	if text, isScalar := openapi.TextOf(value); isScalar {
		return p.Schema.TakesText(text)
	}
	return len(p.Schema.ValidateRequest(value)) == 0
}

// refusedBroken is a case of a value of a parameter that breaks one rule.
func (o *operationSkeleton) refusedBroken(p openapi.Parameter, b breach, refusals []string) {
	word := o.word(p.Key)
	if b.rule != "" {
		word += "-" + b.rule
	}
	id := o.name + "-PARAM-" + word
	level, basis := o.bound()
	if b.level != "" {
		level, basis = b.level, spec.Inferred
	}
	o.require(id, level, basis, fmt.Sprintf("A value of %s that %s is refused.", p.Name, b.text),
		o.source())
	role, effect, but := o.subject()
	if p.In == "path" {
		role, effect, but = spec.Absent, o.harmless(), []string{"404"}
	}
	o.open("refused-"+word, "A value of "+p.Name+" that "+b.text,
		joined(append(o.values(role, p.Key), given(p, b.value)), o.body()), effect)
	if p.In == "cookie" { // it may be of a session
		but = append(slices.Clone(but), "401", "403")
	}
	o.refusedBy(id, refusals, but...)
}

// parameterBreaches lists values that break one rule of a parameter each: of a schema beside null,
// of a cookie, of lists, and the rules that refusedValue leaves out.
func parameterBreaches(p openapi.Parameter) []breach {
	schema := chosen(p.Schema)
	s := schema.Shape()
	var all []breach
	level := spec.Level("")
	add := func(on bool, rule, text string, value any) {
		if on {
			all = append(all, breach{rule: rule, text: text, value: value, level: level})
		}
	}
	if p.In == "cookie" {
		level = spec.Should // many services ignore a cookie that they cannot use
	}
	if schema != p.Schema || p.In == "cookie" {
		inside := p
		inside.Schema, inside.In = schema, "query"
		bad := refusedText(inside)
		add(bad != "", "", "its schema refuses", bad)
		add(s.Min != nil, "low", "is too small", beyond(s.Min, -1))
		add(s.Max != nil, "high", "is too large", beyond(s.Max, 1))
	}
	value, _ := sample.Parameter(p)
	for _, b := range numberBreaches(s, value) {
		all = append(all, breach{
			rule: b.rule, text: "is " + b.text, value: b.value, level: cmp.Or(level, b.level),
		})
	}
	add(p.In != "cookie" && len(s.Enum) > 0 && (s.Type == "integer" || s.Type == "number"), "enum",
		"is not listed", unlisted(s))
	if slices.Contains(laxFormats, s.Format) && s.Type == "string" && p.In != "path" &&
		s.Pattern == "" {
		all = append(all, breach{
			rule: "format", text: "breaks its format", value: oddText, level: spec.Should,
		})
	}
	add(s.Type == "string" && s.MinLength > 1 && s.MinLength < 1000 && s.Pattern == "" &&
		s.Format == "" && len(s.Enum) == 0, "short", "is too short",
		strings.Repeat("x", int(max(min(s.MinLength, 1000), 1))-1))
	if list, isList := value.([]any); isList && s.Items != nil {
		if p.In != "query" {
			level = spec.Should // some frameworks read it as one text
		}
		all = append(all, itemBreaches(s, list, level)...)
	}
	if members, isObject := value.(map[string]any); isObject {
		all = append(all, objectBreaches(p, schema, members)...)
	}
	return all
}

// objectBreaches breaks the rules of an object of texts and numbers. Many frameworks look at its
// members one by one, or not at all.
func objectBreaches(
	p openapi.Parameter, schema *openapi.Schema, members map[string]any,
) (all []breach) {
	for _, b := range append(breachesOf(schema, members, 0),
		furtherBreaches(schema, members, 0)...) {
		broken, _ := b.value.(map[string]any)
		switch {
		case len(b.at) > 1, b.rule == "null", b.rule == "coerced":
			continue
		case b.rule == "unknown" && p.Style != "deepObject":
			continue // it may be another parameter
		case b.rule == "type":
			inner, _ := memberNamed(schema, b.at[0])
			if kind := inner.Shape().Type; kind != "integer" && kind != "number" &&
				kind != "boolean" {
				continue
			}
			broken[b.at[0]] = oddText
		}
		if len(broken) > 0 && allTexts(slices.Collect(maps.Values(broken))) {
			b.rule = strings.Trim(roleName(b.name())+"-"+b.rule, "-")
			b.text, b.value, b.level = "has "+b.text, broken, spec.Should
			b.at, b.of = nil, ""
			all = append(all, b)
		}
	}
	return all
}

// itemBreaches breaks the rules of a list, and those of its items.
func itemBreaches(s openapi.Shape, list []any, level spec.Level) []breach {
	item := s.Items.Shape()
	var all []breach
	if item.Type == "integer" || item.Type == "number" || item.Type == "boolean" {
		all = append(all, breach{
			rule: "item-type", text: "has an item of another type",
			value: append([]any{oddText}, list[min(1, len(list)):]...), level: level,
		})
	}
	if s.MaxItems != nil && !s.Unique {
		if many, ok := listOf(s.Items, *s.MaxItems+1); ok {
			all = append(all, breach{
				rule: "items", text: "has too many items", value: many, level: level,
			})
		}
	}
	if s.Unique && len(list) > 0 { // many services make a set of it
		all = append(all, breach{
			rule: "unique", text: "has an item twice", value: []any{list[0], list[0]},
			level: spec.May,
		})
	}
	for _, b := range listBreaches(s, list, maxBodyDepth) {
		items, _ := b.value.([]any)
		if len(items) == 0 || !allTexts(items) || b.rule == "type" {
			continue
		}
		made := breach{
			rule: b.rule, text: "has " + b.text, value: b.value, level: cmp.Or(level, b.level),
		}
		if len(b.at) > 0 {
			made.rule = "item-" + b.rule
			made.text = "has an item with " + strings.TrimSuffix(b.text, " of an item")
		}
		if made.rule == "item-enum" { // many services ignore what they do not know
			made.level = spec.Should
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
	return json.Number(jsonText(*bound + by))
}
