package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/spec"
)

// Recording is a run as it was sent and what came back, redacted: all that it
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

	// Entries are the requests of the run, in no order.
	Entries []Recorded `json:"-"`
}

// RecordedDocument is what the run was judged by.
type RecordedDocument struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// RecordedFixtures is the world that the run spoke of, as its file had it.
type RecordedFixtures struct {
	File     string `json:"file,omitempty"`
	Embedded bool   `json:"embedded,omitempty"`
	Text     string `json:"text,omitempty"`
}

// RecordedTarget is a Target without secrets: Token is the documented one of
// loopback, redact.Mark for one of the user's own, or empty for none.
// Headers are the names of the secret ones.
type RecordedTarget struct {
	URL           string   `json:"url"`
	BasePath      string   `json:"basePath,omitempty"`
	Token         string   `json:"token,omitempty"`
	NoTokenReason string   `json:"noTokenReason,omitempty"`
	Headers       []string `json:"headers,omitempty"`
	OnLoopback    bool     `json:"onLoopback"`
	NoEffects     string   `json:"noEffects,omitempty"`
}

// Recorded is what became of one request of a case.
type Recorded struct {
	Case  string `json:"case"`
	Probe int    `json:"probe"` // its number in the case, from 0
	// Requirements are those that the case's own checks can break.
	Requirements []string `json:"requirements,omitempty"`
	// Request is a digest of the request without its secrets: another
	// document's request of this name is told from it.
	Request string `json:"request"`
	// Items are the ids that the request named, by parameter.
	Items map[string]string `json:"items,omitempty"`
	// Sent is how often it was sent; Exchange is the last time.
	Sent int `json:"sent,omitempty"`
	// Unsent says why it was not sent; then there is no Exchange.
	Unsent   string             `json:"unsent,omitempty"`
	Exchange *exchange.Exchange `json:"-"`
	// Cut says that Exchange holds only the beginning of a large answer.
	Cut bool `json:"cut,omitempty"`
	// Unjudged says why the answer was not judged, where its fault does not.
	Unjudged string `json:"unjudged,omitempty"`
	// Judged is what the whole answer was judged as, where what is recorded of
	// it, redacted or cut, is not enough to tell.
	Judged *check.Judgement `json:"judged,omitempty"`
	// Values number the values that must differ over the run, by their place,
	// where redaction took them away.
	Values map[string]int `json:"values,omitempty"`
}

// Options are those of the recorded run, with the document that it is to be
// judged by. The error is that the fixtures do not fit the document.
func (rec *Recording) Options(doc *spec.Document) (Options, error) {
	world := &fixtures.World{File: rec.Fixtures.File, Embedded: rec.Fixtures.Embedded}
	if rec.Fixtures.Text != "" {
		var err error
		if world, err = fixtures.Load(rec.Fixtures.File, []byte(rec.Fixtures.Text), doc.Kinds); err != nil {
			return Options{}, fmt.Errorf("the recorded fixtures do not fit the document: %w", err)
		}
		world.Embedded = rec.Fixtures.Embedded
	}
	t := rec.Target
	target := Target{URL: t.URL, BasePath: t.BasePath, Token: t.Token, NoTokenReason: t.NoTokenReason, OnLoopback: t.OnLoopback, NoEffects: t.NoEffects}
	for _, name := range t.Headers {
		target.Headers = append(target.Headers, exchange.Field{Name: name, Value: redact.Mark})
	}
	return Options{
		Doc: doc, World: world, Target: target, Profile: rec.Profile, Strict: rec.Strict, RequireAll: rec.RequireAll,
		Only: rec.Only, Skip: rec.Skip, Level: rec.Level, Fuzz: rec.Fuzz, Seed: rec.Seed, Replay: rec,
	}, nil
}

// newRecording is that of a run which sent nothing yet.
func newRecording(o Options, redactor *redact.Live) *Recording {
	t := o.Target
	target := RecordedTarget{
		URL: redactor.String(t.URL), BasePath: redactor.String(t.BasePath), Token: t.Token,
		NoTokenReason: t.NoTokenReason, OnLoopback: t.OnLoopback, NoEffects: t.NoEffects,
	}
	if t.Token != "" && t.Token != LoopbackToken && t.Token != TokenToCome {
		target.Token = redact.Mark
	}
	for _, f := range t.Headers {
		target.Headers = append(target.Headers, f.Name)
	}
	return &Recording{
		Document: RecordedDocument{File: o.Doc.File, SHA256: o.Doc.Digest}, Target: target,
		Fixtures: RecordedFixtures{File: redactor.String(o.World.File), Embedded: o.World.Embedded, Text: redactor.String(string(o.World.Source))},
		Profile:  o.Profile, Strict: o.Strict, RequireAll: o.RequireAll, Only: o.Only, Skip: o.Skip, Level: o.Level, Fuzz: o.Fuzz, Seed: o.Seed,
	}
}

// digest is the same for the same request, whatever its secrets and the base
// path are.
func (o Options) digest(p Probe) string {
	h := sha256.New()
	target := strings.TrimPrefix(p.Request.Target, o.Target.BasePath)
	part(h, p.Request.Method, target, string(p.Auth), string(p.Request.Body))
	// The secret headers are the last.
	own := p.Request.Header[:len(p.Request.Header)-len(o.Target.Headers)]
	for _, f := range own {
		value := f.Value
		if strings.EqualFold(f.Name, "Authorization") && p.Auth.NeedsToken() {
			value, _, _ = strings.Cut(value, " ")
		}
		part(h, f.Name, value)
	}
	const enough = 16 // bytes
	return hex.EncodeToString(h.Sum(nil)[:enough])
}

// part writes texts so that none can be taken for two.
func part(w io.Writer, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(w, "%d:%s", len(text), text) // a digest takes all
	}
}
