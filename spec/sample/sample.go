// Package sample makes values from what a description shows and from its schemas: parameters and
// bodies of requests, content and headers of responses. The same description gives the same values.
package sample

import (
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/xmlvalue"
)

// Direction is which way a value goes: what is readOnly is not in a request, what is writeOnly
// not in a response.
type Direction int

// The directions. A request has required members alone, a response all that the schema names.
const (
	Request Direction = iota
	Response
)

// maxDepth bounds samples of schemas that contain themselves; maxOptional how deep members are
// that are not required; maxValues how many values one sample has.
// A trial whether a value fits counts as so many values; of alternatives so many are tried.
const (
	maxDepth    = 12
	maxOptional = 4
	maxValues   = 5000
	trial       = 10
	maxChoices  = 16
	maxParts    = 200 // of one allOf, those of its parts among them
	maxItems    = 1000
)

// maker makes one sample.
type maker struct {
	to   Direction
	full bool // members that are not required too
	// shown reports whether what is empty would not be seen: a list or an object of a form.
	shown bool
	left  int // values that it may have yet

	path   []string           // to the place of which a value is being made
	learnt map[string]*learnt // by the pointer of their place
}

// Of makes the value that a schema most likely takes: what the description shows as an example,
// else a sample. It is false where the value that was made breaks the schema.
func Of(schema *openapi.Schema, to Direction) (value any, good bool) {
	if schema == nil {
		return nil, false
	}
	if to == Response {
		m := maker{to: to, full: true, left: maxValues}
		if value, good = m.made(schema); good {
			return value, true
		}
	}
	m := maker{to: to, left: maxValues}
	return m.made(schema)
}

// Whole makes a value for a request with the members that are not required too. It is false where
// the value that was made breaks the schema.
func Whole(schema *openapi.Schema) (value any, good bool) {
	if schema == nil {
		return nil, false
	}
	m := maker{to: Request, full: true, left: maxValues}
	return m.made(schema)
}

func fits(schema *openapi.Schema, value any, to Direction) bool {
	if to == Response {
		return len(schema.Validate(value)) == 0
	}
	return len(schema.ValidateRequest(value)) == 0
}

// fits reports whether a schema takes a value; false where too much was tried already.
func (m *maker) fits(schema *openapi.Schema, value any) bool {
	m.left -= trial
	return m.left > 0 && fits(schema, value, m.to)
}

// leftOut reports whether a member is not in this direction.
func (m *maker) leftOut(member *openapi.Schema) bool {
	s := member.Shape()
	return m.to == Request && s.ReadOnly || m.to == Response && s.WriteOnly
}

func (m *maker) value(schema *openapi.Schema, depth int) any {
	m.left--
	s, known := schema.Shape(), m.here()
	if len(known.schemas) > 0 {
		s = narrowed(s, known.schemas)
	}
	if known.variant == 0 {
		for _, shown := range []any{s.Example, s.Default} {
			if shown != nil && m.fitsAll(schema, known, shown) {
				return shown
			}
		}
	}
	switch {
	case len(s.Enum) > 0:
		return m.listed(schema, known, s.Enum)
	case depth > maxDepth, m.left < 0:
		return nil
	}
	kind := kindOf(schema, s)
	if kind == "" && known.variant > 0 {
		kinds := []string{"string", "integer", "boolean", "array", "object", "null"}
		kind = kinds[(known.variant-1)%len(kinds)]
	}
	switch kind {
	case "null":
		return nil
	case "string":
		return text(s, known.variant)
	case "integer", "number":
		return number(s, kind, known.variant)
	case "boolean":
		return known.variant%2 == 0
	case "array":
		return m.array(s, known.least, depth)
	}
	return m.composed(schema, kind, depth)
}

func (m *maker) fitsAll(schema *openapi.Schema, known learnt, value any) bool {
	return fits(schema, value, m.to) && !slices.ContainsFunc(known.schemas,
		func(s *openapi.Schema) bool { return !fits(s, value, m.to) })
}

// kindOf returns the type of which a sample is, of several the first beside null; empty: any.
func kindOf(schema *openapi.Schema, s openapi.Shape) string {
	if s.Type != "" || s.Untyped {
		return s.Type
	}
	for _, kind := range schema.Types() {
		if kind != "null" {
			return kind
		}
	}
	return "null"
}

// listed returns a value of an enumeration, one that the rest of the schema takes where there is
// one.
func (m *maker) listed(schema *openapi.Schema, known learnt, all []any) any {
	var good []any
	for _, value := range all[:min(len(all), maxChoices)] {
		m.left -= trial
		if m.left > 0 && m.fitsAll(schema, known, value) {
			if good = append(good, value); known.variant == 0 {
				break
			}
		}
	}
	if len(good) == 0 {
		good = all
	}
	return good[known.variant%len(good)]
}

// array has as few items as the schema takes, and in a full sample one at least.
func (m *maker) array(s openapi.Shape, least uint64, depth int) []any {
	n := min(s.MinItems, maxItems)
	if (m.full || m.shown) && n == 0 && depth < maxOptional {
		n = 1
	}
	n = max(n, least)
	if s.MaxItems != nil {
		n = min(n, *s.MaxItems)
	}
	items := make([]any, 0, n)
	for i := uint64(len(items)); i < n && m.left > 0; i++ {
		name := strconv.FormatUint(i, 10)
		items = append(items, m.step(name, func() any {
			var of *openapi.Schema
			switch known := m.here(); {
			case i < uint64(len(s.Prefix)):
				of = s.Prefix[i]
			case s.Items != nil:
				of = s.Items
			case len(known.schemas) > 0:
				of = known.schemas[0]
			}
			if of == nil {
				of = openapi.AnySchema()
			}
			if !s.Unique || i == 0 {
				return m.value(of, depth+1)
			}
			return m.different(of, items, depth)
		}))
	}
	return items
}

// different returns an item that is not there yet.
func (m *maker) different(schema *openapi.Schema, items []any, depth int) any {
	for {
		made := m.value(schema, depth+1)
		if m.left <= 0 || !slices.ContainsFunc(items, func(item any) bool {
			return openapi.SameJSON(item, made)
		}) {
			return made
		}
		m.vary(jsonpointer.Join(m.path), made)
	}
}

// Parameter is a JSON value for a parameter: what the description shows, or a sample. An empty
// list would be no value.
func Parameter(p openapi.Parameter) (value any, good bool) {
	for _, shown := range append([]any{p.Example}, exampleValues(p.Examples)...) {
		if shown != nil && (p.Schema == nil || fits(p.Schema, shown, Request)) {
			return shown, true
		}
	}
	if p.Schema == nil {
		return "x", true
	}
	m := maker{shown: true, left: maxValues}
	value, good = m.made(p.Schema)
	if !good && p.Example != nil {
		return p.Example, true // the description may know better
	}
	if list, ok := value.([]any); ok && len(list) == 0 {
		item, fine := Of(p.Schema.Shape().Items, Request)
		value, good = []any{item}, good && fine
	}
	if value == nil {
		return "x", false
	}
	return value, good
}

func exampleValues(all []openapi.Example) []any {
	var values []any
	for _, e := range all {
		values = append(values, e.Value)
	}
	return values
}

// Body is a value for content of a media type: what the description shows, or a sample.
func Body(media openapi.Media, to Direction) (value any, good bool) {
	for _, shown := range append([]any{media.Example}, exampleValues(media.Examples)...) {
		if shown == nil {
			continue
		}
		_, isText := shown.(string)
		if media.Schema == nil || isText && !openapi.IsJSON(media.Type) ||
			fits(media.Schema, shown, to) {
			return shown, true
		}
	}
	if media.Schema == nil {
		switch {
		case openapi.IsJSON(media.Type):
			return map[string]any{}, true
		case strings.Contains(media.Type, "form"):
			return map[string]any{"x": "x"}, false
		}
		return "x", !strings.Contains(media.Type, "xml")
	}
	if to == Request && strings.Contains(media.Type, "form") {
		m := maker{shown: true, left: maxValues}
		return m.made(media.Schema)
	}
	value, good = Of(media.Schema, to)
	if good && openapi.IsXML(media.Type) {
		_, err := xmlvalue.Write(media, value)
		return value, err == nil
	}
	return value, good
}
