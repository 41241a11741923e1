package summary_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

func TestVerdict(t *testing.T) {
	t.Parallel()
	run := func(code int, reason, preflight string) result.Run {
		return result.Run{
			ExitCode: code, Reason: reason, Preflight: preflight, Requests: 3, Milliseconds: 1234.4,
		}
	}
	for _, tt := range []struct {
		name string
		run  result.Run
		sums result.RequirementTotals
		want summary.Verdict
	}{
		{
			"passed", run(result.ExitPassed, "", ""),
			result.RequirementTotals{Passed: 2},
			summary.Verdict{
				"passed", "PASS", "2 requirements: 2 passed; 0 cases, 3 requests in 1.23s",
			},
		},
		{
			"a failure that does not gate", run(result.ExitPassed, "", ""),
			result.RequirementTotals{Passed: 1, Failed: 2, Waived: 1, Untested: 1},
			summary.Verdict{
				"passed", "PASS",
				"4 requirements: 1 passed, 1 failed but not gating, 1 failed and" +
					" waived, 1 untested; 0 cases, 3 requests in 1.23s",
			},
		},
		{
			"failed", run(result.ExitFailed, "1 broken", ""),
			result.RequirementTotals{Failed: 1},
			summary.Verdict{
				"failed", "FAIL",
				"1 broken; 1 requirement: 0 passed, 1 failed; 0 cases, 3 requests in 1.23s",
			},
		},
		{
			"inconclusive", run(result.ExitInconclusive, "nothing ran", ""),
			result.RequirementTotals{Failed: 1, Waived: 1},
			summary.Verdict{
				"inconclusive", "INCONCLUSIVE", "nothing ran; 1 requirement: 0 passed," +
					" 1 failed and waived; 0 cases, 3 requests in 1.23s",
			},
		},
		{
			"unreached", run(result.ExitInconclusive, "x", "nothing answers"),
			result.RequirementTotals{},
			summary.Verdict{
				"inconclusive", "INCONCLUSIVE", "nothing answers; no request was judged",
			},
		},
	} {
		r := &result.Report{Run: tt.run, Totals: result.Totals{Requirements: tt.sums}}
		if diff := cmp.Diff(tt.want, summary.VerdictOf(r)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestVerdictSaysWhatWasNotTested: a run that passes says nothing about cases that were skipped.
func TestVerdictSaysWhatWasNotTested(t *testing.T) {
	t.Parallel()
	r := &result.Report{Totals: result.Totals{Cases: result.CaseTotals{Passed: 1, Skipped: 4}}}
	const want = "0 requirements: 0 passed; 5 cases (4 of them not tested), 0 requests in 0s"
	if got := summary.VerdictOf(r).Line; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	r := &result.Report{Identical: "all are 200"}
	r.Run = result.Run{
		CutShort: "interrupted", Stopped: "a GET was answered 204", Notes: []string{"3 came late"},
		Replay: &result.Replay{
			File:           "a.har",
			DocumentSHA256: "x",
		}, Document: result.Document{SHA256: "y"},
		Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	replay := "of a run of 2026-01-02 03:04:05 UTC; nothing was sent: a.har"
	want := []summary.Notice{
		{"Replay", replay + ". The document has changed since.", false},
		{"Cut short", "interrupted", true},
		{"Stopped before further effects", "a GET was answered 204", true},
		{"Identical responses", "all are 200", true},
		{"Note", "3 came late", false},
	}
	if diff := cmp.Diff(want, summary.Notices(r, 10)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	r.Run.Replay.DocumentSHA256 = "y"
	if got := summary.ReplayText(&r.Run); got != replay {
		t.Errorf("the same document: %s", got)
	}
	if got := summary.Notices(&result.Report{}, 10); got != nil {
		t.Errorf("of a plain run: %v", got)
	}
}

// Reasons that differ in case ids, GUIDs and ports only are one group.
func TestGroups(t *testing.T) {
	t.Parallel()
	r := &result.Report{
		Cases: []result.Case{
			{ID: "a.one", Verdict: result.Skipped, Reason: "needs a.one, which failed"},
			{ID: "a.two", Verdict: result.Skipped, Reason: "needs a.two, which failed"},
			{ID: "a.three", Verdict: result.Skipped, Reason: "not selected"},
			{ID: "a.four", Verdict: result.Inconclusive, Reason: "127.0.0.1:8080 is silent"},
			{ID: "a.five", Verdict: result.Inconclusive, Reason: "127.0.0.1:9090 is silent"},
			{ID: "a.six", Verdict: result.Passed},
		},
		Requirements: []result.Requirement{
			{
				ID:     "R-1",
				Gating: true,
				Status: result.Untested,
				Why:    []string{"a.one: no", "a.two: no"},
			},
			{ID: "R-2", Gating: true, Status: result.Untested, Why: []string{"a.three: no"}},
			{ID: "R-3", Gating: true, Status: result.Untested, Why: []string{"other"}},
			{ID: "R-4", Status: result.Untested, Why: []string{"other"}},
			{ID: "R-5", Gating: true, Status: result.Passed},
		},
	}
	skipped := []summary.ReasonGroup{
		{result.Skipped, "needs a.one, which failed", []string{"a.one", "a.two"}, false},
		{result.Skipped, "not selected", []string{"a.three"}, false},
	}
	silent := []summary.ReasonGroup{
		{result.Inconclusive, "127.0.0.1:8080 is silent", []string{"a.four", "a.five"}, false},
	}
	for _, want := range [][]summary.ReasonGroup{skipped, silent} {
		if diff := cmp.Diff(want, summary.ReasonGroups(r, want[0].Verdict)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	known := r.Requirements
	untested := []summary.UntestedGroup{
		{[]string{"a.one: no"}, []*result.Requirement{&known[0], &known[1]}},
		{[]string{"other"}, []*result.Requirement{&known[2]}},
	}
	if diff := cmp.Diff(untested, summary.UntestedGroups(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSeen(t *testing.T) {
	t.Parallel()
	cases := []string{"a", "b", "c", "d", "e"}
	for _, tt := range []struct {
		name, client string
		broke        int
		cause        result.Cause
		want         string
	}{
		{
			"of all that were looked at", "", 2,
			result.Cause{Requests: 2, Looked: 9, Cases: cases[:1]},
			"in 2 of 9 requests, 1 case: a",
		},
		{
			"more than are kept", "", 7,
			result.Cause{Requests: 2, Cases: cases},
			"in at least 2 requests, 5 cases: a, b, c, d and 1 more",
		},
		{
			"of a client", "curl", 1,
			result.Cause{Requests: 1, Looked: 1, Cases: cases[:2]},
			"in 1 of 1 call, 2 cases: a, b",
		},
		{
			"with others", "", 1,
			result.Cause{Requests: 1, Cases: cases[:1], Subsumed: cases[1:3]},
			"in 1 request, 1 case: a; it subsumes findings of 2 other cases",
		},
	} {
		tt.cause.Requirement = "R"
		r := &result.Report{
			Requirements: []result.Requirement{
				{ID: "R", Broke: tt.broke},
			}, Causes: []result.Cause{tt.cause},
		}
		r.Run.Client = tt.client
		if got := summary.Seen(r, &r.Causes[0]); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	r := &result.Report{Waivers: []result.Waiver{
		{Case: []string{"a"}, State: result.WaiverUnused, Owner: "x", Flaky: true},
		{
			Requirement: []string{
				"R",
			}, Case: []string{"b"}, State: result.WaiverActive, Findings: 1,
			Owner: "y", Expires: "2027-01-31", Link: "https://issues.example/7", Target: "mock",
		},
		{Requirement: []string{"S"}, State: result.WaiverStale, Owner: "z"},
	}}
	want := []string{
		"failed: S; z",
		"waived: R in b on mock; y, until 2027-01-31, https://issues.example/7",
		"skipped: a; x, flaky",
	}
	var got []string
	for _, w := range summary.Waivers(r) {
		got = append(got, w.Class+": "+w.About+"; "+w.Terms)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestReasonsThatDifferInOneWord: they are one reason, which names some of the words; reasons that
// differ in two words, or each in another, are not.
func TestReasonsThatDifferInOneWord(t *testing.T) {
	t.Parallel()
	r := &result.Report{}
	for i, reason := range []string{
		"no task of type a; add one", "no task of type b; add one", "no user of type c; add one",
		"no task of type d; add one", "no task of kind a; add one", "another reason",
	} {
		r.Cases = append(r.Cases, result.Case{
			ID: string(rune('p' + i)), Verdict: result.Skipped, Reason: reason,
		})
	}
	var got []string
	for _, group := range summary.ReasonGroups(r, result.Skipped) {
		got = append(got, group.Reason+" "+strings.Join(group.Cases, ""))
	}
	want := []string{
		"no task of type a, b, d; add one pqs", "no user of type c; add one r",
		"no task of kind a; add one t", "another reason u",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
