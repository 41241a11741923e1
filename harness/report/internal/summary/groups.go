package summary

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// UntestedGroup are gating requirements that are untested for the same reasons.
type UntestedGroup struct {
	Why          []string
	Requirements []*result.Requirement
}

// GatingUntested returns the gating requirements that are untested.
func GatingUntested(r *result.Report) []*result.Requirement {
	var all []*result.Requirement
	for i := range r.Requirements {
		if r.Requirements[i].Gating && r.Requirements[i].Status == result.Untested {
			all = append(all, &r.Requirements[i])
		}
	}
	return all
}

// UntestedGroups groups them by their reasons, in which ids do not count.
func UntestedGroups(r *result.Report) []UntestedGroup {
	by := reasonsOf(r)
	at := map[string]int{}
	var all []UntestedGroup
	for _, known := range GatingUntested(r) {
		why := strings.Join(by.shapes(known.Why), "\n")
		if _, seen := at[why]; !seen {
			at[why] = len(all)
			all = append(all, UntestedGroup{Why: by.distinct(known.Why)})
		}
		group := &all[at[why]]
		group.Requirements = append(group.Requirements, known)
	}
	for i := range all {
		all[i].Why, _ = joined(all[i].Why)
	}
	return all
}

// ReasonGroup are the cases of a verdict with one reason.
type ReasonGroup struct {
	Verdict, Reason string
	Cases           []string
	// Said says that UntestedGroups has the reason too.
	Said bool
}

// ReasonGroups groups the cases of a verdict by their reasons, in which ids do
// not count.
func ReasonGroups(r *result.Report, verdict string) []ReasonGroup {
	by := reasonsOf(r)
	at, said := map[string]int{}, map[string]bool{}
	for _, known := range GatingUntested(r) {
		for _, shape := range by.shapes(known.Why) {
			said[shape] = true
		}
	}
	var all []ReasonGroup
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != verdict {
			continue
		}
		shape := by.shape(c.Reason)
		if _, seen := at[shape]; !seen {
			at[shape] = len(all)
			all = append(all, ReasonGroup{Verdict: verdict, Reason: c.Reason, Said: said[shape]})
		}
		group := &all[at[shape]]
		group.Cases = append(group.Cases, c.ID)
	}
	return joinGroups(all)
}

// joinGroups makes groups one whose reasons differ in one word; what was said elsewhere stays
// apart.
func joinGroups(groups []ReasonGroup) []ReasonGroup {
	var all []ReasonGroup
	for _, said := range []bool{true, false} {
		first, reasons := len(all), []string{}
		var these []ReasonGroup
		for _, group := range groups {
			if group.Said == said {
				these, reasons = append(these, group), append(reasons, group.Reason)
			}
		}
		words, at := joined(reasons)
		for i, group := range these {
			if at := first + at[i]; at < len(all) {
				all[at].Cases = append(all[at].Cases, group.Cases...)
				continue
			}
			all = append(all, group)
		}
		for i := range words {
			all[first+i].Reason = words[i]
		}
	}
	return all
}

// Level counts the requirements of a level.
type Level struct {
	Name   string
	Gating bool
	Totals result.RequirementTotals
}

// Levels counts the levels that a report has.
func Levels(r *result.Report) []Level {
	var all []Level
	for _, name := range []string{"must", "should", "may"} {
		t := Level{Name: name}
		for i := range r.Requirements {
			if known := &r.Requirements[i]; known.Level == name {
				t.Totals.Add(known.Status)
				if known.Waived {
					t.Totals.Waived++
				}
				t.Gating = t.Gating || known.Gating
			}
		}
		if t.Totals.All() > 0 {
			all = append(all, t)
		}
	}
	return all
}

// Text returns the counts in words: "7 of 9 passed, 1 failed, 1 untested".
func (l Level) Text() string {
	return fmt.Sprintf("%d of %s", l.Totals.Passed, tally(l.Totals, l.Totals.All()))
}

// Situation is a group of cases.
type Situation struct {
	Name     string
	Verdicts result.CaseTotals
	Requests int
	Cases    []*result.Case
}

// Situations groups the cases of a report, in order of first appearance.
func Situations(r *result.Report) []*Situation {
	var all []*Situation
	by := map[string]*Situation{}
	for i := range r.Cases {
		c := &r.Cases[i]
		s := by[c.Situation]
		if s == nil {
			s = &Situation{Name: c.Situation}
			by[c.Situation], all = s, append(all, s)
		}
		s.Verdicts.Count(c)
		s.Requests += c.Requests
		s.Cases = append(s.Cases, c)
	}
	return all
}

// Text returns the counts of a situation in words, without those that are zero.
func (s *Situation) Text() string {
	v := &s.Verdicts
	parts := []string{text.Plural(v.All(), "case")}
	for _, part := range []struct {
		n    int
		word string
	}{
		{v.Failed - v.Waived, "failed"},
		{v.Waived, "waived"},
		{v.Inconclusive, "inconclusive"},
		{v.Skipped, "skipped"},
		{v.Passed, "passed"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	return strings.Join(append(parts, text.Plural(s.Requests, "request")), " · ")
}
