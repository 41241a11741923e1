package verify

import (
	"errors"
	"fmt"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/target"
)

// ErrNoCase reports that Only, Skip, Level and Profile leave no case.
var ErrNoCase = errors.New("no case is left after the selection")

// OptionError reports a field of Config that is not valid: wrong usage.
type OptionError struct {
	// Option is the field's name, such as "Only".
	Option string
	// Value is what was given, where it may be shown.
	Value string
	// Problem follows both in a sentence: what is wrong, and what to do.
	Problem string
}

func (e *OptionError) Error() string {
	if e.Value == "" {
		return e.Option + e.Problem
	}
	return e.Option + " " + e.Value + e.Problem
}

// TargetError reports a Target that cannot be judged: wrong usage.
type TargetError struct {
	Kind TargetProblem
	// Target is the base URL as far as it may be shown.
	Target string
	Err    error
}

// TargetProblem is what is wrong with a Target.
type TargetProblem int

// The problems of a Target.
const (
	NotURL         TargetProblem = iota // Err says why
	HasCredentials                      // the URL holds a user name or password
	Incomplete                          // scheme or host are missing
	HasQuery                            // the URL has a query or a fragment
	NeedsFixtures                       // effects off loopback take fixtures of one's own
	BadPort                             // Target is a port that is not from 1 to 65535
)

func (e *TargetError) Unwrap() error { return e.Err }

func (e *TargetError) Error() string {
	switch e.Kind {
	case NotURL:
		return fmt.Sprintf("the target is not a valid URL: %v", e.Err)
	case HasCredentials:
		return "the target's URL holds a user name or password: it would be logged"
	case Incomplete:
		return "the target " + e.Target + ": give http:// or https://, a host, and any path prefix"
	case HasQuery:
		return "the target " + e.Target + ": a base URL has no query and no fragment"
	}
	if e.Kind == BadPort {
		return "the target's port " + e.Target + " is not from 1 to 65535"
	}
	return fmt.Sprintf("effects at %s, which is not on loopback, take fixtures of your own",
		e.Target)
}

// typed turns errors of inner packages into those of this one.
func typed(err error) error {
	var option *cases.OptionError
	var target *target.Error
	switch {
	case errors.Is(err, cases.ErrNoCase):
		return ErrNoCase
	case errors.As(err, &option):
		return &OptionError{option.Option, option.Value, option.Problem}
	case errors.As(err, &target):
		return &TargetError{TargetProblem(target.Kind), target.Target, target.Err}
	}
	return err
}
