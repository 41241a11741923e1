package result

import (
	"slices"
	"time"
)

// WaiverMatcher applies rules to the findings of one run, and remembers which of their patterns
// were used. It is not safe for concurrent use.
type WaiverMatcher struct {
	target string
	rules  []ruleUse
}

// ruleUse is a rule with what it has waived so far.
type ruleUse struct {
	*WaiverRule
	elsewhere bool // the rule is for other targets
	expired   bool // its last day has passed
	daysLeft  int  // until its last day; -1: more than a warning covers
	// usedRequirements and usedCases hold the indexes of the patterns that waived a finding.
	usedRequirements, usedCases map[int]bool
	findings, cases             int
	// changed counts the findings of what the rule names that are other failures than it waives.
	changed int
	// byRequirement and byCase cache which patterns match an id: a rule may list hundreds.
	byRequirement, byCase map[string][]int
}

// NewWaiverMatcher returns a matcher for a run of a target, by its base URL, that began at a
// moment.
func NewWaiverMatcher(rules []WaiverRule, target string, started time.Time) *WaiverMatcher {
	m := &WaiverMatcher{target: target}
	for i := range rules {
		r := &rules[i]
		m.rules = append(m.rules, ruleUse{
			WaiverRule: r, elsewhere: !MatchesTarget(r.Target, target),
			expired: HasExpired(r.Expires, started), daysLeft: daysLeft(r.Expires, started),
			usedRequirements: map[int]bool{}, usedCases: map[int]bool{},
			byRequirement: map[string][]int{}, byCase: map[string][]int{},
		})
	}
	return m
}

// Mark returns for each finding of a case the number of the first rule that waives it, counted
// from 1; 0: none. Every rule that waives a finding is in use.
func (m *WaiverMatcher) Mark(caseID string, findings []WaiverFinding) []int {
	marks := make([]int, len(findings))
	marked := map[int]bool{}
	for i, f := range findings {
		for j := range m.rules {
			if !m.rules[j].waives(caseID, f) || marks[i] > 0 {
				continue
			}
			marks[i] = j + 1
			m.rules[j].findings++
			marked[j] = true
		}
		m.noteChanged(caseID, f, marks[i])
	}
	for j := range marked {
		m.rules[j].cases++
	}
	return marks
}

// Covers reports whether a rule waives a finding.
func (m *WaiverMatcher) Covers(caseID string, f WaiverFinding) bool {
	return m.Mark(caseID, []WaiverFinding{f})[0] > 0
}

// noteChanged counts a finding that no rule waives for the rules that name it: they know another
// failure.
func (m *WaiverMatcher) noteChanged(caseID string, f WaiverFinding, mark int) {
	if mark > 0 {
		return
	}
	for i := range m.rules {
		r := &m.rules[i]
		if _, _, ok := r.match(caseID, f.Requirement); ok && !r.elsewhere && !r.expired {
			r.changed++
		}
	}
}

// waives reports whether the rule waives a finding, and notes the patterns by which it does.
func (r *ruleUse) waives(caseID string, f WaiverFinding) bool {
	requirements, cases, ok := r.match(caseID, f.Requirement)
	if !ok || r.elsewhere || r.expired || !r.knows(f.Fingerprint) {
		return false
	}
	for _, i := range requirements {
		r.usedRequirements[i] = true
	}
	for _, i := range cases {
		r.usedCases[i] = true
	}
	return true
}

// knows reports whether the rule waives a failure of what it names.
func (r *ruleUse) knows(fingerprint string) bool {
	return r.Fingerprints == nil || slices.Contains(r.Fingerprints, fingerprint)
}

// match reports whether the rule names a requirement in a case, and by which of its patterns.
func (r *ruleUse) match(caseID, requirement string) (requirements, cases []int, ok bool) {
	requirements = cached(r.byRequirement, requirement, r.RequirementPatterns)
	cases = cached(r.byCase, caseID, r.CasePatterns)
	ok = (len(r.RequirementPatterns) == 0 || len(requirements) > 0) &&
		(len(r.CasePatterns) == 0 || len(cases) > 0)
	return requirements, cases, ok
}

func cached(known map[string][]int, id string, patterns []WaiverPattern) []int {
	found, ok := known[id]
	if !ok {
		found = matching(patterns, id)
		known[id] = found
	}
	return found
}

// active reports whether a pattern of the rule waived a finding.
func (r *ruleUse) active() bool { return len(r.usedRequirements)+len(r.usedCases) > 0 }
