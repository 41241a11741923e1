package spec

import "example.com/toeline/spec/strict"

// Level is how much a requirement binds (RFC 2119, in lower case).
type Level string

// The levels, from the one that always gates a run to the one that never does.
const (
	Must   Level = "must"
	Should Level = "should"
	May    Level = "may"
)

// Allowed lists the levels a document may name.
func (Level) Allowed() []string { return []string{string(Must), string(Should), string(May)} }

// AtLeast says whether l binds as much as other, or more.
func (l Level) AtLeast(other Level) bool { return l.rank() >= other.rank() }

func (l Level) rank() int {
	switch l {
	case Must:
		return 2
	case Should:
		return 1
	}
	return 0
}

// Basis is how a requirement was read from its source.
type Basis string

// The bases: the source says it; it follows from what the source says; the
// source can be read in more than one way.
const (
	Stated    Basis = "stated"
	Inferred  Basis = "inferred"
	Ambiguous Basis = "ambiguous"
)

// Allowed lists the bases a document may name.
func (Basis) Allowed() []string {
	return []string{string(Stated), string(Inferred), string(Ambiguous)}
}

// Requirement is one sentence of the contract.
type Requirement struct {
	Pos    strict.Pos `yaml:"-" json:"-"`
	ID     string     `yaml:"id,required" json:"id"`
	Level  Level      `yaml:"level,required" json:"level"`
	Text   string     `yaml:"text,required" json:"text"`
	Source Strings    `yaml:"source,required" json:"source"`
	Basis  Basis      `yaml:"basis,required" json:"basis"`
	Note   string     `yaml:"note" json:"note,omitempty"`
}

// Excluded is a sentence of the source that no request can falsify, with the
// reason.
type Excluded struct {
	Pos    strict.Pos `yaml:"-" json:"-"`
	Text   string     `yaml:"text,required" json:"text"`
	Source Strings    `yaml:"source,required" json:"source"`
	Reason string     `yaml:"reason,required" json:"reason"`
}

// Profile is a named choice of checks to leave out.
type Profile struct {
	Pos  strict.Pos `yaml:"-" json:"-"`
	Text string     `yaml:"text,required" json:"text"`
	// Without names the operators that are not judged under this profile.
	Without []Operator `yaml:"without" json:"without,omitempty"`
}
