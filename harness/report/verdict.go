package report

import "example.com/toeline/harness/result"

// verdict is what a person looks for first: State is pass, fail or undecided,
// Word how people read it, Line why.
type verdict struct{ State, Word, Line string }

func newVerdict(r *result.Report) verdict {
	run := &r.Run
	switch {
	case run.Preflight != "":
		return verdict{result.Undecided, "UNDECIDED", run.Preflight + "; no request was judged"}
	case run.ExitCode == 0:
		return verdict{result.Pass, "PASS", counts(r)}
	case run.ExitCode == 1:
		return verdict{result.Fail, "FAIL", run.Reason + "; " + counts(r)}
	}
	return verdict{result.Undecided, "UNDECIDED", run.Reason + "; " + counts(r)}
}
