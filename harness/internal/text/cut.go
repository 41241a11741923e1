package text

import "unicode/utf8"

// WholeRunes drops a character that a cut left half of.
func WholeRunes(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if start := len(b) - n; utf8.RuneStart(b[start]) {
			if !utf8.FullRune(b[start:]) {
				return b[:start]
			}
			return b
		}
	}
	return b
}

// Cut keeps at most so many bytes, and valid UTF-8 only: JSON carries no
// other, and a report must read back as it was written.
func Cut(s string, limit int) string {
	if len(s) > limit {
		s = string(WholeRunes([]byte(s[:limit]))) + "…"
	}
	if utf8.ValidString(s) {
		return s
	}
	return Visible(s)
}
