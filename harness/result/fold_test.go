package result_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

func TestVerdicts(t *testing.T) {
	t.Parallel()
	type verdict struct {
		Verdict, Level, Reason       string
		Requests, Unjudged, Findings int
		Exchanges                    int
	}
	for _, tt := range []struct {
		name   string
		c      result.CaseInput
		strict bool
		want   verdict
	}{
		{
			name: "pass", c: caseOf("a", "M-1", looked("M-1")),
			want: verdict{Verdict: "passed", Level: "must", Requests: 1},
		},
		{
			name: "no request", c: caseOf("a", "M-1"),
			want: verdict{Verdict: "passed", Level: "must"},
		},
		{
			name: "fail", c: caseOf("a", "M-1", looked("M-1", broken("M-1"))),
			want: verdict{Verdict: "failed", Level: "must", Requests: 1, Findings: 1, Exchanges: 1},
		},
		{
			name: "skip", c: skipped("a", "M-1 S-1", "no fixture"),
			want: verdict{Verdict: "skipped", Level: "must", Reason: "no fixture"},
		},
		{
			name: "inconclusive: the first reason counts",
			c:    caseOf("a", "S-1", unjudged("timeout"), at(1, 0, unjudged("reset"))),
			want: verdict{
				Verdict: "inconclusive", Level: "should", Reason: "timeout", Requests: 4,
				Unjudged:  2,
				Exchanges: 2,
			},
		},
		{
			name: "pass and inconclusive",
			c:    caseOf("a", "M-1", looked("M-1"), at(1, 0, unjudged("timeout"))),
			want: verdict{
				Verdict: "inconclusive", Level: "must", Reason: "timeout", Requests: 3, Unjudged: 1,
				Exchanges: 1,
			},
		},
		{
			name: "what was withheld leaves the verdict to the others",
			c: caseOf("a", "M-1", withheld("acted on"), at(1, 0, looked("M-1")),
				at(2, 0, withheld("acted on"))),
			want: verdict{Verdict: "passed", Level: "must", Requests: 1},
		},
		{
			name: "a finding beside what was withheld",
			c:    caseOf("a", "M-1", looked("M-1", broken("M-1")), at(1, 0, withheld("acted on"))),
			want: verdict{Verdict: "failed", Level: "must", Requests: 1, Findings: 1, Exchanges: 1},
		},
		{
			name: "all was withheld",
			c:    caseOf("a", "M-1", withheld("acted on"), at(1, 0, unjudged("timeout"))),
			want: verdict{
				Verdict: "inconclusive", Level: "must", Reason: "acted on", Requests: 2,
				Unjudged:  2,
				Exchanges: 1,
			},
		},
		{
			name: "content that was not read",
			c:    caseOf("a", "M-1 S-1", unread("M-1", "cut short")),
			want: verdict{
				Verdict: "inconclusive", Level: "must", Reason: "cut short", Requests: 1,
				Unjudged: 1, Exchanges: 1,
			},
		},
		{
			name: "content that was not read, of no concern",
			c:    caseOf("a", "S-1", unread("M-1", "cut short")),
			want: verdict{Verdict: "passed", Level: "should", Requests: 1},
		},
		{
			name: "fail and inconclusive",
			c:    caseOf("a", "M-1", unjudged("timeout"), at(1, 0, looked("M-1", broken("M-1")))),
			want: verdict{
				Verdict: "failed", Level: "must", Reason: "timeout", Requests: 3, Unjudged: 1,
				Findings:  1,
				Exchanges: 2,
			},
		},
		{
			name: "a should does not fail", c: caseOf("a", "S-1", looked("S-1", broken("S-1"))),
			want: verdict{
				Verdict: "passed", Level: "should", Requests: 1, Findings: 1, Exchanges: 1,
			},
		},
		{
			name:   "a should fails a strict run",
			c:      caseOf("a", "S-1", looked("S-1", broken("S-1"))),
			strict: true,
			want: verdict{
				Verdict: "failed", Level: "should", Requests: 1, Findings: 1, Exchanges: 1,
			},
		},
		{
			name: "a may never fails", c: caseOf("a", "Y-1",
				looked("Y-1", broken("Y-1"))), strict: true,
			want: verdict{Verdict: "passed", Level: "may", Requests: 1, Findings: 1, Exchanges: 1},
		},
		{
			name: "a should and inconclusive",
			c:    caseOf("a", "S-1", looked("S-1", broken("S-1")), at(1, 0, unjudged("timeout"))),
			want: verdict{
				Verdict: "inconclusive", Level: "should", Reason: "timeout", Requests: 3,
				Unjudged: 1,
				Findings: 1, Exchanges: 2,
			},
		},
		{
			name: "what the run does not judge is not a finding",
			c: with(caseOf("a", "M-1 M-2", looked("M-1 M-2", broken("M-1"), broken("Y-1"))),
				func(c *result.CaseInput) { c.Breaks[0].Judged = false }),
			want: verdict{Verdict: "passed", Level: "must", Requests: 1},
		},
		{
			name: "rules for every response do not raise the level",
			c: with(caseOf("a", "M-1 S-1",
				looked("M-1 S-1", broken("M-1"))), func(c *result.CaseInput) {
				c.Breaks[0].Own, c.Breaks[0].Rule = false, true
			}),
			want: verdict{
				Verdict: "failed", Level: "should", Requests: 1, Findings: 1, Exchanges: 1,
			},
		},
		{
			name: "all evidence is kept",
			c: with(caseOf("a", "M-1", looked("M-1"), at(1, 0, looked("M-1"))),
				func(c *result.CaseInput) { c.KeepAll = true }),
			want: verdict{Verdict: "passed", Level: "must", Requests: 2, Exchanges: 2},
		},
		{
			name: "evidence is kept once",
			c:    caseOf("a", "M-1", unjudged("timeout"), unjudged("timeout")),
			want: verdict{
				Verdict: "inconclusive", Level: "must", Reason: "timeout", Requests: 4, Unjudged: 2,
				Exchanges: 1,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := runOf(tt.c)
			in.Run.Strict = tt.strict
			r := result.Fold(in)
			if err := r.Check(); err != nil {
				t.Error(err)
			}
			c := r.Cases[0]
			got := verdict{
				c.Verdict, c.Level, c.Reason, c.Requests, c.Unjudged, len(c.Findings),
				len(c.Exchanges),
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("case (-want +got):\n%s", diff)
			}
			if r.Run.Requests != c.Requests {
				t.Errorf("the run has %d requests, its only case %d", r.Run.Requests, c.Requests)
			}
			if diff := cmp.Diff(c, result.FoldCase(in, &tt.c)); diff != "" {
				t.Errorf("FoldCase (-Fold +FoldCase):\n%s", diff)
			}
		})
	}
}

// TestFindingIsCompleted: level, gating, instance and step are those of its case and outcome.
func TestFindingIsCompleted(t *testing.T) {
	t.Parallel()
	c := caseOf("a", "M-1 S-1", at(2, 1, looked("M-1 S-1", broken("M-1"), broken("S-1"))))
	c.Notes, c.Took = []string{"it said so"}, 3*time.Millisecond
	in := runOf(c)
	in.Lines = lines{}
	got := result.Fold(in).Cases[0]
	finding := func(requirement, level string, gated bool) result.Finding {
		f := broken(requirement)
		f.Level, f.Gating, f.Instance, f.Step = level, gated, 2, 1
		f.Request, f.Reproduce = "GET /a", "curl a 2 1"
		return f
	}
	want := result.Case{
		ID: "a", Level: "must", Requirements: []string{"M-1", "S-1"}, Verdict: "failed",
		Requests: 1,
		Findings: []result.Finding{
			finding("M-1", "must", true), finding("S-1", "should", false),
		},
		Exchanges:    []result.Exchange{{Instance: 2, Step: 1, Milliseconds: 1}},
		Note:         []string{"it said so"},
		Milliseconds: 3,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("case (-want +got):\n%s", diff)
	}
	if e := c.Outcomes[0].Exchange; e.Instance != 0 || c.Outcomes[0].Findings[0].Level != "" {
		t.Errorf("Fold changed its input: %+v", c.Outcomes[0])
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	header := result.Finding{
		Requirement: "M-1", Where: "header Date", Reason: "missing", Instance: 7,
	}
	c := caseOf("a.fuzz", "M-1 M-2")
	c.Tally = &result.Tally{
		Sent: 100, Unjudged: 2, Reason: "reset",
		Held:   map[string]int{"M-1": 90, "M-2": 98, "S-1": 98},
		Broke:  map[string]int{"M-1": 8},
		Unseen: map[string]int{"M-2": 3, "Y-1": 1},
		Findings: []result.Finding{
			broken("M-2"), broken("M-1"), header, broken("S-1"),
		},
		Exchanges: []result.Exchange{{Instance: 7}, {Instance: 9}, {Instance: 7}},
	}
	r := result.Fold(runOf(c))
	got := r.Cases[0]
	var order []string
	for _, f := range got.Findings {
		order = append(order, f.Requirement+" "+f.Where)
	}
	want := []string{"M-1 header Date", "M-1 status", "M-2 status"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if got.Verdict != "failed" || got.Requests != 100 || got.Unjudged != 2 ||
		got.Reason != "reset" {
		t.Errorf("%+v", got)
	}
	if len(got.Exchanges) != 2 || got.Exchange(&got.Findings[0]).Instance != 7 {
		t.Errorf("exchanges: %+v", got.Exchanges)
	}
	if r := r.Requirements[0]; r.Held != 90 || r.Broke != 8 {
		t.Errorf("%+v", r)
	}
}

func TestTotals(t *testing.T) {
	t.Parallel()
	in := runOf(caseOf("a", "M-1", looked("M-1", broken("M-1"))),
		caseOf("b", "M-2", looked("M-2", broken("M-2"))), caseOf("c", "S-1", looked("S-1")),
		skipped("d", "Y-1", "no fixture"), caseOf("e", "Y-1", unjudged("reset")))
	in.Waivers = []result.WaiverRule{waive("M-2", "")}
	in.Identical = "every response is the same"
	r := result.Fold(in)
	want := result.Totals{
		Cases: result.CaseTotals{
			Passed: 1, Failed: 2, Waived: 1, Skipped: 1, Inconclusive: 1,
		},
		Requirements: result.RequirementTotals{Passed: 1, Failed: 2, Waived: 1, Untested: 1},
	}
	if diff := cmp.Diff(want, r.Totals); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if r.Totals.Cases.All() != 5 || r.Totals.Requirements.All() != 4 {
		t.Errorf("%d cases, %d requirements", r.Totals.Cases.All(), r.Totals.Requirements.All())
	}
	if r.Identical != in.Identical {
		t.Errorf("alike: %q", r.Identical)
	}
	in.Cases, in.Waivers = in.Cases[2:3], nil
	if r := result.Fold(in); r.Identical != "" {
		t.Errorf("alike, though nothing is wrong: %q", r.Identical)
	}
}

func TestFoldUnreached(t *testing.T) {
	t.Parallel()
	in := runOf(caseOf("a", "M-1"), caseOf("b", "S-1"))
	in.Cases[1].Breaks[0].Judged = false
	in.Run.Preflight, in.Waivers = "nothing answers", []result.WaiverRule{waive("M-1", "")}
	want := &result.Report{
		SchemaVersion: result.SchemaVersion, Run: in.Run,
		Totals: result.Totals{Requirements: result.RequirementTotals{Untested: 1}},
		Requirements: []result.Requirement{{
			ID: "M-1", Level: "must", Gating: true, Status: "untested",
			Why: []string{"no response came that it is about"},
		}},
		Causes: []result.Cause{}, Cases: []result.Case{},
	}
	want.Run.ExitCode, want.Run.Reason = 3, "nothing answers"
	if diff := cmp.Diff(want, result.FoldUnreached(in)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// TestFoldOfNothing: a run without a case has no waivers, and lists rather than nulls.
func TestFoldOfNothing(t *testing.T) {
	t.Parallel()
	in := runOf()
	in.Waivers = []result.WaiverRule{waive("M-1", "")}
	r := result.Fold(in)
	if r.Waivers != nil || r.Cases == nil || r.Causes == nil || r.Requirements == nil {
		t.Errorf("%+v", r)
	}
	if r.Run.ExitCode != 3 || r.Run.Reason != "no case was exercised" {
		t.Errorf("exit %d: %s", r.Run.ExitCode, r.Run.Reason)
	}
}
