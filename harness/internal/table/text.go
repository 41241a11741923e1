package table

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/report"
)

const (
	indent    = 2
	separator = "  " // between columns
)

// Width returns how wide the table is as text, with its indent on either side.
func (t *Table) Width() int {
	sum := 2 * indent
	for i, width := range t.widths() {
		if i > 0 {
			sum += len(separator)
		}
		sum += width
	}
	return sum
}

// WriteText writes the table as lines of a page. A cell has the style of its first piece.
func (t *Table) WriteText(p *report.Page) {
	widths := t.widths()
	heads := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = Text(c.Head)
	}
	line := ""
	for _, word := range t.words(heads, widths) {
		line += word.Text
	}
	p.Line(indent, report.Word{Mood: report.Quiet, Text: line})
	for _, row := range t.Rows {
		p.Line(indent, t.words(row.Cells, widths)...)
	}
}

// words returns cells as wide as their columns, without spaces at the end of the line.
func (t *Table) words(cells []Cell, widths []int) []report.Word {
	var all []report.Word
	for i, cell := range cells {
		width := -widths[i] // fmt writes a text to the left for a negative width
		if t.Columns[i].Right {
			width = widths[i]
		}
		word := report.Word{Text: fmt.Sprintf("%*s", width, cell.text())}
		if i > 0 {
			word.Text = separator + word.Text
		}
		if len(cell) > 0 {
			word.Mood = moods[cell[0].Style]
		}
		all = append(all, word)
	}
	last := &all[len(all)-1]
	last.Text = strings.TrimRight(last.Text, " ")
	return all
}

// moods are the styles that text can show.
var moods = map[Style]report.Mood{
	Quiet: report.Quiet, Good: report.Good, Bad: report.Bad, Doubt: report.Doubt,
}
