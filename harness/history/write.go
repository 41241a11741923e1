package history

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// shownRuns is how many runs a table has: the latest.
const shownRuns = 60

// signs are the cells of a text, by status.
var signs = map[string]string{
	result.Passed: ".", result.Failed: "F", Waived: "w", result.Untested: "?", "": " ",
}

// latest returns the runs that are shown, and how many older ones are not.
func (h *History) latest() (from int) { return max(0, len(h.Runs)-shownRuns) }

// Summary returns the history in a line.
func (h *History) Summary() string {
	flaky, failing := 0, 0
	for i := range h.Rows {
		if h.Rows[i].Flaky {
			flaky++
		} else if h.Rows[i].Since >= 0 {
			failing++
		}
	}
	fixed := len(h.Rows) - flaky - failing
	return fmt.Sprintf("%s: of %s %d fail now, %d are flaky, %d are fixed, %d never failed",
		text.Plural(len(h.Runs), "run"), text.Plural(len(h.Rows)+h.Quiet, "requirement"), failing,
		flaky, fixed, h.Quiet)
}

// WriteText writes the history for a terminal.
func (h *History) WriteText(w io.Writer, o page.Options) error {
	p := page.New(o)
	p.Title("History of reports", h.Document)
	from := h.latest()
	if from > 0 {
		p.Prose(0, page.Dim, fmt.Sprintf("the latest %d of %d runs", shownRuns, len(h.Runs)))
	}
	width := 0
	for i := range h.Rows {
		width = max(width, utf8.RuneCountInString(h.Rows[i].Requirement))
	}
	if len(h.Rows) > 0 {
		p.Heading(page.Bold, "REQUIREMENTS", "that failed: F failed, w waived, . passed, ? "+
			"untested; the oldest run first")
	}
	for i := range h.Rows {
		r := &h.Rows[i]
		cells := ""
		for _, cell := range r.Cells[from:] {
			cells += signs[cell]
		}
		style := page.Yellow
		if r.Since >= 0 && !r.Flaky {
			style = page.Red
		}
		p.Line(2, page.Span{Text: fmt.Sprintf("%-*s  %-6s  ", width, r.Requirement, r.Level)},
			page.Span{Style: style, Text: cells},
			page.Span{Text: fmt.Sprintf("  %s, failed in %d of %d", h.Says(r), r.Failed, r.Judged)})
	}
	p.Heading(page.Bold, "RUNS", "the latest last")
	for i, run := range h.Runs[from:] {
		p.OneLine(2, page.Plain, fmt.Sprintf("%3d  %s  exit %d  %d failed  %s  %s", from+i+1,
			day(run.Started), run.ExitCode, run.Failed, run.File, run.Target))
	}
	p.Blank()
	p.Line(0, page.Span{Text: h.Summary()})
	_, err := p.WriteTo(w)
	return err
}

//go:embed history.tmpl
var source string

// shown is what the template has.
type shown struct {
	Title, State, Word, Summary, Document string
	Table, Runs                           *table.Table
	States                                []html.State
	Levels                                []string
}

// WriteHTML writes the history as one file for a browser.
func (h *History) WriteHTML(w io.Writer) error {
	s := shown{
		Title: "History · " + h.Document, State: result.Passed, Word: "STEADY",
		Summary: h.Summary(), Document: h.Document, Table: h.requirements(), Runs: h.runs(),
	}
	counts := map[string]int{}
	for i := range s.Table.Rows {
		row := &s.Table.Rows[i]
		counts[row.State]++
		if !strings.Contains(" "+strings.Join(s.Levels, " ")+" ", " "+row.Level+" ") {
			s.Levels = append(s.Levels, row.Level)
		}
	}
	for _, state := range []html.State{
		{Name: "fails", Label: "fails now"},
		{Name: "flaky", Label: "flaky"},
		{Name: "fixed", Label: "fixed"},
	} {
		if state.Count = counts[state.Name]; state.Count > 0 {
			state.Of = "requirement"
			s.States = append(s.States, state)
		}
	}
	switch {
	case counts["fails"] > 0:
		s.State, s.Word = result.Failed, "FAILING"
	case counts["flaky"] > 0:
		s.State, s.Word = result.Inconclusive, "FLAKY"
	}
	return html.WritePage(w, table.HTML+source, s)
}

// requirements returns the requirements by runs.
func (h *History) requirements() *table.Table {
	from := h.latest()
	t := &table.Table{Label: "Requirements by runs", Columns: []table.Column{
		{Head: "requirement"}, {Head: "history"},
	}}
	for i := range h.Runs[from:] {
		t.Columns = append(t.Columns, table.Column{Head: fmt.Sprint(from + i + 1)})
	}
	for i := range h.Rows {
		r := &h.Rows[i]
		state := "fixed"
		switch {
		case r.Flaky:
			state = "flaky"
		case r.Since >= 0:
			state = "fails"
		}
		row := table.Row{State: state, Level: r.Level, Cells: []table.Cell{
			{
				{Text: r.Requirement, Style: table.Code},
				{Text: " "},
				{Text: r.Level, Style: table.Level},
				{Style: table.Break},
				{Text: r.Text},
			},
			table.Text(fmt.Sprintf("%s, failed in %d of %d", h.Says(r), r.Failed, r.Judged)),
		}}
		for _, cell := range r.Cells[from:] {
			if cell == "" {
				row.Cells = append(row.Cells, nil)
				continue
			}
			row.Cells = append(row.Cells, table.Cell{{Text: cell, Style: table.Badge}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// runs returns the columns, one a row.
func (h *History) runs() *table.Table {
	from := h.latest()
	t := &table.Table{Label: "Runs", Columns: []table.Column{
		{Head: "run"},
		{Head: "started"},
		{Head: "exit code"},
		{Head: "failed"},
		{Head: "report"},
		{Head: "of"},
	}}
	for i, run := range h.Runs[from:] {
		t.Rows = append(t.Rows, table.Row{Cells: []table.Cell{
			table.Text(fmt.Sprint(from + i + 1)), table.Text(day(run.Started) + " UTC"),
			table.Text(fmt.Sprint(run.ExitCode)), table.Text(fmt.Sprint(run.Failed)),
			table.Text(run.File), table.Text(run.Target),
		}})
	}
	return t
}
