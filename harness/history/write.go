package history

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"slices"
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

// latest returns the first run that is shown.
func (c *Contract) latest() (from int) { return max(0, len(c.Runs)-shownRuns) }

// Summary returns the history in a line.
func (h *History) Summary() string {
	runs, requirements, quiet, counts := 0, 0, 0, h.counts()
	for _, c := range h.Contracts {
		runs, requirements = runs+len(c.Runs), requirements+len(c.Rows)+c.Quiet
		quiet += c.Quiet
	}
	of := ""
	if len(h.Contracts) > 1 {
		of = " of " + text.Plural(len(h.Contracts), "contract")
	}
	return fmt.Sprintf("%s%s: of %s %s now, %s flaky, %s fixed, %d never failed",
		text.Plural(runs, "run"), of, text.Plural(requirements, "requirement"),
		verb(counts["fails"], "fails", "fail"), verb(counts["flaky"], "is", "are"),
		verb(counts["fixed"], "is", "are"), quiet)
}

func verb(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// counts are the rows by state.
func (h *History) counts() map[string]int {
	counts := map[string]int{}
	for i := range h.Contracts {
		for j := range h.Contracts[i].Rows {
			counts[h.Contracts[i].Rows[j].state()]++
		}
	}
	return counts
}

// documents are the titles of the contracts.
func (h *History) documents() string {
	var all []string
	for _, c := range h.Contracts {
		all = append(all, c.Document)
	}
	return text.Some(all, 3)
}

// WriteText writes the history for a terminal.
func (h *History) WriteText(w io.Writer, o page.Options) error {
	p := page.New(o)
	p.Title("History of reports", h.documents())
	for i := range h.Contracts {
		c := &h.Contracts[i]
		if len(h.Contracts) > 1 {
			p.Heading(page.Bold, "CONTRACT", c.Document)
		}
		c.write(p)
	}
	for _, unread := range h.Unread {
		p.Heading(page.Yellow, "NOT READ", unread)
	}
	p.Blank()
	p.Line(0, page.Span{Text: h.Summary()})
	_, err := p.WriteTo(w)
	return err
}

// write writes the requirements that failed, by runs, and the runs.
func (c *Contract) write(p *page.Page) {
	from := c.latest()
	if from > 0 {
		p.Prose(0, page.Dim, fmt.Sprintf("the latest %d of %d runs", shownRuns, len(c.Runs)))
	}
	width := 0
	for i := range c.Rows {
		width = max(width, utf8.RuneCountInString(c.Rows[i].Requirement))
	}
	if len(c.Rows) > 0 {
		p.Heading(page.Bold, "REQUIREMENTS", "that failed: F failed, w waived, . passed, ? "+
			"untested; the oldest run first")
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		cells := ""
		for _, cell := range r.Cells[from:] {
			cells += signs[cell]
		}
		style := page.Yellow
		if r.state() == "fails" {
			style = page.Red
		}
		p.Line(2, page.Span{Text: fmt.Sprintf("%-*s  %-6s  ", width, r.Requirement, r.Level)},
			page.Span{Style: style, Text: cells}, page.Span{Text: "  " + c.Says(r)})
	}
	p.Heading(page.Bold, "RUNS", "the latest last")
	for i, run := range c.Runs[from:] {
		p.OneLine(2, page.Plain, fmt.Sprintf("%3d  %s  exit %d  %d failed  %s  %s", from+i+1,
			day(run.Started), run.ExitCode, run.Failed, run.File, run.Target))
	}
}

//go:embed history.tmpl
var source string

// shown is what the template has.
type shown struct {
	Title, State, Word, Summary, Document string
	Unread                                []string
	Contracts                             []shownContract
	States                                []html.State
	Levels                                []string
}

// shownContract is what the template has of a contract; Title is empty where there is one alone.
type shownContract struct {
	ID, Title   string
	Table, Runs *table.Table
}

// WriteHTML writes the history as one file for a browser.
func (h *History) WriteHTML(w io.Writer) error {
	s := shown{
		Title: "History · " + h.documents(), State: result.Passed, Word: "STEADY",
		Summary: h.Summary(), Document: h.documents(), Unread: h.Unread,
	}
	for i := range h.Contracts {
		c := &h.Contracts[i]
		made := shownContract{ID: fmt.Sprint(i + 1), Table: c.requirements(), Runs: c.runs()}
		if len(h.Contracts) > 1 {
			made.Title = c.Document
		}
		s.Contracts = append(s.Contracts, made)
		for j := range c.Rows {
			if level := c.Rows[j].Level; !slices.Contains(s.Levels, level) {
				s.Levels = append(s.Levels, level)
			}
		}
	}
	counts := h.counts()
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

// requirements returns the requirements by runs, a sign for each run.
func (c *Contract) requirements() *table.Table {
	from := c.latest()
	t := &table.Table{Label: "Requirements by runs of " + c.Document, Columns: []table.Column{
		{Head: "requirement"},
		{Head: "history"},
		{Head: fmt.Sprintf("runs %d to %d", from+1, len(c.Runs))},
	}}
	for i := range c.Rows {
		r := &c.Rows[i]
		var signs table.Cell
		for j, cell := range r.Cells[from:] {
			signs = append(signs, table.Span{
				Text: cell, Style: table.Mark,
				Note: fmt.Sprintf("run %d: %s", from+j+1, cmp.Or(cell, "not judged")),
			})
		}
		t.Rows = append(t.Rows, table.Row{State: r.state(), Level: r.Level, Cells: []table.Cell{
			{
				{Text: r.Requirement, Style: table.Code},
				{Text: " "},
				{Text: r.Level, Style: table.Level},
				{Style: table.Break},
				{Text: r.Text},
			},
			table.Text(c.Says(r)), signs,
		}})
	}
	return t
}

// runs returns the columns, one a row.
func (c *Contract) runs() *table.Table {
	from := c.latest()
	t := &table.Table{Label: "Runs of " + c.Document, Columns: []table.Column{
		{Head: "run"},
		{Head: "started"},
		{Head: "exit code"},
		{Head: "failed"},
		{Head: "report"},
		{Head: "of"},
	}}
	for i, run := range c.Runs[from:] {
		t.Rows = append(t.Rows, table.Row{Cells: []table.Cell{
			table.Text(fmt.Sprint(from + i + 1)), table.Text(day(run.Started) + " UTC"),
			table.Text(fmt.Sprint(run.ExitCode)), table.Text(fmt.Sprint(run.Failed)),
			table.Text(run.File), table.Text(run.Target),
		}})
	}
	return t
}
