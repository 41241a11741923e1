// Package check judges one exchange: contract, case and exchange in, findings out. It owns the
// operators, each in a file of its own: what a contract writes, what the linter refuses, how a
// response is evaluated, how it is documented. Its functions are pure: no network, no file, no
// clock, no random source, nothing kept between calls.
package check

import (
	"net/http"
	"slices"
	"time"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Input is all that a judgement is based on.
type Input struct {
	Doc *spec.Contract
	// Checks are those of the case; Rules are those for every response of its operation.
	// Always, when not empty, is the requirement that these break in this case.
	Checks, Rules []spec.Check
	Always        string
	// Without are operators that the profile of the run leaves out.
	Without []spec.Operator
	// Bound are the parameters as sent, by name.
	Bound map[string]Binding
	// Saved are the values that earlier steps of the case saved, by name.
	Saved map[string]any
	// Exchange has a response, or a fault of the target itself (exchange.Malformed,
	// exchange.Limit, exchange.Unread).
	Exchange *exchange.Exchange
}

// Binding is what a case gave for a parameter.
type Binding struct {
	Value string // decoded
	// Members are those of a literal list that Value joins; nil: it is not a list.
	Members []string
	// JSON is the literal that is sent in the style of its parameter; nil: Value is.
	JSON any
	// Properties are those of the resource that Value names; nil when it names none.
	Properties map[string]string
	// Shown says that the value is an example of the description, which may name nothing.
	Shown bool
}

// Judge evaluates the checks of a case, and the rules for every response, on one exchange.
func Judge(in Input) Judgement {
	j := &judge{
		in:       in,
		answered: in.Exchange.Start.Add(in.Exchange.Total),
		content:  content.Of(in.Exchange),
		out:      Judgement{Exercised: map[string]bool{}, Unseen: map[string]bool{}},
	}
	// Statuses first: a wrong one explains what else is missing. The rules for every response
	// next: what they find broken is not judged again below it.
	j.each(in.Checks, "", func(o *Operator) bool { return o.first })
	j.each(in.Rules, in.Always, func(*Operator) bool { return true })
	j.each(in.Checks, "", func(o *Operator) bool { return !o.first })
	j.settle()
	return j.out
}

// settle removes from what holds the requirements that a check could not evaluate: what others
// saw of them is not all that they say.
func (j *judge) settle() {
	if len(j.out.Unread)+len(j.out.Hidden) == 0 {
		return
	}
	broken := map[string]bool{}
	for i := range j.out.Findings {
		broken[j.out.Findings[i].Requirement] = true
	}
	for _, reasons := range []map[string]string{j.out.Unread, j.out.Hidden} {
		for id := range reasons {
			if broken[id] {
				delete(reasons, id)
			} else {
				delete(j.out.Exercised, id)
			}
		}
	}
}

// judge is a judgement being made.
type judge struct {
	in       Input
	answered time.Time
	content  content.Content
	out      Judgement

	// partOf is that of the check being evaluated.
	partOf string
	// values are those of the request, once they were asked for.
	values []string
	// broken are the places that have a finding.
	broken places
}

// each evaluates the checks whose operator is wanted. as is the requirement that they break
// instead of their own; empty: their own.
func (j *judge) each(checks []spec.Check, as string, want func(*Operator) bool) {
	for i := range checks {
		c := &checks[i]
		o, ok := byKey[c.Operator()]
		if !ok || !want(o) || j.without(o.Key) {
			continue
		}
		id := c.ID
		j.partOf = c.PartOf
		// A message that is not HTTP breaks the same rule wherever it comes.
		if as != "" && !o.message {
			id, j.partOf = as, c.ID
		}
		response := j.in.Exchange.Response
		switch {
		case response == nil:
			if o.unanswered != nil {
				o.unanswered(j, c, id)
			}
		case o.evaluate != nil && (o.message || applies(c.When, response)):
			o.evaluate(j, c, id)
		}
	}
}

// applies reports whether a check is about a response.
func applies(when spec.When, response *exchange.Response) bool {
	contentType, _ := response.Header.Get("Content-Type")
	return when.Holds(response.Status) && when.HoldsFor(contentType)
}

func (j *judge) without(op spec.Operator) bool { return slices.Contains(j.in.Without, op) }

// level returns the level of a requirement.
func (j *judge) level(id string) spec.Level {
	r, _ := j.in.Doc.Requirement(id)
	return r.Level
}

// hides reports whether a finding explains what a requirement says of a JSON pointer, and notes
// which.
func (j *judge) hides(pointer, id string) bool {
	if len(j.broken.all) == 0 {
		return false
	}
	by := j.broken.hides(pointer, j.level(id))
	return by != "" && j.hiddenBy(id, by)
}

// has reports whether a place has a finding that binds as much as a requirement, and thus explains
// it; it notes which.
func (j *judge) has(where, id string) bool {
	if len(j.broken.all) == 0 {
		return false
	}
	by := j.broken.has(where, j.level(id))
	return by != "" && j.hiddenBy(id, by)
}

// hold notes that a check was evaluated; found also notes what it found.
func (j *judge) hold(id string) { j.out.Exercised[id] = true }

func (j *judge) found(f result.Finding) {
	f.PartOf = j.partOf
	f.Came = &result.Came{Text: f.Got, Values: j.sentValues()}
	f.Expected, f.Got = cutShown(f.Expected), cutShown(f.Got)
	if f.Where == "" {
		f.Where = whereContent // the pointer of its root
	}
	j.hold(f.Requirement)
	j.broken.add(f.Where, f.Requirement, j.level(f.Requirement))
	j.out.Findings = append(j.out.Findings, f)
}

func (j *judge) unseen(id string) { j.out.Unseen[id] = true }

// unread reports whether there is no content to look at, and notes why.
func (j *judge) unread(id string) bool {
	if j.content.Unread == "" {
		return false
	}
	j.out.Unread = withReason(j.out.Unread, id, j.content.Unread)
	return true
}

func withReason(reasons map[string]string, id, why string) map[string]string {
	if reasons == nil {
		reasons = map[string]string{}
	}
	reasons[id] = why
	return reasons
}

// hidden notes why a check is not evaluated, although the response came whole.
func (j *judge) hidden(id, why string) { j.out.Hidden = withReason(j.out.Hidden, id, why) }

// isHead reports whether the request asked for no content.
func (j *judge) isHead() bool { return j.in.Exchange.Request.Method == http.MethodHead }

func (j *judge) hiddenBy(id, other string) bool {
	if other != id {
		j.hidden(id, "the responses that it is about fail "+other+", which hides it")
	}
	return true
}
