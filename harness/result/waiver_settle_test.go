package result

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

const target = "http://127.0.0.1:8765/beta"

var day = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// rule is an entry on line 2, whose patterns are on the lines that follow.
func rule(
	t *testing.T, requirements, cases string, edit func(*WaiverRule),
) WaiverRule {
	t.Helper()
	r := WaiverRule{
		Waiver: Waiver{File: "known.yaml", Line: 2, Reason: "known", Owner: "me"},
	}
	line := 3
	read := func(texts string) (all []WaiverPattern) {
		for _, text := range strings.Fields(texts) {
			p, err := spec.ParsePattern(text)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, WaiverPattern{Pattern: p, Line: line})
			line++
		}
		return all
	}
	r.RequirementPatterns, r.CasePatterns = read(requirements), read(cases)
	if edit != nil {
		edit(&r)
	}
	return r
}

// knows makes a rule one of failures.
func knows(fingerprints ...string) func(*WaiverRule) {
	return func(r *WaiverRule) { r.Fingerprints = fingerprints }
}

// example is a run in which R-1 fails in a.x and holds in a.y and b.x, and R-2 holds in all.
func example() waiverRun {
	run := waiverRun{Requirements: []string{"R-1", "R-2", "R-3"}}
	for _, id := range []string{"a.x", "a.y", "b.x"} {
		c := waiverCase{
			ID: id, Held: map[string]int{"R-1": 2, "R-2": 3}, Unseen: map[string]int{},
		}
		run.Pairs = append(run.Pairs,
			waiverPair{Case: id, Requirement: "R-1", Exercised: true},
			waiverPair{Case: id, Requirement: "R-2", Exercised: true})
		if id == "a.x" {
			c.Findings, c.Held = []WaiverFinding{
				{Requirement: "R-1", Fingerprint: "2:a"}, {Requirement: "R-1", Fingerprint: "2:b"},
			}, map[string]int{"R-2": 3}
		}
		run.Cases = append(run.Cases, c)
	}
	return run
}

// flaky, elsewhere and expires edit a rule.
func flaky(r *WaiverRule)     { r.Flaky = true }
func elsewhere(r *WaiverRule) { r.Target = "https://**" }
func expires(last string) func(*WaiverRule) {
	return func(r *WaiverRule) { r.Expires, r.ExpiresLine = last, 9 }
}

func TestApplyWaivers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                string
		requirements, cases string
		edit                func(*WaiverRule)
		run                 func(*waiverRun)
		want                WaiverState
		line, findings      int
		why                 string
	}{
		{name: "a requirement", requirements: "R-1", want: "active", line: 2, findings: 2},
		{name: "a pattern", requirements: "R-*", want: "active", line: 2, findings: 2},
		{name: "a case", cases: "a.x", want: "active", line: 2, findings: 2},
		{name: "both", requirements: "R-1", cases: "a.x", want: "active", line: 2, findings: 2},
		{
			name: "its target", requirements: "R-1",
			edit: func(r *WaiverRule) { r.Target = target + "/" },
			want: "active", line: 2, findings: 2,
		},
		{
			name: "its fingerprints", requirements: "R-1", edit: knows("2:b", "2:a"),
			want: "active", line: 2, findings: 2,
		},
		{
			name: "other fingerprints", requirements: "R-1", edit: knows("2:c"), want: "unused",
			line: 2,
			why: "2 findings of what it names failed in another way than it waives: " +
				"if that is known too, add it by toeline waive",
		},
		{
			name: "its last day", requirements: "R-1", edit: expires("2026-06-01"), want: "active",
			line: 2, findings: 2,
			why: "its last day is near: 2026-06-01, in 0 days",
		},
		{
			name: "the day before its last", requirements: "R-1", edit: expires("2026-06-02"),
			want: "active", line: 2,
			findings: 2, why: "its last day is near: 2026-06-02, in 1 day",
		},
		{
			name: "a last day that is not near", requirements: "R-1", edit: expires("2026-06-16"),
			want: "active",
			line: 2, findings: 2,
		},
		{
			name: "flaky and failing", requirements: "R-1", edit: flaky, want: "active", line: 2,
			findings: 2,
		},
		{
			name: "flaky and not failing", requirements: "R-2", edit: flaky, want: "unused",
			line: 2,
			why:  "it is flaky, and did not fail this time",
		},
		{
			name: "elsewhere", requirements: "R-1", edit: elsewhere, want: "unused", line: 2,
			why: "it is for other targets than http://127.0.0.1:8765/beta",
		},
		{
			name: "expired", requirements: "R-1", edit: expires("2026-05-31"), want: "expired",
			line: 9,
			why: "it held up to 2026-05-31, and waives nothing now: mend what it names and take " +
				"it out, " +
				"or give it another day",
		},
		{
			name: "fixed", requirements: "R-2", want: "stale", line: 3,
			why: "it fails no longer: R-2 (line 3) held in 9 requests of 3 cases. " +
				"Take the waiver out, or say flaky: true if it only fails at times",
		},
		{
			name: "partly fixed", requirements: "R-1", cases: "a.x a.y", want: "stale", line: 5,
			findings: 2,
			why: "it fails no longer: a.y (line 5) held in 2 requests of 1 case. " +
				"Take out what holds, and keep the rest of the waiver",
		},
		{
			name: "a requirement of two is fixed", requirements: "R-1 R-2", cases: "a.**",
			want: "stale", line: 4,
			findings: 2, why: "it fails no longer: R-2 (line 4) held in 6 requests of 2 cases. " +
				"Take out what holds, and keep the rest of the waiver",
		},
		{
			name: "many are fixed", cases: "a.y b.x b.* b.x* b.** a.y*", want: "stale", line: 3,
			why: "it fails no longer: a.y (line 3) held in 5 requests of 1 case; " +
				"b.x (line 4) held in 5 requests of 1 case; b.* (line 5) held in 5 requests of 1 " +
				"case; " +
				"b.x* (line 6) held in 5 requests of 1 case; b.** (line 7) held in 5 requests of " +
				"1 case; 1 more. " +
				"Take the waiver out, or say flaky: true if it only fails at times",
		},
		{
			name: "an unknown requirement", requirements: "R-1 R-22", want: "unmatched", line: 4,
			findings: 2,
			why: `the document has no requirement R-22 (did you mean "R-2"?): see toeline ` +
				`list requirements`,
		},
		{
			name: "an unknown case", cases: "a", want: "unmatched", line: 3,
			why: `the document has no case a (did you mean "a.**"?): see toeline list cases`,
		},
		{
			name: "nothing like it", cases: "something.else", want: "unmatched", line: 3,
			why: "the document has no case something.else: see toeline list cases",
		},
		{
			name: "a requirement that no case breaks", requirements: "R-3", want: "unmatched",
			line: 3,
			why:  "no case that the waiver names can break a requirement that it names, by R-3",
		},
		{
			name: "unknown, and elsewhere", requirements: "other", edit: elsewhere,
			want: "unmatched", line: 3,
			why: "the document has no requirement other: see toeline list requirements",
		},
		{
			name: "left out", requirements: "R-2",
			run:  func(run *waiverRun) { run.Pairs[1].Out = "narrowed" },
			want: "unused", line: 2, why: "narrowed",
		},
		{
			name: "not run", cases: "b.x",
			run:  func(run *waiverRun) { run.Cases = run.Cases[:2] },
			want: "unused", line: 2, why: "b.x was not run",
		},
		{name: "nothing to send", requirements: "R-2", run: func(run *waiverRun) {
			for i := range run.Pairs {
				run.Pairs[i].Out, run.Pairs[i].Lacking = "no fixture", true
			}
		}, want: "unused", line: 2, why: "nothing of it was exercised: no fixture"},
		{
			name: "nothing to send in one case", requirements: "R-2", run: func(
				run *waiverRun,
			) {
				run.Pairs[1].Out, run.Pairs[1].Lacking = "no fixture", true
			}, want: "stale", line: 3,
			why: "it fails no longer: R-2 (line 3) held in 6 requests of 2 cases. " +
				"Take the waiver out, or say flaky: true if it only fails at times",
		},
		{
			name: "hidden by the transport", requirements: "R-2", run: func(run *waiverRun) {
				run.Cases[1].Unseen["R-2"] = 1
			}, want: "unused", line: 2,
			why: "R-2 takes the bytes of the connection, which this transport hides",
		},
		{name: "inconclusive", requirements: "R-2", run: func(run *waiverRun) {
			run.Cases[1].Unjudged, run.Cases[1].Why = 1, "no response"
		}, want: "unused", line: 2, why: "a.y stayed inconclusive: no response"},
		{name: "hidden by another finding", requirements: "R-2", run: func(run *waiverRun) {
			run.Cases[0].Held = nil
		}, want: "unused", line: 2, why: "a.x breaks something else before R-2 can be seen"},
		{
			name: "a rule that can only be broken", requirements: "R-2", cases: "b.x",
			run: func(run *waiverRun) {
				run.Pairs[5].Exercised, run.Cases[2].Held = false, nil
			}, want: "stale", line: 4, why: "it fails no longer: b.x (line 4) held in 1 case. " +
				"Take the waiver out, or say flaky: true if it only fails at times",
		},
		{
			name: "rules that can only be broken do not count beside others", requirements: "R-2",
			run: func(run *waiverRun) {
				run.Pairs[5].Exercised, run.Pairs[5].Out = false, "narrowed"
			},
			want: "stale", line: 3,
			why: "it fails no longer: R-2 (line 3) held in 6 requests of 2 cases. " +
				"Take the waiver out, or say flaky: true if it only fails at times",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			run := example()
			if tt.run != nil {
				tt.run(&run)
			}
			r := rule(t, tt.requirements, tt.cases, tt.edit)
			marks, waivers := applyWaivers([]WaiverRule{r}, target, day, run)
			want := r.Waiver
			want.Requirement, want.Case = texts(tt.requirements), texts(tt.cases)
			want.State, want.Line, want.Why, want.Findings = tt.want, tt.line, tt.why, tt.findings
			if tt.findings > 0 {
				want.Cases = 1
			}
			if diff := cmp.Diff([]Waiver{want}, waivers); diff != "" {
				t.Errorf("waivers (-want +got):\n%s", diff)
			}
			mark := min(tt.findings, 1)
			if diff := cmp.Diff([]int{mark, mark}, marks[0]); diff != "" {
				t.Errorf("marks of a.x (-want +got):\n%s", diff)
			}
		})
	}
}

func texts(all string) []string {
	if all == "" {
		return nil
	}
	return strings.Fields(all)
}

// TestChangedFailureIsNotWaived: of two failures the one that the rule does not know fails the run,
// and the rule says so.
func TestChangedFailureIsNotWaived(t *testing.T) {
	t.Parallel()
	rules := []WaiverRule{rule(t, "R-1", "", knows("2:a"))}
	marks, waivers := applyWaivers(rules, target, day, example())
	if diff := cmp.Diff([][]int{{1, 0}, {}, {}}, marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	w := waivers[0]
	if w.State != WaiverActive ||
		!strings.HasPrefix(w.Why, "1 finding of what it names failed in another way") {
		t.Errorf("%+v", w)
	}
}

// TestFirstRuleCounts: a finding counts for the first rule that waives it, and every such rule is
// in use.
func TestFirstRuleCounts(t *testing.T) {
	t.Parallel()
	rules := []WaiverRule{
		rule(t, "", "b.*", flaky), rule(t, "R-1", "", nil), rule(t, "", "a.x", nil),
	}
	marks, waivers := applyWaivers(rules, target, day, example())
	if diff := cmp.Diff([][]int{{2, 2}, {}, {}}, marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if w := waivers[2]; w.State != WaiverActive || w.Findings != 0 || w.Cases != 0 {
		t.Errorf("%+v", w)
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	m := NewWaiverMatcher([]WaiverRule{rule(t, "R-1", "a.*", nil)}, target, day)
	for pair, want := range map[[2]string]bool{
		{"a.x", "R-1"}: true, {"a.x", "R-2"}: false, {"b.x", "R-1"}: false,
	} {
		if got := m.Covers(pair[0], WaiverFinding{Requirement: pair[1]}); got != want {
			t.Errorf("%v: %t", pair, got)
		}
	}
}
