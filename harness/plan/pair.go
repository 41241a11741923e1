package plan

import (
	"fmt"
	"slices"
)

// Pair is a case of the document, whatever the run leaves out, with a
// requirement that it can break.
type Pair struct {
	Case, Requirement string
	// Exercised says that a target that keeps to the contract shows whether
	// the requirement holds; the rules for answers that the case does not ask
	// for can only be broken.
	Exercised bool
	// Out says why this run does not judge it; empty: it does. Lacking says
	// that the run would, if the world (or --fuzz) had something for it.
	Out     string
	Lacking bool
}

// Pairs lists what the whole document can break, case by case in its order.
func (p *Plan) Pairs() []Pair {
	kept := map[*Case]bool{}
	for _, c := range p.Cases {
		kept[c] = true
	}
	var all []Pair
	for _, c := range slices.Concat(p.whole, p.unasked()) {
		for _, r := range p.Options.Doc.Requirements {
			own, part := c.checksOf(r.ID)
			rules, asked := p.rulesOf(c, r.ID)
			if !own && !part && !rules {
				continue
			}
			pair := Pair{Case: c.ID, Requirement: r.ID, Exercised: own || asked}
			pair.Out, pair.Lacking = p.leftOut(c, r.ID, kept[c])
			all = append(all, pair)
		}
	}
	return all
}

// leftOut says why the run does not judge a requirement in a case, and whether
// only for want of something to send.
func (p *Plan) leftOut(c *Case, requirement string, kept bool) (why string, lacking bool) {
	switch {
	case c.op == nil: // nobody asked for it
		return c.Skip, true
	case !kept, !p.judges(c, requirement):
		return "this run is narrowed and leaves it out", false
	case p.profileLeavesOut(c, requirement):
		return fmt.Sprintf("profile %q leaves it out", p.Options.Profile), false
	}
	return c.Skip, c.Skip != "" && !c.barred
}

// checksOf says whether a case's own checks speak of a requirement, and whether
// a finding of theirs may be part of one that breaks it.
func (c *Case) checksOf(requirement string) (own, part bool) {
	own = c.always == requirement
	for i := range c.checks {
		own = own || c.checks[i].ID == requirement
		part = part || c.checks[i].PartOf == requirement
	}
	return own, part
}

// rulesOf says whether a rule on every answer speaks of a requirement in a
// case, and whether of an answer that the case asks for. A case that has one
// requirement in their place may break theirs, but does not show them.
func (p *Plan) rulesOf(c *Case, requirement string) (speaks, asked bool) {
	for i := range p.Options.Doc.Always {
		if rule := &p.Options.Doc.Always[i]; rule.ID == requirement {
			speaks, asked = true, asked || c.always == "" && c.asksFor(rule.When)
		}
	}
	return speaks, asked
}

// profileLeavesOut says whether the profile leaves out all checks of a
// requirement in a case.
func (p *Plan) profileLeavesOut(c *Case, requirement string) bool {
	without := p.Options.without()
	left := c.always == requirement
	for i := range c.checks {
		speaks := c.checks[i].ID == requirement || c.checks[i].PartOf == requirement
		left = left || speaks && !slices.Contains(without, c.checks[i].Operator())
	}
	for i := range p.Options.Doc.Always {
		rule := &p.Options.Doc.Always[i]
		left = left || rule.ID == requirement && !slices.Contains(without, rule.Operator())
	}
	return !left
}

// unasked are the fuzz cases of the document in a run without them.
func (p *Plan) unasked() []*Case {
	if p.Options.Fuzz > 0 {
		return nil
	}
	var all []*Case
	for i := range p.Options.Doc.Operations {
		op := &p.Options.Doc.Operations[i]
		for _, f := range op.Fuzz {
			valid, _ := op.Case(f.Valid)
			invalid, _ := op.Case(f.Invalid)
			all = append(all, &Case{ID: f.ID, checks: slices.Concat(valid.Checks, invalid.Checks), Skip: "it is sent with --fuzz alone"})
		}
	}
	return all
}
