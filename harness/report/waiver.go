package report

import (
	"strings"

	"example.com/toeline/harness/plan"
)

// Waiver is a known failure with what came of it in the run.
type Waiver = plan.Waiver

// WaiverOf returns the waiver of a number that findings and causes carry; nil
// for 0.
func (r *Report) WaiverOf(number int) *Waiver {
	if number < 1 || number > len(r.Waivers) {
		return nil
	}
	return &r.Waivers[number-1]
}

// FailingWaivers are those that fail the run: stale, expired, or of nothing.
func (r *Report) FailingWaivers() []*Waiver {
	var all []*Waiver
	for i := range r.Waivers {
		if r.Waivers[i].Fails() {
			all = append(all, &r.Waivers[i])
		}
	}
	return all
}

// aboutWaiver names what is waived: the requirements, "in" the cases.
func aboutWaiver(w *Waiver) string {
	var parts []string
	if len(w.Requirement) > 0 {
		parts = append(parts, some(w.Requirement, 4))
	}
	if len(w.Case) > 0 {
		parts = append(parts, some(w.Case, 4))
	}
	text := strings.Join(parts, " in ")
	if w.Target != "" {
		text += " on " + w.Target
	}
	return text
}

// termsOf says who answers for a waiver, and until when.
func termsOf(w *Waiver) string {
	parts := []string{w.Owner}
	if w.Flaky {
		parts = append(parts, "flaky")
	}
	if w.Expires != "" {
		parts = append(parts, "until "+w.Expires)
	}
	if w.Link != "" {
		parts = append(parts, w.Link)
	}
	return strings.Join(parts, ", ")
}

// allWaived says whether every gated finding of a case is waived.
func (c *Case) allWaived() bool {
	for _, f := range c.Findings {
		if f.Gated && f.Waiver == 0 {
			return false
		}
	}
	return len(c.Findings) > 0
}
