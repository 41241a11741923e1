package sample

import (
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// formatSamples are texts of the formats that documents use.
var formatSamples = map[string]string{
	"uuid": "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b", "date": "2026-01-02",
	"date-time": "2026-01-02T03:04:05Z",
	"email":     "someone@example.com", "uri": "https://example.com/",
	"url": "https://example.com/", "hostname": "example.com",
	"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "eA==",
}

func text(s openapi.Shape) string {
	if made := formatSamples[s.Format]; made != "" && s.Pattern == "" {
		return made
	}
	if s.Pattern != "" {
		if made, ok := matching(s); ok {
			return made
		}
	}
	return strings.Repeat("x", int(min(max(s.MinLength, 1), 4096)))
}

// matching makes a text that matches a pattern and has a length that is allowed. The same pattern
// gives the same text.
func matching(s openapi.Shape) (string, bool) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		made, err := pattern.Generate(
			strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$"),
			random,
		)
		if err != nil {
			return "", false
		}
		n := uint64(utf8.RuneCountInString(made))
		if n >= s.MinLength && (s.MaxLength == nil || n <= *s.MaxLength) {
			return made, true
		}
	}
	return "", false
}

func number(s openapi.Shape) any {
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
