package report

import (
	"fmt"
	"unicode/utf8"

	"example.com/toeline/harness/result"
)

// How much of a list the text shows.
const (
	shownReasons = 12
	shownIDs     = 6
)

// untested says loudly which gating requirements nothing was seen of: a run
// that passes says nothing about them. Those with one reason stand together.
func (p *page) untested(r *result.Report) {
	all := gatingUntested(r)
	if len(all) == 0 {
		return
	}
	p.heading(yellow, "UNTESTED", plural(len(all), "gating requirement")+": this run says nothing about them")
	for _, group := range unprovenGroups(r) {
		p.list(group.Why, yellow)
		for _, known := range group.Requirements {
			p.hanging(span{plain, fmt.Sprintf("    %-11s %-6s", known.ID, known.Level)}, known.Text, 24)
		}
	}
}

// list writes reasons, each in a paragraph of its own.
func (p *page) list(reasons []string, s style) {
	for i, reason := range reasons {
		if i == shownReasons {
			p.prose(2, s, fmt.Sprintf("… and for %d more reasons", len(reasons)-i))
			return
		}
		p.prose(2, s, reason)
	}
}

// reasons folds the cases of a verdict by their reason.
func (p *page) reasons(r *result.Report, verdict string, s style) {
	groups := reasonGroups(r, verdict)
	n := 0
	for _, group := range groups {
		n += len(group.Cases)
	}
	if n == 0 {
		return
	}
	word := map[string]string{result.Skipped: "SKIPPED", result.Inconclusive: "INCONCLUSIVE"}[verdict]
	p.heading(s, word, plural(n, "case"))
	for i, group := range groups {
		if i == shownReasons {
			p.prose(2, plain, fmt.Sprintf("… and for %d more reasons", len(groups)-i))
			return
		}
		p.prose(2, plain, group.Reason)
		p.prose(4, dim, fmt.Sprintf("%s: %s", plural(len(group.Cases), "case"), some(group.Cases, shownIDs)))
	}
}

// situation is a group of cases.
type situation struct {
	name     string
	verdicts result.CaseTotals
	requests int
	cases    []*result.Case
}

// situationsOf groups the cases of a report, in order of first appearance.
func situationsOf(r *result.Report) []*situation {
	var all []*situation
	by := map[string]*situation{}
	for i := range r.Cases {
		c := &r.Cases[i]
		s := by[c.Situation]
		if s == nil {
			s = &situation{name: c.Situation}
			by[c.Situation], all = s, append(all, s)
		}
		s.verdicts.Count(c)
		s.requests += c.Requests
		s.cases = append(s.cases, c)
	}
	return all
}

// situations is a table of the groups of cases; a column of zeros is left out.
func (p *page) situations(r *result.Report) {
	all := situationsOf(r)
	if len(all) == 0 {
		return
	}
	totals := r.Totals.Cases
	columns := []struct {
		name  string
		style style
		total int
		of    func(*situation) int
	}{
		{"passed", green, 1, func(s *situation) int { return s.verdicts.Passed }},
		{"failed", red, totals.Failed - totals.Waived, func(s *situation) int { return s.verdicts.Failed - s.verdicts.Waived }},
		{"waived", yellow, totals.Waived, func(s *situation) int { return s.verdicts.Waived }},
		{"inconclusive", yellow, totals.Inconclusive, func(s *situation) int { return s.verdicts.Inconclusive }},
		{"skipped", yellow, totals.Skipped, func(s *situation) int { return s.verdicts.Skipped }},
		{"requests", plain, 1, func(s *situation) int { return s.requests }},
	}
	width := len("situation")
	for _, s := range all {
		width = max(width, utf8.RuneCountInString(s.name))
	}
	head := fmt.Sprintf("%-*s", width, "situation")
	for _, c := range columns {
		if c.total > 0 {
			head += fmt.Sprintf("  %*s", max(5, len(c.name)), c.name)
		}
	}
	p.blank()
	p.line(2, span{dim, head})
	for _, s := range all {
		row := []span{{plain, fmt.Sprintf("%-*s", width, s.name)}}
		for _, c := range columns {
			if c.total == 0 {
				continue
			}
			cell := span{c.style, fmt.Sprintf("  %*d", max(5, len(c.name)), c.of(s))}
			if c.of(s) == 0 {
				cell.style = dim
			}
			row = append(row, cell)
		}
		p.line(2, row...)
	}
}

// levels says how much is passed of each level.
func (p *page) levels(r *result.Report) {
	p.blank()
	for _, level := range levelTallies(r) {
		s, gating := level.standings, ""
		if level.gating {
			gating = "  gating"
		}
		color := green
		switch {
		case s.Failed > s.Waived && level.gating:
			color = red
		case s.Passed < s.All():
			color = yellow
		}
		p.line(2, span{plain, fmt.Sprintf("%-7s ", level.name)}, span{color, fmt.Sprintf("%d of %s", s.Passed, tallyOf(s))}, span{dim, gating})
	}
}

// tallyOf goes on after "7 of ".
func tallyOf(s result.RequirementTotals) string {
	text := fmt.Sprintf("%d passed", s.All())
	if s.Failed > 0 {
		text += ", " + brokenOf(s)
	}
	if s.Untested > 0 {
		text += fmt.Sprintf(", %d untested", s.Untested)
	}
	return text
}
