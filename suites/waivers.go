package suites

import (
	"fmt"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2"

	"example.com/toeline/harness/plan"
)

// waive says why a failing case does not fail its spec; empty: it does. What
// could not be told is never waived.
func (t tree) waive(result *plan.Result) string {
	run := t.results.begunRun()
	if t.waivers == nil || run == nil {
		return ""
	}
	entry := t.waivers.Mark(run.Plan.Options.Target.URL, result, time.Now())
	if entry == nil || !result.Waived() || result.Unjudged > 0 {
		return ""
	}
	return fmt.Sprintf("waived by %s:%d (%s): %s", t.waivers.Name, entry.Line, entry.Owner.Text, entry.Reason.Text)
}

// heldWaivers is the spec that fails while a waiver is to be mended. It stands
// last, and sums up what was run: a case that was not heals nothing.
func (t tree) heldWaivers(results source) {
	if t.waivers == nil {
		return
	}
	// Ginkgo orders specs by their locations.
	last := t.location(t.plan.Cases[0])
	for _, c := range t.plan.Cases {
		last.LineNumber = max(last.LineNumber, t.location(c).LineNumber+1)
	}
	ginkgo.It("waivers: each of "+t.waivers.Name+" is still needed", ginkgo.Serial, last, func(ctx ginkgo.SpecContext) {
		run := results.begunRun()
		if run == nil {
			ginkgo.Skip("no case was run")
		}
		outcome, err := run.Outcome(ctx)
		if err != nil {
			ginkgo.Fail("suites: " + visible(err.Error()))
		}
		t.waivers.Apply(outcome)
		var wrong []string
		for i := range outcome.Waivers {
			if w := &outcome.Waivers[i]; w.Fails() {
				wrong = append(wrong, fmt.Sprintf("%s: %s: %s", w.Place(), w.State, w.Why))
			}
		}
		if len(wrong) > 0 {
			ginkgo.Fail(visible(strings.Join(wrong, "; ")))
		}
	})
}
