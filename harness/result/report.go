package result

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// SchemaVersion is the version of the JSON report. It changes when a reader of
// the former one would go wrong.
const SchemaVersion = 3

// Report is a finished run, as Fold returns it and every format writes it. Times are UTC;
// durations in JSON are milliseconds.
type Report struct {
	SchemaVersion int    `json:"schemaVersion"`
	Tool          Tool   `json:"tool"`
	Run           Run    `json:"run"`
	Totals        Totals `json:"totals"`
	// Identical says in one line that all responses look the same; empty: they do not. Then the
	// causes add nothing to it.
	Identical string `json:"identicalResponses,omitempty"`
	// Requirements are those that the run could judge, in the document's order.
	Requirements []Requirement `json:"requirements"`
	// Causes fold the findings by requirement, place and reason: those that
	// fail the run first, then by the document's order.
	Causes []Cause `json:"causes"`
	// Cases are all cases of the run, in the document's order.
	Cases []Case `json:"cases"`
	// Waivers are all entries of the file of known failures, in its order.
	Waivers []Waiver `json:"waivers,omitempty"`

	// Recording is every exchange of the run, for the HAR format; nil where
	// nothing was recorded. It is a *recording.Recording.
	Recording any `json:"-"`
}

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Run is what was asked, of which target or client, and its exit code.
type Run struct {
	Document Document `json:"document"`
	Target   string   `json:"target"` // base URL
	// Client is the command of the client that was judged, at the target;
	// empty: the target was.
	Client string `json:"client,omitempty"`
	// Embedded says that the target was toeline's own reference server, which
	// has ended with the run.
	Embedded bool      `json:"embedded,omitempty"`
	Profile  string    `json:"profile,omitempty"`
	Strict   bool      `json:"strict"`
	Require  string    `json:"require,omitempty"` // "all"
	Only     []string  `json:"only,omitempty"`
	Skip     []string  `json:"skip,omitempty"`
	Level    string    `json:"level,omitempty"`
	Fixtures string    `json:"fixtures"` // file name, or "embedded"
	Seed     uint64    `json:"seed"`
	Started  time.Time `json:"started"`
	// Milliseconds from the first request to the last verdict.
	Milliseconds float64 `json:"milliseconds"`
	Requests     int     `json:"requests"`
	// Settings are those that are not the default, in the order of the manual.
	Settings []Setting `json:"settings,omitempty"`
	// ExitCode is the run's, and Reason why, in a line.
	ExitCode int    `json:"exitCode"`
	Reason   string `json:"reason"`
	// Preflight says why no case was sent: nothing answers at the target.
	Preflight string `json:"preflight,omitempty"`
	// CutShort says why the run ended before all was sent; empty: all was.
	CutShort string `json:"cutShort,omitempty"`
	// Notes say, a line each, what the run did beyond sending each request once.
	Notes []string `json:"notes,omitempty"`
	// NotJudged says, a line each, what of the contract is not judged, and why; NeverCame, a line
	// an operation, which documented responses did not come.
	NotJudged []string `json:"notJudged,omitempty"`
	NeverCame []string `json:"neverCame,omitempty"`
	// Stopped says why no further request with an effect was sent.
	Stopped string `json:"stopped,omitempty"`
	// Replay says that a recording was judged, and nothing sent: Started and
	// Milliseconds are the recorded run's.
	Replay *Replay `json:"replay,omitempty"`
}

// Replay is the recording that was judged.
type Replay struct {
	File string `json:"file"`
	// DocumentSHA256 is the digest of the document that the recorded run was
	// judged by.
	DocumentSHA256 string `json:"documentSHA256"`
}

// Setting is a flag's value, redacted, and where it came from.
type Setting struct {
	Name  string `json:"name"` // of the flag, without dashes
	Value string `json:"value"`
	From  string `json:"from"` // FromFlag, a variable's name, FILE:LINE, or FromDefault
	// Stated means that the report has the value in a place of its own too.
	Stated bool `json:"-"`
}

// FromFlag and FromDefault are origins of a Setting.
const (
	FromFlag    = "flag"
	FromDefault = "default"
)

// Subject is what was judged: the target, or the client at it.
func (r *Run) Subject() string {
	if r.Client != "" {
		return r.Client
	}
	return r.Target
}

// Document names the contract.
type Document struct {
	File    string `json:"file"`
	Title   string `json:"title"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
	// Embedded says that the contract is toeline's own: File is in no repository of the user.
	Embedded bool `json:"embedded,omitempty"`
}

// Totals count cases by verdict and requirements by standing.
type Totals struct {
	Cases        CaseTotals        `json:"cases"`
	Requirements RequirementTotals `json:"requirements"`
}

// CaseTotals count cases.
type CaseTotals struct {
	Passed int `json:"passed"`
	Failed int `json:"failed"`
	// Waived is how many of those that fail are known to.
	Waived       int `json:"waived,omitempty"`
	Skipped      int `json:"skipped"`
	Inconclusive int `json:"inconclusive"`
}

// All is how many cases there are.
func (v CaseTotals) All() int { return v.Passed + v.Failed + v.Skipped + v.Inconclusive }

// RequirementTotals count requirements.
type RequirementTotals struct {
	Passed int `json:"passed"`
	Failed int `json:"failed"`
	// Waived is how many of the broken ones are known to be.
	Waived   int `json:"waived,omitempty"`
	Untested int `json:"untested"`
}

// All is how many requirements there are.
func (s RequirementTotals) All() int { return s.Passed + s.Failed + s.Untested }

// ForMatrix returns the report without its cases. It holds no exchange, and so little memory.
func (r *Report) ForMatrix() *Report {
	slim := *r
	slim.Cases = nil
	return &slim
}

// Requirement returns the requirement of an id.
func (r *Report) Requirement(id string) (*Requirement, bool) {
	for i := range r.Requirements {
		if r.Requirements[i].ID == id {
			return &r.Requirements[i], true
		}
	}
	return nil, false
}

// Case returns the case of an id.
func (r *Report) Case(id string) (*Case, bool) {
	for i := range r.Cases {
		if r.Cases[i].ID == id {
			return &r.Cases[i], true
		}
	}
	return nil, false
}

// FailingCases returns the ids of the cases that have a finding of a requirement,
// or one that it subsumes.
func (r *Report) FailingCases(requirement string) []string {
	var all []string
	for i := range r.Cases {
		isOf := func(f Finding) bool { return f.Explained() == requirement }
		if slices.ContainsFunc(r.Cases[i].Findings, isOf) {
			all = append(all, r.Cases[i].ID)
		}
	}
	return all
}

// Base is the name of the document's file without its folder, of whatever system it is.
func (d Document) Base() string { return d.File[strings.LastIndexAny(d.File, `/\`)+1:] }

// Name is the document's name among the embedded ones: its file without folder
// and extension.
func (d Document) Name() string {
	return strings.TrimSuffix(path.Base(filepath.ToSlash(d.File)), ".yaml")
}
