package client

import (
	"fmt"
	"slices"

	"example.com/toeline/harness/plan"
	"example.com/toeline/spec"
)

// choose makes the plan of the run, and the calls that it leaves.
func (r *run) choose() error {
	p, err := NewPlan(r.options)
	if err != nil {
		return err
	}
	r.plan = p
	for _, chosen := range p.Cases {
		c, ok := r.options.Doc.Case(chosen.ID)
		if !ok {
			return fmt.Errorf("case %s is not in %s", chosen.ID, r.options.Doc.File)
		}
		r.calls = append(r.calls, &call{Case: c, skip: chosen.Skip})
	}
	return nil
}

// NewPlan is the plan of a run: what is listed, documented and counted. Only
// the document, and what narrows and gates the run, count.
func NewPlan(o Options) (*plan.Plan, error) {
	doc := o.Doc
	var outlines []plan.Outline
	for i := range doc.Cases {
		c := &doc.Cases[i]
		line := plan.Outline{ID: c.ID, Text: c.Text}
		switch {
		case c.TLS != "" && o.Plain:
			line.Skip = "the lab serves http: leave --plain out"
		case c.TLS != "" && o.Attached:
			line.Skip = "it takes another base URL, and the client is attached to one"
		}
		for _, check := range slices.Concat(doc.Always, c.Checks) {
			if !slices.Contains(c.Without, check.ID) {
				line.Requirements = append(line.Requirements, plan.OutlineCheck{ID: check.ID, PartOf: check.PartOf})
			}
		}
		outlines = append(outlines, line)
	}
	return plan.NewOutline(plan.Options{
		Doc: &spec.Document{
			File: doc.File, Title: doc.Title, Version: doc.Version, Digest: doc.Digest,
			Requirements: doc.Requirements, Excluded: doc.Excluded,
		},
		Strict: o.Strict, RequireAll: o.RequireAll, Only: o.Only, Skip: o.Skip, Level: o.Level, Seed: o.Seed,
	}, outlines)
}
