package result

import "cmp"

// Finding is a broken requirement in one exchange.
type Finding struct {
	Requirement string `json:"requirement"`
	// PartOf is the requirement that the finding is assigned to if the same fault is found on
	// its own elsewhere in the run; empty: it always stays with its own requirement.
	PartOf string `json:"-"`
	// SubsumedBy is that requirement, where the fault was found there.
	SubsumedBy string `json:"subsumedBy,omitempty"`
	Level      string `json:"level"`
	Gating     bool   `json:"gating"`
	Reason     string `json:"reason"`
	Where      string `json:"where"` // status, message, content, header NAME, or JSON pointer
	Expected   string `json:"expected"`
	Got        string `json:"got"`
	// Shape is what came without what differs from run to run, as ids, dates and numbers.
	Shape string `json:"shape,omitempty"`
	// Came is what the shape is made from when the finding is redacted; nil: Shape is made.
	Came *Came `json:"-"`
	// Waiver is the number of the report's waiver that covers it, counted from
	// 1; 0: none.
	Waiver int `json:"waiver,omitempty"`
	// Instance is the case's request that showed it, counted from 0; its exchange
	// is the case's of the same number.
	Instance int `json:"instance"`
	// Step is the step of the case, counted from 0.
	Step int `json:"step,omitempty"`
	// Turn is how often the step was sent before, if it is repeated.
	Turn int `json:"turn,omitempty"`
	// With are the ids of other cases without which it does not show.
	With []string `json:"with,omitempty"`
	// Request is one line: method and target; empty where a client sent none. Reproduce is a
	// curl line for a POSIX shell with the names of variables in the place of secrets; of a
	// client it is the toeline line that makes the client call again.
	Request   string `json:"request"`
	Reproduce string `json:"reproduce"`
}

// Came is what came, not redacted, and longer than Got.
type Came struct {
	Text string
	// Values are those of the request that may be in it.
	Values []string
}

// Key is the same for findings of one fault, whatever requirement they break.
func (f *Finding) Key() string {
	if f.Where == "status" {
		return f.Where + " " + f.Reason + " " + f.Got
	}
	return f.Where + " " + f.Reason
}

// Explained is the requirement that a finding is reported under: its own, or
// the one that subsumes it.
func (f *Finding) Explained() string { return cmp.Or(f.SubsumedBy, f.Requirement) }

// Mismatch is what a finding shows, without the request that shows it.
type Mismatch struct {
	Where    string `json:"where"`
	Reason   string `json:"reason"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

// Mismatch returns what the finding shows.
func (f *Finding) Mismatch() Mismatch { return Mismatch{f.Where, f.Reason, f.Expected, f.Got} }
