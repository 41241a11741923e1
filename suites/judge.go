package suites

import (
	"context"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"example.com/toeline/harness/plan"
)

// judge is the body of a case's spec: it repeats the plan's verdict.
func (t tree) judge(ctx context.Context, c *plan.Case) {
	ginkgo.GinkgoHelper()
	result, err := t.results.result(ctx, c.ID)
	if err != nil {
		ginkgo.Fail("suites: " + visible(err.Error()))
	}
	if result.Verdict == plan.Skip {
		ginkgo.Skip(visible(result.Reason))
	}
	if why := t.waive(&result); why != "" {
		ginkgo.Skip(visible(why))
	}
	told := tell(t.plan, result)
	if text := told.notGated(); text != "" {
		ginkgo.AddReportEntry("does not gate", text, ginkgo.ReportEntryVisibilityFailureOrVerbose)
	}
	gomega.NewGomega(ginkgo.Fail).Expect(told).To(holdTheContract{})
}

// holdTheContract is a matcher for what a case came to. It passes with the
// plan's verdict alone, and its message holds all that failed.
type holdTheContract struct{}

func (holdTheContract) Match(actual any) (bool, error) {
	return actual.(telling).result.Verdict == plan.Pass, nil
}

func (holdTheContract) FailureMessage(actual any) string { return actual.(telling).failure() }

func (holdTheContract) NegatedFailureMessage(actual any) string {
	return actual.(telling).result.Case.ID + " holds"
}
