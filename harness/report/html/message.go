package html

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

type (
	line   = summary.Line
	places = summary.Places
)

// message returns an HTTP message, with the lines marked that findings are about.
func message(first string, fields []result.Field, c *result.Content, wrong places) []line {
	first = text.Visible(text.Cut(strings.TrimSpace(first), wireContent))
	lines := []line{{Text: first, Mark: wrong.Has("status")}}
	for i, f := range fields {
		if i == wireFields {
			more := fmt.Sprintf("[%d more header fields]", len(fields)-i)
			lines = append(lines, line{Text: more})
			break
		}
		shown := text.Visible(text.Cut(f.Name+": "+f.Value, wireField))
		lines = append(lines, line{Text: shown, Mark: wrong.Has("header " + f.Name)})
	}
	if c != nil {
		lines = append(append(lines, line{}), summary.ContentLines(c, wrong, wireContent)...)
	}
	return lines
}
