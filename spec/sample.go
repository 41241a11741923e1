package spec

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxSampleDepth bounds samples of schemas that contain themselves.
const maxSampleDepth = 12

// sampleOf makes the smallest value that a schema most likely takes: what the
// document shows as an example, else required members alone. It is false where
// the value that was made breaks the schema, as with most patterns.
func sampleOf(ref *openapi3.SchemaRef) (any, bool) {
	if ref == nil || ref.Value == nil {
		return nil, false
	}
	value := asJSON(sampled(ref.Value, 0))
	return value, len((&Schema{api: ref.Value}).Validate(value)) == 0
}

func sampled(s *openapi3.Schema, depth int) any {
	for _, shown := range []any{s.Example, s.Default} {
		if shown != nil && len((&Schema{api: s}).Validate(asJSON(shown))) == 0 {
			return shown
		}
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case depth > maxSampleDepth:
		return nil
	case len(s.AllOf) > 0:
		return mergedSample(s, depth)
	case s.Type == nil && len(s.Properties) == 0:
		for _, parts := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
			if len(parts) > 0 && parts[0].Value != nil {
				return sampled(parts[0].Value, depth+1)
			}
		}
	}
	switch {
	case s.Type.Is("string"):
		return sampledText(s)
	case s.Type.Is("integer"), s.Type.Is("number"):
		return sampledNumber(s)
	case s.Type.Is("boolean"):
		return true
	case s.Type.Is("array"):
		return sampledArray(s, depth)
	}
	return sampledObject(s, depth)
}

func sampledObject(s *openapi3.Schema, depth int) map[string]any {
	made := map[string]any{}
	for _, name := range s.Required {
		if p := s.Properties[name]; p != nil && p.Value != nil {
			if !p.Value.ReadOnly {
				made[name] = sampled(p.Value, depth+1)
			}
			continue
		}
		made[name] = "x"
	}
	return made
}

// mergedSample is an object that has what each part of an allOf demands.
func mergedSample(s *openapi3.Schema, depth int) any {
	made := sampledObject(s, depth)
	for _, part := range s.AllOf {
		if part.Value == nil {
			continue
		}
		value := sampled(part.Value, depth+1)
		members, ok := value.(map[string]any)
		if !ok {
			return value
		}
		for name, member := range members {
			made[name] = member
		}
	}
	return made
}

func sampledArray(s *openapi3.Schema, depth int) []any {
	items := make([]any, 0, min(s.MinItems, 8))
	for range min(s.MinItems, 8) {
		if s.Items != nil && s.Items.Value != nil {
			items = append(items, sampled(s.Items.Value, depth+1))
		}
	}
	return items
}

// formatSamples are texts of the formats that documents use.
var formatSamples = map[string]string{
	"uuid": "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b", "date": "2026-01-02", "date-time": "2026-01-02T03:04:05Z",
	"email": "someone@example.com", "uri": "https://example.com/", "url": "https://example.com/", "hostname": "example.com",
	"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "eA==",
}

func sampledText(s *openapi3.Schema) string {
	if text := formatSamples[s.Format]; text != "" {
		return text
	}
	return strings.Repeat("x", int(min(max(s.MinLength, 1), 4096)))
}

func sampledNumber(s *openapi3.Schema) any {
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
func sampleText(p *openapi3.Parameter) (text string, good bool) {
	value, good := any(p.Example), p.Example != nil
	for _, name := range sortedKeys(p.Examples)[:min(1, len(p.Examples))] {
		if ref := p.Examples[name]; value == nil && ref.Value != nil {
			value, good = ref.Value.Value, true
		}
	}
	if value == nil {
		value, good = sampleOf(p.Schema)
	}
	if list, ok := asJSON(value).([]any); ok && len(list) == 0 && p.Schema != nil && p.Schema.Value != nil {
		item, fine := sampleOf(p.Schema.Value.Items) // an empty list would be no value
		value, good = []any{item}, good && fine
	}
	switch v := asJSON(value).(type) {
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
func sampleBody(mediaType string, media *openapi3.MediaType) (text string, good bool) {
	if media == nil {
		return "", false
	}
	value, good := media.Example, media.Example != nil
	if value == nil {
		value, good = sampleOf(media.Schema)
	}
	value = asJSON(value)
	switch {
	case strings.Contains(mediaType, "json"):
		data, err := json.Marshal(value)
		return string(data), good && err == nil
	case mediaType == "application/x-www-form-urlencoded":
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

// oddFormats are formats whose texts oddText is none of.
var oddFormats = []string{"uuid", "date", "date-time", "ipv4", "ipv6", "email"}

// refusedText is a text that breaks a parameter's schema; empty: none is known.
func refusedText(p *openapi3.Parameter) string {
	if p.Schema == nil || p.Schema.Value == nil || p.In == "cookie" {
		return ""
	}
	s := p.Schema.Value
	isText := s.Type.Is("string") || s.Type == nil && s.Pattern != ""
	switch {
	case s.Type.Is("integer"), s.Type.Is("number"), s.Type.Is("boolean"), len(s.Enum) > 0:
		return oddText
	case isText && slices.Contains(oddFormats, s.Format):
		return oddText
	case isText && s.Pattern != "" && compiles(s.Pattern) && len((&Schema{api: s}).Validate(oddText)) > 0:
		return oddText
	case isText && s.MaxLength != nil && *s.MaxLength < 1000:
		return strings.Repeat("x", int(*s.MaxLength)+1)
	}
	return ""
}
