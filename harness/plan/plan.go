package plan

import (
	"errors"
	"fmt"
	"slices"

	"example.com/toeline/spec"
)

// Plan is all that a run would send, in the document's order. It is read-only.
type Plan struct {
	Options Options
	Cases   []*Case

	// scope are the requirements that the run can judge, in the document's
	// order.
	scope  []spec.Requirement
	levels map[string]spec.Level
	filter filter
	// whole are the cases of the document, whatever the run leaves out.
	whole []*Case
}

// New makes a plan. Its errors are wrong usage: a pattern that matches
// nothing, a corpus that is not there, a case that the world cannot express.
func New(o Options) (*Plan, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	all, err := expand(o)
	if err != nil {
		return nil, err
	}
	if err := bind(o, all); err != nil {
		return nil, err
	}
	return choose(o, all)
}

// choose makes the plan of what the run's filter leaves of all cases.
func choose(o Options, all []*draft) (*Plan, error) {
	p := &Plan{Options: o, levels: map[string]spec.Level{}}
	for _, r := range o.Doc.Requirements {
		p.levels[r.ID] = r.Level
	}
	var err error
	if p.filter, err = newFilter(o, all); err != nil {
		return nil, err
	}
	for _, d := range all {
		p.whole = append(p.whole, d.Case)
		if c := d.finish(p); c != nil {
			p.Cases = append(p.Cases, c)
		}
	}
	if len(p.Cases) == 0 {
		return nil, errors.New("no case is left after --only, --skip and --level")
	}
	p.setScope()
	return p, nil
}

// finish turns a bound draft into a case, or returns nil when the run leaves
// it out.
func (d *draft) finish(p *Plan) *Case {
	c := d.Case
	if !p.filter.takesCase(c) {
		return nil
	}
	c.named = p.filter.names(c)
	c.Requirements = p.requirementsOf(c)
	for _, id := range c.Requirements {
		if p.levels[id].AtLeast(c.Level) {
			c.Level = p.levels[id]
		}
	}
	if len(c.Requirements) == 0 && !p.filter.wantsAlways(c) {
		if p.filter.narrows() {
			return nil
		}
		c.Skip = fmt.Sprintf("profile %q leaves out all that it checks", p.Options.Profile)
	}
	return c
}

// requirementsOf lists what a case's own checks can break in this run.
func (p *Plan) requirementsOf(c *Case) []string {
	can := map[string]bool{c.always: true}
	for i := range c.checks {
		if !slices.Contains(p.Options.without(), c.checks[i].Operator()) {
			can[c.checks[i].ID] = true
		}
	}
	var ids []string
	for _, r := range p.Options.Doc.Requirements {
		if can[r.ID] && p.judges(c, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// judges says whether the run counts what a case says of a requirement.
func (p *Plan) judges(c *Case, requirement string) bool {
	return p.levels[requirement].AtLeast(p.Options.Level) && p.filter.takes(c, requirement)
}

// setScope lists the requirements that some check of the run can break.
func (p *Plan) setScope() {
	in := map[string]bool{}
	for _, c := range p.Cases {
		for _, id := range c.Requirements {
			in[id] = true
		}
		if c.always != "" {
			continue
		}
		for i := range c.op.Always {
			rule := &c.op.Always[i]
			if !slices.Contains(p.Options.without(), rule.Operator()) && p.judges(c, rule.ID) {
				in[rule.ID] = true
			}
		}
	}
	for _, r := range p.Options.Doc.Requirements {
		if in[r.ID] {
			p.scope = append(p.scope, r)
		}
	}
}

// Case returns the case of an id.
func (p *Plan) Case(id string) (*Case, bool) {
	for _, c := range p.Cases {
		if c.ID == id {
			return c, true
		}
	}
	return nil, false
}

// Scope lists the requirements that the run can judge.
func (p *Plan) Scope() []spec.Requirement { return p.scope }
