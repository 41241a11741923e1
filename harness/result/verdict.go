package result

// The verdicts of a case, and the statuses of a requirement, as reports write them.
const (
	Passed       = "passed"
	Failed       = "failed"
	Skipped      = "skipped"      // of a case: nothing was sent, for a reason
	Untested     = "untested"     // of a requirement: nothing was seen either way
	Inconclusive = "inconclusive" // something was sent, and the result is not known
)
