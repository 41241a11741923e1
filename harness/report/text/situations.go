package text

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
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

// shownSituations is how many situations in which something did not pass the text shows, and how
// many it shows without making those that passed one row.
const shownSituations = 12

// situations writes a table of the situations.
func (p writer) situations(r *result.Report) {
	all := summary.Situations(r)
	if len(all) == 0 {
		return
	}
	if !p.verbose && len(all) > shownSituations {
		all = folded(all)
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

// folded makes one row of the situations all of whose cases passed, and one of those of the others
// that are too many.
func folded(all []*summary.Situation) []*summary.Situation {
	var others, passed []*summary.Situation
	for _, s := range all {
		if s.Verdicts.Passed == s.Verdicts.All() {
			passed = append(passed, s)
		} else {
			others = append(others, s)
		}
	}
	rows := others[:min(len(others), shownSituations)]
	if more := others[len(rows):]; len(more) > 0 {
		rows = append(slices.Clone(rows), sum(fmt.Sprintf("… %d more", len(more)), more))
	}
	switch {
	case len(others) == 0:
		rows = append(rows, sum(fmt.Sprintf("all %d", len(passed)), passed))
	case len(passed) > 0:
		rows = append(rows, sum(text.Plural(len(passed), "other"), passed))
	}
	return rows
}

// sum counts situations together.
func sum(name string, of []*summary.Situation) *summary.Situation {
	made := &summary.Situation{Name: name}
	for _, s := range of {
		made.Verdicts.Passed += s.Verdicts.Passed
		made.Verdicts.Failed += s.Verdicts.Failed
		made.Verdicts.Waived += s.Verdicts.Waived
		made.Verdicts.Skipped += s.Verdicts.Skipped
		made.Verdicts.Inconclusive += s.Verdicts.Inconclusive
		made.Requests += s.Requests
	}
	return made
}
