package cases

import (
	"errors"
	"slices"
	"strings"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
)

// Options is what cases are made from. Contract and Fixtures are needed.
type Options struct {
	Contract *spec.Contract
	Fixtures *fixtures.Set
	Target   Target

	// Profile names one of the contract's; empty: the first, or none.
	Profile string
	// Only and Skip are patterns of case or requirement ids.
	Only, Skip []string
	// Level leaves requirements below it out; empty: none.
	Level spec.Level
	// Fuzz is how many inputs at random each fuzz case sends.
	Fuzz int
	// Seed is that of random ids: the same seed makes the same requests.
	Seed uint64
	// Pinned returns the ids that an instance of a recorded run named, by
	// parameter; nil: there is no recorded run.
	Pinned func(caseID string, instance int) map[string]string
}

// Target is what shapes requests to a target.
type Target struct {
	// URL is the base URL, for people.
	URL string
	// BasePath comes before the contract's paths; no slash at its end.
	BasePath string
	Credentials
	// OnLoopback reports that the target is on this machine.
	OnLoopback bool
	// NoEffects says why cases with an effect are left out; empty: they run.
	NoEffects string
}

// ErrNoCase says that the selection leaves no case.
var ErrNoCase = errors.New("no case is left after the selection")

// OptionError is an option that does not fit the contract or the fixtures.
type OptionError struct {
	// Option is its name in Options, and Value what was given.
	Option, Value string
	// Problem follows both in a sentence: what is wrong, and what to do.
	Problem string
}

func (e *OptionError) Error() string { return e.Option + " " + e.Value + e.Problem }

func (o Options) withDefaults() (Options, error) {
	if o.Contract == nil || o.Fixtures == nil {
		return o, errors.New("cases need a contract and fixtures")
	}
	if o.Level == "" {
		o.Level = spec.May
	}
	names := o.Contract.Profiles.Keys()
	if o.Profile == "" && len(names) > 0 {
		o.Profile = names[0]
	}
	if o.Profile != "" && !slices.Contains(names, o.Profile) {
		problem := " is not a profile of the document; it has " + strings.Join(names, ", ")
		return o, &OptionError{Option: "Profile", Value: o.Profile, Problem: problem}
	}
	return o, nil
}

// without are the operators that the profile leaves out.
func (o *Options) without() []spec.Operator {
	profile, _ := o.Contract.Profiles.Get(o.Profile)
	return profile.Without
}
