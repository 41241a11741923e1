package verify

import (
	"fmt"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/result"
)

// prepareReplay prepares to judge a recorded run. Target, fixtures and seed are
// the recorded ones; what selects and judges is the Config's.
func prepareReplay(c Config) (*Session, error) {
	rec, ok := c.Replay.(*recording.Recording)
	if !ok {
		return nil, fmt.Errorf("verify: Replay is a %T, and not what har.Read returns", c.Replay)
	}
	held := &fixtures.Set{File: rec.Fixtures.File, Embedded: rec.Fixtures.Embedded}
	if rec.Fixtures.Text != "" {
		var err error
		held, err = fixtures.Load(rec.Fixtures.File, []byte(rec.Fixtures.Text), c.Contract.Kinds)
		if err != nil {
			return nil, fmt.Errorf("the recorded fixtures are not valid for the document: %w", err)
		}
		held.Embedded = rec.Fixtures.Embedded
	}
	c.Fixtures, c.Seed, c.Fuzz, c.Target.URL = held, rec.Seed, rec.Fuzz, rec.Target.URL
	t := rec.Target
	to := &target.Target{Sender: target.NoSender(), Target: cases.Target{
		URL: t.URL, BasePath: t.BasePath, OnLoopback: t.OnLoopback, NoEffects: t.NoEffects,
		Credentials: cases.Credentials{
			Token: t.Token, Given: t.Given, Advice: t.Advice, Keys: marked(t.Keys),
			Headers: marked(t.Headers), Query: marked(t.Query),
		},
	}}
	if t.Basic {
		to.Basic = redact.Mark
	}
	o := c.caseOptions(to)
	recorded := rec.Index()
	o.Pinned = func(caseID string, instance int) map[string]string {
		if entry := recorded[recording.Key{Case: caseID, Instance: instance}]; entry != nil {
			return entry.Items
		}
		return nil
	}
	set, err := cases.New(o)
	if err != nil {
		return nil, typed(err)
	}
	s := &Session{config: c, set: set, target: to, recording: rec}
	s.begin()
	return s, nil
}

// recordingHead is what a recording says of the run, before anything was sent.
func (s *Session) recordingHead() recording.Recording {
	c, t := &s.config, s.target
	rec := recording.Recording{
		Document: recording.RecordedDocument{File: c.Contract.File, SHA256: c.Contract.Digest},
		Target: recording.RecordedTarget{
			URL: t.Redact(t.URL), BasePath: t.Redact(t.BasePath), Token: t.Token, Given: t.Given,
			OnLoopback: t.OnLoopback, NoEffects: t.NoEffects, Advice: t.Advice,
			Basic: t.Basic != "", Keys: names(t.Keys), Headers: names(t.Headers),
			Query: names(t.Query),
		},
		Fixtures: recording.RecordedFixtures{
			File: t.Redact(c.Fixtures.File), Embedded: c.Fixtures.Embedded,
			Text: t.Redact(string(c.Fixtures.Source)),
		},
		Profile: s.set.Options.Profile, Strict: c.Strict, RequireAll: c.RequireAll,
		Only: c.Only, Skip: c.Skip, Level: s.set.Options.Level, Fuzz: c.Fuzz, Seed: c.Seed,
		Facts: recording.Facts{
			Target: t.Redact(c.Invocation.Target), Document: t.Redact(c.Invocation.Document),
			Overlays: redactedAll(t.Redact, c.Invocation.Overlays),
			Insecure: c.Invocation.TLS.Insecure, Variables: c.Invocation.Variables,
		},
	}
	if t.Token != "" && t.Token != LoopbackToken && t.Token != target.TokenToCome {
		rec.Target.Token = redact.Mark
	}
	return rec
}

func names(all exchange.Header) []string {
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	return names
}

// marked are fields whose values a recording does not have.
func marked(names []string) exchange.Header {
	var all exchange.Header
	for _, name := range names {
		all = append(all, exchange.Field{Name: name, Value: redact.Mark})
	}
	return all
}

func redactedAll(redact func(string) string, texts []string) (all []string) {
	for _, text := range texts {
		all = append(all, redact(text))
	}
	return all
}

// recorded is the recording for the report; nil: nothing was recorded.
func (s *Session) recorded(f runner.Facts) any {
	if rec := s.run.Recording(f); rec != nil {
		return rec
	}
	return nil
}

// recordedUnreached is the recording of a run that ended before its first case.
func (s *Session) recordedUnreached(f runner.Facts) any {
	rec := s.recordingHead()
	rec.Started, rec.Elapsed, rec.CutShort, rec.Unreached = f.Started, f.Elapsed, f.CutShort, true
	return &rec
}

// unreachedReplay returns why the replayed run never reached its target; empty:
// it did.
func (s *Session) unreachedReplay() string {
	if s.recording != nil && s.recording.Unreached {
		return s.recording.CutShort
	}
	return ""
}

func replayOf(s *Session) *result.Replay {
	if s.recording == nil {
		return nil
	}
	return &result.Replay{
		File:           s.config.Invocation.Replay,
		DocumentSHA256: s.recording.Document.SHA256,
	}
}
