// Package table owns the one model of a table, and writes it as text, Markdown and HTML. It never
// decides what a table shows.
package table

import (
	"strings"
	"unicode/utf8"
)

// Table is rows of cells. Every row has a cell for each column.
type Table struct {
	// Label and Caption name the table in HTML; an empty caption is left out.
	Label, Caption string
	Columns        []Column
	Rows           []Row
}

// Column is what all cells of a column have in common.
type Column struct {
	Head string
	// Width is the least width as text, in characters.
	Width int
	// Right puts cells to the right in text, Center to the middle in Markdown.
	Right, Center bool
}

// Row is a line of a table. State and Level are attributes in HTML, by which a script filters
// rows; an empty state: it does not.
type Row struct {
	Cells        []Cell
	State, Level string
}

// Cell is pieces of text one after another. A nil cell is empty.
type Cell []Span

// Span is a piece of text with a style. Link is the id of an element of the same HTML page; empty:
// none. Note says more of it where a pointer rests, in HTML.
type Span struct {
	Text  string
	Style Style
	Link  string
	Note  string
}

// Style is how a piece of text looks. A format ignores a style that it cannot show.
type Style string

// The styles.
const (
	Plain  Style = ""
	Strong Style = "strong" // Markdown
	Code   Style = "code"   // Markdown, HTML
	Quiet  Style = "quiet"  // text, HTML
	Level  Style = "level"  // HTML: the level of a requirement
	Badge  Style = "badge"  // HTML: a verdict or a standing
	Mark   Style = "mark"   // HTML: a verdict as a sign of one letter, with a note
	Good   Style = "good"   // text
	Bad    Style = "bad"    // text
	Doubt  Style = "doubt"  // text
	Break  Style = "break"  // Markdown, HTML: a new line, without a text
)

// Text returns a cell of plain text.
func Text(text string) Cell { return Cell{{Text: text}} }

// text returns a cell without its styles.
func (c Cell) text() string {
	var b strings.Builder
	for _, s := range c {
		b.WriteString(s.Text)
	}
	return b.String()
}

// widths returns the widths of the columns as text: all cells fit.
func (t *Table) widths() []int {
	all := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		all[i] = max(c.Width, utf8.RuneCountInString(c.Head))
		for _, row := range t.Rows {
			all[i] = max(all[i], utf8.RuneCountInString(row.Cells[i].text()))
		}
	}
	return all
}
