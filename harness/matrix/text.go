package matrix

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// WriteJSON writes the matrix for programs.
func (m *Matrix) WriteJSON(w io.Writer) error { return report.EncodeJSON(w, m) }

// The greatest width of a table of a text, and of a name in its head.
const (
	tableWidth = 100
	nameWidth  = 24
)

// WriteText writes the matrix for people.
func (m *Matrix) WriteText(w io.Writer, o page.Options) error {
	p := page.New(o)
	p.Title("Requirements by targets", m.documents())
	for i, c := range m.Columns {
		style := page.Green
		switch c.ExitCode {
		case result.ExitPassed:
		case result.ExitInconclusive:
			style = page.Yellow
		default:
			style = page.Red
		}
		p.Hanging(style, fmt.Sprintf("%4d  %s", i+1, strings.ToUpper(c.verdict())), c.about(), 20)
	}
	for _, note := range m.Notes {
		p.Hanging(page.Yellow, "      note", note, 20)
	}
	m.table(p)
	m.differences(p)
	m.brief(p, SameFail, page.Red, "SAME", "failed in the same way wherever they were tested")
	m.brief(p, Untested, page.Yellow,
		"NOT SEEN", "untested on some targets: nothing is said of those")
	p.Blank()
	word, style := "SAME", page.Green
	switch seen := len(m.seen()); {
	case seen == 0:
		word, style = "NOT SEEN", page.Yellow
	case seen == 1:
		word, style = "ONE TARGET", page.Bold
	case len(m.of(Differs)) > 0:
		word, style = "DIFFERENT", page.Red
	}
	p.Hanging(style, word, m.Summary(), len(word)+2)
	_, err := p.WriteTo(w)
	return err
}

func (m *Matrix) documents() string {
	var all []string
	for _, c := range m.Columns {
		if len(all) == 0 || all[len(all)-1] != c.Document {
			all = append(all, c.Document)
		}
	}
	return text.Some(all, 3)
}

// about returns what a person needs to know of a column.
func (c Column) about() string {
	about := c.Name
	if c.Name != c.Target && !strings.HasPrefix(c.Name, c.Target+" (") {
		about += " · " + c.Target
	}
	return about + " · " + c.tally()
}

// tally returns the counts of a column by status.
func (c Column) tally() string {
	tally := fmt.Sprintf("%d of %d passed", c.Totals.Passed, c.Totals.All())
	if c.Totals.Failed > 0 {
		tally += fmt.Sprintf(", %d failed", c.Totals.Failed)
	}
	if c.Totals.Waived > 0 {
		tally += fmt.Sprintf(" (%d waived)", c.Totals.Waived)
	}
	if c.Totals.Untested > 0 {
		tally += fmt.Sprintf(", %d untested", c.Totals.Untested)
	}
	return tally
}

// table writes what not all pass: with names where they fit, with numbers where they do not, and
// not at all where those do not fit either.
func (m *Matrix) table(p *page.Page) {
	var rows []*Row
	for i := range m.Rows {
		if row := &m.Rows[i]; row.Agreement != AllPass && len(m.seen()) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return
	}
	p.Blank()
	t := m.textTable(rows, true)
	named := t.Width() <= tableWidth
	if !named {
		t = m.textTable(rows, false)
	}
	if t.Width() > tableWidth {
		p.Prose(2, page.Dim,
			"There are too many targets for a table here: --report html=FILE has it.")
		return
	}
	t.WriteText(p)
	if !named {
		p.Prose(2, page.Dim, "+ passed, X failed, w failed and waived, ? untested, - not judged")
	}
}

// textTable returns rows by the names of the columns and words, or by numbers and signs.
func (m *Matrix) textTable(rows []*Row, named bool) *table.Table {
	t := &table.Table{Columns: []table.Column{{Head: "requirement"}, {Head: "level", Width: 6}}}
	for _, i := range m.seen() {
		name := m.Columns[i].Name
		if utf8.RuneCountInString(name) > nameWidth {
			name = fmt.Sprintf("target %d", i+1)
		}
		column := table.Column{Head: name, Width: 8}
		if !named {
			column = table.Column{Head: fmt.Sprintf("%2d", i+1), Width: 2, Right: true}
		}
		t.Columns = append(t.Columns, column)
	}
	for _, row := range rows {
		cells := []table.Cell{table.Text(row.Requirement), table.Text(row.Level)}
		for _, i := range m.seen() {
			s := row.Cells[i].status()
			text := s.word
			if !named {
				text = s.sign
			}
			cells = append(cells, table.Cell{{Text: text, Style: s.style}})
		}
		t.Rows = append(t.Rows, table.Row{Cells: cells})
	}
	return t
}

// differences writes where the targets differ: which conform, and how the others fail.
func (m *Matrix) differences(p *page.Page) {
	rows := m.of(Differs)
	if len(rows) == 0 {
		return
	}
	p.Heading(page.Red, "DIFFERENT",
		text.Plural(len(rows), "requirement")+" in which the targets differ")
	for _, row := range rows {
		p.Blank()
		p.Line(0, page.Span{Style: page.Red, Text: row.Requirement},
			page.Span{Text: "  " + row.Level})
		p.Prose(2, page.Bold, row.Text)
		p.Hanging(page.Dim, "  source", strings.Join(row.Source, "; "), 13)
		p.Hanging(page.Dim, "  so", m.Says(row), 13)
		for i := range row.Cells {
			for _, way := range row.Cells[i].Ways {
				in := fmt.Sprintf("%s, in %s", m.Columns[i].Name,
					text.Plural(len(way.Cases), "case"))
				p.Hanging(page.Dim, "  broken", in, 13)
				p.Hanging(page.Dim, "    where", way.Where+": "+result.SaidReason(way.Reason), 15)
				p.Hanging(page.Dim, "    expected", way.Expected, 15)
				p.Hanging(page.Dim, "    got", way.Got, 15)
				p.Line(4, page.Span{Text: way.Verify})
			}
		}
	}
}

// brief writes rows a line each.
func (m *Matrix) brief(p *page.Page, a Agreement, style page.Style, word, about string) {
	rows := m.of(a)
	if len(rows) == 0 || len(m.seen()) == 0 {
		return
	}
	p.Heading(style, word, text.Plural(len(rows), "requirement")+" "+about)
	for _, row := range rows {
		p.Hanging("", "  "+row.Requirement, fmt.Sprintf("%s (%s)", row.Text, m.Says(row)), 15)
	}
}
