package summary

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
)

// Marked is a text in which the part is marked that differs from another.
type Marked struct{ Before, Mark, After string }

// Difference marks where two quoted texts differ. It marks nothing where they
// have little in common: then all of it differs, which needs no mark.
func Difference(a, b string) (Marked, Marked) {
	a, b = text.Visible(a), text.Visible(b)
	if !strings.HasPrefix(a, `"`) || !strings.HasPrefix(b, `"`) || a == b {
		return Marked{Before: a}, Marked{Before: b}
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
		return Marked{Before: a}, Marked{Before: b}
	}
	marked := func(s string) Marked {
		return Marked{s[:before], s[before : len(s)-after], s[len(s)-after:]}
	}
	return marked(a), marked(b)
}

func runeStarts(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }

// Text is the whole text, without its mark.
func (m Marked) Text() string { return m.Before + m.Mark + m.After }

// Short is the marked part with the words around it, and "…" for the rest of the text.
func (m Marked) Short() string {
	const words = 2
	before, after := m.Before, m.After
	if all := strings.Fields(before); len(all) > words {
		at := strings.LastIndex(before, all[len(all)-1])
		if at+len(all[len(all)-1]) == len(before) { // the mark is in a word, or behind it
			at = strings.LastIndex(before[:at], all[len(all)-2])
		}
		before = `"… ` + before[at:]
	}
	if all := strings.Fields(after); len(all) > words {
		at := strings.Index(after, all[0]) + len(all[0])
		after = after[:at] + ` …"`
	}
	return longWord.ReplaceAllString(before, "…") + m.Mark + longWord.ReplaceAllString(after, "…")
}

// longWord is a word that is not read, as an id, without the quotes around a text.
var longWord = regexp.MustCompile(`[^\s"]{20,}`)
