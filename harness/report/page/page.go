// Package page writes texts for people on a terminal or in a log. The text
// report, the comparison of two reports and the matrix of targets are pages.
//
// Its rules, one method a rule:
//
//   - every text is made visible before it is styled, so that the only escapes
//     in the output are those of the page itself;
//   - words in capitals begin in the first column; what belongs to them is
//     indented by two, the text of a field by its own column;
//   - prose is wrapped, and no wider than people read; a line to be copied never is;
//   - colour only repeats what a word says, so that nothing is lost without it.
package page

import (
	"bytes"
	"cmp"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
)

const (
	defaultWidth = 100
	proseWidth   = 100 // at most, however wide the terminal is
	minWidth     = 40
	fieldColumn  = 13 // where the text of a field begins
)

// Options say what the terminal can show.
type Options struct {
	// Color uses ANSI colours. They are never the only sign of anything.
	Color bool
	// Width is that of the terminal in characters, 40 at least; zero: 100.
	Width int
}

// Style is how a piece of text looks in colour: the parameters of an ANSI
// sequence. The zero value is plain.
type Style string

// The styles of a page.
const (
	Plain  Style = ""
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "31;1"
	Green  Style = "32;1"
	Yellow Style = "33;1"
	Cyan   Style = "36"
)

// Span is a piece of a line in one style.
type Span struct {
	Style Style
	Text  string
}

// Page is a text in the making. Write it with WriteTo.
type Page struct {
	// Width is how many characters a line has.
	Width int

	buf   bytes.Buffer
	color bool
}

// New returns an empty page.
func New(o Options) *Page {
	return &Page{color: o.Color, Width: max(minWidth, cmp.Or(o.Width, defaultWidth))}
}

// WriteTo writes the page, and leaves it empty.
func (p *Page) WriteTo(w io.Writer) (int64, error) { return p.buf.WriteTo(w) }

// Colored reports whether the page has colours.
func (p *Page) Colored() bool { return p.color }

func (p *Page) styled(s Span) string {
	shown := text.Visible(s.Text)
	if !p.color || s.Style == Plain || shown == "" {
		return shown
	}
	return "\x1b[" + string(s.Style) + "m" + shown + "\x1b[0m"
}

// Blank writes an empty line.
func (p *Page) Blank() { p.buf.WriteByte('\n') }

// Line writes one line as it is, at an indent.
func (p *Page) Line(indent int, spans ...Span) {
	p.buf.WriteString(strings.Repeat(" ", indent))
	for _, s := range spans {
		p.buf.WriteString(p.styled(s))
	}
	p.Blank()
}

// Title writes the first line: what this is, and of what.
func (p *Page) Title(what, of string) { p.Line(0, Span{Bold, what}, Span{Dim, "  " + of}) }

// Heading begins a section: a word in capitals, and what it is about.
func (p *Page) Heading(s Style, word, about string) {
	p.Blank()
	p.Hanging(s, word, about, len(word)+2)
}

// Prose writes a text, wrapped, at an indent.
func (p *Page) Prose(indent int, s Style, prose string) {
	for _, line := range wrap(text.Visible(prose), p.prose()-indent, p.prose()-indent) {
		p.Line(indent, Span{s, line})
	}
}

// prose is how many characters a line of prose has.
func (p *Page) prose() int { return min(p.Width, proseWidth) }

// Field writes a name and its text, which is wrapped in a column of its own.
func (p *Page) Field(name, value string) {
	p.Hanging(Dim, "  "+name, value, fieldColumn)
}

// Hanging writes a label, indentation included, and beside it a text that is
// wrapped from a column on.
func (p *Page) Hanging(s Style, label, value string, column int) {
	begins := max(column, utf8.RuneCountInString(label)+1) // on the first line
	gap := strings.Repeat(" ", begins-utf8.RuneCountInString(label))
	for i, line := range wrap(text.Visible(value), p.prose()-begins, p.prose()-column) {
		if i == 0 {
			p.Line(0, Span{s, label}, Span{Plain, gap + line})
			continue
		}
		p.Line(column, Span{Plain, line})
	}
}

// Quoted writes a text behind a mark at an indent, broken where the line is full: a
// terminal would continue it in the first column.
func (p *Page) Quoted(indent int, mark, quoted string) {
	if quoted == "" {
		p.Line(indent, Span{Dim, mark})
		return
	}
	p.quoted(indent, Span{Dim, mark}, Plain, quoted)
}

// QuotedAs is Quoted in a style, which is also that of the mark.
func (p *Page) QuotedAs(indent int, s Style, mark, quoted string) {
	p.quoted(indent, Span{s, mark}, s, quoted)
}

func (p *Page) quoted(indent int, mark Span, s Style, quoted string) {
	for _, line := range chop(text.Visible(quoted), p.Width-indent-1-len(mark.Text)) {
		p.Line(indent, Span{mark.Style, mark.Text + " "}, Span{s, line})
	}
}

// Command writes a line to be copied: whole, and with nothing else on it.
func (p *Page) Command(command string) { p.Line(2, Span{Cyan, command}) }

// OneLine writes a text on one line, cut where the line is full.
func (p *Page) OneLine(indent int, s Style, value string) {
	p.Line(indent, Span{s, Clip(text.Visible(value), p.Width-indent)})
}

// Clip cuts a text to a number of characters.
func Clip(s string, width int) string {
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:max(0, width-1)]) + "…"
}

// wrap breaks a text between words, and inside one that is longer than a line, into lines of so
// many characters: the first line, and the others.
func wrap(prose string, first, others int) []string {
	width := max(first, minWidth/2)
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(prose) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line, width = word, max(others, minWidth/2)
		}
		if utf8.RuneCountInString(line) > width {
			pieces := chop(line, width)
			lines = append(lines, pieces[:len(pieces)-1]...)
			line = pieces[len(pieces)-1]
		}
	}
	return append(lines, line)
}

// chop breaks a text into pieces of so many characters.
func chop(s string, width int) []string {
	width = max(width, minWidth/2)
	runes := []rune(s)
	var pieces []string
	for len(runes) > width {
		pieces = append(pieces, string(runes[:width]))
		runes = runes[width:]
	}
	return append(pieces, string(runes))
}
