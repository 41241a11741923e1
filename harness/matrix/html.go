package matrix

import (
	_ "embed"
	"io"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/result"
)

//go:embed matrix.tmpl
var matrixTemplate string

// WriteHTML writes the matrix as one file for a browser, in the style of the report of a run: it
// loads nothing, and reads without a script.
func (m *Matrix) WriteHTML(w io.Writer) error {
	return html.WritePage(w, table.HTML+matrixTemplate, newPage(m))
}

// openAtFirst is how many differences are open at first.
const openAtFirst = 3

// htmlPage is what the template shows.
type htmlPage struct {
	Title, State, Word, Summary, Document string
	Notes                                 []string
	Targets, All                          *table.Table
	Broken, NotSeen                       []htmlRow
	States                                []html.State
	Levels                                []string
	Reports                               int
}

type htmlRow struct {
	*Row
	Cells              []htmlCell
	Badge, Label, Says string
	Open               bool
}

type htmlCell struct {
	*Cell
	Column, Badge string
	Ways          []htmlWay
}

type htmlWay struct {
	Way
	Some string
}

func newPage(m *Matrix) *htmlPage {
	p := &htmlPage{
		State: result.Passed, Word: "SAME", Summary: m.Summary(), Document: m.documents(),
		Notes:   m.Notes,
		Targets: m.targetsTable(), All: m.htmlTable(),
	}
	seen := m.seen()
	switch {
	case len(seen) == 0:
		p.State, p.Word = result.Inconclusive, "NOT SEEN"
	case len(m.of(Differs)) > 0:
		p.State, p.Word = result.Failed, "DIFFERENT"
	case len(seen) == 1:
		p.Word = "ONE TARGET"
	}
	p.Title = p.Word + " · " + text.Plural(len(m.Columns), "target") + " · " + p.Document
	for _, c := range m.Columns {
		p.Reports += len(c.Files)
	}
	for i := range m.Rows {
		if level := m.Rows[i].Level; !slices.Contains(p.Levels, level) {
			p.Levels = append(p.Levels, level)
		}
	}
	for _, known := range agreements {
		all := m.of(known.agreement)
		if len(all) > 0 {
			state := html.State{Name: string(known.agreement), Label: known.label, Count: len(all)}
			p.States = append(p.States, state)
		}
		if known.agreement == AllPass || len(seen) == 0 {
			continue
		}
		for i, row := range all {
			made := m.htmlRow(row)
			made.Badge, made.Label = known.badge, known.label
			made.Open = known.agreement == Differs && i < openAtFirst
			if known.agreement == Untested {
				p.NotSeen = append(p.NotSeen, made)
			} else {
				p.Broken = append(p.Broken, made)
			}
		}
	}
	return p
}

func (m *Matrix) htmlRow(r *Row) htmlRow {
	row := htmlRow{Row: r, Says: m.Says(r)}
	for _, i := range m.seen() {
		cell := &r.Cells[i]
		c := htmlCell{Cell: cell, Column: m.Columns[i].Name}
		if cell.Status != "" {
			c.Badge = cell.status().badge.Text
		}
		for _, way := range cell.Ways {
			c.Ways = append(c.Ways, htmlWay{way, text.Some(way.Cases, 4)})
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

// targetsTable returns the columns, one a row.
func (m *Matrix) targetsTable() *table.Table {
	t := &table.Table{Label: "Targets", Caption: "Targets", Columns: []table.Column{
		{Head: "target"}, {Head: "run"}, {Head: "requirements"}, {Head: "base URL"}, {Head: "made"},
	}}
	for _, c := range m.Columns {
		t.Rows = append(t.Rows, table.Row{Cells: []table.Cell{
			table.Text(c.Name),
			{{Text: c.verdict(), Style: table.Badge}},
			table.Text(c.tally()),
			table.Text(c.Target),
			{
				{Text: c.Started.UTC().Format("2006-01-02 15:04 MST") + " "},
				{Text: strings.Join(c.Files, ", "), Style: table.Quiet},
			},
		}})
	}
	return t
}

// htmlTable returns all requirements, with links to those that have a section of their own.
func (m *Matrix) htmlTable() *table.Table {
	t := &table.Table{
		Label: "Requirements by targets", Columns: []table.Column{{Head: "requirement"}},
	}
	for _, i := range m.seen() {
		t.Columns = append(t.Columns, table.Column{Head: m.Columns[i].Name})
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		id := table.Span{Text: r.Requirement, Style: table.Code}
		if r.Agreement != AllPass && len(m.seen()) > 0 {
			id.Link = "row-" + r.Requirement
		}
		row := table.Row{State: string(r.Agreement), Level: r.Level, Cells: []table.Cell{{
			id,
			{Text: " "},
			{Text: r.Level, Style: table.Level},
			{Style: table.Break},
			{Text: r.Text},
		}}}
		for _, j := range m.seen() {
			row.Cells = append(row.Cells, table.Cell{r.Cells[j].status().badge})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// verdict returns the verdict of the column's run, which is also its class in HTML.
func (c Column) verdict() string {
	switch c.ExitCode {
	case result.ExitPassed:
		return result.Passed
	case result.ExitFailed:
		return result.Failed
	}
	return result.Inconclusive
}
