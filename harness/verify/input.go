package verify

import (
	"cmp"

	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/reproduce"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// bounded cuts a text to what a report keeps of a field.
func bounded(s string) string { return text.Cut(s, evidence.MaxField) }

// input is the run as it is folded, without its cases.
func (s *Session) input(f runner.Facts) result.Input {
	c := &s.config
	in := result.Input{
		Tool:         result.Tool{Name: "toeline", Version: cmp.Or(c.Version, "(devel)")},
		Run:          s.described(f),
		Requirements: c.Contract.Requirements,
		Waivers:      c.Waivers,
		Identical:    bounded(f.Identical),
		Lines:        s.lines,
	}
	for _, other := range s.set.Others {
		in.Others = append(in.Others, other.Input())
	}
	return in
}

// described is what was asked, of whom, redacted.
func (s *Session) described(f runner.Facts) result.Run {
	c, options := &s.config, &s.set.Options
	run := result.Run{
		Document: result.Document{
			File:  cmp.Or(c.Invocation.Document, c.Contract.File),
			Title: c.Contract.Title, Version: c.Contract.Version, SHA256: c.Contract.Digest,
			Embedded: spec.NamesEmbedded(c.Invocation.Document, c.Contract.File, spec.Documents()),
		},
		Target:   s.target.Redact(s.target.URL),
		Embedded: c.Invocation.Target == "" && c.Invocation.Client == nil,
		Client:   s.target.Redact(reproduce.ClientName(c.Invocation.Client)),
		Profile:  options.Profile, Strict: c.Strict, Only: c.Only, Skip: c.Skip,
		Fixtures: s.fixturesName(), Seed: c.Seed,
		Started: f.Started.UTC(), Milliseconds: evidence.Milliseconds(f.Elapsed),
		CutShort: f.CutShort, Stopped: bounded(f.Stopped), Replay: replayOf(s),
	}
	if len(c.Only)+len(c.Skip) > 0 || options.Level != spec.May {
		f.NeverCame = nil // what was left out shows nothing
	}
	for _, lines := range []struct{ from, to *[]string }{
		{&f.Notes, &run.Notes}, {&f.NotJudged, &run.NotJudged}, {&f.NeverCame, &run.NeverCame},
	} {
		for _, line := range *lines.from {
			*lines.to = append(*lines.to, bounded(s.target.Redact(line)))
		}
	}
	if c.RequireAll {
		run.Require = "all"
	}
	if options.Level != spec.May { // the lowest leaves nothing out
		run.Level = string(options.Level)
	}
	for _, setting := range c.Settings {
		setting.Value = bounded(s.target.Redact(setting.Value))
		run.Settings = append(run.Settings, setting)
	}
	return run
}

func (s *Session) fixturesName() string {
	c := &s.config
	switch {
	case c.Invocation.Fixtures != "":
		return c.Invocation.Fixtures
	case c.Fixtures.Embedded:
		return "embedded"
	}
	return c.Fixtures.File
}
