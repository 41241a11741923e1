package derive

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// maxSampleDepth bounds samples of schemas that contain themselves.
const maxSampleDepth = 12

// sampleOf makes the smallest value that a schema most likely takes: what the
// document shows as an example, else required members alone. It is false where
// the value that was made breaks the schema.
func sampleOf(schema *openapi.Schema) (any, bool) {
	if schema == nil {
		return nil, false
	}
	value := sampled(schema, 0)
	return value, len(schema.ValidateRequest(value)) == 0
}

func sampled(schema *openapi.Schema, depth int) any {
	s := schema.Shape()
	for _, shown := range []any{s.Example, s.Default} {
		if shown != nil && len(schema.ValidateRequest(shown)) == 0 {
			return shown
		}
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case depth > maxSampleDepth:
		return nil
	case len(s.AllOf) > 0:
		return mergedSample(schema, depth)
	case s.Untyped && len(schema.Properties()) == 0:
		if choices := slices.Concat(s.OneOf, s.AnyOf); len(choices) > 0 {
			return sampled(choices[0], depth+1)
		}
	}
	switch s.Type {
	case "string":
		return sampledText(s)
	case "integer", "number":
		return sampledNumber(s)
	case "boolean":
		return true
	case "array":
		return sampledArray(s, depth)
	}
	return sampledObject(schema, depth)
}

func sampledObject(schema *openapi.Schema, depth int) map[string]any {
	made := map[string]any{}
	for _, name := range schema.Shape().Required {
		p, ok := schema.Property(name)
		switch {
		case !ok:
			made[name] = "x"
		case !p.Shape().ReadOnly:
			made[name] = sampled(p, depth+1)
		}
	}
	return made
}

// mergedSample returns an object that has what each part of an allOf demands.
func mergedSample(schema *openapi.Schema, depth int) any {
	made := sampledObject(schema, depth)
	for _, part := range schema.Shape().AllOf {
		value := sampled(part, depth+1)
		members, ok := value.(map[string]any)
		if !ok {
			return value
		}
		maps.Copy(made, members)
	}
	return made
}

func sampledArray(s openapi.Shape, depth int) []any {
	items := make([]any, 0, min(s.MinItems, 8))
	for range min(s.MinItems, 8) {
		if s.Items != nil {
			items = append(items, sampled(s.Items, depth+1))
		}
	}
	return items
}

// formatSamples are texts of the formats that documents use.
var formatSamples = map[string]string{
	"uuid": "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b", "date": "2026-01-02",
	"date-time": "2026-01-02T03:04:05Z",
	"email":     "someone@example.com", "uri": "https://example.com/",
	"url": "https://example.com/", "hostname": "example.com",
	"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "eA==",
}

func sampledText(s openapi.Shape) string {
	if text := formatSamples[s.Format]; text != "" && s.Pattern == "" {
		return text
	}
	if s.Pattern != "" {
		if text, ok := matching(s); ok {
			return text
		}
	}
	return strings.Repeat("x", int(min(max(s.MinLength, 1), 4096)))
}

// matching makes a text that matches a pattern and has a length that is allowed. The same pattern
// gives the same text.
func matching(s openapi.Shape) (string, bool) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		text, err := pattern.Generate(
			strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$"),
			random,
		)
		if err != nil {
			return "", false
		}
		n := uint64(utf8.RuneCountInString(text))
		if n >= s.MinLength && (s.MaxLength == nil || n <= *s.MaxLength) {
			return text, true
		}
	}
	return "", false
}

func sampledNumber(s openapi.Shape) any {
	n := 1.0
	whole := s.Type == "integer"
	if s.Min != nil && n < *s.Min {
		n = math.Ceil(*s.Min)
	}
	if s.Above != nil && n <= *s.Above {
		n = math.Floor(*s.Above) + 1
	}
	if s.Max != nil && n > *s.Max {
		n = math.Floor(*s.Max)
	}
	if s.Below != nil && n >= *s.Below {
		n = math.Ceil(*s.Below) - 1
	}
	if !whole && (s.Min != nil && n < *s.Min || s.Above != nil && n <= *s.Above) {
		n = between(s)
	}
	if s.MultipleOf != nil && *s.MultipleOf > 0 {
		n = math.Ceil(n / *s.MultipleOf) * *s.MultipleOf
	}
	return n
}

// between returns a number that both bounds allow, where no whole one does.
func between(s openapi.Shape) float64 {
	low, high := 0.0, 0.0
	for _, bound := range []*float64{s.Min, s.Above} {
		if bound != nil {
			low = *bound
		}
	}
	high = low + 1
	for _, bound := range []*float64{s.Max, s.Below} {
		if bound != nil {
			high = *bound
		}
	}
	return (low + high) / 2
}

// sampleValue is a JSON value for a parameter: what the description shows, or a sample. An empty
// list would be no value.
func sampleValue(p openapi.Parameter) (value any, good bool) {
	for _, shown := range append([]any{p.Example}, exampleValues(p.Examples)...) {
		if shown != nil && (p.Schema == nil || len(p.Schema.ValidateRequest(shown)) == 0) {
			return shown, true
		}
	}
	if p.Example != nil {
		return p.Example, true // the description knows better
	}
	if p.Schema == nil {
		return "x", true
	}
	value, good = sampleOf(p.Schema)
	if list, ok := value.([]any); ok && len(list) == 0 {
		item, fine := sampleOf(p.Schema.Shape().Items)
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

// sampleBody is a value for content of a media type: what the description shows, or a sample.
func sampleBody(media openapi.Media) (value any, good bool) {
	for _, shown := range append([]any{media.Example}, exampleValues(media.Examples)...) {
		if shown == nil {
			continue
		}
		_, isText := shown.(string)
		if media.Schema == nil || isText || len(media.Schema.ValidateRequest(shown)) == 0 {
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
	value, good = sampleOf(media.Schema)
	if strings.Contains(media.Type, "xml") {
		return value, false
	}
	return value, good
}

const oddText = "~no~such~value~"

// oddFormats are formats that oddText does not match.
var oddFormats = []string{"uuid", "date", "date-time", "ipv4", "ipv6", "email"}

// refusedText is a text that breaks a parameter's schema; empty: none is known.
func refusedText(p openapi.Parameter) string {
	if p.Schema == nil || p.In == "cookie" {
		return ""
	}
	s := p.Schema.Shape()
	isText := s.Type == "string" || s.Untyped && s.Pattern != ""
	switch {
	case s.Type == "integer", s.Type == "number", s.Type == "boolean", len(s.Enum) > 0:
		return oddText
	case isText && slices.Contains(oddFormats, s.Format):
		return oddText
	case isText && s.Pattern != "" && compiles(s.Pattern) && len(p.Schema.Validate(oddText)) > 0:
		return oddText
	case isText && s.MaxLength != nil && *s.MaxLength < 1000:
		return strings.Repeat("x", int(*s.MaxLength)+1)
	}
	return ""
}
