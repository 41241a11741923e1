package gate

import (
	"fmt"

	"example.com/toeline/harness/plan"
)

// evidence is what a run has to say of waivers.
type evidence struct {
	pairs   []plan.Pair
	results map[string]*plan.Result
	// requirements and cases are the ids of the whole document.
	requirements, cases []string
}

func newEvidence(o *plan.Outcome) *evidence {
	ev := &evidence{pairs: o.Plan.Pairs(), results: map[string]*plan.Result{}}
	for _, r := range o.Plan.Options.Doc.Requirements {
		ev.requirements = append(ev.requirements, r.ID)
	}
	for i, p := range ev.pairs {
		if i == 0 || p.Case != ev.pairs[i-1].Case {
			ev.cases = append(ev.cases, p.Case)
		}
	}
	for i := range o.Results {
		ev.results[o.Results[i].Case.ID] = &o.Results[i]
	}
	return ev
}

// sighting is what was seen of a pattern that waived nothing.
type sighting struct {
	held, requests int    // cases, and requests in them
	unknown        string // why it may fail all the same; empty: it does not
	lacking        string // why one of its cases could not be sent
}

// healed says that all it names was judged, and held.
func (s sighting) healed() bool { return s.held > 0 && s.unknown == "" }

func (s sighting) String() string {
	switch {
	case s.unknown != "":
		return s.unknown
	case s.held == 0:
		return "nothing of it was exercised: " + s.lacking
	case s.requests == 0:
		return "held in " + plan.Plural(s.held, "case")
	}
	return fmt.Sprintf("held in %s of %s", plan.Plural(s.requests, "request"), plan.Plural(s.held, "case"))
}

// look gathers what was seen of the pairs that an entry names. What a target
// that keeps to the contract never shows counts only where nothing else does.
func (ev *evidence) look(named []plan.Pair) sighting {
	exercised := false
	for _, p := range named {
		exercised = exercised || p.Exercised
	}
	var s sighting
	cases := map[string]bool{}
	for _, p := range named {
		if p.Exercised != exercised {
			continue
		}
		requests, held, unknown := ev.pair(p)
		switch {
		case p.Lacking:
			s.lacking = p.Out
		case unknown != "":
			s.unknown = unknown
		case held:
			cases[p.Case] = true
			s.requests += requests
		}
	}
	s.held = len(cases)
	return s
}

// pair says what was seen of one requirement in one case, which broke it in
// none of its requests.
func (ev *evidence) pair(p plan.Pair) (requests int, held bool, unknown string) {
	res := ev.results[p.Case]
	switch {
	case p.Out != "":
		return 0, false, p.Out
	case res == nil:
		return 0, false, p.Case + " was not run"
	case res.Unseen(p.Requirement) > 0:
		return 0, false, p.Requirement + " takes the bytes of the connection, which this transport hides"
	case res.Unjudged > 0:
		return 0, false, fmt.Sprintf("%s stayed undecided: %s", p.Case, res.Reason)
	case res.Held(p.Requirement) > 0:
		return res.Held(p.Requirement), true, ""
	case len(res.Findings) == 0:
		return 0, true, ""
	}
	return 0, false, fmt.Sprintf("%s breaks something else before %s can be seen", p.Case, p.Requirement)
}
