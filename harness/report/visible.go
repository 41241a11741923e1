package report

import (
	"strings"

	"example.com/toeline/harness/internal/text"
)

// visible writes what a target sent so that it can only be read: see [text.Visible].
func visible(s string) string { return text.Visible(s) }

// visibleLines does the same for each line of a text, and keeps the lines.
func visibleLines(s string) []string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, visible(strings.TrimSuffix(line, "\r")))
	}
	return lines
}
