package suites

import (
	"context"
	"fmt"

	"example.com/toeline/harness/result"
	"github.com/onsi/ginkgo/v2"
)

// TB is what Run needs of a *testing.T.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
}

// Run judges a target in a plain go test. It is quiet when the contract holds;
// otherwise every case that fails is an error of t with all its findings. The
// test fails where toeline verify would not exit 0: a run that exercised no
// case, or left a gating one inconclusive, is a failure too. What stayed untested
// is logged. It may be called any number of times in a test binary, but not in
// one that has Ginkgo specs of its own: use Describe there.
func Run(t TB, o Options) {
	t.Helper()
	planned, report, err := judgeAll(o)
	if err != nil {
		t.Fatalf("suites: %v", err)
		return
	}
	code := report.Run.ExitCode
	for _, c := range planned.Cases {
		came, ok := report.Case(c.ID)
		if !ok {
			continue
		}
		m := message{contract: planned.Contract, size: c.Size, came: *came}
		switch {
		case came.Waived && came.Unjudged == 0: // shown with what does not gate
		case came.Verdict == result.Failed,
			came.Verdict == result.Inconclusive && code != result.ExitPassed:
			t.Errorf("%s", m.failure())
		case came.Verdict == result.Inconclusive:
			t.Logf("%s", m.failure())
		}
		if text := m.warnings(); text != "" {
			t.Logf("%s breaks what does not gate, or is waived\n%s", c.ID, text)
		}
	}
	for _, one := range report.Requirements {
		if one.Gating && one.Status == result.Untested {
			t.Logf("untested: %s %s %v", one.ID, one.Text, one.Why)
		}
	}
	for _, w := range report.FailingWaivers() {
		t.Errorf("%s: %s: %s", w.Place(), w.State, w.Why)
	}
	if code != result.ExitPassed {
		t.Errorf("%s: %s", report.Run.Target, report.Run.Reason)
	}
}

// judgeAll opens the target, runs its specs, and sums up.
func judgeAll(o Options) (result.Planned, *result.Report, error) {
	var none result.Planned
	o, err := o.withDocument()
	if err != nil {
		return none, nil, err
	}
	driving.Lock()
	defer driving.Unlock()
	if n := ownSpecs(); n > 0 {
		return none, nil, fmt.Errorf(
			"this test binary has Ginkgo specs of its own (%d): use suites.Describe in their suite",
			n,
		)
	}
	suite, _ := ginkgo.GinkgoConfiguration()
	session, stop, err := o.open(uint64(suite.RandomSeed))
	if err != nil {
		return none, nil, err
	}
	defer stop()
	if o.dialed() {
		if err := session.Preflight(context.Background(), 0); err != nil {
			return none, nil, err
		}
	}
	session.Start(context.Background())
	planned := session.Planned()
	report, err := driven(session, started{session})
	return planned, report, err
}

// ownSpecs counts the specs that the binary has registered: to reset Ginkgo's
// tree would silently drop them.
func ownSpecs() int {
	suite, reporter := ginkgo.GinkgoConfiguration()
	return len(ginkgo.PreviewSpecs("", suite, reporter).SpecReports)
}
