package gate

import (
	"time"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/result"
)

// Apply marks what of an outcome is known to fail, and adds to it what came of
// every waiver. Nothing else of the outcome changes: what is waived is broken
// all the same. A run that was not begun has nothing to hold a waiver against.
func (f *File) Apply(o *plan.Outcome) {
	if len(o.Results) == 0 || len(f.Waivers) == 0 {
		return
	}
	target := o.Plan.Options.Target.URL
	held := f.against(target, o.Started)
	for i := range o.Results {
		held.mark(&o.Results[i])
	}
	run := newEvidence(o)
	var all []result.Waiver
	for i := range held {
		all = append(all, held[i].settle(f.Name, target, run))
	}
	o.Waive(all)
}

// Mark marks the findings of a single result, for who asks before a run has
// ended. It returns the entry of the first finding that is waived, nil if none.
func (f *File) Mark(target string, res *plan.Result, now time.Time) *Entry {
	held := f.against(target, now)
	held.mark(res)
	for _, finding := range res.Findings {
		if finding.Waiver > 0 {
			return held[finding.Waiver-1].entry
		}
	}
	return nil
}

// ledger is the entries of a file with what was seen of each.
type ledger []account

type account struct {
	entry *Entry
	// elsewhere says that it is for other targets, expired that its day has
	// passed: of such a one nothing is waived.
	elsewhere, expired bool
	days               int // to its last day; -1: more than a warning's
	findings, cases    int
	// requirements and cases that were seen to fail, by the pattern's index.
	usedRequirement, usedCase map[int]bool
	// byRequirement and byCase remember which patterns take an id: an entry may
	// list hundreds.
	byRequirement, byCase map[string][]int
}

func (f *File) against(target string, now time.Time) ledger {
	var all ledger
	for i := range f.Waivers {
		e := &f.Waivers[i]
		all = append(all, account{
			entry: e, elsewhere: !e.Target.Matches(target), expired: e.Expires.before(now), days: e.Expires.near(now),
			usedRequirement: map[int]bool{}, usedCase: map[int]bool{},
			byRequirement: map[string][]int{}, byCase: map[string][]int{},
		})
	}
	return all
}

// mark gives each finding the first entry that covers it. Every entry that
// does is in use.
func (l ledger) mark(res *plan.Result) {
	touched := map[int]bool{}
	for i := range res.Findings {
		f := &res.Findings[i]
		f.Waiver = 0
		for j := range l {
			if !l[j].use(res.Case.ID, f.Requirement) || f.Waiver > 0 {
				continue
			}
			f.Waiver = j + 1
			l[j].findings++
			touched[j] = true
		}
	}
	for j := range touched {
		l[j].cases++
	}
}

// use says whether the account waives a finding, and notes by which patterns.
func (a *account) use(caseID, requirement string) bool {
	requirements, cases, ok := a.match(caseID, requirement)
	if !ok || a.elsewhere || a.expired {
		return false
	}
	for _, i := range requirements {
		a.usedRequirement[i] = true
	}
	for _, i := range cases {
		a.usedCase[i] = true
	}
	return true
}

// match says whether the entry names a requirement in a case, and by which of
// its patterns.
func (a *account) match(caseID, requirement string) (requirements, cases []int, ok bool) {
	e := a.entry
	requirements, cases = once(a.byRequirement, requirement, e.Requirement), once(a.byCase, caseID, e.Case)
	ok = (len(e.Requirement) == 0 || len(requirements) > 0) && (len(e.Case) == 0 || len(cases) > 0)
	return requirements, cases, ok
}

func once(known map[string][]int, id string, patterns Patterns) []int {
	found, ok := known[id]
	if !ok {
		found = patterns.match(id)
		known[id] = found
	}
	return found
}
