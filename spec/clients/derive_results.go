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
// wrongly, and gives the success that answers other calls a text by which it is known.
func (d *derivation) varySuccess() {
	schema := d.resultSchema()
	members, isObject := d.success.Value.(map[string]any)
	if schema == nil || !isObject {
		return
	}
	play := func(name string, value any) Play {
		made := maps.Clone(members)
		made[name] = value
		p := d.success
		p.Value = made
		return p
	}
	marked := false
	nulls := maps.Clone(members)
	for _, name := range schema.Properties() {
		member, _ := schema.Property(name)
		if member.Shape().Nullable && len(member.Validate(nil)) == 0 {
			nulls[name] = nil
		}
		if _, shown := members[name].(string); !shown || marked {
			continue
		}
		made := play(name, guidText)
		filled := filledFor(made.Value, sampleGUID, MinNumber)
		if marked = len(schema.Validate(filled)) == 0; !marked {
			continue
		}
		for _, v := range textsOf {
			d.succeeds("success.text."+v.name, play(name, v.value))
		}
		d.own = made
	}
	if slices.Contains(slices.Collect(maps.Values(nulls)), nil) {
		p := d.success
		p.Value = nulls
		d.succeeds("success.null", p)
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
