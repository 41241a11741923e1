package gate

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// WriteJSON writes the matrix for programs.
func (m *Matrix) WriteJSON(w io.Writer) error { return writeJSON(w, m) }

// How wide the table of a text may be, and how wide a name in its head.
const (
	tableWidth = 100
	nameWidth  = 24
)

// WriteText writes the matrix for people.
func (m *Matrix) WriteText(w io.Writer, t report.Text) error {
	p := t.NewPage()
	p.Title("Requirements by targets", m.documents())
	for i, c := range m.Columns {
		mood := report.Good
		switch c.ExitCode {
		case plan.ExitHolds:
		case plan.ExitUnknown:
			mood = report.Doubt
		default:
			mood = report.Bad
		}
		p.Hanging(mood, fmt.Sprintf("%4d  %s", i+1, verdictOf(c)), c.about(), 19)
	}
	for _, note := range m.Notes {
		p.Hanging(report.Doubt, "      note", note, 19)
	}
	m.table(p)
	m.differences(p)
	m.brief(p, BrokenAlike, report.Bad, "ALIKE", "broken in the same way wherever they were seen")
	m.brief(p, NotSeen, report.Doubt, "NOT SEEN", "unproven on some targets: nothing is said of those")
	p.Blank()
	word, mood := "ALIKE", report.Good
	switch seen := len(m.seen()); {
	case seen == 0:
		word, mood = "NOT SEEN", report.Doubt
	case seen == 1:
		word, mood = "ONE TARGET", report.Plain
	case len(m.of(Differs)) > 0:
		word, mood = "DIFFERENT", report.Bad
	}
	p.Hanging(mood, word, m.Summary(), len(word)+2)
	_, err := p.WriteTo(w)
	return err
}

func verdictOf(c Column) string { return strings.ToUpper(verdictClass(c)) }

func (m *Matrix) documents() string {
	var all []string
	for _, c := range m.Columns {
		if len(all) == 0 || all[len(all)-1] != c.Document {
			all = append(all, c.Document)
		}
	}
	return report.Some(all, 3)
}

// about says of a column what a person needs to know of it.
func (c Column) about() string {
	text := c.Name
	if c.Name != c.Target && !strings.HasPrefix(c.Name, c.Target+" (") {
		text += " · " + c.Target
	}
	return text + " · " + c.tally()
}

// tally counts the requirements of a column by their standing.
func (c Column) tally() string {
	text := fmt.Sprintf("%d of %d proven", c.Totals.Proven, c.Totals.All())
	if c.Totals.Broken > 0 {
		text += fmt.Sprintf(", %d broken", c.Totals.Broken)
	}
	if c.Totals.Waived > 0 {
		text += fmt.Sprintf(" (%d waived)", c.Totals.Waived)
	}
	if c.Totals.Unproven > 0 {
		text += fmt.Sprintf(", %d unproven", c.Totals.Unproven)
	}
	return text
}

// words are what a cell says, and its sign where there is no room for words.
func (c *Cell) words() (word, sign string, mood report.Mood) {
	switch {
	case c.Standing == report.Broken && c.Waived:
		return "waived", "w", report.Doubt
	case c.Standing == report.Broken:
		return "BROKEN", "X", report.Bad
	case c.Standing == report.Proven:
		return "proven", "+", report.Good
	case c.Standing == report.Unproven:
		return "unproven", "?", report.Doubt
	}
	return "-", "-", report.Quiet
}

// table shows what not all keep to: by names where they fit, by numbers where
// they do not, and not at all where even those do not.
func (m *Matrix) table(p *report.Page) {
	var rows []*Row
	width := len("requirement")
	seen := m.seen()
	for i := range m.Rows {
		if row := &m.Rows[i]; row.Likeness != Kept && len(seen) > 0 {
			rows = append(rows, row)
			width = max(width, utf8.RuneCountInString(row.Requirement))
		}
	}
	if len(rows) == 0 {
		return
	}
	heads, named := m.heads(width)
	p.Blank()
	if heads == nil {
		p.Prose(2, report.Quiet, "There are too many targets for a table here: --report html=FILE has it.")
		return
	}
	head := fmt.Sprintf("%-*s  %-6s", width, "requirement", "level")
	for _, h := range heads {
		head += "  " + h
	}
	p.Line(2, report.Word{Mood: report.Quiet, Text: strings.TrimRight(head, " ")})
	for _, row := range rows {
		words := []report.Word{{Text: fmt.Sprintf("%-*s  %-6s", width, row.Requirement, row.Level)}}
		for h, i := range seen {
			text, sign, mood := row.Cells[i].words()
			if !named {
				text = fmt.Sprintf("%2s", sign)
			}
			words = append(words, report.Word{Mood: mood, Text: fmt.Sprintf("  %-*s", utf8.RuneCountInString(heads[h]), text)})
		}
		words[len(words)-1].Text = strings.TrimRight(words[len(words)-1].Text, " ")
		p.Line(2, words...)
	}
	if !named {
		p.Prose(2, report.Quiet, "+ proven, X broken, w broken and waived, ? unproven, - not judged")
	}
}

// heads are the heads of the columns, all as wide as their cells; nil: they do
// not fit.
func (m *Matrix) heads(width int) (heads []string, named bool) {
	sum := width + 12
	for _, i := range m.seen() {
		name := m.Columns[i].Name
		if utf8.RuneCountInString(name) > nameWidth {
			name = fmt.Sprintf("target %d", i+1)
		}
		heads = append(heads, fmt.Sprintf("%-8s", name))
		sum += utf8.RuneCountInString(heads[len(heads)-1]) + 2
	}
	if sum <= tableWidth {
		return heads, true
	}
	heads = nil
	for _, i := range m.seen() {
		heads = append(heads, fmt.Sprintf("%2d", i+1))
	}
	if width+12+4*len(heads) > tableWidth {
		return nil, false
	}
	return heads, false
}

// differences tells where the targets differ: who keeps to the document, and
// how the others break it.
func (m *Matrix) differences(p *report.Page) {
	rows := m.of(Differs)
	if len(rows) == 0 {
		return
	}
	p.Heading(report.Bad, "DIFFERENT", plan.Plural(len(rows), "requirement")+" in which the targets differ")
	for _, row := range rows {
		p.Blank()
		p.Line(0, report.Word{Mood: report.Bad, Text: row.Requirement}, report.Word{Text: "  " + row.Level})
		p.Prose(2, report.Plain, row.Text)
		p.Hanging(report.Quiet, "  source", strings.Join(row.Source, "; "), 13)
		p.Hanging(report.Quiet, "  so", m.Says(row), 13)
		for i := range row.Cells {
			for _, way := range row.Cells[i].Ways {
				p.Hanging(report.Quiet, "  broken", fmt.Sprintf("%s, in %s", m.Columns[i].Name, plan.Plural(len(way.Cases), "case")), 13)
				p.Hanging(report.Quiet, "    where", way.Where+": "+way.Reason, 15)
				p.Hanging(report.Quiet, "    expected", way.Expected, 15)
				p.Hanging(report.Quiet, "    got", way.Got, 15)
				p.Line(4, report.Word{Text: way.Verify})
			}
		}
	}
}

// brief tells rows a line each.
func (m *Matrix) brief(p *report.Page, l Likeness, mood report.Mood, word, about string) {
	rows := m.of(l)
	if len(rows) == 0 || len(m.seen()) == 0 {
		return
	}
	p.Heading(mood, word, plan.Plural(len(rows), "requirement")+" "+about)
	for _, row := range rows {
		p.Hanging("", "  "+row.Requirement, fmt.Sprintf("%s (%s)", row.Text, m.Says(row)), 15)
	}
}
