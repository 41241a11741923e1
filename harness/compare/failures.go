package compare

import (
	"slices"

	"example.com/toeline/harness/result"
)

// failed adds the cases of the old report in which a requirement fails now, and did not before.
func (c *comparer) failed(was, now *result.Requirement) {
	before := c.old.FailingCases(now.ID)
	change := Change{Kind: Failed, Old: was.Status, New: now.Status, Waived: true}
	for _, id := range c.new.FailingCases(now.ID) {
		if _, known := c.old.Case(id); known && !slices.Contains(before, id) {
			made, _ := c.new.Case(id)
			change.addFindings(id, findingsOf(made, now.ID))
		}
	}
	c.addFailure(change, now)
}

// changed adds the cases in which a requirement failed before, and fails in a way now that the old
// report does not have of the case.
func (c *comparer) changed(was, now *result.Requirement) {
	change := Change{Kind: Changed, Waived: true}
	for _, id := range c.new.FailingCases(now.ID) {
		old, known := c.old.Case(id)
		if !known {
			continue
		}
		before := findingsOf(old, was.ID)
		isKnown := func(f *result.Finding) bool {
			same := func(o *result.Finding) bool { return o.Fingerprint() == f.Fingerprint() }
			return slices.ContainsFunc(before, same)
		}
		made, _ := c.new.Case(id)
		others := slices.DeleteFunc(findingsOf(made, now.ID), isKnown)
		if len(before) == 0 || len(others) == 0 {
			continue
		}
		if change.Old == "" {
			f := before[0]
			change.Old = f.Where + ": " + result.SaidReason(f.Reason) + ", got " + f.Got
		}
		change.addFindings(id, others)
	}
	c.addFailure(change, now)
}

// findingsOf returns the findings of a case that a requirement explains.
func findingsOf(c *result.Case, requirement string) []*result.Finding {
	var all []*result.Finding
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Explained() == requirement {
			all = append(all, f)
		}
	}
	return all
}

// addFindings adds the findings of a case to a change; none: it adds nothing.
func (change *Change) addFindings(caseID string, findings []*result.Finding) {
	for i, f := range findings {
		first := i == 0 && len(change.Cases) == 0
		if first || change.Waived && f.Waiver == 0 {
			change.Where = f.Where + ": " + result.SaidReason(f.Reason)
			change.Expected, change.Got = f.Expected, f.Got
		}
		change.Waived = change.Waived && f.Waiver > 0
	}
	if len(findings) > 0 {
		change.Cases = append(change.Cases, caseID)
	}
}

// addFailure adds a change of kind Failed or Changed, unless it has no case.
func (c *comparer) addFailure(change Change, now *result.Requirement) {
	if len(change.Cases) == 0 {
		return
	}
	for _, cause := range c.new.Causes {
		if cause.Requirement == now.ID {
			change.Verify = cause.Verify
			break
		}
	}
	c.add(change, now)
}
