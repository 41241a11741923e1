package client

import (
	"fmt"
	"slices"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/plan"
	"example.com/toeline/spec"
)

// callsOf returns the calls of a plan.
func callsOf(o Options, p *plan.Plan) ([]*lab.Call, error) {
	var calls []*lab.Call
	for _, chosen := range p.Cases {
		c, ok := o.Doc.Case(chosen.ID)
		if !ok {
			return nil, fmt.Errorf("case %s is not in %s", chosen.ID, o.Doc.File)
		}
		calls = append(calls, &lab.Call{Case: c, Skip: chosen.Skip})
	}
	return calls, nil
}

// NewPlan returns the plan of a run: the cases to list, document and count. Of the
// options only Doc, and those that select cases and requirements, are used.
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
				broken := plan.OutlineCheck{ID: check.ID, PartOf: check.PartOf}
				line.Requirements = append(line.Requirements, broken)
			}
		}
		outlines = append(outlines, line)
	}
	return plan.NewOutline(plan.Options{
		Doc: &spec.Document{
			File: doc.File, Title: doc.Title, Version: doc.Version, Digest: doc.Digest,
			Requirements: doc.Requirements, Excluded: doc.Excluded,
		},
		Strict: o.Strict, RequireAll: o.RequireAll,
		Only: o.Only, Skip: o.Skip, Level: o.Level, Seed: o.Seed,
	}, outlines)
}
