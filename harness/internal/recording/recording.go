// Package recording owns what is kept of a run so that it can be judged again
// without its target: plain data, redacted. It never judges.
package recording

import (
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Recording is a run with its responses, redacted: all that it
// takes to judge it again without its target. Times are UTC; Elapsed is in
// nanoseconds in JSON.
type Recording struct {
	Document RecordedDocument `json:"document"`
	Target   RecordedTarget   `json:"target"`
	Fixtures RecordedFixtures `json:"fixtures"`

	Profile    string     `json:"profile,omitempty"`
	Strict     bool       `json:"strict"`
	RequireAll bool       `json:"requireAll"`
	Only       []string   `json:"only,omitempty"`
	Skip       []string   `json:"skip,omitempty"`
	Level      spec.Level `json:"level"`
	Fuzz       int        `json:"fuzz"`
	Seed       uint64     `json:"seed"`
	// Fresh is the number that values were made from that are new in every run.
	Fresh uint64 `json:"fresh,omitempty"`

	Started time.Time     `json:"started"`
	Elapsed time.Duration `json:"elapsed"`
	// CutShort says why the run ended before its time; empty: it did not.
	// Unreached says that it ended before its first case, for that reason.
	CutShort  string `json:"cutShort,omitempty"`
	Unreached bool   `json:"unreached,omitempty"`
	// Notes are the outcome's, and so is Stopped.
	Notes   []string `json:"notes,omitempty"`
	Stopped string   `json:"stopped,omitempty"`
	// Dropped is how many exchanges were over the bound of a recording.
	Dropped int `json:"dropped,omitempty"`

	// Facts are how the run was invoked.
	Facts Facts `json:"-"`
	// Entries are the requests of the run, in no order.
	Entries []Recorded `json:"-"`
}

// FreshNumber is Fresh; zero where nothing was recorded.
func (rec *Recording) FreshNumber() uint64 {
	if rec == nil {
		return 0
	}
	return rec.Fresh
}

// RecordedDocument is what the run was judged by.
type RecordedDocument struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// RecordedFixtures are the fixtures of the run, as their file had them.
type RecordedFixtures struct {
	File     string `json:"file,omitempty"`
	Embedded bool   `json:"embedded,omitempty"`
	Text     string `json:"text,omitempty"`
}

// RecordedTarget is a Target without secrets: Token is the documented one of
// loopback, exchange.Redacted for one of the user's own, or empty for none.
// Keys, Headers and Query are the names of the secret ones.
type RecordedTarget struct {
	URL        string       `json:"url"`
	BasePath   string       `json:"basePath,omitempty"`
	Token      string       `json:"token,omitempty"`
	Given      bool         `json:"tokenGiven,omitempty"`
	Basic      bool         `json:"basic,omitempty"`
	Keys       []string     `json:"keys,omitempty"`
	Headers    []string     `json:"headers,omitempty"`
	Query      []string     `json:"query,omitempty"`
	Advice     cases.Advice `json:"advice"`
	OnLoopback bool         `json:"onLoopback"`
	NoEffects  string       `json:"noEffects,omitempty"`
}

// Recorded is what became of one request of a case.
type Recorded struct {
	Case     string `json:"case"`
	Instance int    `json:"instance"` // its instance of the case, from 0
	Step     int    `json:"step,omitempty"`
	Turn     int    `json:"turn,omitempty"` // how often the step was sent before
	// Requirements are those that the case's own checks can break.
	Requirements []string `json:"requirements,omitempty"`
	// Request is a digest of the request without its secrets: it distinguishes a request of
	// another document with this name.
	Request string `json:"request"`
	// Resources are the ids that the request named, by parameter.
	Items map[string]string `json:"items,omitempty"`
	// Sent is how often it was sent; Exchange is the last time.
	Sent int `json:"sent,omitempty"`
	// Unsent says why it was not sent; then there is no Exchange.
	Unsent string `json:"unsent,omitempty"`
	// Withheld reports that it was not sent so that nothing is acted on twice, or on a
	// target that acts where it must not.
	Withheld bool               `json:"withheld,omitempty"`
	Exchange *exchange.Exchange `json:"-"`
	// Cut says that Exchange holds only the beginning of a large response.
	Cut bool `json:"cut,omitempty"`
	// Unjudged says why the response was not judged, where its fault does not.
	Unjudged string `json:"unjudged,omitempty"`
	// Judged is the judgement on the whole response, if what is recorded of it, redacted or cut,
	// is not enough to judge.
	Judged *check.Judgement `json:"judged,omitempty"`
	// Values number the values that must differ over the run, by their place,
	// where redaction took them away.
	Values map[string]int `json:"values,omitempty"`
}

// Key names a request of a recorded run.
type Key struct {
	Case                 string
	Instance, Step, Turn int
}

// Key returns the name of the request.
func (e *Recorded) Key() Key { return Key{e.Case, e.Instance, e.Step, e.Turn} }

// Index returns the entries by their keys.
func (rec *Recording) Index() map[Key]*Recorded {
	all := make(map[Key]*Recorded, len(rec.Entries))
	for i := range rec.Entries {
		e := &rec.Entries[i]
		all[e.Key()] = e
	}
	return all
}

// Facts are what a repetition of the run's requests needs, without what is a
// file of the machine that sent them.
type Facts struct {
	Target   string   `json:"target,omitempty"`
	Document string   `json:"document,omitempty"`
	Overlays []string `json:"overlays,omitempty"`
	Insecure bool     `json:"insecureSkipTLSVerify,omitempty"`
	result.Variables
}
