package result

import "strings"

// Cause is one reason behind findings.
type Cause struct {
	// Fingerprints are those of its findings, sorted: two causes, of one run or of several, that
	// share one have a failure in common.
	Fingerprints []string `json:"fingerprints"`
	Requirement  string   `json:"requirement"`
	Level        string   `json:"level"`
	Where        string   `json:"where"`
	Reason       string   `json:"reason"`
	Gating       bool     `json:"gating"`
	// Waiver is that of its findings, 0: none. Gating and not waived, it fails
	// the run.
	Waiver int `json:"waiver,omitempty"`
	// Findings is how many; Requests how many requests showed one, of Looked
	// in which a check of the requirement looked.
	Findings int `json:"findings"`
	Requests int `json:"requests"`
	Looked   int `json:"looked"`
	// Cases are the ids of the cases that have one, in order; Example is the
	// first finding of the first.
	Cases []string `json:"cases"`
	// Subsumed are the ids of cases whose findings this cause explains, though
	// they are about another requirement.
	Subsumed []string `json:"subsumed,omitempty"`
	Example  Finding  `json:"example"`
	// Verify is a toeline line that repeats the first finding.
	Verify string `json:"reproduce"`
}

// Lines are those that repeat the first finding: a curl and a toeline line, and
// the latter alone where a client is judged.
func (c *Cause) Lines() []string {
	if c.Example.Reproduce == "" || c.Example.Reproduce == c.Verify {
		return []string{c.Verify}
	}
	return []string{c.Example.Reproduce, c.Verify}
}

// Fails says whether the cause fails the run.
func (c *Cause) Fails() bool { return c.Gating && c.Waiver == 0 }

// Rank orders causes: it puts what fails the run first, then what is known to.
func (c *Cause) Rank() int {
	switch {
	case c.Fails():
		return 0
	case c.Gating:
		return 1
	}
	return 2
}

// Explains reports whether a finding is one of the cause's.
func (c *Cause) Explains(f *Finding) bool {
	return f.Explained() == c.Requirement && f.Reason == c.Reason && f.Waiver == c.Waiver &&
		strings.EqualFold(f.Where, c.Where)
}
