package report_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// TestGateAgreesWithTheExitCode holds that who looks at annotations or at a test view alone sees
// that a run did not pass, whatever failed it, and that it passed where it did.
func TestGateAgreesWithTheExitCode(t *testing.T) {
	t.Parallel()
	nothing := func(o *verify.Config) { o.Fixtures = &fixtures.Set{File: "nothing.yaml"} }
	for name, tt := range map[string]struct {
		in   target
		exit int
	}{
		"green":    {target{}, result.ExitPassed},
		"red":      {target{change: wrongCode}, result.ExitFailed},
		"untested": {target{options: nothing}, result.ExitPassed},
		"untested, and all is required": {target{options: func(o *verify.Config) {
			nothing(o)
			o.RequireAll = true
		}}, result.ExitFailed},
		"warnings": {target{change: func(_ *http.Request, a *answer) {
			a.header.Del("Request-Id")
		}}, result.ExitPassed},
		"warnings of a strict run": {target{change: func(_ *http.Request, a *answer) {
			a.header.Del("Request-Id")
		}, options: func(o *verify.Config) { o.Strict = true }}, result.ExitFailed},
		"inconclusive": {target{change: throttled, options: func(o *verify.Config) {
			o.Concurrency = 1
		}}, result.ExitInconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, tt.in)
			if r.Run.ExitCode != tt.exit {
				t.Fatalf("exit %d: %s", r.Run.ExitCode, r.Run.Reason)
			}
			failed := r.Run.ExitCode != result.ExitPassed
			if got := strings.Contains(write(t, report.GitHub{}, r), "::error "); got != failed {
				t.Errorf("exit %d, and an annotation that is an error: %v", tt.exit, got)
			}
			junit := write(t, report.JUnit{}, r)
			wrong := strings.Contains(junit, "<failure ") || strings.Contains(junit, "<error ")
			if wrong != failed {
				t.Errorf("exit %d, and a test that is not passed: %v", tt.exit, wrong)
			}
			if got := sarifErrors(t, write(t, report.SARIF{}, r)); got != failed &&
				tt.exit != result.ExitInconclusive {
				t.Errorf("exit %d, and a result or notification that is an error: %v", tt.exit, got)
			}
		})
	}
}

// sarifErrors reports whether SARIF has an error that is not suppressed: a result or a
// notification.
func sarifErrors(t *testing.T, text string) bool {
	t.Helper()
	type leveled struct {
		Level        string
		Suppressions []any
	}
	var log struct {
		Runs []struct {
			Results     []leveled
			Invocations []struct{ ToolExecutionNotifications []leveled }
		}
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("%d runs, %v", len(log.Runs), err)
	}
	all := log.Runs[0].Results
	for _, one := range log.Runs[0].Invocations {
		all = append(all, one.ToolExecutionNotifications...)
	}
	return slices.ContainsFunc(all, func(one leveled) bool {
		return one.Level == "error" && len(one.Suppressions) == 0
	})
}
