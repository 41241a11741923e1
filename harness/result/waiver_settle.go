package result

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

// applyWaivers returns, for each case and each of its findings, the number of the rule that waives
// the finding (counted from 1; 0: none), and what became of every rule.
func applyWaivers(
	rules []WaiverRule, target string, started time.Time, run waiverRun,
) (marks [][]int, waivers []Waiver) {
	m := NewWaiverMatcher(rules, target, started)
	for _, c := range run.Cases {
		marks = append(marks, m.Mark(c.ID, c.Findings))
	}
	return marks, m.settle(run)
}

// settle returns what became of every rule in a run whose cases have been marked.
func (m *WaiverMatcher) settle(run waiverRun) []Waiver {
	ev := newEvidence(&run)
	var all []Waiver
	for i := range m.rules {
		all = append(all, m.rules[i].settle(m.target, ev))
	}
	return all
}

// settle returns what became of a rule. A name that the contract does not have is a mistake on
// every target; after that the target decides, then the day, then the run.
func (r *ruleUse) settle(target string, ev *evidence) Waiver {
	w := r.Waiver
	w.Requirement, w.Case = patternTexts(r.RequirementPatterns), patternTexts(r.CasePatterns)
	w.Findings, w.Cases = r.findings, r.cases
	if line, why := r.unmatched(ev); why != "" {
		w.State, w.Line, w.Why = WaiverUnmatched, line, why
		return w
	}
	switch {
	case r.elsewhere:
		w.State, w.Why = WaiverUnused, "it is for other targets than "+target
	case r.expired:
		w.State, w.Line = WaiverExpired, r.ExpiresLine
		w.Why = fmt.Sprintf("it held up to %s, and waives nothing now: "+
			"mend what it names and take it out, or give it another day", r.Expires)
	case !r.active() && r.changed > 0:
		w.State = WaiverUnused
	case r.Flaky && !r.active():
		w.State, w.Why = WaiverUnused, "it is flaky, and did not fail this time"
	case r.Flaky:
		w.State = WaiverActive
	default:
		r.settlePatterns(&w, ev)
	}
	if r.changed > 0 && w.Why == "" {
		w.Why = fmt.Sprintf("%s of what it names failed in another way than it waives: "+
			"if that is known too, add it by toeline waive", text.Plural(r.changed, "finding"))
	}
	if r.daysLeft >= 0 && w.State == WaiverActive && w.Why == "" {
		w.Why = fmt.Sprintf("its last day is near: %s, in %s", r.Expires,
			text.Plural(r.daysLeft, "day"))
	}
	return w
}

// settlePatterns settles a rule by its patterns: it is stale unless each is still needed.
func (r *ruleUse) settlePatterns(w *Waiver, ev *evidence) {
	w.State = WaiverUnused
	if r.active() {
		w.State = WaiverActive
	}
	var fixed []string
	for _, p := range r.unused(ev) {
		seen := ev.observe(p.pairs)
		switch {
		case seen.fixed():
			if len(fixed) == 0 {
				w.Line = p.Line
			}
			fixed = append(fixed, fmt.Sprintf("%s (line %d) %s", p.String(), p.Line, seen))
		case w.State == WaiverUnused && w.Why == "":
			w.Why = seen.String()
		}
	}
	if len(fixed) == 0 {
		return
	}
	w.State = WaiverStale
	const shown = 5
	if more := len(fixed) - shown; more > 0 {
		fixed = append(fixed[:shown], fmt.Sprintf("%d more", more))
	}
	advice := "Take the waiver out, or say flaky: true if it only fails at times"
	if r.active() {
		advice = "Take out what holds, and keep the rest of the waiver"
	}
	w.Why = "it fails no longer: " + strings.Join(fixed, "; ") + ". " + advice
}

// namedPairs is a pattern of a rule with the pairs that the rule names by it.
type namedPairs struct {
	WaiverPattern
	pairs []waiverPair
}

// unused returns the patterns by which nothing was waived. A single requirement beside cases adds
// nothing to them.
func (r *ruleUse) unused(ev *evidence) []namedPairs {
	requirements, cases := r.named(ev)
	var all []namedPairs
	for i, n := range cases {
		if !r.usedCases[i] {
			all = append(all, n)
		}
	}
	if len(cases) > 0 && len(requirements) == 1 {
		return all
	}
	for i, n := range requirements {
		if !r.usedRequirements[i] {
			all = append(all, n)
		}
	}
	return all
}

// named returns the patterns of a rule, each with the pairs that the rule names by it.
func (r *ruleUse) named(ev *evidence) (requirements, cases []namedPairs) {
	for _, p := range r.RequirementPatterns {
		requirements = append(requirements, namedPairs{WaiverPattern: p})
	}
	for _, p := range r.CasePatterns {
		cases = append(cases, namedPairs{WaiverPattern: p})
	}
	for _, pair := range ev.Pairs {
		byRequirement, byCase, ok := r.match(pair.Case, pair.Requirement)
		if !ok {
			continue
		}
		for _, i := range byRequirement {
			requirements[i].pairs = append(requirements[i].pairs, pair)
		}
		for _, i := range byCase {
			cases[i].pairs = append(cases[i].pairs, pair)
		}
	}
	return requirements, cases
}

// unmatched returns the line of the first pattern that matches nothing of the contract, and why;
// an empty why: all patterns match.
func (r *ruleUse) unmatched(ev *evidence) (line int, why string) {
	for _, list := range []struct {
		noun     string
		patterns []WaiverPattern
		known    []string
	}{
		{"requirement", r.RequirementPatterns, ev.Requirements},
		{"case", r.CasePatterns, ev.caseIDs},
	} {
		for _, p := range list.patterns {
			if !p.MatchesAny(list.known) {
				return p.Line, fmt.Sprintf("the document has no %s %s%s: see toeline list %ss",
					list.noun, p, spec.DidYouMean(p.String(), list.known), list.noun)
			}
		}
	}
	requirements, cases := r.named(ev)
	for _, n := range slices.Concat(requirements, cases) {
		if len(n.pairs) == 0 {
			return n.Line, fmt.Sprintf("no case that the waiver names can break "+
				"a requirement that it names, by %s", n)
		}
	}
	return 0, ""
}
