package result_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

func TestCoverage(t *testing.T) {
	t.Parallel()
	one := func(status string, held, broke int, why ...string) result.Requirement {
		return result.Requirement{
			ID: "M-1", Level: "must", Gating: true, Status: status, Held: held, Broke: broke,
			Why: why,
		}
	}
	unseen := looked("")
	unseen.Unseen = []string{"M-1"}
	noted := one("untested", 0, 0, "timeout")
	noted.Inconclusive = true
	hidden := "it takes the bytes of the connection, which this transport hides"
	cut := looked("S-1")
	cut.Unread = map[string]string{"M-1": "cut short"}
	unread := func(held int) result.Requirement {
		r := one("untested", held, 0, "cut short")
		r.Inconclusive = true
		return r
	}
	explained := looked("S-1")
	explained.Hidden = map[string]string{"M-1": "S-1 hides it"}
	for _, tt := range []struct {
		name  string
		cases []result.CaseInput
		want  []result.Requirement
	}{
		{"out of scope", []result.CaseInput{with(caseOf("a", "M-1", looked("M-1")),
			func(c *result.CaseInput) { c.Breaks[0].Judged = false })}, nil},
		{"held", []result.CaseInput{
			caseOf("a", "M-1", looked("M-1"), looked("M-1")),
			caseOf("b", "M-1", looked("M-1")),
		}, []result.Requirement{one("passed", 3, 0)}},
		{"broken", []result.CaseInput{
			caseOf("a", "M-1", looked("M-1", broken("M-1"), broken("M-1")),
				looked("M-1")),
		}, []result.Requirement{one("failed", 1, 1)}},
		{
			"no check looked",
			[]result.CaseInput{caseOf("a", "M-1", looked(""))},
			[]result.Requirement{one("untested", 0, 0, "no response came that it is about")},
		},
		{
			"hidden",
			[]result.CaseInput{caseOf("a", "M-1", unseen), caseOf("b", "M-1", unseen)},
			[]result.Requirement{one("untested", 0, 0, hidden)},
		},
		{
			"held elsewhere",
			[]result.CaseInput{
				caseOf("a", "M-1", unseen),
				caseOf("b", "M-1", looked("M-1")),
			},
			[]result.Requirement{one("passed", 1, 0)},
		},
		{
			"skipped",
			[]result.CaseInput{
				skipped("a", "M-1", "no fixture"), skipped("b", "M-1", "no token"),
				skipped("c", "M-1", "no fixture"),
			},
			[]result.Requirement{one("untested", 0, 0, "no fixture", "no token")},
		},
		{
			"not read",
			[]result.CaseInput{caseOf("a", "M-1", cut)},
			[]result.Requirement{unread(0)},
		},
		{
			"not read, and held elsewhere",
			[]result.CaseInput{
				caseOf("a", "M-1", cut, at(1, 0, looked("M-1"))), caseOf("b", "M-1", looked("M-1")),
			},
			[]result.Requirement{unread(2)},
		},
		{
			"not read, and broken elsewhere",
			[]result.CaseInput{caseOf("a", "M-1", cut, at(1, 0, looked("M-1", broken("M-1"))))},
			[]result.Requirement{one("failed", 0, 1)},
		},
		{
			"another finding hides it, and a case is skipped",
			[]result.CaseInput{skipped("a", "M-1", "no fixture"), caseOf("b", "M-1", explained)},
			[]result.Requirement{one("untested", 0, 0, "S-1 hides it")},
		},
		{
			"another finding hides it here, and it held there",
			[]result.CaseInput{caseOf("a", "M-1", explained, at(1, 0, looked("M-1")))},
			[]result.Requirement{one("passed", 1, 0)},
		},
		{
			"inconclusive",
			[]result.CaseInput{caseOf("a", "M-1", unjudged("timeout"))},
			[]result.Requirement{noted},
		},
		{
			"a rule for every response",
			[]result.CaseInput{with(caseOf("a", "M-1", looked("M-1")),
				func(c *result.CaseInput) { c.Breaks[0].Own, c.Breaks[0].Rule = false, true })},
			[]result.Requirement{one("passed", 1, 0)},
		},
		{
			"the part that it has in others is not a check",
			[]result.CaseInput{with(caseOf("a", "M-1", looked("")),
				func(c *result.CaseInput) { c.Breaks[0].Own = false })},
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := result.Fold(runOf(tt.cases...)).Requirements
			if diff := cmp.Diff(append([]result.Requirement{}, tt.want...), got); diff != "" {
				t.Errorf("requirements (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRequirementIsDescribed: the report repeats what the contract says of a requirement.
func TestRequirementIsDescribed(t *testing.T) {
	t.Parallel()
	in := runOf(caseOf("a", "R", looked("R")))
	in.Requirements = []spec.Requirement{{
		ID: "R", Level: spec.Should, Text: "It does.", Source: []string{"page 1"}, Basis: "stated",
		Note: "n",
	}}
	in.Requirements[0].Pos.Line = 12
	in.Run.Strict = true
	want := []result.Requirement{{
		ID: "R", Level: "should", Text: "It does.", Source: []string{"page 1"}, Basis: "stated",
		Note: "n",
		Line: 12, Gating: true, Status: "passed", Held: 1,
	}}
	if diff := cmp.Diff(want, result.Fold(in).Requirements); diff != "" {
		t.Errorf("requirements (-want +got):\n%s", diff)
	}
}
