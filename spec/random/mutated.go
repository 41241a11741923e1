package random

import (
	"slices"
	"strings"
	"unicode"
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

// MaxChanges is in how many places a text is changed at most.
const MaxChanges = 3

// Mutated makes a text near the limits of a rule from one that conforms to it: it is changed in
// none to three places.
func Mutated(s *Source, text string, p Place) string {
	m := mutator{s, odd}
	if p == Header || p == Cookie {
		m.odd = []rune("gGxXoOlL_zZ~.")
	}
	runes := []rune(text)
	for range s.Below(MaxChanges + 1) {
		if len(runes) == 0 {
			break
		}
		runes = m.change(runes)
	}
	return string(runes)
}

type mutator struct {
	*Source
	odd []rune
}

func (m mutator) change(s []rune) []rune {
	i := m.Below(len(s))
	switch m.Below(9) {
	case 0:
		return slices.Insert(slices.Clone(s), i, m.character(s))
	case 1:
		return slices.Delete(slices.Clone(s), i, i+1)
	case 2, 3:
		changed := slices.Clone(s)
		changed[i] = m.character(s)
		return changed
	case 4:
		return s[:i:i]
	case 5:
		return slices.Insert(slices.Clone(s), i, s[i])
	case 6:
		j := m.Below(len(s))
		swapped := slices.Clone(s)
		swapped[i], swapped[j] = swapped[j], swapped[i]
		return swapped
	case 7:
		return []rune(strings.ToUpper(string(s)))
	}
	flipped := slices.Clone(s)
	if flipped[i] = unicode.ToUpper(s[i]); flipped[i] == s[i] {
		flipped[i] = unicode.ToLower(s[i])
	}
	return flipped
}

// character is one that the text has, a hexadecimal digit, or an odd one.
func (m mutator) character(s []rune) rune {
	switch m.Below(3) {
	case 0:
		return s[m.Below(len(s))]
	case 1:
		return rune("0123456789abcdefABCDEF-"[m.Below(23)])
	}
	return m.odd[m.Below(len(m.odd))]
}
