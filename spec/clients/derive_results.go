package clients

import (
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
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
	whole := d.schemaOf(d.success)
	if whole == nil {
		return
	}
	if d.success.Text != nil {
		d.varyText(whole)
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
	odd := fitting(
		func(s *openapi.Schema, value any) bool { return len(s.Validate(value)) == 0 },
	).
		oddly(whole, d.success.Value)
	if valid(odd) {
		d.succeeds("success.odd", play(odd))
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
		if made := with(name, long); member.Shape().Format == "int64" && valid(made) {
			d.derive(&d.documented, "longResult", Case{
				ID: "success." + idPart(name) + ".long", Text: described(d.success),
				Play: []Play{play(made)},
			})
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

// varyText adds cases of results that are texts as they are.
func (d *derivation) varyText(schema *openapi.Schema) {
	kind, _ := d.success.Headers.Get("Content-Type")
	if !isText(kind) {
		return
	}
	for _, v := range textsOf {
		text := v.value.(string)
		if len(schema.Validate(text)) > 0 {
			continue
		}
		p := d.success
		p.Text = &text
		p.Headers.Entries = slices.Clone(p.Headers.Entries)
		for i := range p.Headers.Entries {
			if h := &p.Headers.Entries[i]; h.Key == "Content-Type" {
				base, _, _ := strings.Cut(h.Value, ";")
				h.Value = base + "; charset=utf-8" // else it is that of the client
			}
		}
		d.succeeds("success.text."+v.name, p)
	}
}

// varyError adds a case of an error whose code and message are easily read wrongly.
func (d *derivation) varyError(p Play) {
	schema := d.schemaOf(p)
	if schema == nil || p.Value == nil {
		return
	}
	odd := p
	set := func(pointer, text string) {
		if old, _ := jsonpointer.Lookup(p.Value, pointer); pointer == "" || old == nil {
			return
		}
		var patch any = text
		for _, step := range slices.Backward(strings.Split(pointer, "/")[1:]) {
			patch = map[string]any{step: patch}
		}
		made := merged(odd.Value, patch)
		if len(schema.Validate(filledFor(made, sampleGUID, MinNumber))) == 0 {
			odd.Value = made
		}
	}
	set(p.Pointers.Code, "Aa_Bb-1")
	// A client may report any of them, or all of the content: without what JSON escapes.
	for _, pointer := range messagePointers {
		set(pointer, "é  a <&> 日本 😀 of {guid}")
	}
	d.fails("error.odd", odd)
}

// schemaOf is the schema of the content of a documented response; nil: none is given.
func (d *derivation) schemaOf(p Play) *openapi.Schema {
	if media, ok := readable(d.responseOf(p).Content); ok {
		return media.Schema
	}
	return nil
}
