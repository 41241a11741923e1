package shape

import (
	"encoding/json"
	"html"
	"net/url"
	"strings"
)

// escaped returns a value as it is, and as JSON, a path, a query and HTML write it. What JSON
// writes is written once more, for a text within a text.
func escaped(value string) []string {
	once := inJSON(value)
	return []string{
		value, once, inJSON(once), url.PathEscape(value), url.QueryEscape(value),
		html.EscapeString(value), inJSON(html.EscapeString(value)),
	}
}

func inJSON(value string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return value
	}
	text := strings.TrimSuffix(b.String(), "\n")
	return text[1 : len(text)-1]
}
