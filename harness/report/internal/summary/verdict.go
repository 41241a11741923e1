package summary

import (
	"fmt"
	"strings"
	"time"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Verdict is what a person looks for first. State is result.Passed,
// result.Failed or result.Inconclusive; Word is how people read it, Line why.
type Verdict struct{ State, Word, Line string }

// VerdictOf returns the verdict of a report.
func VerdictOf(r *result.Report) Verdict {
	run := &r.Run
	switch {
	case run.Preflight != "":
		line := run.Preflight + "; no request was judged"
		return Verdict{result.Inconclusive, "INCONCLUSIVE", line}
	case r.Identical != "":
		line := fmt.Sprintf("%s; %s in %s", run.Reason, text.Plural(run.Requests, "request"),
			Took(run.Milliseconds))
		return Verdict{result.Inconclusive, "INCONCLUSIVE", line}
	case run.ExitCode == result.ExitPassed:
		return Verdict{result.Passed, "PASS", counts(r)}
	case run.ExitCode == result.ExitFailed:
		return Verdict{result.Failed, "FAIL", run.Reason + "; " + counts(r)}
	}
	return Verdict{result.Inconclusive, "INCONCLUSIVE", run.Reason + "; " + counts(r)}
}

func counts(r *result.Report) string {
	s := r.Totals.Requirements
	counted := text.Plural(s.All(), "requirement") + ": " + tally(s, s.Passed)
	if open := s.Failed - s.Waived; open > 0 && r.Run.ExitCode == result.ExitPassed {
		failed := fmt.Sprintf("%d failed", open)
		counted = strings.Replace(counted, failed, failed+" but not gating", 1)
	}
	if n := len(GatingUntested(r)); n > 0 {
		counted += fmt.Sprintf(" (%d of them gating)", n)
	}
	return fmt.Sprintf("%s; %s%s, %s in %s", counted, text.Plural(r.Totals.Cases.All(), "case"),
		notTested(r), text.Plural(r.Run.Requests, "request"), Took(r.Run.Milliseconds))
}

// notTested says how many cases were not tested: what passed says nothing of them. Empty: all
// were. Which they are, and why, the reports say elsewhere.
func notTested(r *result.Report) string {
	if n := r.Totals.Cases.Skipped; n > 0 {
		return fmt.Sprintf(" (%d of them not tested)", n)
	}
	return ""
}

// Took returns a duration with about three digits.
func Took(milliseconds float64) time.Duration {
	d := time.Duration(milliseconds * float64(time.Millisecond))
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Millisecond)
}

// tally says how many requirements passed, then counts that are not zero.
func tally(s result.RequirementTotals, passed int) string {
	parts := []string{fmt.Sprintf("%d passed", passed)}
	if s.Failed > 0 {
		parts = append(parts, failedOf(s))
	}
	if s.Untested > 0 {
		parts = append(parts, fmt.Sprintf("%d untested", s.Untested))
	}
	return strings.Join(parts, ", ")
}

// failedOf counts waived failures apart: "1 failed, 2 failed and waived".
func failedOf(s result.RequirementTotals) string {
	switch open := s.Failed - s.Waived; {
	case s.Waived == 0:
		return fmt.Sprintf("%d failed", open)
	case open == 0:
		return fmt.Sprintf("%d failed and waived", s.Waived)
	default:
		return fmt.Sprintf("%d failed, %d failed and waived", open, s.Waived)
	}
}
