package result_test

import (
	"testing"

	"example.com/toeline/harness/result"
)

// TestExit: the first rule that applies decides. Each row adds to a run what an earlier rule looks
// at, so that the table is the order of the rules, from the last to the first.
func TestExit(t *testing.T) {
	t.Parallel()
	pass, mayUndecided := caseOf("a", "M-1", looked("M-1")), caseOf("b", "S-1", unjudged("timeout"))
	fails := caseOf("f", "M-2", looked("M-2", broken("M-2")))
	inconclusive, skip := caseOf("u", "M-1", unjudged("timeout")), skipped("s", "M-2", "no fixture")
	half := caseOf("h", "M-2", looked("M-2", broken("M-2")), at(1, 0, unjudged("timeout")))
	known, stale := waive("M-2", ""), waive("M-1", "")
	type run struct {
		cases              []result.CaseInput
		waivers            []result.WaiverRule
		strict, requireAll bool
		cutShort           string
		preflight          string
	}
	const holds = "every gating requirement that was exercised holds"
	for _, tt := range []struct {
		name   string
		run    run
		code   int
		reason string
	}{
		{"all holds", run{cases: []result.CaseInput{pass}}, 0, holds},
		{
			"a should is broken",
			run{cases: []result.CaseInput{
				pass,
				caseOf("b", "S-1", looked("S-1", broken("S-1"))),
			}},
			0, holds,
		},
		{"a skipped case", run{cases: []result.CaseInput{pass, skip}}, 0, holds},
		{
			"what does not gate is inconclusive",
			run{cases: []result.CaseInput{pass, mayUndecided}},
			0, holds,
		},
		{
			"waived",
			run{cases: []result.CaseInput{pass, fails}, waivers: []result.WaiverRule{known}},
			0, holds + ", or is known to fail",
		},
		{
			"inconclusive",
			run{cases: []result.CaseInput{pass, inconclusive}},
			3,
			"1 gating case inconclusive",
		},
		{"inconclusive, and waived", run{
			cases:   []result.CaseInput{pass, fails, inconclusive},
			waivers: []result.WaiverRule{known},
		}, 3, "1 gating case inconclusive"},
		{
			"a should is inconclusive in a strict run",
			run{cases: []result.CaseInput{pass, mayUndecided}, strict: true},
			3, "1 gating case inconclusive",
		},
		{"the rest of what is waived is inconclusive", run{
			cases: []result.CaseInput{pass, half}, waivers: []result.WaiverRule{known},
		}, 3, "1 gating case inconclusive"},
		{
			"nothing exercised",
			run{cases: []result.CaseInput{inconclusive, skip}},
			3,
			"no case was exercised",
		},
		{
			"nothing exercised, and all required",
			run{cases: []result.CaseInput{skip}, requireAll: true},
			3, "no case was exercised",
		},
		{
			"cut short",
			run{cases: []result.CaseInput{pass, inconclusive}, cutShort: "the budget is spent"},
			3, "the budget is spent",
		},
		{
			"cut short, and nothing exercised",
			run{
				cases:    []result.CaseInput{skip},
				cutShort: "the budget is spent",
			},
			3, "the budget is spent",
		},
		{"all required", run{
			cases: []result.CaseInput{pass, inconclusive, skip}, requireAll: true,
			cutShort: "the budget is spent",
		}, 1, "1 gating requirement untested, and --require all"},
		{
			"all required, and all shown",
			run{
				cases:      []result.CaseInput{pass, skipped("s", "S-1", "x")},
				requireAll: true,
			},
			0, holds,
		},
		{"all required, and what is missing is inconclusive", run{
			cases:      []result.CaseInput{pass, caseOf("b", "M-2", unjudged("timeout"))},
			requireAll: true,
		}, 3, "1 gating case inconclusive"},
		{"a failing waiver", run{
			cases: []result.CaseInput{pass, skip}, waivers: []result.WaiverRule{stale},
			requireAll: true,
		}, 1, "1 waiver to fix: known.yaml:3 stale"},
		{"failing waivers", run{
			cases: []result.CaseInput{pass}, waivers: []result.WaiverRule{
				stale, stale, waive("X-1", ""),
				stale, stale,
			},
		}, 1, "5 waivers to fix: known.yaml:3 stale, known.yaml:3 stale, known.yaml:3 unmatched, " +
			"2 more"},
		{
			"broken",
			run{
				cases:    []result.CaseInput{pass, fails, inconclusive},
				cutShort: "the budget is spent",
			},
			1, "1 gating requirement failed",
		},
		{
			"broken, and a failing waiver",
			run{
				cases:   []result.CaseInput{pass, fails},
				waivers: []result.WaiverRule{stale},
			},
			1, "1 gating requirement failed, and 1 waiver to fix: known.yaml:3 stale",
		},
		{"interrupted", run{
			cases: []result.CaseInput{pass, fails}, waivers: []result.WaiverRule{stale},
			cutShort: result.Interrupted + " by a signal",
		}, 3, result.Interrupted + " by a signal"},
		{"nothing answers", run{
			cases: []result.CaseInput{pass, fails}, cutShort: result.Interrupted,
			preflight: "nothing answers",
		}, 3, "nothing answers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := runOf(tt.run.cases...)
			in.Waivers, in.Run.Strict = tt.run.waivers, tt.run.strict
			in.Run.CutShort, in.Run.Preflight = tt.run.cutShort, tt.run.preflight
			if tt.run.requireAll {
				in.Run.Require = "all"
			}
			run := result.Fold(in).Run
			if run.ExitCode != tt.code || run.Reason != tt.reason {
				t.Errorf("exit %d: %s\nwant %d: %s", run.ExitCode, run.Reason, tt.code, tt.reason)
			}
		})
	}
}
