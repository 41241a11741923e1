package html

import (
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
)

// markedText is a text in which the part is marked that differs from another.
type markedText struct{ Before, Mark, After string }

// difference marks where two quoted texts differ. It marks nothing where they
// have little in common: then all of it differs, which needs no mark.
func difference(a, b string) (markedText, markedText) {
	a, b = text.Visible(a), text.Visible(b)
	if !strings.HasPrefix(a, `"`) || !strings.HasPrefix(b, `"`) || a == b {
		return markedText{Before: a}, markedText{Before: b}
	}
	before := 0
	for before < len(a) && before < len(b) && a[before] == b[before] {
		before++
	}
	after := 0
	for after < len(a)-before && after < len(b)-before && a[len(a)-1-after] == b[len(b)-1-after] {
		after++
	}
	for before > 0 && !(runeStarts(a, before) && runeStarts(b, before)) {
		before--
	}
	for after > 0 && !(runeStarts(a, len(a)-after) && runeStarts(b, len(b)-after)) {
		after--
	}
	if common := before + after; common < 6 || common*3 < min(len(a), len(b)) {
		return markedText{Before: a}, markedText{Before: b}
	}
	marked := func(s string) markedText {
		return markedText{s[:before], s[before : len(s)-after], s[len(s)-after:]}
	}
	return marked(a), marked(b)
}

func runeStarts(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }
