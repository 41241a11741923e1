package derive

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// maxSampleDepth bounds samples of schemas that contain themselves.
const maxSampleDepth = 12

// sampleOf makes the smallest value that a schema most likely takes: what the
// document shows as an example, else required members alone. It is false where
// the value that was made breaks the schema, as with most patterns.
func sampleOf(schema *openapi.Schema) (any, bool) {
	if schema == nil {
		return nil, false
	}
	value := openapi.AsJSON(sampled(schema, 0))
	return value, len(schema.Validate(value)) == 0
}

func sampled(schema *openapi.Schema, depth int) any {
	s := schema.Shape()
	for _, shown := range []any{s.Example, s.Default} {
		if shown != nil && len(schema.Validate(shown)) == 0 {
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
	if text := formatSamples[s.Format]; text != "" {
		return text
	}
	return strings.Repeat("x", int(min(max(s.MinLength, 1), 4096)))
}

func sampledNumber(s openapi.Shape) any {
	n := 1.0
	if s.Min != nil && n < *s.Min {
		n = math.Ceil(*s.Min)
	}
	if s.Max != nil && n > *s.Max {
		n = math.Floor(*s.Max)
	}
	if s.MultipleOf != nil && *s.MultipleOf > 0 {
		n = math.Ceil(n / *s.MultipleOf) * *s.MultipleOf
	}
	return n
}

// sampleText is a sample of a parameter as it is written.
func sampleText(p openapi.Parameter) (text string, good bool) {
	value, good := p.Example, p.Example != nil
	if value == nil {
		value, good = sampleOf(p.Schema)
	}
	if list, ok := value.([]any); ok && len(list) == 0 && p.Schema != nil {
		item, fine := sampleOf(p.Schema.Shape().Items) // an empty list would be no value
		value, good = []any{item}, good && fine
	}
	switch v := value.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = scalarText(item)
		}
		return strings.Join(parts, ","), good && len(parts) > 0
	case map[string]any:
		return "x", false
	default:
		return scalarText(v), good
	}
}

func scalarText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// sampleBody is a text of a media type; good says that the schema takes it.
func sampleBody(media openapi.Media) (text string, good bool) {
	value, good := media.Example, media.Example != nil
	if value == nil {
		value, good = sampleOf(media.Schema)
	}
	switch {
	case strings.Contains(media.Type, "json"):
		data, err := json.Marshal(value)
		return string(data), good && err == nil
	case media.Type == "application/x-www-form-urlencoded":
		members, ok := value.(map[string]any)
		form := url.Values{}
		for name, member := range members {
			form.Set(name, scalarText(member))
			good = good && !isComposite(member)
		}
		return form.Encode(), good && ok
	}
	return "", false
}

func isComposite(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
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
