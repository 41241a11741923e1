package verify

import (
	"cmp"

	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Planned returns what the run would do: its contract, requirements and cases.
func (s *Session) Planned() result.Planned { return s.set.Planned(s.variables()) }

// Cases returns the cases of the run, in the contract's order.
func (s *Session) Cases() []result.PlannedCase { return s.Planned().Cases }

// variables are the names of those that the credentials are from.
func (s *Session) variables() *result.Variables {
	names := s.config.Invocation.Variables
	names.TokenEnv = cmp.Or(names.TokenEnv, s.config.Contract.TokenEnv)
	return &names
}

// Effects lists the requests that have an effect, or would have one on a broken
// target, in the contract's order.
func (s *Session) Effects() []result.Effect { return effects.List(s.set) }

// Contract is that of the session.
func (s *Session) Contract() *spec.Contract { return s.config.Contract }

// URL is the base URL of the target, for people.
func (s *Session) URL() string { return s.target.URL }

// OnLoopback reports whether the target is on this machine.
func (s *Session) OnLoopback() bool { return s.target.OnLoopback }

// InClear reports whether secrets leave this machine unencrypted.
func (s *Session) InClear() bool { return s.target.InClear() }

// SetJournal sets the journal that requests with an effect are written to. Call it before Start.
func (s *Session) SetJournal(j Journal) { s.run.Options.Journal = j }

// Cleans reports whether cases have steps that clean up.
func (s *Session) Cleans() bool { return runner.Cleans(s.set) }

// SetAbandoned sets the channel that ends cleaning up when it is closed. Call it before Start.
func (s *Session) SetAbandoned(c <-chan struct{}) { s.run.Options.Abandon = c }

// Redact returns a text without the secrets of the session that are known now.
func (s *Session) Redact(text string) string { return s.target.Redact(text) }
