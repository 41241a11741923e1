package cases

import (
	"maps"
	"slices"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// Case is one expanded case: what a spec, a testcase and an --only argument
// name.
type Case struct {
	ID   string // dotted, stable
	Text string
	// Situation is the first component of ID.
	Situation string
	Effect    spec.Effect
	// Rank is the highest level of the requirements that its own checks can break,
	// whatever the run selects: a case of a lower rank never takes what one of a
	// higher rank needs.
	Rank spec.Level
	// Breaks lists what the case can break, in the contract's order.
	Breaks []result.Breakable
	// Requirements are those of its own checks that the run judges, in the
	// contract's order. Level is the highest of them.
	Requirements []string
	Level        spec.Level
	// Skip says why nothing is sent; empty when something is.
	Skip string
	// Steps are the requests that each instance makes, in order.
	Steps []*Step
	// Instances are the expansions of the case. A fuzz case has none: see Fuzz.
	Instances []Instance
	// Fuzz makes the instances of a fuzz case; nil for others.
	Fuzz *Fuzz
	// Narrow reports that a property chooses its resources: few others would do.
	Narrow bool
	// Named reports that the run selects the case as a whole, and not only some
	// of its requirements.
	Named bool

	// barred reports that Skip is the run's doing, and not what fixtures lack.
	barred bool
	// always is the requirement that rules for every response break here; empty:
	// their own.
	always string
	// late binds requests when they are sent; nil: all were bound before.
	late *builder
}

// Step is one request of a case as the contract has it, before values are bound.
type Step struct {
	Operation *spec.Operation
	Method    string
	Auth      spec.RequestAuth
	Checks    []spec.Check
	// Always names the requirement that the rules for every response break in
	// this step; empty means their own.
	Always string
	// Effect is what the contract says that the step does.
	Effect spec.Effect
	// Finally reports that it cleans up: it is sent whatever happened before.
	Finally bool
	// Late reports that values of its requests are known only when they are sent.
	Late bool
	// Save is what is kept of the exchange, for later steps.
	Save []strict.Entry[spec.Save]
	// Each and Until repeat the step; nil: it is sent once.
	Each  *spec.StepEach
	Until *spec.Until
	// URL is a saved URL that the request is sent to.
	URL spec.SavedRef
}

// untilID returns the requirement that is broken where the step does not come to its end.
func (s *Step) untilID() string {
	if s.Until == nil {
		return ""
	}
	return s.Until.ID
}

// Judged reports whether rules for every response apply to the step: one that cleans up is judged
// by its own checks, if it has any.
func (s *Step) Judged() bool { return !s.Finally || len(s.Checks) > 0 }

// Chained reports whether requests of the case depend on what came before them.
func (c *Case) Chained() bool { return len(c.Steps) > 1 || c.late != nil }

// Instance is one expansion of a case: a request a step.
type Instance struct {
	Requests []Request
	// Note says what the instance is, for people; often empty.
	Note string

	variant variant
	binding *binding // of a case that is bound late
}

// Request is a step with its values bound.
type Request struct {
	exchange.Request
	Auth spec.RequestAuth
	// Effect is that of the case; empty: the request was not classified, and is not
	// sent.
	Effect spec.Effect
	// Bound are the parameters as sent, by name.
	Bound map[string]check.Binding
	// Presented are the credentials in it.
	Presented []Presented
	// Resources are those that the request names, as kind/id in lower case: what
	// a target could act on.
	Resources []string
	// Named are the ids of the resources, by parameter.
	Named map[string]string
	// Saved are the values that earlier steps saved, as far as they are known to the request.
	Saved map[string]any
	// Input is what the request has instead of the values of its case; nil: it has those.
	Input *Input

	random map[string]bool // parameters whose value is too random to name anything
}

// Example returns the first parameter that has an example of the description, and its value; empty:
// none has.
func (r *Request) Example() (name, value string) {
	for _, name := range slices.Sorted(maps.Keys(r.Bound)) {
		if b := r.Bound[name]; b.Shown {
			return name, b.Value
		}
	}
	return "", ""
}

// Size is how many instances the case sends.
func (c *Case) Size() int {
	switch {
	case c.Skip != "":
		return 0
	case c.Fuzz != nil:
		return c.Fuzz.Number()
	}
	return len(c.Instances)
}

// Operation is that of the first step.
func (c *Case) Operation() *spec.Operation { return c.Steps[0].Operation }

// Judges reports whether the run counts what the case says of a requirement.
func (c *Case) Judges(requirement string) bool {
	for i := range c.Breaks {
		if c.Breaks[i].Requirement == requirement {
			return c.Breaks[i].Judged
		}
	}
	return false
}

// Shows lists the requirements that the case exercises in this run on a target
// that conforms, in the contract's order.
func (c *Case) Shows() []string {
	var all []string
	for i := range c.Breaks {
		if b := &c.Breaks[i]; b.Shown && b.Judged {
			all = append(all, b.Requirement)
		}
	}
	return all
}

// UniqueChecks lists the checks over all responses of the run.
func (c *Case) UniqueChecks() []*spec.Check {
	var all []*spec.Check
	for _, s := range c.Steps {
		for i := range s.Checks {
			if s.Checks[i].Unique != nil {
				all = append(all, &s.Checks[i])
			}
		}
	}
	return all
}

// Allows reports whether a status is one that the step asks for by number.
func (s *Step) Allows(status int) bool {
	return slices.ContainsFunc(s.Checks, func(c spec.Check) bool {
		return slices.ContainsFunc(c.Status,
			func(m spec.StatusMatch) bool { return m.Code == status })
	})
}

// Forbids reports whether a check of the step breaks by a status.
func (s *Step) Forbids(status int) bool {
	return slices.ContainsFunc(s.Checks, func(c spec.Check) bool {
		return len(c.Status) > 0 && !c.Status.Has(status) || c.NotStatus.Has(status)
	})
}

// asksFor reports whether a rule applies to a status that the step requires. A step that
// requires no status by number may get any.
func (s *Step) asksFor(when spec.When) bool {
	asks := false
	for i := range s.Checks {
		for _, m := range s.Checks[i].Status {
			if m.Code != 0 {
				asks = true
				if when.Holds(m.Code) {
					return true
				}
			}
		}
	}
	return !asks
}
