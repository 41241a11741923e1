package derive

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// furtherValues are cases of values of a parameter that its schema refuses beside those of
// refusedValue, and of a cookie that is left out.
func (o *operationSkeleton) furtherValues(p openapi.Parameter, refusals []string) {
	if p.Schema == nil || p.In == "path" || p.ContentType != "" || isCondition(p) || isKey(p) {
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
			all = append(all, breach{nil, rule, text, value, level})
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
		all = append(all, breach{nil, b.rule, "is " + b.text, b.value, cmp.Or(level, b.level)})
	}
	add(s.Type == "string" && s.MinLength > 1 && s.MinLength < 1000 && s.Pattern == "" &&
		s.Format == "" && len(s.Enum) == 0, "short", "is too short",
		strings.Repeat("x", int(max(min(s.MinLength, 1000), 1))-1))
	if list, isList := value.([]any); isList && p.In == "query" && s.Items != nil {
		all = append(all, queryListBreaches(s, list, level)...)
	}
	return all
}

// queryListBreaches breaks the rules of a list in a query, and those of its items.
func queryListBreaches(s openapi.Shape, list []any, level spec.Level) []breach {
	item := s.Items.Shape()
	var all []breach
	if item.Type == "integer" || item.Type == "number" || item.Type == "boolean" {
		all = append(all, breach{
			nil, "item-type", "has an item of another type",
			append([]any{oddText}, list[min(1, len(list)):]...), level,
		})
	}
	if s.MaxItems != nil && !s.Unique {
		if many, ok := listOf(s.Items, *s.MaxItems+1); ok {
			all = append(all, breach{nil, "items", "has too many items", many, level})
		}
	}
	if s.Unique && len(list) > 0 { // many services make a set of it
		all = append(all, breach{
			nil, "unique", "has an item twice", []any{list[0], list[0]}, spec.May,
		})
	}
	for _, b := range listBreaches(s, list, maxBodyDepth) {
		items, _ := b.value.([]any)
		isFlat := !slices.ContainsFunc(items, func(item any) bool {
			_, isText := openapi.TextOf(item)
			return !isText
		})
		if len(items) == 0 || !isFlat || b.rule == "type" {
			continue
		}
		made := breach{nil, b.rule, "has " + b.text, b.value, cmp.Or(level, b.level)}
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

func beyond(bound *float64, by float64) any {
	if bound == nil {
		return nil
	}
	return json.Number(jsonText(*bound + by))
}
