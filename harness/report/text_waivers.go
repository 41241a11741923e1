package report

import (
	"fmt"

	"example.com/toeline/harness/result"
)

// waived lists what is known to fail, then the waivers that fail the run,
// and counts those that had nothing to waive.
func (p *page) waived(r *result.Report) {
	p.usedWaivers(r)
	p.failingWaivers(r)
	idle := 0
	for i := range r.Waivers {
		if r.Waivers[i].State == result.WaiverUnused {
			idle++
		}
	}
	if idle == 0 {
		return
	}
	p.heading(dim, "IDLE", plural(idle, "waiver")+" with nothing to waive in this run")
	for i := range r.Waivers {
		if w := &r.Waivers[i]; w.State == result.WaiverUnused {
			p.prose(2, dim, fmt.Sprintf("%s  %s: %s", w.Place(), aboutWaiver(w), w.Why))
		}
	}
}

func (p *page) usedWaivers(r *result.Report) {
	findings := 0
	for i := range r.Waivers {
		findings += r.Waivers[i].Findings
	}
	if findings == 0 {
		return
	}
	p.heading(yellow, "WAIVED", plural(findings, "finding")+" known before, which do not fail this run")
	for i := range r.Waivers {
		w := &r.Waivers[i]
		if w.Findings == 0 {
			continue
		}
		p.blank()
		p.line(2, span{yellow, aboutWaiver(w)})
		p.field("because", w.Reason)
		p.field("owner", termsOf(w))
		if w.Why != "" {
			p.field("note", w.Why)
		}
		p.field("seen", fmt.Sprintf("%s in %s (%s)", plural(w.Findings, "finding"), plural(w.Cases, "case"), w.Place()))
		for j := range r.Causes {
			if c := &r.Causes[j]; c.Waiver == i+1 {
				p.field("failed", fmt.Sprintf("%s %s: %s, got %s", c.Requirement, c.Where, c.Reason, c.Example.Got))
			}
		}
	}
}

// failingWaivers says which lines of the file a person has to mend.
func (p *page) failingWaivers(r *result.Report) {
	failing := r.FailingWaivers()
	if len(failing) == 0 {
		return
	}
	p.heading(red, "WAIVERS", plural(len(failing), "waiver")+" to fix, each of which fails this run")
	for _, w := range failing {
		p.blank()
		p.line(2, span{red, w.Place()}, span{plain, "  " + string(w.State) + "  " + aboutWaiver(w)})
		p.prose(4, plain, w.Why)
	}
}
