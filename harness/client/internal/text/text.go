// Package text cuts and quotes texts of a client for findings and notes.
package text

import (
	"encoding/json"
	"strings"
)

// maxLength is how much of a text is shown, in characters.
const maxLength = 200

// Quote returns a text as a JSON string, cut.
func Quote(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a text always encodes
	return Cut(strings.TrimSuffix(b.String(), "\n"))
}

// Cut cuts a text. It does not escape: reports do.
func Cut(s string) string {
	runes := []rune(s[:min(len(s), 4*maxLength)])
	if len(runes) > maxLength {
		return string(runes[:maxLength]) + "…"
	}
	return string(runes)
}
