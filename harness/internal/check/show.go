package check

import (
	"encoding/json"
	"strings"

	"example.com/toeline/harness/internal/content"
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

// maxShown bounds what a finding shows of a value, in characters.
const maxShown = 200

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
	return content.Clip(strings.TrimSuffix(b.String(), "\n"))
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
