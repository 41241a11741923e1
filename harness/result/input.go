package result

import (
	"slices"
	"time"

	"example.com/toeline/spec"
)

// Input is a run before any verdict: what was asked, and what checks found.
// Everything in it is redacted already.
type Input struct {
	Tool Tool
	// Run is what was asked, and of whom. Fold adds Requests, ExitCode and
	// Reason.
	Run Run
	// Requirements are those of the whole contract, in its order.
	Requirements []spec.Requirement
	// Cases are those of the run, in the contract's order.
	Cases []CaseInput
	// Others are the cases of the contract that the run leaves out. Waivers may
	// name them.
	Others []CaseInput
	// Waivers are the known failures, in the order of their file.
	Waivers []WaiverRule
	// Inapplicable says, by requirement, why the target has no part in what the requirement
	// is about.
	Inapplicable map[string]string
	// Identical says in one line that all responses look the same. Fold drops
	// it where nothing is wrong.
	Identical string
	// Lines write what repeats a finding; nil writes nothing.
	Lines Lines
	// Recording goes into the report as it is.
	Recording any
}

// CaseInput is a case with what became of its requests.
type CaseInput struct {
	// Case has what is known before anything is sent: ID, Text, Situation,
	// Effect, Steps. Fold adds the rest.
	Case Case
	// Breaks lists what the case can break, in the contract's order.
	Breaks []Breakable
	// Skipped is why nothing is sent; empty when something is.
	Skip string
	// Outcomes are the judged exchanges, by instance and step.
	Outcomes []Outcome
	// Tally counts the outcomes of a case with too many to keep; nil for others.
	Tally *Tally
	// KeepAll keeps the evidence of every outcome.
	KeepAll bool
	// Notes are lines to show beside the findings.
	Notes []string
	// Took is the time of all exchanges of the case.
	Took time.Duration
}

// Breakable is a requirement that a case can break. It is computed once, when
// cases are expanded.
type Breakable struct {
	Requirement string
	// Own reports whether an active check of the case itself is about it.
	Own bool
	// Rule reports whether an active rule for every response is about it.
	Rule bool
	// Exercised reports whether a target that conforms shows that the
	// requirement holds. What is not exercised can only be broken.
	Exercised bool
	// Shown is Exercised by checks that are active in this run.
	Shown bool
	// Judged reports whether the run counts what the case says about it.
	Judged bool
	// Out says why the run does not judge it; empty when it does. Lacking
	// reports that only fixtures (or --fuzz) are missing.
	Out     string
	Lacking bool
}

// Active reports whether the case can break the requirement in this run.
func (b *Breakable) Active() bool { return b.Judged && (b.Own || b.Rule) }

// Outcome is what became of one request.
type Outcome struct {
	// Instance and Step say which request of the case it was, from 0.
	Instance, Step int
	// Turn is how often the step was sent before.
	Turn     int
	Findings []Finding
	// Looked are the requirements that a check looked at, broken or not;
	// Unseen those that a check could not look at.
	Looked, Unseen []string
	// Unread are requirements on content that was not read whole, or not decoded, and
	// Hidden those that a finding about another hides, each with that reason.
	Unread, Hidden map[string]string
	// Inconclusive says why there is no judgement; empty when there is one.
	Inconclusive string
	// Withheld reports that it was not sent so that nothing is acted on twice, or on a
	// target that acts where it must not: the other requests of the case decide.
	Withheld bool
	// Sent is how often the request was sent.
	Sent int
	// Exchange is the evidence; nil when nothing was sent. Fold keeps it only
	// beside findings and where the outcome is inconclusive.
	Exchange *Exchange
}

// Tally is the sum of many outcomes.
type Tally struct {
	Sent, Unjudged int
	// Reason is why the first of the unjudged ones has no judgement.
	Reason string
	// Held, Broke and Unseen count requests by requirement.
	Held, Broke, Unseen map[string]int
	// Unread and Hidden have, by requirement, the reasons of an Outcome.
	Unread, Hidden map[string]string
	// Findings are examples, and Exchanges their evidence.
	Findings  []Finding
	Exchanges []Exchange
}

// Lines write the command lines that repeat what a run sent. They hold no
// secret.
type Lines interface {
	// Finding returns the method and target of the request that a finding is
	// about, and a line that sends it again.
	Finding(caseID string, f *Finding, evidence *Exchange) (request, line string)
	// Cases returns a line that runs the given cases again.
	Cases(ids []string) string
}

// judges reports whether the run counts what the case says of a requirement.
func (c *CaseInput) judges(requirement string) bool {
	b := c.breakable(requirement)
	return b != nil && b.Judged
}

func (c *CaseInput) breakable(requirement string) *Breakable {
	for i := range c.Breaks {
		if c.Breaks[i].Requirement == requirement {
			return &c.Breaks[i]
		}
	}
	return nil
}

// Subsumable reports whether a finding of the case may be explained by another.
func (c *CaseInput) Subsumable() bool {
	for i := range c.Outcomes {
		if slices.ContainsFunc(c.Outcomes[i].Findings,
			func(f Finding) bool { return f.PartOf != "" }) {
			return true
		}
	}
	return false
}
