package result

import (
	"fmt"

	"example.com/toeline/harness/internal/text"
)

// waiverPair is a case of the contract with a requirement that it can break.
type waiverPair struct {
	Case, Requirement string
	// Exercised reports whether a conforming target shows that the requirement holds. The rules
	// for responses that the case does not ask for can only be broken.
	Exercised bool
	// Out says why the run does not judge the pair; empty: it does. Lacking reports that the run
	// would, if the fixtures (or --fuzz) had something for it.
	Out     string
	Lacking bool
}

// waiverRun is what a finished run knows of the failures that waivers name.
type waiverRun struct {
	// Requirements are the ids of the whole contract.
	Requirements []string
	// Pairs are those of the whole contract, case by case.
	Pairs []waiverPair
	// Cases are those that were run.
	Cases []waiverCase
}

// WaiverFinding is a finding as rules match it: the requirement that explains it, and its
// fingerprint.
type WaiverFinding struct{ Requirement, Fingerprint string }

// WaiverFinding returns the finding as rules match it.
func (f *Finding) WaiverFinding() WaiverFinding {
	return WaiverFinding{Requirement: f.Explained(), Fingerprint: f.Fingerprint()}
}

// waiverCase is a case that was run.
type waiverCase struct {
	ID string
	// Findings are its findings.
	Findings []WaiverFinding
	// Held and Unseen count, by requirement, the exchanges in which it held, and in which no check
	// could look at it.
	Held, Unseen map[string]int
	// Unjudged is how many requests have no judgement, and Why says for what reason.
	Unjudged int
	Why      string
}

// evidence is a run, prepared for questions about its pairs.
type evidence struct {
	*waiverRun
	caseIDs []string // of the whole contract
	byID    map[string]*waiverCase
}

func newEvidence(run *waiverRun) *evidence {
	ev := &evidence{waiverRun: run, byID: map[string]*waiverCase{}}
	for i, p := range run.Pairs {
		if i == 0 || p.Case != run.Pairs[i-1].Case {
			ev.caseIDs = append(ev.caseIDs, p.Case)
		}
	}
	for i := range run.Cases {
		ev.byID[run.Cases[i].ID] = &run.Cases[i]
	}
	return ev
}

// observation is what a run shows of the pairs that a pattern names.
type observation struct {
	cases, requests int    // in which the requirement held
	unknown         string // why it may fail all the same; empty: it does not
	lacking         string // why one of the cases could not be sent
}

// fixed reports whether all pairs were judged, and none fails.
func (o observation) fixed() bool { return o.cases > 0 && o.unknown == "" }

func (o observation) String() string {
	switch {
	case o.unknown != "":
		return o.unknown
	case o.cases == 0:
		return "nothing of it was exercised: " + o.lacking
	case o.requests == 0:
		return "held in " + text.Plural(o.cases, "case")
	}
	requests, cases := text.Plural(o.requests, "request"), text.Plural(o.cases, "case")
	return fmt.Sprintf("held in %s of %s", requests, cases)
}

// observe sums up pairs, none of which has a waived finding. Pairs that a conforming target never
// shows count only where all are of that sort.
func (ev *evidence) observe(pairs []waiverPair) observation {
	exercised := false
	for _, p := range pairs {
		exercised = exercised || p.Exercised
	}
	var o observation
	cases := map[string]bool{}
	for _, p := range pairs {
		if p.Exercised != exercised {
			continue
		}
		requests, held, unknown := ev.observePair(p)
		switch {
		case p.Lacking:
			o.lacking = p.Out
		case unknown != "":
			o.unknown = unknown
		case held:
			cases[p.Case] = true
			o.requests += requests
		}
	}
	o.cases = len(cases)
	return o
}

// observePair returns in how many requests of the case the requirement held, or why that is not
// known. No request broke it.
func (ev *evidence) observePair(p waiverPair) (requests int, held bool, unknown string) {
	c := ev.byID[p.Case]
	switch {
	case p.Out != "":
		return 0, false, p.Out
	case c == nil:
		return 0, false, p.Case + " was not run"
	case c.Unseen[p.Requirement] > 0:
		return 0,
			false, p.Requirement + " takes the bytes of the connection, which this transport hides"
	case c.Unjudged > 0:
		return 0, false, fmt.Sprintf("%s stayed inconclusive: %s", p.Case, c.Why)
	case c.Held[p.Requirement] > 0:
		return c.Held[p.Requirement], true, ""
	case len(c.Findings) == 0:
		return 0, true, ""
	}
	unknown = fmt.Sprintf("%s breaks something else before %s can be seen", p.Case, p.Requirement)
	return 0, false, unknown
}
