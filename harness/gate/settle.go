package gate

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// settle says what came of an entry. What it names nowhere is a mistake on
// every target; after that the target counts, then the day, then the run.
func (a *account) settle(file, target string, ev *evidence) result.Waiver {
	e := a.entry
	w := result.Waiver{
		File: file, Line: e.Line, Requirement: e.Requirement.texts(), Case: e.Case.texts(), Target: string(e.Target),
		Reason: e.Reason.Text, Owner: e.Owner.Text, Link: string(e.Link), Expires: e.Expires.Text, Flaky: e.Flaky,
		Findings: a.findings, Cases: a.cases,
	}
	if line, why := a.unmatched(ev); why != "" {
		w.State, w.Line, w.Why = result.WaiverUnmatched, line, why
		return w
	}
	switch {
	case a.elsewhere:
		w.State, w.Why = result.WaiverIdle, "it is for other targets than "+target
	case a.expired:
		w.State, w.Line, w.Why = result.WaiverExpired, e.Expires.Line, fmt.Sprintf("it held up to %s, and waives nothing now: mend what it names and take it out, or give it another day", e.Expires.Text)
	case e.Flaky && a.findings == 0 && !a.inUse():
		w.State, w.Why = result.WaiverIdle, "it is flaky, and did not fail this time"
	case e.Flaky:
		w.State = result.WaiverUsed
	default:
		a.hold(&w, ev)
	}
	if a.days >= 0 && w.State == result.WaiverUsed {
		w.Why = fmt.Sprintf("its last day is near: %s, in %s", e.Expires.Text, plan.Plural(a.days, "day"))
	}
	return w
}

func (a *account) inUse() bool { return len(a.usedRequirement)+len(a.usedCase) > 0 }

// hold settles an entry by its patterns: each must still be needed.
func (a *account) hold(w *result.Waiver, ev *evidence) {
	var stale []string
	w.State = result.WaiverIdle
	if a.inUse() {
		w.State = result.WaiverUsed
	}
	for _, p := range a.unused(ev) {
		seen := ev.look(p.pairs)
		switch {
		case seen.healed():
			if len(stale) == 0 {
				w.Line = p.Line
			}
			stale = append(stale, fmt.Sprintf("%s (line %d) %s", p.String(), p.Line, seen))
		case w.State == result.WaiverIdle && w.Why == "":
			w.Why = seen.String()
		}
	}
	if len(stale) == 0 {
		return
	}
	w.State = result.WaiverStale
	const shown = 5
	if more := len(stale) - shown; more > 0 {
		stale = append(stale[:shown], fmt.Sprintf("%d more", more))
	}
	advice := "take the waiver out, or say flaky: true if it only fails at times"
	if a.inUse() {
		advice = "take out what holds, and keep the rest of the waiver"
	}
	w.Why = "it fails no longer: " + strings.Join(stale, "; ") + ". " + strings.ToUpper(advice[:1]) + advice[1:]
}

// naming is a pattern of an entry with the pairs that the entry names by it.
type naming struct {
	Pattern
	pairs []plan.Pair
}

// unused are the patterns by which nothing was waived. A requirement beside
// cases says no more than they do.
func (a *account) unused(ev *evidence) []naming {
	requirements, cases := a.named(ev)
	var all []naming
	for i, n := range cases {
		if !a.usedCase[i] {
			all = append(all, n)
		}
	}
	if len(cases) > 0 && len(requirements) == 1 {
		return all
	}
	for i, n := range requirements {
		if !a.usedRequirement[i] {
			all = append(all, n)
		}
	}
	return all
}

// named are the patterns of an entry, each with what the entry names by it.
func (a *account) named(ev *evidence) (requirements, cases []naming) {
	for _, p := range a.entry.Requirement {
		requirements = append(requirements, naming{Pattern: p})
	}
	for _, p := range a.entry.Case {
		cases = append(cases, naming{Pattern: p})
	}
	for _, pair := range ev.pairs {
		byRequirement, byCase, ok := a.match(pair.Case, pair.Requirement)
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

// unmatched says which pattern of an entry names nothing of the document.
func (a *account) unmatched(ev *evidence) (line int, why string) {
	requirements, cases := a.named(ev)
	for _, list := range []struct {
		noun  string
		all   []naming
		known []string
	}{{"requirement", requirements, ev.requirements}, {"case", cases, ev.cases}} {
		for _, n := range list.all {
			switch {
			case len(n.pairs) > 0:
			case anyMatches(n.Pattern, list.known):
				return n.Line, fmt.Sprintf("no case that the waiver names can break a requirement that it names, by %s", n.String())
			default:
				return n.Line, fmt.Sprintf("the document has no %s %s%s: see toeline list %ss", list.noun, n.String(), near(n.String(), list.known), list.noun)
			}
		}
	}
	return 0, ""
}

func anyMatches(p Pattern, ids []string) bool {
	for _, id := range ids {
		if p.Matches(id) {
			return true
		}
	}
	return false
}

// near is a hint at what was mistyped.
func near(text string, known []string) string {
	for _, id := range known {
		if strings.HasPrefix(id, text+".") {
			return fmt.Sprintf(" (did you mean %q?)", text+".**")
		}
	}
	if close := strict.Suggest(text, known); close != "" {
		return fmt.Sprintf(" (did you mean %q?)", close)
	}
	return ""
}
