package report

import "io"

// Visible writes a text so that it can only be read: what could act on a
// terminal, turn the direction of writing or break a line becomes an escape.
func Visible(text string) string { return visible(text) }

// Mood colours the first word of a heading. It is never the only sign of
// anything.
type Mood style

// The moods of a heading.
const (
	Bad   = Mood(red)
	Doubt = Mood(yellow)
	Good  = Mood(green)
	Plain = Mood(bold)
	Quiet = Mood(dim)
)

// Page is a text for people in the making, for who tells more than one report:
// its lines follow the rules of the text report.
type Page struct{ page *page }

// NewPage begins a text with the settings of t.
func (t Text) NewPage() *Page { return &Page{t.newPage()} }

// Title is the first line: what this is, and of what.
func (p *Page) Title(what, of string) {
	p.page.line(0, span{bold, what}, span{dim, "  " + of})
}

// Heading begins a section: a word in capitals, and what it is about.
func (p *Page) Heading(m Mood, word, about string) { p.page.heading(style(m), word, about) }

// Prose writes a text, wrapped, at an indent.
func (p *Page) Prose(indent int, m Mood, text string) { p.page.prose(indent, style(m), text) }

// Hanging writes a label, indentation included, and beside it a text that is
// wrapped below itself from a column.
func (p *Page) Hanging(m Mood, label, text string, column int) {
	p.page.hanging(span{style(m), label}, text, column)
}

// Line writes one line as it is, of words in moods; an empty mood is plain.
func (p *Page) Line(indent int, words ...Word) {
	var spans []span
	for _, w := range words {
		spans = append(spans, span{style(w.Mood), w.Text})
	}
	p.page.line(indent, spans...)
}

// Word is a piece of a line.
type Word struct {
	Mood Mood
	Text string
}

// Blank writes an empty line.
func (p *Page) Blank() { p.page.blank() }

// WriteTo writes the text.
func (p *Page) WriteTo(w io.Writer) (int64, error) { return p.page.buf.WriteTo(w) }

// Some joins a list, and says how many more there are than fit.
func Some(list []string, limit int) string { return some(list, limit) }
