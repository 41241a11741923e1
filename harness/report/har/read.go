package har

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/infile"
	rec "example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/report/internal/input"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Read reads a HAR that toeline wrote. The error says what is wrong and where; the caller adds the
// file's name.
func Read(in io.Reader) (Recorded, error) {
	data, err := infile.All(in, infile.Record)
	if err != nil {
		return Recorded{}, fmt.Errorf("no recording of toeline: %w", err)
	}
	data = input.WithoutMark(data)
	if err := input.Bounded("recording", data); err != nil {
		return Recorded{}, err
	}
	var har harFile
	if err := json.Unmarshal(data, &har); err != nil {
		return Recorded{}, input.Error("recording", data, err)
	}
	own, err := har.own()
	if err != nil {
		return Recorded{}, err
	}
	made := own.Recording
	made.Entries, made.Facts = own.Unsent, own.Facts
	for i, text := range har.Log.Entries {
		entry, err := readEntry(text)
		if err != nil {
			return Recorded{}, fmt.Errorf("log/entries/%d%w", i, err)
		}
		made.Entries = append(made.Entries, entry)
	}
	if err := eachOnce(made.Entries); err != nil {
		return Recorded{}, err
	}
	f := own.Facts
	return Recorded{
		Run: made,
		Invocation: result.Invocation{
			Target: f.Target, Document: f.Document, Overlays: f.Overlays,
			Variables: f.Variables, TLS: result.TLSFiles{Insecure: f.Insecure},
		},
		Fixtures: made.Fixtures.File, Embedded: made.Fixtures.Embedded, Strict: made.Strict,
		RequireAll: made.RequireAll, FixturesText: made.Fixtures.Text,
		Profile: made.Profile, Only: made.Only, Skip: made.Skip, Level: made.Level,
	}, nil
}

// Recorded is a run that was read from a HAR.
type Recorded struct {
	// Run is the recording, for verify.Config.Replay.
	Run any
	// Invocation is how the run was invoked, as far as a HAR says so.
	Invocation result.Invocation
	// Fixtures is the name of their file; Embedded reports that they were
	// toeline's own.
	Fixtures string
	Embedded bool
	// FixturesText is their text; empty: they were toeline's own.
	FixturesText string

	Strict, RequireAll bool
	Profile            string
	Only, Skip         []string
	Level              spec.Level
}

// harFile is a HAR of which nothing is read yet but whose it is, and of which
// version: of another, every other mistake is only a consequence.
type harFile struct {
	Log *struct {
		Version string            `json:"version"`
		Creator harTool           `json:"creator"`
		Own     json.RawMessage   `json:"_toeline"`
		Entries []json.RawMessage `json:"entries"`
	} `json:"log"`
}

func (h *harFile) own() (*recording, error) {
	const remedy = "make one with toeline verify --report har=FILE"
	switch log := h.Log; {
	case log == nil:
		return nil, errors.New("no HAR: it has no log; " + remedy)
	case log.Version != harVersion:
		return nil, fmt.Errorf("log/version: another HAR than the %s that this toeline reads; %s",
			harVersion, remedy)
	case log.Own == nil:
		return nil, fmt.Errorf("log/_toeline is missing: this HAR was made by %s, and "+
			"without what toeline adds a run cannot be judged again; %s", madeBy(log.Creator.Name),
			remedy)
	}
	var version struct {
		SchemaVersion int `json:"schemaVersion"`
	}
	if err := json.Unmarshal(h.Log.Own, &version); err != nil {
		return nil, fmt.Errorf("log/_toeline: %w", input.Error("recording", h.Log.Own, err))
	}
	if version.SchemaVersion != recordingVersion {
		return nil, fmt.Errorf("made by another version of toeline: log/_toeline/schemaVersion "+
			"is %d, and this one reads %d; record the run again", version.SchemaVersion,
			recordingVersion)
	}
	own := &recording{Recording: &rec.Recording{}}
	if err := json.Unmarshal(h.Log.Own, own); err != nil {
		return nil, fmt.Errorf("log/_toeline: %w", input.Error("recording", h.Log.Own, err))
	}
	if own.Started.IsZero() || own.Document.SHA256 == "" {
		return nil, errors.New("log/_toeline: started or document is missing; record the run again")
	}
	return own, nil
}

// aName matches the name of a program, and nothing that could be a secret.
var aName = regexp.MustCompile(`^[A-Za-z]{1,20}$`)

func madeBy(name string) string {
	if aName.MatchString(name) {
		return strconv.Quote(name)
	}
	return "another program"
}

func readEntry(text json.RawMessage) (rec.Recorded, error) {
	var entry harEntry
	if err := json.Unmarshal(text, &entry); err != nil {
		return rec.Recorded{}, fmt.Errorf(": %w", input.Error("recording", text, err))
	}
	return entry.recorded()
}

func eachOnce(entries []rec.Recorded) error {
	seen := map[string]bool{}
	for _, e := range entries {
		key := fmt.Sprintf("request %d of case %s", e.Instance, e.Case)
		if e.Step+e.Turn > 0 {
			key = fmt.Sprintf("request %d, step %d, turn %d of case %s", e.Instance, e.Step, e.Turn,
				e.Case)
		}
		if seen[key] {
			return fmt.Errorf("log/entries: %s occurs twice", key)
		}
		seen[key] = true
	}
	return nil
}

// recorded makes of an entry what it was made of. The request is the plan's to
// make again. An error begins with the place in the entry.
func (h *harEntry) recorded() (rec.Recorded, error) {
	switch {
	case h.Own == nil || h.Own.Case == "" || h.Own.Instance < 0:
		return rec.Recorded{}, errors.New(": _toeline/case or _toeline/instance is missing: this " +
			"entry is none of the run's")
	case h.Time < 0 || h.Timings.Wait < 0:
		return rec.Recorded{}, errors.New("/time: it is below zero")
	}
	entry := h.Own.Recorded
	e := &exchange.Exchange{Total: nanoseconds(h.Time), Raw: h.Own.Raw != nil}
	if e.Origin = originOf(h.Request.URL); e.Origin == "" {
		return entry, errors.New("/request/url: it has no origin")
	}
	if !h.Own.NotSent {
		e.Start = h.Started
	}
	if h.Response.Status != 0 || h.Timings.Receive > 0 {
		e.FirstByte = nanoseconds(h.Timings.Wait)
	}
	if h.Own.Raw != nil {
		e.RawRequest, e.RawResponse = h.Own.Raw.Request, h.Own.Raw.Response
	}
	if h.Own.Fault != "" {
		e.Fault = &exchange.Fault{Kind: h.Own.Fault, Detail: h.Response.Error}
	}
	var err error
	if e.Response, err = h.response(); err != nil {
		return entry, fmt.Errorf("/response%w", err)
	}
	if e.Response == nil && e.Fault == nil {
		return entry,
			errors.New("/response/status: there is no response, and _toeline/fault says no reason")
	}
	entry.Exchange = e
	return entry, nil
}

func (h *harEntry) response() (*exchange.Response, error) {
	r := h.Response
	if r.Status == 0 {
		return nil, nil
	}
	if r.Status < 0 || r.Status > 999 {
		return nil, fmt.Errorf("/status: %d is none", r.Status)
	}
	text := strings.Clone
	if h.Own.Latin1 {
		text = fromLatin1
	}
	res := &exchange.Response{
		Proto: text(r.Version), Status: r.Status, Reason: text(r.Reason), Interim: h.Own.Interim,
		Surplus: h.Own.Surplus,
	}
	for _, p := range r.Headers {
		res.Header = append(res.Header, exchange.Field{Name: text(p.Name), Value: text(p.Value)})
	}
	switch r.Content.Encoding {
	case "":
		res.Body = []byte(r.Content.Text)
	case "base64":
		body, err := base64.StdEncoding.DecodeString(r.Content.Text)
		if err != nil {
			return nil, fmt.Errorf("/content/text: %w", err)
		}
		res.Body = body
	default:
		return nil, errors.New("/content/encoding: it is neither base64 nor none")
	}
	return res, nil
}

func nanoseconds(milliseconds float64) time.Duration {
	return time.Duration(math.Round(milliseconds * float64(time.Millisecond)))
}

// originOf is the scheme, host and port of a URL, whose path may be none that
// a parser takes.
func originOf(text string) string {
	scheme, rest, found := strings.Cut(text, "://")
	host, _, _ := strings.Cut(rest, "/")
	if !found || host == "" {
		return ""
	}
	return scheme + "://" + host
}
