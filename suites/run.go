package suites

import (
	"context"
	"fmt"

	"github.com/onsi/ginkgo/v2"

	"example.com/toeline/harness/plan"
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
// case, or left a gated one undecided, is a failure too. What stayed unproven
// is logged. It may be called any number of times in a test binary, but not in
// one that has Ginkgo specs of its own: use Describe there.
func Run(t TB, o Options) {
	t.Helper()
	outcome, err := judgeAll(o)
	if err != nil {
		t.Fatalf("suites: %v", err)
		return
	}
	if o.Waivers != nil {
		o.Waivers.Apply(outcome)
	}
	code, reason := outcome.Exit()
	for i := range outcome.Results {
		result := outcome.Results[i]
		told := tell(outcome.Plan, result)
		switch {
		case result.Waived() && result.Unjudged == 0: // told with what does not gate
		case result.Verdict == plan.Fail, result.Verdict == plan.Undecided && code != plan.ExitHolds:
			t.Errorf("%s", told.failure())
		case result.Verdict == plan.Undecided:
			t.Logf("%s", told.failure())
		}
		if text := told.notGated(); text != "" {
			t.Logf("%s breaks what does not gate, or is waived\n%s", result.Case.ID, text)
		}
	}
	for _, c := range outcome.Coverage {
		if c.Gated && c.Standing == plan.Unproven {
			t.Logf("unproven: %s %s %v", c.Requirement.ID, c.Requirement.Text, c.Why)
		}
	}
	for i := range outcome.Waivers {
		if w := &outcome.Waivers[i]; w.Fails() {
			t.Errorf("%s: %s: %s", w.Place(), w.State, w.Why)
		}
	}
	if code != plan.ExitHolds {
		t.Errorf("%s: %s", outcome.Plan.Options.Target.URL, reason)
	}
}

// judgeAll opens the target, runs its specs, and sums up.
func judgeAll(o Options) (*plan.Outcome, error) {
	o, err := o.withDocument()
	if err != nil {
		return nil, err
	}
	driving.Lock()
	defer driving.Unlock()
	if n := ownSpecs(); n > 0 {
		return nil, fmt.Errorf("this test binary has Ginkgo specs of its own (%d): use suites.Describe in their suite", n)
	}
	suite, _ := ginkgo.GinkgoConfiguration()
	target, err := o.open(uint64(suite.RandomSeed))
	if err != nil {
		return nil, err
	}
	defer target.close()
	if o.dialed() {
		if err := target.plan.Preflight(context.Background()); err != nil {
			return nil, err
		}
	}
	run := target.plan.Start(context.Background())
	defer run.Close()
	seen, err := drive(tree{plan: run.Plan, results: fixed{run}})
	if err != nil {
		return nil, err
	}
	if err := disagreement(run, seen); err != nil {
		return nil, err
	}
	return run.Outcome(context.Background())
}

// ownSpecs counts the specs that the binary has registered: to reset Ginkgo's
// tree would silently drop them.
func ownSpecs() int {
	suite, reporter := ginkgo.GinkgoConfiguration()
	return len(ginkgo.PreviewSpecs("", suite, reporter).SpecReports)
}
