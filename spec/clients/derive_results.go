package clients

import (
	"maps"
	"slices"

	"example.com/toeline/spec/openapi"
)

// textsOf are what is easily read wrongly in a result.
var textsOf = []variation{
	{"not-latin", "é 日本 😀"},
	{"quote", "'\"\\<>&\u2028"},
	{"lines", " first\nsecond\tthird "},
}

// varySuccess adds cases of results with members that are null, or whose texts are easily read
// wrongly, and gives the success that answers other calls a text by which it is known. Of a list
// that is the item before another.
func (d *derivation) varySuccess() {
	whole := d.resultSchema()
	if whole == nil {
		return
	}
	play := func(value any) Play {
		p := d.success
		p.Value = value
		return p
	}
	valid := func(value any) bool {
		return len(whole.Validate(filledFor(value, sampleGUID, MinNumber))) == 0
	}
	schema, members, in := whole, d.success.Value, func(value any) any { return value }
	if list, ok := members.([]any); ok && len(list) > 0 && whole.Shape().Items != nil {
		schema, members = whole.Shape().Items, list[0]
		in = func(value any) any { return []any{value, list[0]} }
		if two := in(list[0]); valid(two) {
			d.own = play(two)
		}
	}
	object, isObject := members.(map[string]any)
	if !isObject {
		return
	}
	with := func(name string, value any) any {
		made := maps.Clone(object)
		made[name] = value
		return in(made)
	}
	marked := false
	nulls := maps.Clone(object)
	for _, name := range schema.Properties() {
		member, _ := schema.Property(name)
		if member.Shape().Nullable && len(member.Validate(nil)) == 0 {
			nulls[name] = nil
		}
		_, shown := object[name].(string)
		if made := with(name, guidText); !marked && shown && valid(made) {
			marked, d.own = true, play(made)
			for _, v := range textsOf {
				d.succeeds("success.text."+v.name, play(with(name, v.value)))
			}
		}
	}
	if slices.Contains(slices.Collect(maps.Values(nulls)), nil) {
		d.succeeds("success.null", play(in(nulls)))
	}
}

// resultSchema is the schema of the content of the first success; nil: none is given.
func (d *derivation) resultSchema() *openapi.Schema {
	for _, response := range d.op.Responses {
		if d.codeOf(response.Status) != d.success.Status.Code {
			continue
		}
		if media, ok := readable(response.Content); ok {
			return media.Schema
		}
	}
	return nil
}
