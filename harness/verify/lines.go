package verify

import "example.com/toeline/harness/internal/reproduce"

// lineSettings are what the lines that repeat a finding need of a run.
func (s *Session) lineSettings() reproduce.Settings {
	c := &s.config
	settings := reproduce.Settings{
		Target: s.target.Target, Strict: c.Strict, Seed: c.Seed,
		TokenEnv: c.Contract.TokenEnv, Secrets: s.target.Secrets(), Requests: s.run.Requests,
	}
	if names := c.Contract.Profiles.Keys(); len(names) > 0 && s.set.Options.Profile != names[0] {
		settings.Profile = s.set.Options.Profile
	}
	if s.recording != nil && c.Invocation.Replay != "" {
		settings.Profile = s.set.Options.Profile
		settings.Replayed = &reproduce.Replayed{
			Profile: s.recording.Profile, Strict: s.recording.Strict,
		}
	}
	return settings
}
