package cases

import (
	"fmt"
	"slices"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// breaksOf lists what a case can break, whether or not this run judges it. kept
// reports that the run sends the case.
func (s *Set) breaksOf(c *Case, kept bool) []result.Breakable {
	var all []result.Breakable
	for _, at := range s.mentioned(c) {
		if b, ok := s.breakable(c, s.Options.Contract.Requirements[at], kept); ok {
			all = append(all, b)
		}
	}
	return all
}

// mentioned returns the indexes of the requirements that a case can break at most, sorted: those
// that its checks and the rules name.
func (s *Set) mentioned(c *Case) []int {
	var all []int
	add := func(id string) {
		if at, ok := s.Options.Contract.RequirementAt(id); ok {
			all = append(all, at)
		}
	}
	add(c.always)
	for i := range s.Options.Contract.Always {
		add(s.Options.Contract.Always[i].ID)
	}
	for _, step := range c.Steps {
		add(step.Always)
		add(step.untilID())
		for i := range step.Checks {
			add(step.Checks[i].ID)
			add(step.Checks[i].PartOf)
		}
		for i := range step.Operation.Always {
			add(step.Operation.Always[i].ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// breakable says how a case can break a requirement; ok is false where it
// cannot.
func (s *Set) breakable(c *Case, r spec.Requirement, kept bool) (b result.Breakable, ok bool) {
	b.Requirement = r.ID
	own, part, profiled := c.always == r.ID, false, c.always == r.ID
	b.Own = own
	asked, rule := false, false
	for _, step := range c.Steps {
		if r.ID == step.Always || r.ID == step.untilID() {
			own, b.Own, profiled = true, true, true
		}
		for i := range step.Checks {
			mine, active := step.Checks[i].ID == r.ID, s.active(&step.Checks[i])
			own, b.Own = own || mine, b.Own || mine && active
			part = part || step.Checks[i].PartOf == r.ID
			profiled = profiled || (mine || step.Checks[i].PartOf == r.ID) && active
		}
		for i := range s.Options.Contract.Always {
			if one := &s.Options.Contract.Always[i]; one.ID == r.ID {
				rule = true
				asked = asked || step.Always == "" && step.Judged() && step.asksFor(one.When)
				profiled = profiled || s.active(one)
			}
		}
		if step.Always != "" || c.unasked() || !step.Judged() {
			continue
		}
		for i := range step.Operation.Always {
			if one := &step.Operation.Always[i]; one.ID == r.ID && s.active(one) {
				b.Rule, b.Shown = true, b.Shown || step.asksFor(one.When)
			}
		}
	}
	if !own && !part && !rule {
		return b, false
	}
	b.Exercised = own || asked
	b.Shown = b.Shown || b.Own
	b.Judged = s.judges(c, r)
	b.Out, b.Lacking = s.leftOut(c, b.Judged, kept, profiled)
	return b, true
}

// active reports whether the run's profile takes a check.
func (s *Set) active(c *spec.Check) bool {
	return !slices.Contains(s.without, c.Operator())
}

// judges reports whether the run counts what a case says of a requirement.
func (s *Set) judges(c *Case, r spec.Requirement) bool {
	return r.Level.AtLeast(s.Options.Level) && s.filter.takes(c, r.ID)
}

// leftOut says why the run does not judge a requirement in a case, and whether
// only for want of something to send.
func (s *Set) leftOut(c *Case, judged, kept, profiled bool) (why string, lacking bool) {
	switch {
	case c.unasked():
		return c.Skip, true
	case !kept, !judged:
		return "this run is narrowed and leaves it out", false
	case !profiled:
		return fmt.Sprintf("profile %q leaves it out", s.Options.Profile), false
	}
	return c.Skip, c.Skip != "" && !c.barred
}
