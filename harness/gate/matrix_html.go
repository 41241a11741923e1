package gate

import (
	_ "embed"
	"io"
	"slices"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

//go:embed html/matrix.tmpl
var matrixTemplate string

// WriteHTML writes the matrix as one file for a browser, in the style of the
// report of a run: it loads nothing, and reads without a script.
func (m *Matrix) WriteHTML(w io.Writer) error {
	return report.HTMLTemplate(matrixTemplate).Execute(w, newMatrixPage(m))
}

// openAtFirst is how many differences stand open.
const openAtFirst = 3

// matrixPage is what the template shows.
type matrixPage struct {
	Title, State, Word, Summary, Document string
	Notes                                 []string
	Columns                               []htmlColumn
	Heads                                 []string
	Broken, Rows, NotSeen                 []htmlRow
	States                                []report.HTMLState
	Levels                                []string
	Reports                               int
}

type htmlColumn struct {
	Column
	Verdict, Tally, Made string
}

type htmlRow struct {
	Row
	Cells              []htmlCell
	Badge, Label, Says string
	Told, Open         bool
}

type htmlCell struct {
	Cell
	Column, Badge string
	Ways          []htmlWay
}

type htmlWay struct {
	Way
	Some string
}

func newMatrixPage(m *Matrix) *matrixPage {
	p := &matrixPage{State: report.Pass, Word: "ALIKE", Summary: m.Summary(), Document: m.documents(), Notes: m.Notes}
	switch seen := m.seen(); {
	case len(seen) == 0:
		p.State, p.Word = report.Undecided, "NOT SEEN"
	case len(m.of(Differs)) > 0:
		p.State, p.Word = report.Fail, "DIFFERENT"
	case len(seen) == 1:
		p.Word = "ONE TARGET"
	}
	for _, i := range m.seen() {
		p.Heads = append(p.Heads, m.Columns[i].Name)
	}
	p.Title = p.Word + " · " + plan.Plural(len(m.Columns), "target") + " · " + p.Document
	for _, c := range m.Columns {
		p.Columns = append(p.Columns, htmlColumn{c, verdictClass(c), c.tally(), c.Started.UTC().Format("2006-01-02 15:04 MST")})
		p.Reports += len(c.Files)
	}
	for i := range m.Rows {
		row := m.htmlRow(&m.Rows[i])
		p.Rows = append(p.Rows, row)
		if !slices.Contains(p.Levels, row.Level) {
			p.Levels = append(p.Levels, row.Level)
		}
	}
	for _, l := range likenesses {
		all := m.of(l.likeness)
		if len(all) > 0 {
			p.States = append(p.States, report.HTMLState{Name: string(l.likeness), Label: l.label, Count: len(all)})
		}
		if l.likeness == Kept || len(p.Heads) == 0 {
			continue
		}
		for i, row := range all {
			told := m.htmlRow(row)
			told.Open = l.likeness == Differs && i < openAtFirst
			if l.likeness == NotSeen {
				p.NotSeen = append(p.NotSeen, told)
				continue
			}
			p.Broken = append(p.Broken, told)
		}
	}
	return p
}

// likenesses are in the order in which they are told, with the class of their
// badge.
var likenesses = []struct {
	likeness     Likeness
	label, badge string
}{
	{Differs, "differs", "fail"},
	{BrokenAlike, "broken alike", "noted"},
	{NotSeen, "not seen on some", "unproven"},
	{Kept, "kept to by all", "proven"},
}

func (m *Matrix) htmlRow(r *Row) htmlRow {
	row := htmlRow{Row: *r, Told: r.Likeness != Kept && len(m.seen()) > 0, Says: m.Says(r)}
	for _, l := range likenesses {
		if l.likeness == r.Likeness {
			row.Badge, row.Label = l.badge, l.label
		}
	}
	for _, i := range m.seen() {
		c := htmlCell{Cell: r.Cells[i], Column: m.Columns[i].Name, Badge: r.Cells[i].Standing}
		if c.Waived {
			c.Badge = "waived"
		}
		for _, way := range r.Cells[i].Ways {
			c.Ways = append(c.Ways, htmlWay{way, report.Some(way.Cases, 4)})
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

func verdictClass(c Column) string {
	switch c.ExitCode {
	case plan.ExitHolds:
		return report.Pass
	case plan.ExitBroken:
		return report.Fail
	}
	return report.Undecided
}
