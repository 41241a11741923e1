package cases

import (
	"cmp"
	"fmt"

	"example.com/toeline/spec"
)

// Set is all that a run would send, in the contract's order. It is read-only.
type Set struct {
	Options Options
	// Cases are those of the run.
	Cases []*Case
	// Others are the cases of the contract that the run leaves out.
	Others []*Case
	// Notes say, a line each, what the run does not test for want of fixtures.
	Notes []string
	// NotJudged says, a line each, what of the contract is not judged, and why.
	NotJudged []string

	filter  filter
	without []spec.Operator
}

// New makes the cases of a run. Its errors are wrong usage: a pattern that
// matches nothing, a corpus that is not there, a case that the fixtures cannot
// express.
func New(o Options) (*Set, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	all, err := expand(&o)
	if err != nil {
		return nil, err
	}
	if err := bind(&o, all); err != nil {
		return nil, err
	}
	var made []*Case
	for _, b := range all {
		made = append(made, b.made())
	}
	s, err := selected(o, append(made, unasked(&o)...))
	if err != nil {
		return nil, err
	}
	s.NotJudged = leftOut(o.Contract)
	for _, note := range []string{s.notTested(), o.unstated()} {
		if note != "" {
			s.Notes = append(s.Notes, note)
		}
	}
	return s, nil
}

// leftOut says what of a contract is not judged, and why.
func leftOut(contract *spec.Contract) []string {
	var notes []string
	for _, s := range contract.Skipped {
		notes = append(notes, fmt.Sprintf("left out: %s (%s:%s): %s",
			s.Name(), cmp.Or(s.Pos.File, contract.File), s.Pos.Where(), s.Reason))
	}
	for _, note := range contract.NotJudged() {
		notes = append(notes, fmt.Sprintf("%s (%s:%s)", note.Text,
			cmp.Or(note.Pos.File, contract.File), note.Pos.Where()))
	}
	return notes
}

// Outline makes a set of cases that this package does not build, such as those
// that a client is judged by: what selects and counts them is the same.
func Outline(o Options, all []*Case) (*Set, error) {
	if o.Level == "" {
		o.Level = spec.May
	}
	return selected(o, all)
}

// Outlined returns a case for Outline: skip says why it cannot be run, and checks
// have the requirements that it can break.
func Outlined(id, text, skip string, checks []spec.Check) *Case {
	return &Case{
		ID: id, Text: text, Situation: spec.SituationOf(id), Effect: spec.None, Level: spec.May,
		Skip: skip, barred: skip != "",
		Steps: []*Step{{Operation: &spec.Operation{}, Checks: checks}},
	}
}

// selected makes the set of what the run's filter leaves of all cases.
func selected(o Options, all []*Case) (*Set, error) {
	s := &Set{Options: o, without: o.without()}
	var err error
	if s.filter, err = newFilter(&o, all); err != nil {
		return nil, err
	}
	for _, c := range all {
		kept := !c.unasked() && s.keep(c)
		c.Breaks = s.breaksOf(c, kept)
		if kept {
			kept = s.finish(c)
		}
		if kept {
			s.Cases = append(s.Cases, c)
		} else {
			s.Others = append(s.Others, c)
		}
	}
	if len(s.Cases) == 0 {
		return nil, ErrNoCase
	}
	return s, nil
}

// Case returns the case of an id.
func (s *Set) Case(id string) (*Case, bool) {
	for _, c := range s.Cases {
		if c.ID == id {
			return c, true
		}
	}
	return nil, false
}

// Without are the operators that the profile of the run leaves out.
func (s *Set) Without() []spec.Operator { return s.without }
