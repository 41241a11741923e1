package compare

import (
	"slices"
	"time"

	"example.com/toeline/harness/result"
)

// Kind is what changed between two reports.
type Kind string

// The kinds of changes. The first four are worse than before.
const (
	Failed       Kind = "failed"   // a requirement fails in a case in which it passed
	Changed      Kind = "changed"  // a requirement fails in a case in another way than before
	Untested     Kind = "untested" // a requirement was tested, and is no longer
	Vanished     Kind = "vanished" // a requirement or cases that the new report does not have
	Inconclusive Kind = "unjudged" // cases that had a verdict, and are inconclusive or skipped
	NewFailing   Kind = "failing"  // new cases that fail
	New          Kind = "new"      // a requirement or cases that the old report does not have
	Fixed        Kind = "fixed"    // a requirement no longer fails in a case
	Reworded     Kind = "text"     // another text, level or source
)

// Kinds lists all kinds in the order in which they are reported, the worst first.
func Kinds() []Kind {
	return []Kind{
		Failed, Changed, Untested, Vanished, Inconclusive, NewFailing, Reworded, New, Fixed,
	}
}

// Worse lists the kinds that fail a comparison unless others are chosen.
func Worse() []Kind { return []Kind{Failed, Changed, Untested, Vanished} }

// Comparison is what changed between two reports.
type Comparison struct {
	SchemaVersion int  `json:"schemaVersion"`
	Old           Side `json:"old"`
	New           Side `json:"new"`
	// Notes say in a line each what makes the reports hard to compare.
	Notes []string `json:"notes,omitempty"`
	// Changes are in the order of Kinds, then in the contract's.
	Changes []Change `json:"changes"`
	// FailOn are the kinds that fail the comparison, and Failing how many changes do.
	FailOn  []Kind `json:"failOn"`
	Failing int    `json:"failing"`
}

// Side is one of the reports.
type Side struct {
	File     string    `json:"file"`
	Target   string    `json:"target"`
	Document string    `json:"document"`
	SHA256   string    `json:"sha256"`
	Started  time.Time `json:"started"`
	ExitCode int       `json:"exitCode"`
	Reason   string    `json:"reason"`
}

// Change is one thing that changed: of a requirement, or of cases.
type Change struct {
	Kind        Kind   `json:"kind"`
	Requirement string `json:"requirement,omitempty"` // empty: of cases alone
	Level       string `json:"level,omitempty"`
	Text        string `json:"text,omitempty"`
	// Gating reports whether the requirement gates the new run (the old, where it vanished). A
	// change that does not gate, or is waived, is reported and fails nothing.
	Gating bool `json:"gating"`
	Waived bool `json:"waived,omitempty"`
	// Cases are the cases in which it changed.
	Cases []string `json:"cases,omitempty"`
	// Old and New are statuses, verdicts or texts.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Where, Expected and Got are of the first finding of what failed or changed; Verify is the
	// line that repeats it.
	Where    string `json:"where,omitempty"`
	Expected string `json:"expected,omitempty"`
	Got      string `json:"got,omitempty"`
	Verify   string `json:"reproduce,omitempty"`
	// Fails reports whether the change fails the comparison.
	Fails bool `json:"fails"`
}

// Input is a report with the name of its file.
type Input struct {
	File   string
	Report *result.Report
}

// Compare returns what changed from an old report to a new one. Changes of the kinds given fail
// it, as far as they gate and are not waived.
func Compare(before, after Input, failOn []Kind) *Comparison {
	c := &comparer{old: before.Report, new: after.Report}
	made := &Comparison{
		SchemaVersion: 1, Old: side(before), New: side(after), Notes: c.notes(),
		Changes: []Change{}, FailOn: failOn,
	}
	c.requirements()
	c.cases()
	for _, kind := range Kinds() {
		for _, change := range c.changes {
			if change.Kind != kind {
				continue
			}
			if change.Gating && !change.Waived && slices.Contains(failOn, kind) {
				change.Fails = true
				made.Failing++
			}
			made.Changes = append(made.Changes, change)
		}
	}
	return made
}

func side(in Input) Side {
	run := in.Report.Run
	return Side{
		File: in.File, Target: run.Subject(), Document: run.Document.File,
		SHA256:  run.Document.SHA256,
		Started: run.Started, ExitCode: run.ExitCode, Reason: run.Reason,
	}
}

// of lists the changes of a kind.
func (c *Comparison) of(kind Kind) []*Change {
	var all []*Change
	for i := range c.Changes {
		if c.Changes[i].Kind == kind {
			all = append(all, &c.Changes[i])
		}
	}
	return all
}
