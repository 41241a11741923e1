package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// How much of a list the text shows.
const (
	shownReasons = 12
	shownIDs     = 6
)

func gatedUnproven(r *Report) []*Requirement {
	var all []*Requirement
	for i := range r.Requirements {
		if r.Requirements[i].Gated && r.Requirements[i].Standing == Unproven {
			all = append(all, &r.Requirements[i])
		}
	}
	return all
}

// unproven says loudly which gated requirements nothing was seen of: a run
// that passes says nothing about them. Those with one reason stand together.
func (p *page) unproven(r *Report) {
	all := gatedUnproven(r)
	if len(all) == 0 {
		return
	}
	p.heading(yellow, "UNPROVEN", plural(len(all), "gated requirement")+": this run says nothing about them")
	alike := newLikeness(r)
	var order []string
	by := map[string][]*Requirement{}
	for _, known := range all {
		why := strings.Join(alike.shapes(known.Why), "\n")
		if by[why] == nil {
			order = append(order, why)
		}
		by[why] = append(by[why], known)
	}
	for _, why := range order {
		p.list(alike.distinct(by[why][0].Why), yellow)
		for _, known := range by[why] {
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
func (p *page) reasons(r *Report, verdict string, s style) {
	alike := newLikeness(r)
	first := map[string]string{}
	var order []string
	by := map[string][]string{}
	n := 0
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != verdict {
			continue
		}
		n++
		shape := alike.shape(c.Reason)
		if by[shape] == nil {
			order = append(order, shape)
			first[shape] = c.Reason
		}
		by[shape] = append(by[shape], c.ID)
	}
	if n == 0 {
		return
	}
	word := map[string]string{Skip: "SKIPPED", Undecided: "UNDECIDED"}[verdict]
	p.heading(s, word, plural(n, "case"))
	for i, shape := range order {
		if i == shownReasons {
			p.prose(2, plain, fmt.Sprintf("… and for %d more reasons", len(order)-i))
			return
		}
		p.prose(2, plain, first[shape])
		p.prose(4, dim, fmt.Sprintf("%s: %s", plural(len(by[shape]), "case"), some(by[shape], shownIDs)))
	}
}

// situation is a group of cases.
type situation struct {
	name     string
	verdicts Verdicts
	requests int
	cases    []*Case
}

// situationsOf groups the cases of a report, in order of first appearance.
func situationsOf(r *Report) []*situation {
	var all []*situation
	by := map[string]*situation{}
	for i := range r.Cases {
		c := &r.Cases[i]
		s := by[c.Situation]
		if s == nil {
			s = &situation{name: c.Situation}
			by[c.Situation], all = s, append(all, s)
		}
		s.verdicts.count(c)
		s.requests += c.Requests
		s.cases = append(s.cases, c)
	}
	return all
}

// situations is a table of the groups of cases; a column of zeros is left out.
func (p *page) situations(r *Report) {
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
		{"pass", green, 1, func(s *situation) int { return s.verdicts.Pass }},
		{"fail", red, totals.Fail - totals.Waived, func(s *situation) int { return s.verdicts.Fail - s.verdicts.Waived }},
		{"waived", yellow, totals.Waived, func(s *situation) int { return s.verdicts.Waived }},
		{"undecided", yellow, totals.Undecided, func(s *situation) int { return s.verdicts.Undecided }},
		{"skipped", yellow, totals.Skip, func(s *situation) int { return s.verdicts.Skip }},
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

// levels says how much is proven of each level.
func (p *page) levels(r *Report) {
	p.blank()
	for _, level := range []string{"must", "should", "may"} {
		var s Standings
		gated := ""
		for _, known := range r.Requirements {
			if known.Level == level {
				s.add(known.Standing)
				if known.Waived {
					s.Waived++
				}
				if known.Gated {
					gated = "  gated"
				}
			}
		}
		if s.All() == 0 {
			continue
		}
		color := green
		switch {
		case s.Broken > s.Waived && gated != "":
			color = red
		case s.Proven < s.All():
			color = yellow
		}
		p.line(2, span{plain, fmt.Sprintf("%-7s ", level)}, span{color, fmt.Sprintf("%d of %s", s.Proven, tallyOf(s))}, span{dim, gated})
	}
}

// tallyOf goes on after "7 of ".
func tallyOf(s Standings) string {
	text := fmt.Sprintf("%d proven", s.All())
	if s.Broken > 0 {
		text += ", " + brokenOf(s)
	}
	if s.Unproven > 0 {
		text += fmt.Sprintf(", %d unproven", s.Unproven)
	}
	return text
}
