package text

import (
	"fmt"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// waived lists the waived findings, the waivers that fail the run, and those
// that waived nothing.
func (p writer) waived(r *result.Report) {
	p.usedWaivers(r)
	p.failingWaivers(r)
	var unused []*result.Waiver
	for i := range r.Waivers {
		if w := &r.Waivers[i]; w.State == result.WaiverUnused {
			unused = append(unused, w)
		}
	}
	if len(unused) == 0 {
		return
	}
	p.Heading(page.Dim, "IDLE",
		text.Plural(len(unused), "waiver")+" with nothing to waive in this run")
	for _, w := range unused {
		p.Prose(2, page.Dim, fmt.Sprintf("%s  %s: %s", w.Place(), summary.About(w), w.Why))
	}
}

func (p writer) usedWaivers(r *result.Report) {
	findings := 0
	for i := range r.Waivers {
		findings += r.Waivers[i].Findings
	}
	if findings == 0 {
		return
	}
	p.Heading(page.Yellow, "WAIVED",
		text.Plural(findings, "finding")+" known before, which do not fail this run")
	for i := range r.Waivers {
		w := &r.Waivers[i]
		if w.Findings == 0 {
			continue
		}
		p.Blank()
		p.Line(2, page.Span{Style: page.Yellow, Text: summary.About(w)})
		p.Field("because", w.Reason)
		p.Field("owner", summary.Terms(w))
		if w.Why != "" {
			p.Field("note", w.Why)
		}
		p.Field("seen", fmt.Sprintf("%s in %s (%s)",
			text.Plural(w.Findings, "finding"), text.Plural(w.Cases, "case"), w.Place()))
		for j := range r.Causes {
			if c := &r.Causes[j]; c.Waiver == i+1 {
				p.Field("failed", fmt.Sprintf("%s %s: %s, got %s",
					c.Requirement, c.Where, c.Reason, c.Example.Got))
			}
		}
	}
}

// failingWaivers lists the waivers that a person has to correct.
func (p writer) failingWaivers(r *result.Report) {
	failing := r.FailingWaivers()
	if len(failing) == 0 {
		return
	}
	p.Heading(page.Red, "WAIVERS",
		text.Plural(len(failing), "waiver")+" to fix, each of which fails this run")
	for _, w := range failing {
		p.Blank()
		p.Line(2, page.Span{Style: page.Red, Text: w.Place()},
			page.Span{Text: "  " + string(w.State) + "  " + summary.About(w)})
		p.Prose(4, page.Plain, w.Why)
	}
}
