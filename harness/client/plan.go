package client

import (
	"fmt"
	"slices"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// callsOf returns the calls of the cases of a run.
func callsOf(o Options, set *cases.Set) ([]*lab.Call, error) {
	var calls []*lab.Call
	for _, chosen := range set.Cases {
		c, ok := o.Doc.Case(chosen.ID)
		if !ok {
			return nil, fmt.Errorf("case %s is not in %s", chosen.ID, o.Doc.File)
		}
		call := &lab.Call{Case: c, Skip: chosen.Skip}
		if !o.PerCase && !o.Attached && call.Skip == "" { // else no connection is kept
			call.Earlier = lab.EarlierOf(c)
		}
		calls = append(calls, call)
	}
	return calls, nil
}

// noIPv6 is why a case on the address [::1] is skipped.
const noIPv6 = "this machine has no address [::1]"

// Outline returns the plan of a run: the cases to list, document and count. Of the
// options only Doc, and those that select cases and requirements, are used.
func Outline(o Options) (result.Planned, error) {
	set, err := selected(o)
	if err != nil {
		return result.Planned{}, err
	}
	return set.Planned(&result.Variables{}), nil
}

// selected returns the cases of a run.
func selected(o Options) (*cases.Set, error) {
	doc := o.Doc
	var all []*cases.Case
	for i := range doc.Cases {
		c := &doc.Cases[i]
		skip := ""
		switch {
		case c.NeedsTLS() && o.Plain:
			skip = "the lab serves http: leave --plain out"
		case (c.TLS != "" || c.Address != "") && o.Attached:
			skip = "it takes another base URL, and the client is attached to one"
		case c.Address == clients.IPv6 && !lab.HasIPv6():
			skip = noIPv6
		}
		var checks []spec.Check
		rules := slices.DeleteFunc(slices.Clone(doc.Always), func(r clients.Check) bool {
			return slices.Contains(c.Without, r.ID)
		})
		for _, check := range append(rules, c.Checks...) {
			checks = append(checks, spec.Check{ID: check.ID, PartOf: check.PartOf})
		}
		all = append(all, cases.Outlined(c.ID, c.Text, skip, checks))
	}
	return cases.Outline(cases.Options{
		Contract: &spec.Contract{
			File: doc.File, Title: doc.Title, Version: doc.Version, Digest: doc.Digest,
			Requirements: doc.Requirements, Excluded: doc.Excluded,
		},
		Only: o.Only, Skip: o.Skip, Level: o.Level, Seed: o.Seed,
	}, all)
}
