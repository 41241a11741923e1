package report

// verdict is what a person looks for first: State is pass, fail or undecided,
// Word how people read it, Line why.
type verdict struct{ State, Word, Line string }

func newVerdict(r *Report) verdict {
	run := &r.Run
	switch {
	case run.Preflight != "":
		return verdict{Undecided, "UNDECIDED", run.Preflight + "; no request was judged"}
	case run.ExitCode == 0:
		return verdict{Pass, "PASS", counts(r)}
	case run.ExitCode == 1:
		return verdict{Fail, "FAIL", run.Reason + "; " + counts(r)}
	}
	return verdict{Undecided, "UNDECIDED", run.Reason + "; " + counts(r)}
}
