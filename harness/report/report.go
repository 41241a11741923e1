// Package report owns what is told of a finished run: one plain Report, and
// handlers that write it, a format a file. It never judges, never sends, and
// never writes what was not redacted before.
package report

import (
	"io"
	"time"

	"example.com/toeline/harness/exchange"
)

// SchemaVersion is the version of the JSON report. It changes when a reader of
// the former one would go wrong.
const SchemaVersion = 1

// Report is a finished run as every format tells it. Times are UTC; durations
// in JSON are milliseconds.
type Report struct {
	SchemaVersion int    `json:"schemaVersion"`
	Tool          Tool   `json:"tool"`
	Run           Run    `json:"run"`
	Totals        Totals `json:"totals"`
	// Requirements are those that the run could judge, in the document's order.
	Requirements []Requirement `json:"requirements"`
	// Causes fold the findings by requirement, place and reason.
	Causes []Cause `json:"causes"`
	// Cases are all cases of the run, in the document's order.
	Cases []Case `json:"cases"`
}

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Run is what was asked, of whom, and what came of it.
type Run struct {
	Document Document  `json:"document"`
	Target   string    `json:"target"` // base URL
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
	// ExitCode is the run's, and Reason why, in a line.
	ExitCode int    `json:"exitCode"`
	Reason   string `json:"reason"`
	// CutShort says why the run ended before its time.
	CutShort string `json:"cutShort,omitempty"`
}

// Document names the contract.
type Document struct {
	File    string `json:"file"`
	Title   string `json:"title"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// Totals count cases by verdict and requirements by standing.
type Totals struct {
	Cases        Verdicts  `json:"cases"`
	Requirements Standings `json:"requirements"`
}

// Verdicts count cases.
type Verdicts struct {
	Pass      int `json:"pass"`
	Fail      int `json:"fail"`
	Skip      int `json:"skip"`
	Undecided int `json:"undecided"`
}

// Standings count requirements.
type Standings struct {
	Proven   int `json:"proven"`
	Broken   int `json:"broken"`
	Unproven int `json:"unproven"`
}

// Requirement is a sentence of the contract and what the run knows of it.
type Requirement struct {
	ID     string   `json:"id"`
	Level  string   `json:"level"` // must, should, may
	Text   string   `json:"text"`
	Source []string `json:"source"`
	Basis  string   `json:"basis"`
	Note   string   `json:"note,omitempty"`
	Gated  bool     `json:"gated"`
	// Standing is proven, broken or unproven.
	Standing string `json:"standing"`
	// Held and Broke count exchanges.
	Held  int `json:"held"`
	Broke int `json:"broke"`
	// Why says what kept it from being proven.
	Why []string `json:"why,omitempty"`
}

// Case is a case with its verdict: pass, fail, skip or undecided.
type Case struct {
	ID           string    `json:"id"`
	Text         string    `json:"text"`
	Level        string    `json:"level"`
	Requirements []string  `json:"requirements"`
	Effect       string    `json:"effect"`
	Verdict      string    `json:"verdict"`
	Reason       string    `json:"reason,omitempty"` // of skip and undecided
	Requests     int       `json:"requests"`
	Findings     []Finding `json:"findings,omitempty"`
	// Milliseconds is the sum of its exchanges' times.
	Milliseconds float64 `json:"milliseconds"`
}

// Finding is a broken requirement in one exchange.
type Finding struct {
	Requirement string `json:"requirement"`
	Gated       bool   `json:"gated"`
	Reason      string `json:"reason"`
	Where       string `json:"where"` // status, message, content, header NAME, or JSON pointer
	Expected    string `json:"expected"`
	Got         string `json:"got"`
	// Request is one line: method and target. Repeat is a curl line.
	Request string `json:"request"`
	Repeat  string `json:"repeat"`
	// Exchange is the redacted exchange.
	Exchange *exchange.Exchange `json:"exchange,omitempty"`
}

// Cause is one reason behind findings.
type Cause struct {
	Requirement string   `json:"requirement"`
	Where       string   `json:"where"`
	Reason      string   `json:"reason"`
	Gated       bool     `json:"gated"`
	Findings    int      `json:"findings"` // how many
	Cases       []string `json:"cases"`
	// Example is the first finding.
	Example Finding `json:"example"`
	// Verify is a toeline line that repeats the first case.
	Verify string `json:"verify"`
}

// Handler writes a report in one format.
type Handler interface {
	// Write writes the whole report to w, or returns the error of w.
	Write(w io.Writer, r *Report) error
}
