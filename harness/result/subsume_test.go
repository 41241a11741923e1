package result_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

// subsumes is a run in which a.main breaks M-1, and the same fault breaks another requirement of
// a.odd, which M-1 explains.
func subsumes(requirement string) result.Input {
	return runOf(caseOf("a.main", "M-1", looked("M-1", broken("M-1"))),
		caseOf("a.odd", requirement+" M-1", looked(requirement+" M-1", part(requirement, "M-1"))))
}

func TestSubsumedFindingKeepsItsLevel(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		requirement, level string
		gated              bool
		verdict            string
	}{
		{"S-1", "should", false, "passed"},
		{"M-2", "must", true, "failed"},
	} {
		c := result.Fold(subsumes(tt.requirement)).Cases[1]
		want := part(tt.requirement, "M-1")
		want.SubsumedBy, want.Level, want.Gating = "M-1", tt.level, tt.gated
		want.With = []string{"a.main"} // without it, the requirement of its own would be broken
		if diff := cmp.Diff([]result.Finding{want}, c.Findings); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", tt.requirement, diff)
		}
		if c.Verdict != tt.verdict || len(c.Exchanges) != 1 {
			t.Errorf("%s: %s, %d exchanges", tt.requirement, c.Verdict, len(c.Exchanges))
		}
	}
}

// TestSubsumedFindingBreaksNothing: the requirement that subsumes is broken by its own findings
// alone, and the other is untested, with the reason.
func TestSubsumedFindingBreaksNothing(t *testing.T) {
	t.Parallel()
	got := result.Fold(subsumes("S-1")).Requirements
	want := []result.Requirement{
		{ID: "M-1", Level: "must", Gating: true, Status: "failed", Held: 1, Broke: 1},
		{
			ID: "S-1", Level: "should", Status: "untested",
			Why: []string{"its failures are reported as M-1, which subsumes them"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requirements (-want +got):\n%s", diff)
	}
}

func TestNotSubsumed(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(main, odd *result.CaseInput){
		"nothing was found there": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Findings = nil
		},
		"another status": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Findings[0].Got = "404"
		},
		"another reason": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Findings[0].Reason = "x"
		},
		"another place": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Findings[0].Where = "/x"
		},
		"it is part itself": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Findings[0].PartOf = "M-2"
		},
		"the run does not judge it": func(main, _ *result.CaseInput) {
			main.Breaks[0].Judged = false
		},
		"there is no judgement": func(main, _ *result.CaseInput) {
			main.Outcomes[0].Inconclusive = "reset"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := subsumes("S-1")
			edit(&in.Cases[0], &in.Cases[1])
			r := result.Fold(in)
			if f := r.Cases[1].Findings[0]; f.SubsumedBy != "" {
				t.Errorf("subsumed by %s", f.SubsumedBy)
			}
			if one, _ := r.Requirement("S-1"); one.Status != result.Failed || one.Broke != 1 {
				t.Errorf("%+v", one)
			}
		})
	}
}

// TestKeyOfBytes: apart from a status, what came makes no difference.
func TestKeyOfBytes(t *testing.T) {
	t.Parallel()
	in := subsumes("S-1")
	for i, got := range []string{"a", "b"} {
		f := &in.Cases[i].Outcomes[0].Findings[0]
		f.Where, f.Got = "/error/message", got
	}
	if f := result.Fold(in).Cases[1].Findings[0]; f.SubsumedBy != "M-1" {
		t.Errorf("subsumed by %q", f.SubsumedBy)
	}
}

// TestFoldCaseSubsumes: a case by itself is folded with what the others found.
func TestFoldCaseSubsumes(t *testing.T) {
	t.Parallel()
	in := subsumes("S-1")
	odd := in.Cases[1]
	if in.Cases[0].Subsumable() || !odd.Subsumable() {
		t.Error("a.odd alone can be explained by others")
	}
	if f := result.FoldCase(in, &odd).Findings[0]; f.SubsumedBy != "M-1" {
		t.Errorf("subsumed by %q", f.SubsumedBy)
	}
	in.Cases = nil
	if f := result.FoldCase(in, &odd).Findings[0]; f.SubsumedBy != "" {
		t.Errorf("subsumed by %q, though no other case is given", f.SubsumedBy)
	}
}

// TestWaiverOfWhatSubsumes: a waiver covers a subsumed finding by the requirement that explains
// it. A finding that gates nothing needs no waiver.
func TestWaiverOfWhatSubsumes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, requirement, cases string
		waived                   bool
		mark                     int
	}{
		{"the requirement", "S-1", "", true, 1},
		{"its own cases, and the rest gates nothing", "S-1", "a.main", true, 0},
		{"the requirement, and the rest gates", "M-2", "", true, 1},
		{"its own cases, and the rest gates", "M-2", "a.main", false, 0},
	} {
		in := subsumes(tt.requirement)
		in.Waivers = []result.WaiverRule{waive("M-1", tt.cases)}
		r := result.Fold(in)
		if r.Requirements[0].Waived != tt.waived {
			t.Errorf("%s: waived is %t", tt.name, r.Requirements[0].Waived)
		}
		if f := r.Cases[1].Findings[0]; f.Waiver != tt.mark {
			t.Errorf("%s: waiver %d", tt.name, f.Waiver)
		}
		if (r.Run.ExitCode == 0) != tt.waived {
			t.Errorf("%s: exit %d: %s", tt.name, r.Run.ExitCode, r.Run.Reason)
		}
	}
}
