package suites

import (
	"fmt"
	"strings"

	"github.com/onsi/ginkgo/v2"

	"example.com/toeline/harness/result"
)

// waived says why a failing case does not fail its spec; empty: it does. What is
// inconclusive is never waived.
func (t tree) waived(came *result.Case) string {
	if t.waivers == nil || !came.Waived || came.Unjudged > 0 {
		return ""
	}
	for _, f := range came.Findings {
		if f.Waiver > 0 {
			e := &t.waivers.Waivers[f.Waiver-1]
			return fmt.Sprintf("waived by %s:%d (%s): %s", t.waivers.Name, e.Line, e.Owner.Text,
				e.Reason.Text)
		}
	}
	return ""
}

// neededWaivers is the spec that fails while a waiver needs work. It comes last,
// and sums up what was run: a case that was not run makes no waiver stale.
func (t tree) neededWaivers() {
	if t.waivers == nil {
		return
	}
	// Ginkgo orders specs by their locations.
	last := t.location(t.planned.Cases[0])
	for _, c := range t.planned.Cases {
		last.LineNumber = max(last.LineNumber, c.Line+1)
	}
	ginkgo.It("waivers: each of "+t.waivers.Name+
		" is still needed", ginkgo.Serial, last, func(ctx ginkgo.SpecContext) {
		session := t.results.begun()
		if session == nil {
			ginkgo.Skip("no case was run")
		}
		report, err := session.Report(ctx)
		if err != nil {
			ginkgo.Fail("suites: " + visible(err.Error()))
		}
		var wrong []string
		for _, w := range report.FailingWaivers() {
			wrong = append(wrong, fmt.Sprintf("%s: %s: %s", w.Place(), w.State, w.Why))
		}
		if len(wrong) > 0 {
			ginkgo.Fail(visible(strings.Join(wrong, "; ")))
		}
	})
}
