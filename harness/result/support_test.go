package result_test

import (
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// runOf returns a run of cases by a contract of four requirements: M-1 and M-2 must, S-1 should,
// Y-1 may.
func runOf(cases ...result.CaseInput) result.Input {
	return result.Input{
		Run: result.Run{Target: "http://127.0.0.1:1", Started: time.Unix(0, 0).UTC()},
		Requirements: []spec.Requirement{
			{ID: "M-1", Level: spec.Must},
			{ID: "M-2", Level: spec.Must},
			{ID: "S-1", Level: spec.Should},
			{ID: "Y-1", Level: spec.May},
		},
		Cases: cases,
	}
}

// caseOf returns a case with checks of its own for the requirements, which are separated by
// spaces.
func caseOf(id, requirements string, outcomes ...result.Outcome) result.CaseInput {
	c := result.CaseInput{Case: result.Case{ID: id}, Outcomes: outcomes}
	for _, r := range strings.Fields(requirements) {
		c.Breaks = append(c.Breaks, result.Breakable{
			Requirement: r, Own: true, Judged: true, Exercised: true, Shown: true,
		})
	}
	return c
}

// skipped returns a case of which nothing is sent.
func skipped(id, requirements, why string) result.CaseInput {
	c := caseOf(id, requirements)
	c.Skip = why
	return c
}

// with returns a case whose fields are changed.
func with(c result.CaseInput, edit func(*result.CaseInput)) result.CaseInput {
	edit(&c)
	return c
}

// looked returns the outcome of a response that a check of each requirement looked at.
func looked(requirements string, findings ...result.Finding) result.Outcome {
	return result.Outcome{
		Sent: 1, Looked: strings.Fields(requirements), Findings: findings,
		Exchange: &result.Exchange{Milliseconds: 1},
	}
}

// at returns an outcome as that of another instance and step.
func at(instance, step int, o result.Outcome) result.Outcome {
	o.Instance, o.Step = instance, step
	return o
}

// unjudged returns the outcome of a request without a judgement.
func unjudged(why string) result.Outcome {
	return result.Outcome{Sent: 2, Inconclusive: why, Exchange: &result.Exchange{Milliseconds: 1}}
}

// withheld returns the outcome of a request that was not sent for the sake of a resource.
func withheld(why string) result.Outcome {
	return result.Outcome{Inconclusive: why, Withheld: true}
}

// unread returns the outcome of a response whose content was not read, which a requirement is
// about.
func unread(requirement, why string) result.Outcome {
	o := looked("")
	o.Unread = map[string]string{requirement: why}
	return o
}

// broken returns a finding at the status: two of them are one fault.
func broken(requirement string) result.Finding {
	return result.Finding{Requirement: requirement, Where: "status", Reason: "wrong", Got: "500"}
}

// part returns a finding that another requirement explains where the fault is found there.
func part(requirement, of string) result.Finding {
	f := broken(requirement)
	f.PartOf = of
	return f
}

// waive returns a rule for a requirement, in cases of a pattern or (empty) in all.
func waive(requirement, cases string) result.WaiverRule {
	r := result.WaiverRule{Waiver: result.Waiver{File: "known.yaml", Line: 2}}
	pattern := func(text string) []result.WaiverPattern {
		if text == "" {
			return nil
		}
		p, err := spec.ParsePattern(text)
		if err != nil {
			panic(err)
		}
		return []result.WaiverPattern{{Pattern: p, Line: 3}}
	}
	r.RequirementPatterns, r.CasePatterns = pattern(requirement), pattern(cases)
	return r
}
