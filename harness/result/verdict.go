package result

// The verdicts of a case and the standings of a requirement, as reports
// write them.
const (
	Pass      = "pass"
	Fail      = "fail"
	Skip      = "skip"
	Undecided = "undecided"

	Proven   = "proven"
	Broken   = "broken"
	Unproven = "unproven"
)
