package text

import (
	"fmt"
	"unicode/utf8"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// situationColumn is a column of the table of situations: a count of each.
type situationColumn struct {
	name  string
	style page.Style
	of    func(verdicts *result.CaseTotals, requests int) int
	shown bool
}

// situationColumns returns the columns of a report; one of zeros is left out.
func situationColumns(totals *result.CaseTotals) []situationColumn {
	var shown []situationColumn
	for _, c := range []situationColumn{
		{"passed", page.Green, func(v *result.CaseTotals, _ int) int { return v.Passed }, true},
		{"failed", page.Red, func(v *result.CaseTotals, _ int) int {
			return v.Failed - v.Waived
		}, false},
		{"waived", page.Yellow, func(v *result.CaseTotals, _ int) int { return v.Waived }, false},
		{
			"inconclusive", page.Yellow,
			func(v *result.CaseTotals, _ int) int { return v.Inconclusive }, false,
		},
		{"skipped", page.Yellow, func(v *result.CaseTotals, _ int) int { return v.Skipped }, false},
		{"requests", page.Plain, func(_ *result.CaseTotals, requests int) int {
			return requests
		}, true},
	} {
		if c.shown || c.of(totals, 0) > 0 {
			shown = append(shown, c)
		}
	}
	return shown
}

// situations writes a table of the situations.
func (p writer) situations(r *result.Report) {
	all := summary.Situations(r)
	if len(all) == 0 {
		return
	}
	columns := situationColumns(&r.Totals.Cases)
	width := len("situation")
	for _, s := range all {
		width = max(width, utf8.RuneCountInString(s.Name))
	}
	head := fmt.Sprintf("%-*s", width, "situation")
	for _, c := range columns {
		head += fmt.Sprintf("  %*s", max(5, len(c.name)), c.name)
	}
	p.Blank()
	p.Line(2, page.Span{Style: page.Dim, Text: head})
	for _, s := range all {
		row := []page.Span{{Text: fmt.Sprintf("%-*s", width, s.Name)}}
		for _, c := range columns {
			n := c.of(&s.Verdicts, s.Requests)
			cell := page.Span{Style: c.style, Text: fmt.Sprintf("  %*d", max(5, len(c.name)), n)}
			if n == 0 {
				cell.Style = page.Dim
			}
			row = append(row, cell)
		}
		p.Line(2, row...)
	}
}
