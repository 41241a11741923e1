package suites

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
)

// TB is what Run needs of a *testing.T.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
}

// Run judges a target in a plain go test, and returns the report; nil after a Fatalf. It logs
// nothing when the contract holds. Otherwise each cause that fails the run is a subtest of t,
// named by its requirement, and an error of t where t has no subtests; what does not fail the run,
// and what stayed untested, is logged once. The test fails where toeline verify would not exit 0:
// a run that exercised no case, or left a gating one inconclusive, is a failure too. Run may be
// called any number of times, in parallel too, and beside Ginkgo specs.
func Run(t TB, o Options) *result.Report {
	t.Helper()
	report, err := judgeAll(o)
	if err != nil {
		t.Fatalf("suites: %v", err)
		return nil
	}
	parts := text.PartsOf(report)
	for _, part := range parts.Failed {
		fail(t, part)
	}
	for _, part := range parts.Inconclusive {
		if report.Run.ExitCode == result.ExitPassed {
			t.Logf("%s", part.Text)
		} else {
			fail(t, part)
		}
	}
	logAll(t, "failed, and does not gate or is waived", parts.Warnings)
	logAll(t, "untested", parts.Untested)
	for _, w := range report.FailingWaivers() {
		t.Errorf("%s: %s: %s", w.Place(), w.State, w.Why)
	}
	if report.Run.ExitCode != result.ExitPassed {
		t.Errorf("%s: %s", report.Run.Target, report.Run.Reason)
	}
	return report
}

// fail reports a part as a failed subtest.
func fail(t TB, part text.Part) {
	t.Helper()
	if parent, ok := t.(interface {
		Run(name string, f func(*testing.T)) bool
	}); ok {
		parent.Run(part.Name, func(t *testing.T) {
			t.Helper()
			t.Errorf("%s", part.Text)
		})
		return
	}
	t.Errorf("%s", part.Text)
}

// logAll logs a list, the beginning of a long one.
func logAll(t TB, what string, all []string) {
	const most = 10
	if len(all) == 0 {
		return
	}
	t.Helper()
	lines := all[:min(most, len(all))]
	if more := len(all) - len(lines); more > 0 {
		lines = append(slices.Clone(lines), fmt.Sprintf("and %d more", more))
	}
	t.Logf("%s:\n  %s", what, strings.Join(lines, "\n  "))
}

// judgeAll opens the target, sends all cases, and sums up.
func judgeAll(o Options) (*result.Report, error) {
	o, err := o.withDocument()
	if err != nil {
		return nil, err
	}
	session, stop, err := o.open(uint64(rand.Uint32()))
	if err != nil {
		return nil, err
	}
	defer stop()
	if o.dialed() {
		if err := session.Preflight(context.Background(), 0); err != nil {
			return nil, err
		}
	}
	session.Start(context.Background())
	return session.Report(context.Background())
}
