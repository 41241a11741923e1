package suites_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/result"
	"example.com/toeline/suites"
)

// TestSpecsAgreeWithTheReport: a spec comes to what the report of a run, which is what toeline
// verify prints, says of its case.
func TestSpecsAgreeWithTheReport(t *testing.T) {
	alone(t)
	every403 := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	})
	states := map[string]types.SpecState{
		result.Passed: types.SpecStatePassed, result.Failed: types.SpecStateFailed,
		result.Skipped: types.SpecStateSkipped, result.Inconclusive: types.SpecStateFailed,
	}
	for name, test := range map[string]struct {
		handler func() http.Handler
		exit    int
		said    string // a verdict that some case has
	}{
		"the reference server": {
			func() http.Handler { return mock() }, result.ExitPassed, result.Passed,
		},
		"a defect": {wrongCode, result.ExitFailed, result.Failed},
		"inconclusive cases": {
			func() http.Handler { return every403 }, result.ExitInconclusive, result.Inconclusive,
		},
	} {
		t.Run(name, func(t *testing.T) {
			report := suites.Run(&recorder{}, suites.Options{Handler: test.handler()})
			if report.Run.ExitCode != test.exit {
				t.Fatalf("exit %d: %s", report.Run.ExitCode, report.Run.Reason)
			}
			specs := map[string]types.SpecState{}
			for _, s := range ginkgoRun(t, suites.Options{Handler: test.handler()}, whole) {
				id, _, _ := strings.Cut(s.LeafNodeText, ": ")
				specs[id] = s.State
			}
			said := 0
			for i := range report.Cases {
				c := &report.Cases[i]
				came, ok := specs[c.ID]
				if !ok || came != states[c.Verdict] {
					t.Errorf("%s is %s, and its spec %s (there: %t)", c.ID, c.Verdict, came, ok)
				}
				if c.Verdict == test.said {
					said++
				}
			}
			if said == 0 || len(specs) != len(report.Cases) {
				t.Errorf("%d %s, %d specs for %d cases", said, test.said, len(specs),
					len(report.Cases))
			}
		})
	}
}
