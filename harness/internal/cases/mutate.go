package cases

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"example.com/toeline/harness/internal/style"
)

// odd are characters that sloppy rules take for a digit, a letter a to f or a
// hyphen, and a few that none should.
var odd = []rune("gGxXoOlL_zZ" +
	"\uFF10\uFF19\uFF21\uFF41\uFF46" + // full-width 0 9 A a f
	"\u0663\u06F3\u096B\U0001D7D8" + // Arabic-Indic, Persian, Devanagari, mathematical digits
	"\u0430\u0435\u0441\u0410\u0415" + // Cyrillic look-alikes of a e c A E
	"\u00E0\u00E9\u017F\u212A" + // a and e with accents, long s, Kelvin sign
	"\u2010\u2011\u2013\u2212\uFF0D\u00AD" + // hyphens of other kinds
	"\u200D\u0301\U0001F600")

// mutator makes texts near the limits of a rule from a text that conforms to it.
type mutator struct{ *rand.Rand }

// maxChanges is in how many places a text is changed at most.
const maxChanges = 3

// mutate returns the text, changed in none to three places.
func (m mutator) mutate(text string) string {
	runes := []rune(text)
	for range m.IntN(maxChanges + 1) {
		if len(runes) == 0 {
			break
		}
		runes = m.change(runes)
	}
	return string(runes)
}

func (m mutator) change(s []rune) []rune {
	i := m.IntN(len(s))
	switch m.IntN(9) {
	case 0:
		return append(s[:i:i], append([]rune{m.character(s)}, s[i:]...)...)
	case 1:
		return append(s[:i:i], s[i+1:]...)
	case 2, 3:
		return append(append(s[:i:i], m.character(s)), s[i+1:]...)
	case 4:
		return s[:i:i]
	case 5:
		return append(s[:i:i], append([]rune{s[i]}, s[i:]...)...)
	case 6:
		j := m.IntN(len(s))
		swapped := append([]rune(nil), s...)
		swapped[i], swapped[j] = swapped[j], swapped[i]
		return swapped
	case 7:
		return []rune(strings.ToUpper(string(s)))
	}
	flipped := append([]rune(nil), s...)
	if flipped[i] = unicode.ToUpper(s[i]); flipped[i] == s[i] {
		flipped[i] = unicode.ToLower(s[i])
	}
	return flipped
}

// character is one that the text has, a hexadecimal digit, or an odd one.
func (m mutator) character(s []rune) rune {
	switch m.IntN(3) {
	case 0:
		return s[m.IntN(len(s))]
	case 1:
		return rune("0123456789abcdefABCDEF-"[m.IntN(23)])
	}
	return odd[m.IntN(len(odd))]
}

// escape percent-encodes a path segment; one in four times also characters
// that need not be, which names the same segment (RFC 3986 6.2.2.2).
func (m mutator) escape(s string) string {
	if m.IntN(4) > 0 {
		return style.EscapeSegment(s)
	}
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i : i+1]; m.IntN(3) {
		case 0:
			b.WriteString(style.EscapeByte(s[i]))
		default:
			b.WriteString(style.EscapeSegment(c))
		}
	}
	return b.String()
}
