package waiver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

const (
	period    = "message/absent-period-added" // breaks ERA-NF-3 in every case that names no task
	noRequest = "header/request-id-missing"   // breaks the should ERA-HDR-1 everywhere
)

// outOf is a run with one waiver, and what must come of it.
type outOf struct {
	name, defect string
	edit         func(*verify.Config)
	waivers      []string
	state        result.WaiverState // of the first
	why          string             // a part of it
	exit         int
	reason       string // a part of it
}

func TestWhatComesOfAWaiver(t *testing.T) {
	t.Parallel()
	strict := func(o *verify.Config) { o.Strict = true }
	tests := []outOf{
		{
			name: "a requirement", defect: period, waivers: []string{"requirement: ERA-NF-3"},
			state: result.WaiverActive, reason: "known to fail",
		},
		{
			name: "a pattern", defect: period, waivers: []string{"requirement: ERA-NF-*"},
			state: result.WaiverActive,
		},
		{
			name: "a case", defect: period, waivers: []string{"case: not-found.absent-guid"},
			state: result.WaiverActive, exit: 1, reason: "1 gating requirement failed",
		},
		{
			name: "all its cases", defect: period,
			waivers: []string{"case: [not-found.**, valid-guid.**, qualified-path.**]"},
			state:   result.WaiverActive,
		},
		{name: "both", defect: period, waivers: []string{
			"requirement: ERA-NF-3, case: [not-found.**, valid-guid.**, qualified-path.**]",
		}, state: result.WaiverActive},
		{
			name: "both, and another requirement", defect: period,
			waivers: []string{"requirement: ERA-NF-2, case: not-found.**"},
			state:   result.WaiverStale, exit: 1,
			reason: "1 gating requirement failed, and 1 waiver to fix: known.yaml:2 stale",
		},
		{
			name: "its target", defect: period,
			waivers: []string{`requirement: ERA-NF-3, target: "http://127.0.0.1:*/beta"`},
			state:   result.WaiverActive,
		},
		{
			name: "another target", defect: period,
			waivers: []string{`requirement: ERA-NF-3, target: "https://**"`},
			state:   result.WaiverUnused, why: "for other targets", exit: 1,
		},
		{
			name: "the last day", defect: period,
			waivers: []string{"requirement: ERA-NF-3, expires: 2999-12-31"},
			state:   result.WaiverActive,
		},
		{
			name: "expired", defect: period,
			waivers: []string{"requirement: ERA-NF-3, expires: 2026-01-01"},
			state:   result.WaiverExpired, why: "up to 2026-01-01", exit: 1,
			reason: "1 gating requirement failed, and 1 waiver",
		},
		{
			name:    "expired and fixed",
			waivers: []string{"requirement: ERA-NF-3, expires: 2026-01-01"},
			state:   result.WaiverExpired, exit: 1, reason: "known.yaml:2 expired",
		},
		{
			name: "fixed", waivers: []string{"requirement: ERA-NF-3"}, state: result.WaiverStale,
			why: "it fails no longer: ERA-NF-3 (line 2) held in ", exit: 1,
			reason: "1 waiver to fix: known.yaml:2 stale",
		},
		{name: "half fixed", defect: period, waivers: []string{
			"case: [not-found.**, valid-guid.**, qualified-path.**, methods.GET]",
		}, state: result.WaiverStale, why: "methods.GET (line 2) held", exit: 1},
		{
			name: "of nothing", waivers: []string{"requirement: ERA-NF-33"},
			state: result.WaiverUnmatched, why: `did you mean "ERA-NF-3"?`, exit: 1,
		},
		{
			name: "of no case", waivers: []string{"case: not-found"}, state: result.WaiverUnmatched,
			why: `did you mean "not-found.**"?`, exit: 1,
		},
		{
			name: "of no pair", waivers: []string{"requirement: ERA-UNS-3, case: success.**"},
			state: result.WaiverUnmatched, why: "no case that the waiver names can break", exit: 1,
		},
		{
			name:    "of nothing, elsewhere",
			waivers: []string{`requirement: ERA-NF-33, target: "https://**"`},
			state:   result.WaiverUnmatched, exit: 1,
		},
		{
			name: "flaky and failing", defect: period,
			waivers: []string{"requirement: ERA-NF-3, flaky: true"}, state: result.WaiverActive,
		},
		{
			name: "flaky and not failing", waivers: []string{"requirement: ERA-NF-3, flaky: true"},
			state: result.WaiverUnused, why: "did not fail this time",
		},
		{
			name: "narrowed away", edit: only("methods.**"),
			waivers: []string{"requirement: ERA-NF-3"}, state: result.WaiverUnused,
			why: "this run is narrowed",
		},
		{
			name: "narrowed to a part", edit: only("not-found.absent-guid"),
			waivers: []string{"requirement: ERA-NF-3"}, state: result.WaiverUnused,
			why: "this run is narrowed",
		},
		{
			name: "narrowed to all of it", edit: only("not-found.absent-guid"),
			waivers: []string{"requirement: ERA-NF-3, case: not-found.absent-guid"},
			state:   result.WaiverStale, exit: 1,
		},
		{
			name: "below the level", edit: func(o *verify.Config) { o.Level = "must" },
			waivers: []string{"requirement: ERA-HDR-1"}, state: result.WaiverUnused,
			why: "narrowed",
		},
		{
			name: "left out by the profile", edit: func(o *verify.Config) { o.Profile = "shape" },
			waivers: []string{"requirement: ERA-NF-3"}, state: result.WaiverUnused,
			why: `profile "shape" leaves it out`,
		},
		{
			name: "a should that gates nothing", defect: noRequest,
			waivers: []string{"requirement: [ERA-HDR-1, ERA-HDR-3]"}, state: result.WaiverActive,
		},
		{
			name: "a should, strictly", defect: noRequest, edit: strict,
			waivers: []string{"requirement: ERA-HDR-1"}, state: result.WaiverActive,
		},
		{
			name: "cannot be seen", edit: offLoopback, waivers: []string{"requirement: ERA-OK-1"},
			state: result.WaiverUnused, why: "the target is not on loopback",
		},
		{
			name: "no random values", waivers: []string{"case: fuzz.identifiers"},
			state: result.WaiverUnused, why: "--fuzz",
		},
		{
			name: "two that overlap", defect: period,
			waivers: []string{"requirement: ERA-NF-3", "requirement: ERA-NF-3, case: not-found.**"},
			state:   result.WaiverActive,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.hold(t, run(t, tt.defect, with(waivers(t, tt.waivers...), tt.edit)))
		})
	}
}

// hold compares the report with what is wanted, and its parts with each other.
func (tt outOf) hold(t *testing.T, made *result.Report) {
	t.Helper()
	w := made.Waivers[0]
	code, reason := made.Run.ExitCode, made.Run.Reason
	if w.State != tt.state || code != tt.exit || !strings.Contains(w.Why, tt.why) ||
		!strings.Contains(reason, tt.reason) || w.Line != 2 {
		t.Errorf("line %d %s (%s), exit %d (%s); want %s (… %s …), exit %d (… %s …)", w.Line,
			w.State, w.Why, code, reason, tt.state, tt.why, tt.exit, tt.reason)
	}
	var text strings.Builder
	if err := (report.JSON{}).Write(&text, made); err != nil {
		t.Fatal(err)
	}
	if _, err := report.Read(strings.NewReader(text.String())); err != nil {
		t.Errorf("the report contradicts itself: %v", err)
	}
	for _, c := range made.Causes {
		if c.Fails() && code != result.ExitFailed {
			t.Errorf("%s fails the run, and the exit code is %d", c.Requirement, code)
		}
	}
	findings := 0
	for _, c := range made.Cases {
		if c.Waived && c.Verdict != result.Failed {
			t.Errorf("a waiver changed the verdict of %s to %s", c.ID, c.Verdict)
		}
		for _, f := range c.Findings {
			if f.Waiver > 0 {
				findings++
			}
		}
	}
	sum := 0
	for _, w := range made.Waivers {
		sum += w.Findings
	}
	if findings != sum {
		t.Errorf("%d findings are waived, and the waivers count %d", findings, sum)
	}
}

// What stayed inconclusive is not waived, and does not heal.
func TestUndecidedIsNeverWaived(t *testing.T) {
	t.Parallel()
	base := defective(t, period)
	busy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		base.ServeHTTP(recorder, r)
		if recorder.Code == http.StatusNotFound && r.Header.Get("Accept-Encoding") != "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		w.Write(recorder.Body.Bytes())
	})
	known := waivers(t, "requirement: ERA-NF-3",
		"requirement: ERA-NF-2, case: not-found.gzip-accepted")
	outcome := judge(t, busy, with(known, only("not-found.**")))
	code, reason := outcome.Run.ExitCode, outcome.Run.Reason
	if code != result.ExitInconclusive || !strings.Contains(reason, "inconclusive") {
		t.Errorf("exit %d (%s)", code, reason)
	}
	if w := outcome.Waivers[1]; w.State != result.WaiverUnused ||
		!strings.Contains(w.Why, "stayed inconclusive") {
		t.Errorf("%s (%s)", w.State, w.Why)
	}
}

// Of two waivers the first in the file counts a finding.
func TestFirstWaiverCounts(t *testing.T) {
	t.Parallel()
	known := waivers(t, "case: not-found.absent-guid", "requirement: ERA-NF-3")
	o := run(t, period, with(known, only("not-found.**")))
	if a, b := o.Waivers[0],
		o.Waivers[1]; a.Cases != 1 || b.Cases != 1 || a.Findings == 0 || b.Findings == 0 {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestNothingRanNothingHeals(t *testing.T) {
	t.Parallel()
	known := with(waivers(t, "requirement: ERA-NF-3"), only("not-found.**"))
	s := rig.Prepare(t, verify.Target{URL: "http://127.0.0.1:1"}, known)
	defer s.Close()
	r := s.Unreached("nobody answers")
	if r.Run.ExitCode != result.ExitInconclusive || len(r.Waivers) != 0 {
		t.Errorf("exit %d, %v", r.Run.ExitCode, r.Waivers)
	}
}

// A waiver says so before its last day comes; folded texts are one line.
func TestNearlyExpired(t *testing.T) {
	t.Parallel()
	day := time.Now().UTC().AddDate(0, 0, 3).Format("2006-01-02")
	f, err := waiver.Load("known.yaml", []byte("waivers:\n  - requirement: ERA-NF-3\n    "+
		"fingerprints: any\n    owner: me\n    reason: >\n      known\n      before\n    expires: "+
		day+"\nversion: 2\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := run(t, period, with(f, only("not-found.**")))
	if w := o.Waivers[0]; w.State != result.WaiverActive ||
		w.Why != "its last day is near: "+day+", in 3 days" || w.Reason != "known before" {
		t.Errorf("%+v", w)
	}
	has(t, "the text", write(t, text.Writer{}, o), "note       its last day is near")
}
