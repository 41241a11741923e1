package table

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/report/page"
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
func (t *Table) WriteText(p *page.Page) {
	widths := t.widths()
	heads := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = Text(c.Head)
	}
	line := ""
	for _, span := range t.spans(heads, widths) {
		line += span.Text
	}
	p.Line(indent, page.Span{Style: page.Dim, Text: line})
	for _, row := range t.Rows {
		p.Line(indent, t.spans(row.Cells, widths)...)
	}
}

// spans returns cells as wide as their columns, without spaces at the end of the line.
func (t *Table) spans(cells []Cell, widths []int) []page.Span {
	var all []page.Span
	for i, cell := range cells {
		width := -widths[i] // fmt writes a text to the left for a negative width
		if t.Columns[i].Right {
			width = widths[i]
		}
		span := page.Span{Text: fmt.Sprintf("%*s", width, cell.text())}
		if i > 0 {
			span.Text = separator + span.Text
		}
		if len(cell) > 0 {
			span.Style = styles[cell[0].Style]
		}
		all = append(all, span)
	}
	last := &all[len(all)-1]
	last.Text = strings.TrimRight(last.Text, " ")
	return all
}

// styles are the styles that text can show.
var styles = map[Style]page.Style{
	Quiet: page.Dim, Good: page.Green, Bad: page.Red, Doubt: page.Yellow,
}
