package values

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
	"example.com/toeline/spec/strict"
)

const Odd = "~no~such~value~"

// oddFormats are formats that oddText does not match.
var oddFormats = []string{"uuid", "date", "date-time", "ipv4", "ipv6", "email"}

// RefusedText is a text that breaks a parameter's schema; empty: none is known.
func RefusedText(p openapi.Parameter) string {
	if p.Schema == nil || p.In == "cookie" {
		return ""
	}
	s := p.Schema.Shape()
	isText := s.Type == "string" || s.Untyped && s.Pattern != ""
	switch {
	case s.Type == "integer", s.Type == "number", s.Type == "boolean", len(s.Enum) > 0:
		return Odd
	case isText && slices.Contains(oddFormats, s.Format):
		return Odd
	case isText && s.Pattern != "" && pattern.Compiles(s.Pattern) &&
		len(p.Schema.Validate(Odd)) > 0:
		return Odd
	case isText && s.MaxLength != nil && *s.MaxLength < 1000:
		return strings.Repeat("x", int(*s.MaxLength)+1)
	}
	return ""
}

// laxFormats are more such, which many services do not look at.
var laxFormats = []string{"uri", "url", "hostname", "time", "duration"}

// unlisted is a value of the type of an enum that is not in it.
func unlisted(s openapi.Shape) any {
	if s.Type != "integer" && s.Type != "number" {
		return Odd
	}
	most := 0.0
	for _, value := range s.Enum {
		if number, ok := value.(json.Number); ok {
			n, _ := number.Float64()
			most = max(most, n)
		}
	}
	return json.Number(strict.JSONText(most + 1))
}
