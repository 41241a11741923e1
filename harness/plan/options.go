package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
)

// Options is what a plan is made from. Doc and World are needed,
// and Target.Sender for what sends.
type Options struct {
	Doc    *spec.Document
	World  *fixtures.World
	Target Target

	// Profile names one of the document's; empty: the first, or none.
	Profile string
	// Strict makes broken "should" requirements fail the run.
	Strict bool
	// RequireAll makes a gated requirement that stayed unproven fail the run.
	RequireAll bool
	// Only and Skip are patterns of case or requirement ids.
	Only, Skip []string
	// Level leaves requirements below it out; empty: none.
	Level spec.Level

	// Fuzz is how many random values each fuzz case of the document sends.
	Fuzz int

	// Journal is told of every request with an effect; nil: none is kept.
	Journal Journal

	Concurrency int           // parallel exchanges; zero: 16
	Rate        float64       // requests a second over all; zero: no limit
	Budget      time.Duration // of the whole run; zero: 2m
	Seed        uint64        // of random ids: the same seed sends the same

	// Tell gets a line, once, when the run begins to stand still because the
	// target asks it to come back later; nil: nobody is told before the end.
	Tell func(line string)

	// Record keeps every exchange for Outcome.Recording.
	Record bool
	// Replay is what [Plan.Replay] judges; then nothing needs a sender.
	Replay *Recording
}

func (o Options) withDefaults() (Options, error) {
	if o.Doc == nil || o.World == nil || o.Target.Sender == nil && o.Replay == nil {
		return o, errors.New("a plan needs a document, a world and a sender")
	}
	if o.Concurrency == 0 {
		o.Concurrency = 16
	}
	if o.Budget == 0 {
		o.Budget = 2 * time.Minute
	}
	if o.Level == "" {
		o.Level = spec.May
	}
	if o.Concurrency < 1 || o.Rate < 0 || o.Budget < 0 || o.Fuzz < 0 {
		return o, errors.New("concurrency is at least 1; rate, budget and fuzz are not below zero")
	}
	names := o.Doc.Profiles.Keys()
	if o.Profile == "" && len(names) > 0 {
		o.Profile = names[0]
	}
	if o.Profile != "" && !slices.Contains(names, o.Profile) {
		return o, fmt.Errorf("the document has no profile %q; it has %s", o.Profile, strings.Join(names, ", "))
	}
	return o, nil
}

// without are the operators that the profile leaves out.
func (o Options) without() []spec.Operator {
	profile, _ := o.Doc.Profiles.Get(o.Profile)
	return profile.Without
}

// gates says whether broken requirements of a level fail the run.
func (o Options) gates(l spec.Level) bool {
	return l == spec.Must || o.Strict && l == spec.Should
}
