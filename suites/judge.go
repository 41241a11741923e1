package suites

import (
	"context"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"example.com/toeline/harness/result"
)

// judge is the body of the spec of a case: it repeats the verdict of the run.
func (t tree) judge(ctx context.Context, c result.PlannedCase) {
	ginkgo.GinkgoHelper()
	came, err := t.results.result(ctx, c.ID)
	if err != nil {
		ginkgo.Fail("suites: " + visible(err.Error()))
	}
	if came.Verdict == result.Skipped {
		ginkgo.Skip(visible(came.Reason))
	}
	if why := t.waived(&came); why != "" {
		ginkgo.Skip(visible(why))
	}
	m := t.message(c, came)
	if text := m.warnings(); text != "" {
		ginkgo.AddReportEntry("does not gate", text, ginkgo.ReportEntryVisibilityFailureOrVerbose)
	}
	gomega.NewGomega(ginkgo.Fail).Expect(m).To(conform{})
}

// conform is a matcher for what a case came to. It passes with the verdict of the
// run alone, and its message has all that failed.
type conform struct{}

func (conform) Match(actual any) (bool, error) {
	return actual.(message).came.Verdict == result.Passed, nil
}

func (conform) FailureMessage(actual any) string { return actual.(message).failure() }

func (conform) NegatedFailureMessage(actual any) string {
	return actual.(message).came.ID + " holds"
}
