package check

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case bool:
		return "boolean"
	}
	return "number"
}

// maxShown bounds what a finding shows of a value, and maxKept what its shape is taken from, in
// characters.
const (
	maxShown = 200
	maxKept  = 1000
)

// show renders a value as JSON, cut to what a shape is taken from.
func show(value any) string {
	if value == nil {
		return "null"
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return clip(strings.TrimSuffix(b.String(), "\n"))
}

// clip cuts a text to what a shape is taken from, and replaces what cannot be printed.
func clip(s string) string {
	cut := ""
	if most := utf8.UTFMax * maxKept; len(s) > most { // a megabyte is not worth its runes
		s, cut = s[:most], "…"
	}
	runes := []rune(s)
	if len(runes) > maxKept {
		runes, cut = runes[:maxKept], "…"
	}
	for i, r := range runes {
		if r == '\n' || r == '\r' || r == '\t' {
			runes[i] = ' '
		} else if !unicode.IsPrint(r) {
			runes[i] = '\uFFFD'
		}
	}
	return string(runes) + cut
}

// cutShown cuts a text to what a finding shows.
func cutShown(s string) string {
	if len(s) <= maxShown {
		return s
	}
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}
