package derive

import (
	"encoding/json"
	"math"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// furtherBreaches lists values that break one rule of a schema each, made from one that breaks
// none: the rules of lists and their items, multiples, and bounds that are not allowed themselves.
func furtherBreaches(schema *openapi.Schema, value any, depth int) []breach {
	schema = chosen(schema)
	members, isObject := value.(map[string]any)
	if !isObject || depth == maxBodyDepth {
		return eachPart(partsOf(schema), func(s openapi.Shape) []breach {
			return append(numberBreaches(s, value), listBreaches(s, value, depth)...)
		})
	}
	return append(ofMembers(schema, members, func(
		_ string, p *openapi.Schema, inner any,
	) []breach {
		return furtherBreaches(p, inner, depth+1)
	}), ofAlternatives(schema, members, depth, furtherBreaches)...)
}

// numberBreaches breaks the rules of a number that no whole step beyond a bound does.
func numberBreaches(s openapi.Shape, value any) []breach {
	var all []breach
	add := func(rule, text string, n float64) {
		all = append(all, breach{rule: rule, text: text, value: json.Number(jsonText(n))})
	}
	if s.Above != nil && s.Min == nil {
		add("low", "a number that is too small", *s.Above)
	}
	if s.Below != nil && s.Max == nil {
		add("high", "a number that is too large", *s.Below)
	}
	if n, ok := betweenMultiples(s, value); ok {
		all = append(all, breach{
			rule: "multiple", text: "a number that is no multiple",
			value: json.Number(jsonText(n)),
		})
		if *s.MultipleOf < 1 { // many services round it
			all[len(all)-1].level = spec.Should
		}
	}
	return all
}

// betweenMultiples is a number between two multiples.
func betweenMultiples(s openapi.Shape, value any) (float64, bool) {
	number, ok := value.(json.Number)
	if f, isFloat := value.(float64); isFloat {
		number, ok = json.Number(jsonText(f)), true
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

// listBreaches breaks the rules of a list, and those of its first item.
func listBreaches(s openapi.Shape, value any, depth int) []breach {
	list, isList := value.([]any)
	if !isList || s.Items == nil || len(s.Prefix) > 0 {
		return nil
	}
	var all []breach
	if s.MinItems > 0 && uint64(len(list)) >= s.MinItems {
		all = append(all, breach{
			rule: "few", text: "too few items", value: list[:s.MinItems-1],
		})
	}
	if s.Unique && s.MaxItems != nil {
		if many, ok := listOf(s.Items, *s.MaxItems+1); ok {
			all = append(all, breach{rule: "items", text: "too many items", value: many})
		}
	}
	item, good := sample.Of(s.Items, sample.Request)
	if len(list) > 0 {
		item, good = list[0], true
	}
	if !good {
		return all
	}
	inItem := append(breachesOf(s.Items, item, depth+1),
		furtherBreaches(s.Items, item, depth+1)...)
	for _, b := range inItem {
		if b.rule == "null" || b.rule == "coerced" || b.rule == "short" {
			continue
		}
		b.value = append([]any{b.value}, list[min(1, len(list)):]...)
		b.at = append([]string{"-"}, b.at...)
		if !strings.Contains(b.text, " of ") {
			b.text += " of an item"
		}
		all = append(all, b)
	}
	return all
}

// further are the cases that come after all others: of the rules that are left, and of values at
// bounds.
func (o *operationSkeleton) further() {
	before := o.text.Len()
	if o.furtherText > o.most {
		return
	}
	if !o.shared() {
		if refusals := o.refusals(); len(refusals) > 0 {
			for _, p := range o.op.Parameters {
				if o.full() {
					break
				}
				o.furtherValues(p, refusals)
			}
		}
		o.breakBody(furtherBreaches)
	}
	o.otherAlternatives()
	o.links()
	o.otherMethods()
	o.boundaries()
	o.more = o.text.Len() - before
	o.furtherText += o.more
}
