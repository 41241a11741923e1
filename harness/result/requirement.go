package result

// Requirement is a sentence of the contract and what the run knows of it.
type Requirement struct {
	ID     string   `json:"id"`
	Level  string   `json:"level"` // must, should, may
	Text   string   `json:"text"`
	Source []string `json:"source"`
	Basis  string   `json:"basis"`
	Note   string   `json:"note,omitempty"`
	// Line is its line in the contract's file; 0: not known.
	Line int `json:"line,omitempty"`
	// File is the file of Line, where it is not the contract's own: an overlay.
	File   string `json:"file,omitempty"`
	Gating bool   `json:"gating"`
	// Status is passed, failed or untested.
	Status string `json:"status"`
	// Waived says that all its findings that would fail the run are waived.
	Waived bool `json:"waived,omitempty"`
	// Held and Broke count exchanges.
	Held  int `json:"held"`
	Broke int `json:"broke"`
	// Why says what kept it from being passed, and what would prove it.
	Why []string `json:"why,omitempty"`
	// Inconclusive reports that a case which could have shown it was sent, and was inconclusive.
	Inconclusive bool `json:"-"`
	// Inapplicable reports that the target does nothing that the requirement is about: untested,
	// it is not missing.
	Inapplicable bool `json:"-"`
}

// Missing reports whether nothing was seen of the requirement although it applies, and nothing that
// was sent could have shown it: a run that requires all fails by it, if it is gating.
func (r *Requirement) Missing() bool {
	return r.Status == Untested && !r.Inconclusive && !r.Inapplicable
}

// FailsUntested reports whether a requirement fails the run by being untested, if it is gating.
func (r *Run) FailsUntested(one *Requirement) bool { return r.Require != "" && one.Missing() }
