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
	seen := m.seen()
	for _, i := range seen {
		fmt.Fprintf(&b, " %s |", report.MarkdownText(m.Columns[i].Name))
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat(":-:|", len(seen)) + "\n")
	used := map[string]bool{}
	for i := range m.Rows {
		row := &m.Rows[i]
		fmt.Fprintf(&b, "| %s | %s | %s |", report.MarkdownText(row.Requirement), row.Level, report.MarkdownText(row.Text))
		for _, j := range seen {
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
	if len(legend) > 0 {
		fmt.Fprintf(&b, "\n%s. ", strings.Join(legend, " · "))
	} else {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s.\n", report.MarkdownText(m.Summary()))
	for _, note := range m.Notes {
		fmt.Fprintf(&b, "\n> %s\n", report.MarkdownText(note))
	}
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
	for _, i := range m.seen() {
		c := m.Columns[i]
		fmt.Fprintf(b, " %d of %d |", c.Totals.Proven, c.Totals.Proven+c.Totals.Broken)
	}
	b.WriteString("\n")
}
