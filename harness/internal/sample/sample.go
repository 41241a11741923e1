// Package sample makes reports of a small contract for tests, without a target and without a
// socket.
package sample

import (
	"slices"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Report returns the report of a run. Each failure is "case requirement".
func Report(failures ...string) *result.Report { return result.Fold(Input(failures...)) }

// Input returns the run of Report, to be edited before it is folded.
func Input(failures ...string) result.Input {
	in := result.Input{
		Tool: result.Tool{Name: "toeline", Version: "test"},
		Run: result.Run{
			Document: result.Document{
				File: "spec/small.yaml", Title: "Small", Version: "1", SHA256: "5a11",
			},
			Target: "http://127.0.0.1:8765/beta", Fixtures: "embedded", Seed: 1,
			Started: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), Milliseconds: 2,
		},
		Requirements: []spec.Requirement{
			{
				ID: "A-1", Level: spec.Must, Text: "An absent thing gives 404.",
				Source: []string{"page 1"},
			},
			{
				ID: "A-2", Level: spec.Must, Text: "The message is *that* of the page.",
				Source: []string{"page 2", "page 3"},
			},
			{
				ID: "B-1", Level: spec.Should, Text: "A response has request-id.",
				Source: []string{"page 4"},
			},
			{ID: "C-1", Level: spec.Must, Text: "PUT is refused.", Source: []string{"page 5"}},
		},
		Lines: lines{},
	}
	for _, c := range []struct {
		id           string
		requirements []string
	}{
		{"x.one", []string{"A-1", "A-2", "B-1"}},
		{"x.two", []string{"A-1", "A-2", "B-1"}},
		{"y.get", []string{"A-2", "B-1"}},
		{"z.put", []string{"C-1"}},
	} {
		in.Cases = append(in.Cases, caseOf(c.id, c.requirements, failures))
	}
	return in
}

func caseOf(id string, requirements, failures []string) result.CaseInput {
	c := result.CaseInput{
		Case: result.Case{ID: id, Text: "Case " + id, Situation: id[:1], Effect: "none"},
	}
	o := result.Outcome{Sent: 1, Looked: requirements}
	for _, r := range requirements {
		c.Breaks = append(c.Breaks, result.Breakable{
			Requirement: r, Own: true, Exercised: true, Shown: true, Judged: true,
		})
		if slices.Contains(failures, id+" "+r) {
			o.Findings = append(o.Findings, result.Finding{
				Requirement: r, Where: "/error/Message", Reason: "wrong wording",
				Expected: `"not | found"`, Got: `"<gone>" in ` + id,
			})
		}
	}
	c.Outcomes = []result.Outcome{o}
	return c
}

// lines are the lines that repeat a finding.
type lines struct{}

func (lines) Finding(string, *result.Finding, *result.Exchange) (request, line string) {
	return "GET /beta/x", "curl -i http://127.0.0.1:8765/beta/x"
}

func (lines) Cases(ids []string) string { return "toeline verify --only " + ids[0] }

// Inconclusive replaces the outcome of a case by one that could not be judged.
func Inconclusive(in *result.Input, id string) {
	for i := range in.Cases {
		if in.Cases[i].Case.ID == id {
			in.Cases[i].Outcomes = []result.Outcome{
				{Sent: 1, Inconclusive: "no response within 10s"},
			}
		}
	}
}
