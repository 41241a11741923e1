package plan

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// Requirements lists what is in the scope of a plan, and what the document
// leaves out, with ids in a column as wide as the longest.
func Requirements(a app.App, p result.Planned) error {
	out := page.New(app.TextFor(a))
	width := 0
	for _, r := range p.Requirements {
		width = max(width, utf8.RuneCountInString(r.ID))
	}
	entry := func(id, level, text string, more ...string) {
		out.Hanging("", fmt.Sprintf("%-*s  %-6s", width, id, level), text, width+10)
		for _, about := range more {
			out.Hanging("", "", about, width+10)
		}
	}
	for _, r := range p.Requirements {
		more := []string{fmt.Sprintf("%s; %s", r.Source, r.Basis)}
		if r.Note != "" {
			more = append(more, "note: "+r.Note)
		}
		entry(r.ID, string(r.Level), r.Text, more...)
	}
	for _, e := range p.Contract.Excluded {
		entry("-", "-", e.Text, fmt.Sprintf("%s; not tested: %s", e.Source, e.Reason))
	}
	_, err := out.WriteTo(a.Stdout)
	return err
}

// RequirementTable prints the requirements as a Markdown table.
func RequirementTable(a app.App, p result.Planned) error {
	var rows [][]string
	for _, r := range p.Requirements {
		rows = append(rows, []string{r.ID, string(r.Level), r.Text, r.Source.String()})
	}
	return Markdown(a.Stdout, []string{"id", "level", "requirement", "source"}, rows)
}

// Markdown writes plain texts as a Markdown table.
func Markdown(w io.Writer, heads []string, rows [][]string) error {
	var t table.Table
	for _, head := range heads {
		t.Columns = append(t.Columns, table.Column{Head: head})
	}
	for _, texts := range rows {
		var row table.Row
		for _, one := range texts {
			row.Cells = append(row.Cells, table.Text(one))
		}
		t.Rows = append(t.Rows, row)
	}
	var b strings.Builder
	t.WriteMarkdown(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// Cases lists the cases with their effect, and what they can break.
func Cases(a app.App, p result.Planned) error {
	out := page.New(app.TextFor(a))
	for _, c := range p.Cases {
		sends := fmt.Sprintf("  (%s, %s)", c.Effect, text.Plural(c.Size, "request"))
		if c.Size == 0 { // a client sends them
			sends = ""
		}
		out.Line(0, page.Span{Text: c.ID + sends})
		out.Prose(4, "", c.Title)
		out.Prose(4, "", "can break: "+strings.Join(c.Requirements, " "))
		if c.Skip != "" {
			out.Prose(4, "", "skipped: "+c.Skip)
		}
	}
	_, err := out.WriteTo(a.Stdout)
	return err
}

// CaseTable prints the cases as a Markdown table.
func CaseTable(a app.App, p result.Planned) error {
	var rows [][]string
	for _, c := range p.Cases {
		rows = append(rows, []string{
			c.ID, fmt.Sprint(c.Effect), strconv.Itoa(c.Size), strings.Join(c.Requirements, " "),
			c.Title,
		})
	}
	return Markdown(a.Stdout, []string{"id", "effect", "requests", "can break", "case"}, rows)
}
