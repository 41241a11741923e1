package result

import (
	"cmp"
	"sort"
	"strings"

	"example.com/toeline/spec"
)

// causes gathers the findings of a report by requirement, place, reason and
// waiver. A subsumed finding belongs to the requirement that subsumes it.
func (f *folder) causes(r *Report) []Cause {
	all := Causes(r.Cases, f.in.Lines)
	for i := range all {
		if known, ok := r.Requirement(all[i].Requirement); ok {
			all[i].Looked = known.Held + known.Broke
		}
	}
	SortCauses(all, f.in.Requirements)
	return all
}

// SortCauses puts the causes that fail the run first, then follows the order of the
// requirements.
func SortCauses(all []Cause, requirements []spec.Requirement) {
	order := map[string]int{}
	for i, r := range requirements {
		order[r.ID] = i
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		byOrder := cmp.Compare(order[a.Requirement], order[b.Requirement])
		return cmp.Or(cmp.Compare(a.Rank(), b.Rank()), byOrder) < 0
	})
}

// Causes gathers the findings of cases by requirement, place, reason and waiver, in the order of
// the first finding of each. Looked is zero. Lines may be nil: then Verify is empty.
func Causes(cases []Case, lines Lines) []Cause {
	g := causeGroups{lines: lines, at: map[causeKey]int{}, seen: map[causeRequest]bool{}}
	for _, subsumed := range []bool{false, true} { // what is subsumed joins its cause
		for i := range cases {
			for j := range cases[i].Findings {
				if found := &cases[i].Findings[j]; (found.SubsumedBy != "") == subsumed {
					g.add(&cases[i], found)
				}
			}
		}
	}
	return g.all
}

type causeKey struct {
	requirement, where, reason string
	waiver                     int
}

type causeRequest struct {
	causeKey
	caseID               string
	instance, step, turn int
}

type causeGroups struct {
	lines Lines
	all   []Cause
	at    map[causeKey]int
	seen  map[causeRequest]bool
}

func (g *causeGroups) add(c *Case, f *Finding) {
	k := causeKey{f.Explained(), strings.ToLower(f.Where), f.Reason, f.Waiver}
	i, known := g.at[k]
	if !known {
		i = len(g.all)
		g.at[k] = i
		made := Cause{
			Requirement: f.Explained(), Level: f.Level, Where: f.Where, Reason: f.Reason,
			Gating: f.Gating,
			Waiver: f.Waiver, Example: *f, Cases: []string{},
		}
		if g.lines != nil {
			made.Verify = g.lines.Cases(append([]string{c.ID}, f.With...))
		}
		g.all = append(g.all, made)
	}
	cause := &g.all[i]
	cause.Fingerprints = addFingerprint(cause.Fingerprints, f.Fingerprint())
	if f.SubsumedBy != "" && cause.Example.SubsumedBy == "" {
		cause.Subsumed = appendOnce(cause.Subsumed, c.ID)
		return
	}
	cause.Findings++
	cause.Cases = appendOnce(cause.Cases, c.ID)
	if one := (causeRequest{k, c.ID, f.Instance, f.Step, f.Turn}); !g.seen[one] {
		g.seen[one] = true
		cause.Requests++
	}
}

// appendOnce appends an id unless it is the last already.
func appendOnce(ids []string, id string) []string {
	if n := len(ids); n > 0 && ids[n-1] == id {
		return ids
	}
	return append(ids, id)
}
