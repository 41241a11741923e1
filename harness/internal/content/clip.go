package content

import (
	"unicode"
	"unicode/utf8"
)

// maxKept bounds what the shape of a value is taken from, in characters.
const maxKept = 1000

// Clip cuts a text to what a shape is taken from, and replaces what cannot be printed.
func Clip(s string) string {
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
