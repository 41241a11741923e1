package result

import (
	"slices"

	"example.com/toeline/spec"
)

// coverage returns what the run knows of each requirement that it could judge.
func (f *folder) coverage(cases []foldedCase) []Requirement {
	var all []Requirement
	for _, r := range f.in.Requirements {
		c := &coverage{folder: f, Requirement: described(r)}
		c.Gating = f.gates(r.Level)
		inScope := false
		for i := range cases {
			if b := cases[i].input.breakable(r.ID); b != nil && b.Active() {
				inScope = true
				c.addActive(&cases[i])
			}
			c.Held += cases[i].held[r.ID]
			c.Broke += cases[i].broke[r.ID]
		}
		if inScope {
			all = append(all, c.settled(cases))
		}
	}
	return all
}

func described(r spec.Requirement) Requirement {
	return Requirement{
		ID: r.ID, Level: string(r.Level), Text: r.Text, Source: r.Source, Basis: string(r.Basis),
		Note: r.Note, Line: r.Pos.Line, File: r.Pos.File,
	}
}

// coverage is a requirement whose cases are being counted.
type coverage struct {
	*folder
	Requirement
	why          []string
	inconclusive bool
	// unread and hidden are why content was not looked at.
	unread, hidden []string
}

// addActive notes what kept a case that can break the requirement from showing it.
func (c *coverage) addActive(res *foldedCase) {
	c.unread = appendNew(c.unread, res.unread[c.ID])
	c.hidden = appendNew(c.hidden, res.hidden[c.ID])
	switch other := res.subsumedBy[c.ID]; {
	case other != "":
		c.because("its failures are reported as " + other + ", which subsumes them")
	case res.unseen[c.ID] > 0:
		c.because("it takes the bytes of the connection, which this transport hides")
	case res.Verdict == Skipped:
		c.because(res.Reason)
	case res.Verdict == Inconclusive:
		c.inconclusive = true
		c.because(res.Reason)
	}
}

func (c *coverage) because(why string) { c.why = appendNew(c.why, why) }

func appendNew(all []string, one string) []string {
	if one == "" || slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

func (c *coverage) settled(cases []foldedCase) Requirement {
	r := c.Requirement
	switch {
	case r.Broke > 0:
		r.Status, r.Waived = Failed, c.allWaived(cases)
	case len(c.unread) > 0:
		r.Status, r.Why, r.Inconclusive = Untested, c.unread, true
	case r.Held > 0:
		r.Status = Passed
	case c.in.Inapplicable[r.ID] != "":
		r.Status, r.Inapplicable = Untested, true
		r.Why = []string{c.in.Inapplicable[r.ID]}
	case len(c.hidden) > 0: // what fixtures would add is hidden too
		r.Status, r.Why, r.Inconclusive = Untested, c.hidden, c.inconclusive
	default:
		r.Status, r.Why, r.Inconclusive = Untested, c.why, c.inconclusive
		if len(r.Why) == 0 {
			r.Why = []string{"no response came that it is about"}
		}
	}
	return r
}

// allWaived reports whether the findings of the requirement are waived: of one that gates, those
// that gate. A subsumed finding of a lower level needs no waiver.
func (c *coverage) allWaived(cases []foldedCase) bool {
	found := false
	for i := range cases {
		for j := range cases[i].Findings {
			one := &cases[i].Findings[j]
			if one.Explained() != c.ID || c.Gating && !one.Gating {
				continue
			}
			if found = true; one.Waiver == 0 {
				return false
			}
		}
	}
	return found
}

// unreached returns the requirements of a run that sent nothing.
func (f *folder) unreached() []Requirement {
	var all []Requirement
	for _, r := range f.in.Requirements {
		if !slices.ContainsFunc(f.in.Cases, func(c CaseInput) bool {
			b := c.breakable(r.ID)
			return b != nil && b.Active()
		}) {
			continue
		}
		c := &coverage{folder: f, Requirement: described(r)}
		c.Gating = f.gates(r.Level)
		all = append(all, c.settled(nil))
	}
	return all
}
