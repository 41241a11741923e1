package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
)

// This file has the rules of the text report, one function a rule:
//
//   - everything is made visible before it is styled, so that the only escapes
//     in the output are our own;
//   - words in capitals begin in the first column; what belongs to them is
//     indented by two, a field's text by its own column;
//   - prose is wrapped; a line to be copied never is;
//   - without colour, nothing is lost: colour says again what a word says.

const (
	defaultWidth = 100
	minWidth     = 40
	fieldColumn  = 13 // where the text of a field begins
)

type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31;1"
	green  style = "32;1"
	yellow style = "33;1"
	cyan   style = "36"
)

// page is a text report in the making.
type page struct {
	buf   bytes.Buffer
	color bool
	width int
}

// span is a piece of a line in one style.
type span struct {
	style style
	text  string
}

func (p *page) styled(s span) string {
	text := visible(s.text)
	if !p.color || s.style == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s.style) + "m" + text + "\x1b[0m"
}

func (p *page) blank() { p.buf.WriteByte('\n') }

// line writes one line as it is.
func (p *page) line(indent int, spans ...span) {
	p.buf.WriteString(strings.Repeat(" ", indent))
	for _, s := range spans {
		p.buf.WriteString(p.styled(s))
	}
	p.blank()
}

// heading begins a section: a word in capitals, and what it is about.
func (p *page) heading(s style, word, about string) {
	p.blank()
	p.hanging(span{s, word}, about, len(word)+2)
}

// prose writes a text, wrapped, at an indent.
func (p *page) prose(indent int, s style, text string) {
	for _, line := range wrap(visible(text), p.width-indent) {
		p.line(indent, span{s, line})
	}
}

// field writes a name and its text, which is wrapped in a column of its own.
func (p *page) field(name, text string) {
	p.hanging(span{dim, "  " + name}, text, fieldColumn)
}

// hanging writes a label, and beside it a text that is wrapped below itself.
func (p *page) hanging(label span, text string, column int) {
	gap := strings.Repeat(" ", max(1, column-utf8.RuneCountInString(label.text)))
	for i, line := range wrap(visible(text), p.width-column) {
		if i == 0 {
			p.line(0, label, span{plain, gap + line})
			continue
		}
		p.line(column, span{plain, line})
	}
}

// quoted writes what went over the wire behind a mark, broken where the line
// is full: a terminal would break it into the first column.
func (p *page) quoted(mark, text string) {
	if text == "" {
		p.line(2, span{dim, mark})
		return
	}
	for _, line := range chop(visible(text), p.width-3-len(mark)) {
		p.line(2, span{dim, mark + " "}, span{plain, line})
	}
}

// command writes a line to be copied: whole, and with nothing else on it.
func (p *page) command(text string) { p.line(2, span{cyan, text}) }

// one writes a text on one line, cut where the line is full.
func (p *page) one(indent int, s style, text string) {
	p.line(indent, span{s, clip(visible(text), p.width-indent)})
}

// clip cuts a text at a number of characters.
func clip(s string, width int) string {
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:max(0, width-1)]) + "…"
}

// wrap breaks a text between words, and inside one that is longer than a line.
func wrap(text string, width int) []string {
	width = max(width, minWidth/2)
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
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
func chop(text string, width int) []string {
	width = max(width, minWidth/2)
	runes := []rune(text)
	var pieces []string
	for len(runes) > width {
		pieces = append(pieces, string(runes[:width]))
		runes = runes[width:]
	}
	return append(pieces, string(runes))
}

func plural(n int, noun string) string { return text.Plural(n, noun) }

// some joins a list, and says how many more there are than fit.
func some(list []string, limit int) string {
	if len(list) <= limit {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:limit], ", "), len(list)-limit)
}
