package sample

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// maxLength bounds texts that are long because they must be.
const maxLength = 1 << 16

// formatSamples are texts of the formats that documents use.
var formatSamples = map[string]string{
	"uuid": "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b", "date": "2026-01-02",
	"date-time": "2026-01-02T03:04:05Z",
	"email":     "someone@example.com", "uri": "https://example.com/",
	"url": "https://example.com/", "hostname": "example.com",
	"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "eA==", "time": "03:04:05Z",
	"duration": "PT1H", "uri-reference": "/x", "json-pointer": "/x", "regex": "x",
}

// text makes a text. Its variants differ.
func text(s openapi.Shape, variant int) string {
	if variant > 0 && s.Pattern == "" {
		return another(s, "x", variant, nil)
	}
	if made := formatSamples[s.Format]; made != "" && s.Pattern == "" {
		return lengthened(made, s)
	}
	if s.Pattern != "" {
		if made, ok := matching(s, variant); ok {
			return made
		}
	}
	return strings.Repeat("x", int(min(max(s.MinLength, 1), maxLength)))
}

// lengthened makes a text of a format as long as it must be, where the format allows that.
func lengthened(made string, s openapi.Shape) string {
	missing := int(min(s.MinLength, maxLength)) - len(made)
	switch {
	case missing <= 0:
	case s.Format == "email":
		return strings.Repeat("x", missing) + made
	case strings.HasPrefix(s.Format, "ur"):
		return made + strings.Repeat("x", missing)
	}
	return made
}

// matching makes a text that matches a pattern, as far as it is one of RE2, and has a length that
// is allowed. The same pattern gives the same text.
func matching(s openapi.Shape, variant int) (string, bool) {
	random := rand.New(rand.NewPCG(1, 2+uint64(variant)))
	for range 50 {
		made, err := ofPattern(s.Pattern, random)
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

// ofPattern makes a text of a pattern, without its assertions of what comes next or before, which
// RE2 does not have.
func ofPattern(text string, random *rand.Rand) (string, error) {
	text = strings.TrimSuffix(strings.TrimPrefix(withoutAssertions(text), "^"), "$")
	return pattern.Generate(text, random)
}

var assertion = regexp.MustCompile(`\(\?<?[=!]`)

func withoutAssertions(text string) string {
	for at := assertion.FindStringIndex(text); at != nil; at = assertion.FindStringIndex(text) {
		end, open := at[0], 0
		for ; end < len(text); end++ {
			switch text[end] {
			case '\\':
				end++
			case '(':
				open++
			case ')':
				open--
			}
			if open == 0 {
				break
			}
		}
		text = text[:at[0]] + text[min(end+1, len(text)):]
	}
	return text
}

// number makes a number. Its variants differ, as far as the bounds allow that.
func number(s openapi.Shape, kind string, variant int) float64 {
	n := 1.0
	whole := kind == "integer"
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
	step := 1.0
	if s.MultipleOf != nil && *s.MultipleOf > 0 {
		step = *s.MultipleOf
		if whole && step != math.Trunc(step) {
			step = wholeStep(step)
		}
		k := math.Ceil(n / step)
		if beyondMost(s, k*step) {
			k = math.Floor(n / step)
		}
		n = k * step
	}
	if up := n + float64(variant)*step; !beyondMost(s, up) {
		n = up
	} else {
		n -= float64(variant) * step
	}
	exact, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if math.Abs(n) < 1e15 {
		n = exact // as a decimal, of which it is a multiple
	}
	return n
}

// beyondMost reports whether a number is above the bounds.
func beyondMost(s openapi.Shape, n float64) bool {
	return s.Max != nil && n > *s.Max || s.Below != nil && n >= *s.Below
}

// wholeStep is the least whole multiple of a number that is known.
func wholeStep(of float64) float64 {
	for i := 1.0; i <= 1000; i++ {
		if n := math.Round(of * i); math.Abs(n-of*i) < 1e-9 {
			return n
		}
	}
	return 1
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
