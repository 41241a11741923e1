package waiver

import (
	"time"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/result"
)

// Rules returns the entries as rules for package result, in their order.
func (f *File) Rules() []result.WaiverRule {
	var all []result.WaiverRule
	for i := range f.Waivers {
		e := &f.Waivers[i]
		all = append(all, result.WaiverRule{
			Waiver: result.Waiver{
				File: f.Name, Line: e.Line, Target: string(e.Target),
				Reason: e.Reason.Text, Owner: e.Owner.Text, Link: string(e.Link),
				Expires: e.Expires.Text, Flaky: e.Flaky,
			},
			RequirementPatterns: e.Requirement, CasePatterns: e.Case, ExpiresLine: e.Expires.Line,
		})
	}
	return all
}

// Apply marks the findings of an outcome that are known failures, and adds what became of every
// waiver. Verdicts do not change. A run that never began is left as it is.
func (f *File) Apply(o *plan.Outcome) {
	if len(o.Results) == 0 || len(f.Waivers) == 0 {
		return
	}
	marks, waivers := result.ApplyWaivers(f.Rules(), o.Plan.Options.Target.URL, o.Started, runOf(o))
	for i := range o.Results {
		for j := range o.Results[i].Findings {
			o.Results[i].Findings[j].Waiver = marks[i][j]
		}
	}
	o.Waive(waivers)
}

// Mark marks the findings of a single result, before its run has ended. It returns the entry of
// the first finding that is waived; nil: none is.
func (f *File) Mark(target string, res *plan.Result, now time.Time) *Entry {
	marks := result.NewWaiverMatcher(f.Rules(), target, now).Mark(res.Case.ID, requirements(res))
	var first *Entry
	for i, number := range marks {
		res.Findings[i].Waiver = number
		if first == nil && number > 0 {
			first = &f.Waivers[number-1]
		}
	}
	return first
}

func requirements(res *plan.Result) []string {
	var all []string
	for _, f := range res.Findings {
		all = append(all, f.Requirement)
	}
	return all
}

// runOf returns what an outcome shows to waivers.
func runOf(o *plan.Outcome) result.WaiverRun {
	var run result.WaiverRun
	for _, r := range o.Plan.Options.Doc.Requirements {
		run.Requirements = append(run.Requirements, r.ID)
	}
	for _, p := range o.Plan.Pairs() {
		run.Pairs = append(run.Pairs, result.Pair(p))
	}
	for i := range o.Results {
		res := &o.Results[i]
		c := result.WaiverCase{
			ID: res.Case.ID, Findings: requirements(res), Unjudged: res.Unjudged, Why: res.Reason,
			Held: map[string]int{}, Unseen: map[string]int{},
		}
		for _, id := range run.Requirements {
			c.Held[id], c.Unseen[id] = res.Held(id), res.Unseen(id)
		}
		run.Cases = append(run.Cases, c)
	}
	return run
}
