package report

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/result"
)

// What several formats tell in the same groups.

// unprovenGroup are gating requirements that nothing was seen of, for one
// reason.
type unprovenGroup struct {
	Why          []string
	Requirements []*result.Requirement
}

func gatingUntested(r *result.Report) []*result.Requirement {
	var all []*result.Requirement
	for i := range r.Requirements {
		if r.Requirements[i].Gating && r.Requirements[i].Status == result.Untested {
			all = append(all, &r.Requirements[i])
		}
	}
	return all
}

// unprovenGroups groups them by their reasons, ids in them aside.
func unprovenGroups(r *result.Report) []unprovenGroup {
	alike := newLikeness(r)
	at := map[string]int{}
	var all []unprovenGroup
	for _, known := range gatingUntested(r) {
		why := strings.Join(alike.shapes(known.Why), "\n")
		if _, seen := at[why]; !seen {
			at[why] = len(all)
			all = append(all, unprovenGroup{Why: alike.distinct(known.Why)})
		}
		group := &all[at[why]]
		group.Requirements = append(group.Requirements, known)
	}
	return all
}

// reasonGroup are the cases of a verdict with one reason.
type reasonGroup struct {
	Verdict, Reason string
	Cases           []string
}

// reasonGroups groups the cases of a verdict by their reasons, ids in them
// aside.
func reasonGroups(r *result.Report, verdict string) []reasonGroup {
	alike := newLikeness(r)
	at := map[string]int{}
	var all []reasonGroup
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != verdict {
			continue
		}
		shape := alike.shape(c.Reason)
		if _, seen := at[shape]; !seen {
			at[shape] = len(all)
			all = append(all, reasonGroup{Verdict: verdict, Reason: c.Reason})
		}
		group := &all[at[shape]]
		group.Cases = append(group.Cases, c.ID)
	}
	return all
}

// levelTally counts the requirements of a level.
type levelTally struct {
	name      string
	gating    bool
	standings result.RequirementTotals
}

// levelTallies counts the levels that a report has.
func levelTallies(r *result.Report) []levelTally {
	var all []levelTally
	for _, name := range []string{"must", "should", "may"} {
		t := levelTally{name: name}
		for i := range r.Requirements {
			if known := &r.Requirements[i]; known.Level == name {
				t.standings.Add(known.Status)
				if known.Waived {
					t.standings.Waived++
				}
				t.gating = t.gating || known.Gating
			}
		}
		if t.standings.All() > 0 {
			all = append(all, t)
		}
	}
	return all
}

// narrowed says what of the document the run was narrowed to, as its flags do.
func narrowed(run *result.Run) []string {
	var all []string
	for _, narrow := range []struct {
		flag  string
		words []string
	}{{"only", run.Only}, {"skip", run.Skip}, {"level", []string{run.Level}}} {
		if text := strings.Join(narrow.words, ", "); text != "" {
			all = append(all, narrow.flag+" "+text)
		}
	}
	return all
}

// sourceOf says where a requirement comes from, and how firmly.
func sourceOf(known *result.Requirement) string {
	source := strings.Join(known.Source, "; ")
	if known.Basis != "stated" {
		source += " (" + known.Basis + ")"
	}
	return source
}

// placeOf is where a requirement stands, as file:line; empty: not known.
func placeOf(r *result.Report, known *result.Requirement) string {
	if known.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", r.Run.Document.File, known.Line)
}
