// Package text has what makes texts fit for people: counts, cuts, and what keeps a text that
// somebody else wrote from acting in a terminal, in the log of a CI server, or in Markdown.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes what a target, a document or a file of somebody else says so
// that it can only be read: control characters, terminal escapes, characters
// that turn the direction of writing and bytes that are no UTF-8 become escapes,
// each as long as it takes; so does the beginning of what the log of a CI server
// takes for a command. What is left is printable, and therefore valid in XML too.
func Visible(s string) string { return withoutCommands(printable(s)) }

// printable is Visible without regard to commands.
func printable(s string) string {
	if isPrintable(s) {
		return s
	}
	var b strings.Builder
	for i, width := 0, 0; i < len(s); i += width {
		r, size := utf8.DecodeRuneInString(s[i:])
		width = size
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

func isPrintable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}

// VisibleLines splits a text into lines, each written as Visible writes it.
func VisibleLines(s string) []string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, Visible(strings.TrimSuffix(line, "\r")))
	}
	return lines
}
