package report

import "example.com/toeline/harness/result"

// verdict is what a person looks for first: State is pass, fail or inconclusive,
// Word how people read it, Line why.
type verdict struct{ State, Word, Line string }

func newVerdict(r *result.Report) verdict {
	run := &r.Run
	switch {
	case run.Preflight != "":
		return verdict{result.Inconclusive, "INCONCLUSIVE", run.Preflight + "; no request was judged"}
	case run.ExitCode == 0:
		return verdict{result.Passed, "PASS", counts(r)}
	case run.ExitCode == 1:
		return verdict{result.Failed, "FAIL", run.Reason + "; " + counts(r)}
	}
	return verdict{result.Inconclusive, "INCONCLUSIVE", run.Reason + "; " + counts(r)}
}
