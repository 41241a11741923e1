package plan

import (
	"slices"

	"example.com/toeline/spec"
)

// Exercises lists the requirements that a case exercises on a target that keeps
// to the contract, in the document's order: its own, and of the rules on every
// answer those that speak of a status which the case asks for.
func (p *Plan) Exercises(c *Case) []spec.Requirement {
	in := map[string]bool{}
	for _, id := range c.Requirements {
		in[id] = true
	}
	for i := range c.op.Always {
		rule := &c.op.Always[i]
		if c.always == "" && c.asksFor(rule.When) && p.judges(c, rule.ID) && !slices.Contains(p.Options.without(), rule.Operator()) {
			in[rule.ID] = true
		}
	}
	var all []spec.Requirement
	for _, r := range p.Options.Doc.Requirements {
		if in[r.ID] {
			all = append(all, r)
		}
	}
	return all
}

// asksFor says whether a status that the case asks for is spoken of. A case
// that asks for none by number may meet any.
func (c *Case) asksFor(when spec.When) bool {
	asks := false
	for i := range c.checks {
		for _, m := range c.checks[i].Status {
			if m.Code != 0 {
				asks = true
				if when.Holds(m.Code) {
					return true
				}
			}
		}
	}
	return !asks
}
