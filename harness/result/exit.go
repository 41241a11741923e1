package result

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/text"
)

// The exit codes of a run. Wrong usage is another, the command line's own.
const (
	ExitPassed       = 0
	ExitFailed       = 1
	ExitInconclusive = 3
	// ExitCrashed is that of a defect of toeline itself, which ended the run.
	ExitCrashed = 4
)

// Interrupted begins the reason of a run that a person or a signal ended.
const Interrupted = "the run was interrupted"

// exit returns the first of the exit codes that applies, with the reason in one
// line.
func exit(r *Report) (code int, reason string) {
	if r.Run.Preflight != "" {
		return ExitInconclusive, r.Run.Preflight
	}
	if strings.HasPrefix(r.Run.CutShort, Interrupted) {
		return ExitInconclusive, r.Run.CutShort // whatever it saw, it is not a whole run
	}
	if r.Identical != "" {
		return ExitInconclusive, r.Identical
	}
	t := newExitTotals(r)
	failing := failingWaivers(r)
	switch {
	case t.broken > 0 && failing != "":
		return ExitFailed, text.Plural(t.broken, "gating requirement") + " failed, and " + failing
	case t.broken > 0:
		return ExitFailed, text.Plural(t.broken, "gating requirement") + " failed"
	case failing != "":
		return ExitFailed, failing
	case r.Run.Require == "all" && t.missing > 0 && t.exercised > 0:
		return ExitFailed,
			text.Plural(t.missing, "gating requirement") + " untested, and --require all"
	case r.Run.CutShort != "":
		return ExitInconclusive, r.Run.CutShort
	case t.exercised == 0:
		return ExitInconclusive, "no case was exercised"
	case t.inconclusive > 0:
		return ExitInconclusive, text.Plural(t.inconclusive, "gating case") + " inconclusive"
	case t.waived:
		return ExitPassed, "every gating requirement that was exercised holds, or is known to fail"
	}
	return ExitPassed, "every gating requirement that was exercised holds"
}

// exitTotals count what the exit code rests on: cases that were exercised, and
// gating ones that were not decided; gating requirements that are broken, or
// that nothing showed.
type exitTotals struct {
	exercised, inconclusive, broken, missing int
	waived                                   bool
}

func newExitTotals(r *Report) exitTotals {
	var t exitTotals
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict == Passed || c.Verdict == Failed {
			t.exercised++
		}
		gating := c.Level == "must" || r.Run.Strict && c.Level == "should"
		if c.Verdict == Inconclusive && gating || c.Waived && c.Unjudged > 0 {
			t.inconclusive++
		}
	}
	for _, one := range r.Requirements {
		switch {
		case !one.Gating:
		case one.Waived:
			t.waived = true
		case one.Status == Failed:
			t.broken++
		case one.Missing():
			t.missing++
		}
	}
	return t
}

// failingWaivers returns in a line which waivers fail the run; empty means none.
func failingWaivers(r *Report) string {
	const shown = 3
	failing := r.FailingWaivers()
	if len(failing) == 0 {
		return ""
	}
	var places []string
	for i, w := range failing {
		if i == shown {
			places = append(places, fmt.Sprintf("%d more", len(failing)-shown))
			break
		}
		places = append(places, fmt.Sprintf("%s %s", w.Place(), w.State))
	}
	count := text.Plural(len(failing), "waiver")
	return fmt.Sprintf("%s to fix: %s", count, strings.Join(places, ", "))
}
