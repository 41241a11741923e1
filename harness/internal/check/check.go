// Package check owns the judgement of one answer: document, case and exchange
// in, findings out. Its functions are pure: no network, no file, no clock, no
// random source, nothing kept between calls.
package check

import (
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Input is all that a judgement rests on.
type Input struct {
	Doc *spec.Document
	// Checks are the case's own; Rules are those for every answer of its
	// operation. Always, when not empty, is the requirement that these break
	// in this case.
	Checks, Rules []spec.Check
	Always        string
	// Without are operators that the run's profile leaves out.
	Without []spec.Operator
	// Bound are the parameters as sent, by name.
	Bound map[string]Binding
	// Exchange has an answer, or a fault that is the target's own doing
	// (exchange.Malformed, exchange.Limit).
	Exchange *exchange.Exchange
}

// Binding is what a case gave for a parameter.
type Binding struct {
	Value string // decoded
	// Members are those of a literal that Value joins; nil: it is none.
	Members []string
	// Properties are those of the world's item that Value names; nil when it
	// names none.
	Properties map[string]string
}

// Judge holds an exchange against the checks of its case and of the document.
func Judge(in Input) Judgement {
	j := &judge{in: in, answered: answeredAt(in.Exchange), out: Judgement{Exercised: map[string]bool{}, Unseen: map[string]bool{}}}
	j.content = readContent(in.Exchange)
	// Statuses first: a wrong one explains what else is missing. The rules on
	// every answer next: what they find broken is not judged again below it.
	j.each(in.Checks, "", func(op spec.Operator) bool { return isStatus(op) })
	j.each(in.Rules, in.Always, func(spec.Operator) bool { return true })
	j.each(in.Checks, "", func(op spec.Operator) bool { return !isStatus(op) })
	return j.out
}

func isStatus(op spec.Operator) bool { return op == spec.OpStatus || op == spec.OpNotStatus }

func answeredAt(e *exchange.Exchange) time.Time { return e.Start.Add(e.Total) }

// judge is one judgement in the making.
type judge struct {
	in       Input
	answered time.Time
	content  content
	out      Judgement

	// partOf is that of the check that looks now.
	partOf string
	// broken are the places that have a finding.
	broken places
}

func (j *judge) each(checks []spec.Check, as string, want func(spec.Operator) bool) {
	for i := range checks {
		c := &checks[i]
		op := c.Operator()
		if !want(op) || j.without(op) {
			continue
		}
		id := c.ID
		j.partOf = c.PartOf
		// A message that is no HTTP breaks the same rule wherever it comes.
		if as != "" && op != spec.OpHTTP {
			id, j.partOf = as, c.ID
		}
		j.one(c, op, id)
	}
}

func (j *judge) without(op spec.Operator) bool {
	for _, o := range j.in.Without {
		if o == op {
			return true
		}
	}
	return false
}

func (j *judge) one(c *spec.Check, op spec.Operator, id string) {
	response := j.in.Exchange.Response
	if op == spec.OpHTTP {
		j.wellFormed(id)
		return
	}
	if response == nil {
		j.noStatus(c, op, id)
		return
	}
	if !c.When.Holds(response.Status) {
		return
	}
	switch op {
	case spec.OpStatus, spec.OpNotStatus:
		j.status(c, id)
	case spec.OpMediaType:
		j.mediaType(c, id)
	case spec.OpContent:
		j.wholeContent(c.Content, id)
	case spec.OpBody:
		j.body(c.Body, id)
	case spec.OpHeader:
		j.header(c.Header, id)
	case spec.OpEqual, spec.OpDiffer, spec.OpTemplate:
		j.example(c, id)
	}
}

// level is how much a requirement binds.
func (j *judge) level(id string) spec.Level {
	r, _ := j.in.Doc.Requirement(id)
	return r.Level
}

// hold notes that a check looked; found notes what it saw.
func (j *judge) hold(id string) { j.out.Exercised[id] = true }

func (j *judge) found(f result.Finding) {
	f.PartOf = j.partOf
	if f.Where == "" {
		f.Where = whereContent // the pointer of its root
	}
	j.hold(f.Requirement)
	j.broken.add(f.Where, j.level(f.Requirement))
	j.out.Findings = append(j.out.Findings, f)
}

func (j *judge) unseen(id string) { j.out.Unseen[id] = true }
