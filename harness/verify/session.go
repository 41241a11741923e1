package verify

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/internal/reproduce"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Session is a run that is prepared. It sends nothing by itself: Preflight sends its own
// requests, Start all cases, Send one case. It is safe for concurrent use once it was started.
type Session struct {
	config    Config
	set       *cases.Set
	target    *target.Target
	run       *runner.Run
	recording *recording.Recording // that is replayed; nil: none
	lines     *reproduce.Lines

	all   sync.Once
	found []result.CaseInput // of a run that has ended
	// plain returns what a single case is folded with, made once.
	plain func() result.Input
}

// Prepare builds the cases of a run and sends nothing. Its errors are wrong
// usage: *OptionError, *TargetError, ErrNoCase, or what is wrong with contract
// or fixtures.
func Prepare(c Config) (*Session, error) {
	if c.Replay != nil && c.Contract != nil {
		return prepareReplay(c)
	}
	if err := c.defaults(); err != nil {
		return nil, err
	}
	to, err := c.reach()
	if err != nil {
		return nil, typed(err)
	}
	s, err := prepare(c, to)
	if err != nil {
		to.Sender.Close()
	}
	return s, typed(err)
}

// At prepares the same cases for another target: one whose URL has the same path,
// and with the same token. It saves building them.
func (s *Session) At(target Target) (*Session, error) {
	c := s.config
	c.Target = target
	reached, err := c.reach()
	if err != nil {
		return nil, typed(err)
	}
	built := s.target
	if reached.BasePath != built.BasePath || !reached.Same(&built.Credentials) ||
		reached.NoEffects != built.NoEffects {
		reached.Sender.Close()
		return nil, &OptionError{
			Option: "Target", Problem: " is not like the one that the cases were built for",
		}
	}
	set := *s.set
	set.Options.Target = reached.Target
	made := &Session{config: c, set: &set, target: reached}
	made.begin()
	return made, nil
}

// Again prepares the same cases for the same target, and shares its connections.
// Only one of the two is closed.
func (s *Session) Again() *Session {
	made := &Session{config: s.config, set: s.set, target: s.target, recording: s.recording}
	made.begin()
	return made
}

// Outline builds the cases of a run that is only looked at: no target is
// needed, and nothing can be sent.
func Outline(c Config) (*Session, error) {
	if err := c.defaults(); err != nil {
		return nil, err
	}
	access := c.access()
	if access.URL == "" {
		access.URL = "http://127.0.0.1"
	}
	to, _, err := target.New(access)
	if err != nil {
		return nil, typed(err)
	}
	to.Sender = target.NoSender()
	s, err := prepare(c, to)
	return s, typed(err)
}

// defaults refuses what cannot be, and fills in what was left out.
func (c *Config) defaults() error {
	if c.Contract == nil {
		return errors.New("verify: a Config needs a Contract")
	}
	if c.Concurrency < 0 || c.Rate < 0 || c.Budget < 0 || c.CleanupBudget < 0 ||
		c.Fuzz < 0 {
		return &OptionError{
			Option:  "Concurrency",
			Problem: " is at least 1; Rate, Budget and Fuzz are not below zero",
		}
	}
	var err error
	if c.Fixtures == nil {
		c.Fixtures, err = fixtures.Embedded(c.Contract.Kinds)
	}
	return err
}

// reach makes the way to the target.
func (c *Config) reach() (*target.Target, error) {
	to, base, err := target.New(c.access())
	if err != nil {
		return nil, err
	}
	to.TokenExpires = c.Target.TokenExpires
	t := &c.Target
	err = to.Reach(base, t.RoundTripper, wire.Options{
		Timeout: t.Timeout, MaxBody: t.MaxBody, TLS: t.TLS, MaxIdle: c.Concurrency,
	})
	return to, err
}

func prepare(c Config, to *target.Target) (*Session, error) {
	o := c.caseOptions(to)
	if err := o.Unused(); err != nil {
		return nil, c.named(err)
	}
	set, err := cases.New(o)
	if err != nil {
		return nil, err
	}
	s := &Session{config: c, set: set, target: to}
	s.begin()
	return s, nil
}

func (c *Config) caseOptions(to *target.Target) cases.Options {
	return cases.Options{
		Contract: c.Contract, Fixtures: c.Fixtures, Target: to.Target, Profile: c.Profile,
		Only: c.Only, Skip: c.Skip, Level: c.Level, Fuzz: c.Fuzz, Seed: c.Seed,
	}
}

// begin makes the run of the prepared cases.
func (s *Session) begin() {
	c := &s.config
	o := runner.Options{
		Concurrency: c.Concurrency, Rate: c.Rate, Budget: c.Budget, Notify: c.Notify,
		Record: c.Record, Replay: s.recording, Fresh: s.recording.FreshNumber(),
		CleanupBudget: c.CleanupBudget,
	}
	if c.Journal != nil {
		o.Journal = c.Journal
	}
	s.run = runner.New(s.set, s.target, o)
	if c.Record {
		s.run.Options.RecordAs = s.recordingHead()
	}
	s.lines = reproduce.New(c.Invocation, s.lineSettings())
	s.plain = sync.OnceValue(func() result.Input {
		return s.input(runner.Facts{Started: time.Now()})
	})
}

// Preflight reports whether anything alive answers at the target: it sends two
// requests without the token and without effect, and a third with it where both
// hang. patience is how long it asks again; zero: once. The error is one line.
func (s *Session) Preflight(ctx context.Context, patience time.Duration) error {
	if patience > 0 {
		return s.run.AwaitTarget(ctx, patience)
	}
	return s.run.Preflight(ctx)
}

// SignIn gets a first token, where a sign-in gives them.
func (s *Session) SignIn(ctx context.Context) error {
	if s.target.Tokens == nil {
		return nil
	}
	_, err := s.target.Tokens.Token(ctx)
	return err
}

// Start sends all cases in the background: those without effect first.
func (s *Session) Start(ctx context.Context) { StartTogether(ctx, s) }

// StartTogether starts several sessions of one target as one: a resource is
// acted on at most once over all of them.
func StartTogether(ctx context.Context, all ...*Session) {
	if all[0].recording != nil {
		all[0].run.Replay(ctx)
		return
	}
	var runs []*runner.Run
	for _, s := range all {
		runs = append(runs, s.run)
	}
	runner.StartTogether(ctx, runs...)
}

// Begin starts the clock of a session whose cases are sent one by one.
func (s *Session) Begin(ctx context.Context) { s.run.Begin(ctx) }

// Send sends a case of a session that only began, once, and waits for it.
func (s *Session) Send(id string) error {
	c, ok := s.set.Case(id)
	if !ok {
		return fmt.Errorf("no case %q in this run", id)
	}
	s.run.Send(c)
	return nil
}

// Wait waits for a case that was sent, and returns what it came to so far. The
// error is that the id is unknown, or that ctx ended.
func (s *Session) Wait(ctx context.Context, id string) (result.Case, error) {
	if err := s.run.Wait(ctx, id); err != nil {
		return result.Case{}, err
	}
	c, _ := s.set.Case(id)
	one := s.run.CaseInput(c)
	in := s.plain()
	if one.Subsumable() { // then the run has ended, and what others found is final
		s.all.Do(func() { s.found = s.run.CaseInputs() })
		in.Cases = s.found
	}
	return result.FoldCase(in, &one), nil
}

// Progress returns how many requests are settled, of how many.
func (s *Session) Progress() (settled, all int) { return s.run.Progress() }

// Failing returns how many requests have a finding so far that may fail the run. Which findings
// are waived or subsumed is known at the end alone.
func (s *Session) Failing() int {
	levels := []spec.Level{spec.Must}
	if s.config.Strict {
		levels = append(levels, spec.Should)
	}
	return s.run.Failing(levels...)
}

// Report waits for all that was started, and folds it into a report. Of a
// session whose cases are sent one by one it folds those that were sent.
func (s *Session) Report(ctx context.Context) (*result.Report, error) {
	if why := s.unreachedReplay(); why != "" {
		rec := s.recording
		return s.unreached(runner.Facts{
			Started: rec.Started, Elapsed: rec.Elapsed, Setup: why,
		}), nil
	}
	for _, c := range s.set.Cases {
		if !s.run.Asked(c) {
			continue
		}
		if err := s.run.Wait(ctx, c.ID); err != nil {
			return nil, err
		}
	}
	if err := s.run.WaitStarted(ctx); err != nil {
		return nil, err
	}
	facts := s.run.Facts()
	if facts.Setup != "" {
		return s.unreached(facts), nil
	}
	in := s.input(facts)
	in.Cases, in.Recording = s.run.CaseInputs(), s.recorded(facts)
	for _, c := range s.set.Cases {
		if !s.run.Asked(c) { // its names are in the contract all the same
			in.Others = append(in.Others, c.Input())
		}
	}
	return result.Fold(in), nil
}

// Unreached returns the report of a run that ended before its first case.
func (s *Session) Unreached(why string) *result.Report {
	return s.unreached(runner.Facts{Started: time.Now(), Setup: s.target.Redact(why)})
}

// unreached returns the report of a run that says nothing about the target's conformity.
func (s *Session) unreached(facts runner.Facts) *result.Report {
	facts.CutShort = facts.Setup
	in := s.input(facts)
	in.Run.Preflight = bounded(facts.CutShort)
	if in.Cases = s.run.Unsent(); s.config.Record {
		in.Recording = s.recordedUnreached(facts)
	}
	return result.FoldUnreached(in)
}

// Close ends the session: what was not sent stays inconclusive. It closes the
// way to the target.
func (s *Session) Close() {
	s.run.Close()
	s.target.Sender.Close()
}

// Run judges a target: Prepare, Preflight, Start and Report in a row.
func Run(ctx context.Context, c Config) (*result.Report, error) {
	s, err := Prepare(c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if c.Target.RoundTripper == nil && s.recording == nil {
		if err := s.Preflight(ctx, 0); err != nil {
			return s.Unreached(err.Error()), nil
		}
	}
	s.Start(ctx)
	return s.Report(context.WithoutCancel(ctx))
}
