// Package chain owns what one instance of a case knows while its steps are sent, one after
// another: the values that were saved, and why later steps are not sent. It is pure, and never
// sends.
package chain

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// State is one instance of a case whose steps are sent. It is not for concurrent use.
type State struct {
	set      *cases.Set
	c        *cases.Case
	instance int
	values   cases.Values
	stopped  Stop
	// removed are the requests that removed something, by method and target.
	removed map[string]bool
	done    map[string]bool // the operations that succeeded, by method and path
	touched bool            // a request was sent that could have made something
	// input is what a step has instead of the values of the case; nil: none has.
	input   *cases.Input
	inputAt int
}

// Give makes a step have an input instead of the values of its case.
func (s *State) Give(step int, input *cases.Input) { s.inputAt, s.input = step, input }

// Stop is why the steps that follow are not sent. The zero value is that they are.
type Stop struct {
	Why string
	// Inconclusive reports that no finding explains what is not known of the others: nothing is
	// known of the step that stops them, or it did not give what they need.
	Inconclusive bool
	Withheld     bool
}

// New returns the state of an instance of which nothing was sent. fresh is the number that the
// fresh values of the run are made from.
func New(set *cases.Set, c *cases.Case, instance int, fresh uint64) *State {
	return &State{
		set: set, c: c, instance: instance, removed: map[string]bool{},
		done: map[string]bool{},
		values: cases.Values{
			Saved: c.Fresh(instance, fresh), From: map[string]string{}, Fresh: fresh,
		},
	}
}

// Stopped returns why the steps that follow are not sent.
func (s *State) Stopped() Stop { return s.stopped }

// Touch notes that a request was sent that could have made something.
func (s *State) Touch() { s.touched = true }

// Touched reports whether there may be something to clean up.
func (s *State) Touched() bool { return s.touched }

// Bind returns the request of a step with the values of now. The error says why it cannot be
// sent.
func (s *State) Bind(step, repetition int) (cases.Request, error) {
	v := s.values
	v.Repetition = repetition
	if step == s.inputAt {
		v.Input = s.input
	}
	return s.set.Bind(s.c, s.instance, step, &v)
}

// Note keeps what an exchange of a step gives to those that follow.
func (s *State) Note(step int, e *exchange.Exchange, j *check.Judgement) {
	t := s.c.Steps[step]
	saved, missing := check.Save(t.Save, e, s.values.Saved)
	s.values.Saved = saved
	for _, one := range t.Save {
		s.values.From[one.Key] = e.Request.Target
	}
	operation := t.Method + " " + t.Operation.Path
	once := s.done[operation] && e.Response != nil && e.Response.Status/100 == 4
	if e.Response != nil && e.Response.Status/100 == 2 {
		s.done[operation] = true
		s.removed[e.Request.Method+" "+e.Request.Target] = true
	}
	if t.Finally || s.stopped.Why != "" {
		return
	}
	switch broken := s.broken(t, j); {
	case broken != "":
		s.stopped.Why = fmt.Sprintf("%s failed %s", s.name(step), broken)
	case missing != "" && once:
		s.stopped.Why = fmt.Sprintf("%s: it was done once, and is refused now", s.name(step))
	case refused(t, e):
		s.stopped = Stop{
			Why:          fmt.Sprintf("%s was answered %d", s.name(step), e.Response.Status),
			Inconclusive: true,
		}
	case missing != "":
		s.stopped = Stop{Why: fmt.Sprintf("%s: %s", s.name(step), missing), Inconclusive: true}
	}
}

// refused reports whether a step that makes what later ones need, and of which nothing else is
// said, did not succeed. One that removes something may find nothing.
func refused(t *cases.Step, e *exchange.Exchange) bool {
	return t.Effect == spec.Executes && t.Method != http.MethodDelete &&
		len(t.Checks)+len(t.Save) == 0 && t.Until == nil && e.Response != nil &&
		e.Response.Status >= http.StatusBadRequest
}

// Fail notes that nothing is known of a step.
func (s *State) Fail(step int, reason string, withheld bool) {
	if s.stopped.Why == "" && !s.c.Steps[step].Finally {
		s.stopped = Stop{
			Why:          fmt.Sprintf("%s has no judgement: %s", s.name(step), reason),
			Inconclusive: true, Withheld: withheld,
		}
	}
}

// Stop notes why the steps after one say nothing, which no finding explains and which leaves the
// case untested.
func (s *State) Stop(step int, why string) {
	if s.stopped.Why == "" && !s.c.Steps[step].Finally {
		s.stopped.Why = why
	}
}

// name is how a reason names a step.
func (s *State) name(step int) string {
	t := s.c.Steps[step]
	return fmt.Sprintf("step %d (%s %s)", step+1, t.Method, t.Operation.Path)
}

// broken returns the requirement by which a step fails, so that those that follow say nothing: a
// status that its own checks refuse, or a "must" of them; empty: it did not.
func (s *State) broken(t *cases.Step, j *check.Judgement) string {
	for i := range j.Findings {
		f := &j.Findings[i]
		own := slices.ContainsFunc(t.Checks, func(c spec.Check) bool {
			return c.ID == f.Requirement && !slices.Contains(s.set.Without(), c.Operator())
		}) || t.Until != nil && t.Until.ID == f.Requirement
		r, _ := s.set.Options.Contract.Requirement(f.Requirement)
		if own && (f.Where == check.WhereStatus || r.Level == spec.Must) {
			return f.Requirement
		}
	}
	return ""
}

// Removed reports whether a step that cleans up would remove what was removed already. One that
// only reads removes nothing: it may be sent again.
func (s *State) Removed(r *cases.Request) bool {
	return r.Effect != spec.None && s.removed[r.Method+" "+r.Target]
}

// Unknown returns a judgement of a step that is not sent: why, for each requirement that its
// checks are about.
func (s *State) Unknown(step int, why string) *check.Judgement {
	j := &check.Judgement{Hidden: map[string]string{}}
	for _, c := range s.c.Steps[step].Checks {
		j.Hidden[c.ID] = why
	}
	return j
}

// Items returns the items that a step is repeated for; why says why there are none.
func (s *State) Items(step int) (items []any, why string) {
	each := s.c.Steps[step].Each
	for _, value := range each.Values {
		items = append(items, value)
	}
	if len(items) > 0 {
		return items, ""
	}
	value, ok := s.values.Lookup(each.In)
	all, isList := value.([]any)
	switch {
	case !ok:
		return nil, each.In.String() + " is not known"
	case !isList:
		return nil, each.In.String() + " is not a list"
	case len(all) == 0:
		return nil, each.In.String() + " is empty"
	}
	most := each.Most
	if most == 0 {
		most = spec.DefaultItems
	}
	return all[:min(len(all), most)], ""
}

// Take saves the item that a step is repeated for.
func (s *State) Take(step int, item any) {
	s.values.Saved = maps.Clone(s.values.Saved)
	s.values.Saved[s.c.Steps[step].Each.As] = item
}
