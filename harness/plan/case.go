// Package plan owns a run: it expands the document's cases, binds their roles
// to ids of the world, sends the exchanges with bounded concurrency, and turns
// judgements into verdicts and coverage. It never prints, never reads a file,
// never opens a connection itself, and holds no rule of a contract.
package plan

import (
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Case is one expanded case: what a spec, a testcase and an --only argument
// name.
type Case struct {
	ID   string // dotted, stable
	Text string
	// Situation is the first component of ID.
	Situation string
	Effect    spec.Effect
	// Requirements are those that its own checks can break and that the run
	// selects, in the document's order.
	Requirements []string
	// Level is the highest of them.
	Level spec.Level
	// Skip says why nothing is sent; empty when something is.
	Skip string
	// Probes are its requests, in order.
	Probes []Probe

	checks []spec.Check
	always string
	op     *spec.Operation
	// barred says that Skip is the run's doing, and not what the world lacks.
	barred bool
	// narrow says that a property chooses its items: few others would do.
	narrow bool
	// fuzz makes the probes of a fuzz case; nil for others.
	fuzz *fuzz
	// named says that the run selects the case as a whole, and not only some
	// of its requirements.
	named bool
}

// Probe is one request of a case.
type Probe struct {
	Request exchange.Request
	Auth    spec.Auth
	// Bound are the parameters as sent, by name.
	Bound map[string]check.Binding
	// Items are the world's items that the request names, as kind/id in lower
	// case: what a target could act on.
	Items []string
	// named are the ids of the items, by parameter.
	named map[string]string
	// Note says what the probe is, for people; often empty.
	Note string
}

// Verdict is what a case came to.
type Verdict string

// The verdicts. Only Pass reads like one.
const (
	Pass      Verdict = "pass"
	Fail      Verdict = "fail"      // a gated requirement is broken
	Skip      Verdict = "skip"      // nothing was sent, for a reason
	Undecided Verdict = "undecided" // could not tell
)

// Finding is a broken requirement, with what it means for the run.
type Finding struct {
	result.Finding
	Level spec.Level
	// Gated says that it fails the run.
	Gated bool
	// Waiver is the number of the outcome's waiver that covers it, counted from
	// 1; 0: none.
	Waiver int
	// Probe is the index of the case's request that showed it.
	Probe int
	// With are the ids of other cases without which it does not show.
	With []string
}

// Result is a case with its verdict.
type Result struct {
	Case    *Case
	Verdict Verdict
	// Reason says why a case was skipped or stayed undecided.
	Reason   string
	Findings []Finding
	// Exchanges holds, redacted, those that have a finding or stayed
	// undecided, by the index of the probe.
	Exchanges map[int]*exchange.Exchange
	// Sent is how many requests were sent, those again included; Unjudged how
	// many of the probes have no judgement.
	Sent, Unjudged int
	// Note are lines that people should see beside the findings: what a client
	// that was judged said itself.
	Note []string

	held, broke, unseen map[string]int    // by requirement
	moved               map[string]string // findings of it, to the requirement that they are part of
	probes              map[int]Probe     // of a fuzz case, those with a finding
}

// Held and Unseen count the requests of the case in which a check of a
// requirement looked and it held, and in which it could not look.
func (res *Result) Held(requirement string) int { return res.held[requirement] }

// Unseen is told with Held.
func (res *Result) Unseen(requirement string) int { return res.unseen[requirement] }

// Waived says that the case fails, as is known: all its findings that would
// fail the run are waived.
func (res *Result) Waived() bool {
	if res.Verdict != Fail {
		return false
	}
	for _, f := range res.Findings {
		if f.Gated && f.Waiver == 0 {
			return false
		}
	}
	return true
}

// Probe returns the request of a finding.
func (res *Result) Probe(index int) (Probe, bool) {
	if p, ok := res.probes[index]; ok {
		return p, true
	}
	if index < 0 || index >= len(res.Case.Probes) {
		return Probe{}, false
	}
	return res.Case.Probes[index], true
}

// Size is how many requests the case has to send.
func (c *Case) Size() int {
	switch {
	case c.Skip != "":
		return 0
	case c.fuzz != nil:
		return c.fuzz.o.Fuzz
	}
	return len(c.Probes)
}
