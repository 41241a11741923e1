package gate

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/report"
)

// marks are what the cells of a table in Markdown say.
var marks = []struct{ word, mark, about string }{
	{"proven", "✓", "proven"},
	{"BROKEN", "**✗**", "broken"},
	{"waived", "✗", "broken, and waived as known"},
	{"unproven", "?", "unproven"},
	{"-", "-", "not judged"},
}

// WriteMarkdown writes the matrix as a table of all requirements, for a page
// that tells which targets keep to the document.
func (m *Matrix) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("| requirement | level | what it asks |")
	for _, c := range m.Columns {
		fmt.Fprintf(&b, " %s |", report.MarkdownText(c.Name))
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat(":-:|", len(m.Columns)) + "\n")
	used := map[string]bool{}
	for i := range m.Rows {
		row := &m.Rows[i]
		fmt.Fprintf(&b, "| %s | %s | %s |", report.MarkdownText(row.Requirement), row.Level, report.MarkdownText(row.Text))
		for j := range row.Cells {
			word, _, _ := row.Cells[j].words()
			used[word] = true
			fmt.Fprintf(&b, " %s |", markOf(word))
		}
		b.WriteString("\n")
	}
	m.sums(&b)
	var legend []string
	for _, known := range marks {
		if used[known.word] {
			legend = append(legend, known.mark+" "+known.about)
		}
	}
	fmt.Fprintf(&b, "\n%s. %s.\n", strings.Join(legend, " · "), report.MarkdownText(m.Summary()))
	_, err := io.WriteString(w, b.String())
	return err
}

func markOf(word string) string {
	for _, known := range marks {
		if known.word == word {
			return known.mark
		}
	}
	return word
}

// sums is the last row: how many requirements each column keeps to.
func (m *Matrix) sums(b *strings.Builder) {
	b.WriteString("| | | proven, of those that were seen |")
	for _, c := range m.Columns {
		fmt.Fprintf(b, " %d of %d |", c.Totals.Proven, c.Totals.Proven+c.Totals.Broken)
	}
	b.WriteString("\n")
}
