package table

import (
	"strings"

	"example.com/toeline/harness/internal/text"
)

// WriteMarkdown writes the table in GitHub's Markdown.
func (t *Table) WriteMarkdown(b *strings.Builder) {
	b.WriteString("|")
	for _, c := range t.Columns {
		b.WriteString(" " + text.Markdown(c.Head) + " |")
	}
	b.WriteString("\n|")
	for _, c := range t.Columns {
		if c.Center {
			b.WriteString(":-:|")
		} else {
			b.WriteString("---|")
		}
	}
	b.WriteString("\n")
	for _, row := range t.Rows {
		b.WriteString("|")
		for _, cell := range row.Cells {
			if cell != nil {
				b.WriteString(" " + cell.Markdown())
			}
			b.WriteString(" |")
		}
		b.WriteString("\n")
	}
}

// Markdown returns the cell in Markdown: what a target wrote cannot act in it.
func (c Cell) Markdown() string {
	var b strings.Builder
	for _, s := range c {
		switch s.Style {
		case Break:
			b.WriteString("<br>")
		case Code:
			b.WriteString(text.MarkdownCode(s.Text))
		case Strong:
			b.WriteString("**" + text.Markdown(s.Text) + "**")
		default:
			b.WriteString(text.Markdown(s.Text))
		}
	}
	return b.String()
}
