package judge

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// Contract is what calls are judged by.
type Contract struct {
	Doc   *clients.Contract
	Token string // that the client was given
}

// Judgement is what one call shows of the requirements.
type Judgement struct {
	Findings []result.Finding
	// Held are the requirements that a check looked at and found satisfied.
	Held map[string]bool
}

// operators are the operators of checks of one call, by their key; unique is
// evaluated on all calls at once.
var operators = map[string]func(*judge){
	"outcome":   (*judge).outcome,
	"reported":  (*judge).reported,
	"driver":    (*judge).driver,
	"request":   (*judge).request,
	"header":    (*judge).header,
	"elsewhere": (*judge).elsewhere,
	"same":      (*judge).same,
	"unique":    func(*judge) {},
	"requests":  (*judge).requests,
	"executed":  (*judge).executed,
	"followed":  (*judge).followed,
	"wait":      (*judge).wait,
	"handshake": (*judge).handshake,
}

// All judges each call, and then all of them together.
func (k Contract) All(calls []*lab.Call) []*Judgement {
	var all []*Judgement
	for _, c := range calls {
		all = append(all, k.call(c))
	}
	for i := range k.Doc.Always {
		if k.Doc.Always[i].Unique != "" {
			k.unique(&k.Doc.Always[i], calls, all)
		}
	}
	return all
}

// call judges a call by its own checks and by those for every call.
func (k Contract) call(c *lab.Call) *Judgement {
	j := &judge{Contract: k, call: c, out: Judgement{Held: map[string]bool{}}}
	for i := range k.Doc.Always {
		if !slices.Contains(c.Without, k.Doc.Always[i].ID) {
			j.evaluate(&k.Doc.Always[i])
		}
	}
	for i := range c.Checks {
		j.evaluate(&c.Checks[i])
	}
	for _, f := range j.out.Findings {
		delete(j.out.Held, f.Requirement)
	}
	return &j.out
}

// judge is the judgement of one call while its checks are evaluated.
type judge struct {
	Contract
	call  *lab.Call
	out   Judgement
	check *clients.Check // that is evaluated
}

func (j *judge) evaluate(c *clients.Check) {
	j.check = c
	for _, key := range c.Operators() {
		operators[key](j)
	}
}

// isRule reports whether the requirement of the check is one of every call.
func (j *judge) isRule() bool {
	return slices.ContainsFunc(j.Doc.Always,
		func(c clients.Check) bool { return c.ID == j.check.ID })
}

// hold records that the requirement of the check is satisfied.
func (j *judge) hold() { j.out.Held[j.check.ID] = true }

// found adds a finding of the check.
func (j *judge) found(f result.Finding) {
	f.Requirement, f.PartOf = j.check.ID, j.check.PartOf
	f.Came = &result.Came{Text: f.Got, Values: j.values()}
	j.out.Findings = append(j.out.Findings, f)
}

// values returns what differs between two runs of a call: the id, the token, and what the lab
// server answered.
func (j *judge) values() []string {
	all := []string{j.call.TaskID, j.call.GUID, j.Token}
	for _, r := range j.call.Requests {
		if r.Answer != nil {
			all = append(all, r.Answer.RequestID)
		}
	}
	return all
}

// silent reports whether the client never sent a request: then nothing is known of
// how it handles a response.
func (j *judge) silent() bool {
	c := j.call
	if c.TLS.Refused() || !c.HasValidID() {
		return false // it may refuse before it sends
	}
	return len(c.Requests) == 0
}

// unplayed reports whether no request was attributed to the call when it came, so
// that the responses were not those of the case.
func (j *judge) unplayed() bool {
	answered := func(r *lab.Request) bool { return r.Answer != nil }
	return len(j.call.Requests) > 0 && !slices.ContainsFunc(j.call.Requests, answered)
}

// strayed reports whether a request of the call was not attributed when it came, so that what the
// client made of it says nothing of the case.
func (j *judge) strayed() bool {
	return slices.ContainsFunc(j.call.Requests,
		func(r *lab.Request) bool { return r.Answer == nil })
}

// misused reports whether the last request did not ask for the operation, with its method or by a
// redirect, so that the client makes something else of the call than a response of the case.
func (j *judge) misused() bool {
	n := len(j.call.Requests)
	if n == 0 {
		return false
	}
	last := j.call.Requests[n-1]
	return last.Kind == lab.Direct && !last.Asks(j.Doc)
}

// asking returns the requests for the operation, with its method.
func (j *judge) asking() []*lab.Request {
	return slices.DeleteFunc(j.call.Of(lab.Direct),
		func(r *lab.Request) bool { return !r.Asks(j.Doc) })
}

// response returns the last response of the call; nil: there is none.
func (j *judge) response() *lab.Response {
	if r := j.call.Last(j.Doc); r != nil {
		return r.Answer
	}
	return nil
}

// index returns the place of a request in its call.
func (j *judge) index(r *lab.Request) int { return slices.Index(j.call.Requests, r) }

// last returns the index of the last request, or 0.
func (j *judge) last() int { return max(0, len(j.call.Requests)-1) }

// nth names a request among others.
func (j *judge) nth(r *lab.Request) string {
	if len(j.call.Requests) == 1 {
		return ""
	}
	return fmt.Sprintf(" in request %d of %d", j.index(r)+1, len(j.call.Requests))
}

// verdict is what a rule says of one request.
type verdict int

const (
	untested verdict = iota // the rule does not apply to it
	held
	broken
)

// eachRequest reports the first request that breaks a rule. A rule adds its
// finding by broke.
func (j *judge) eachRequest(rule func(*lab.Request) verdict) {
	looked := false
	for _, r := range j.call.Of(lab.Direct) {
		switch rule(r) {
		case held:
			looked = true
		case broken:
			f := &j.out.Findings[len(j.out.Findings)-1]
			f.Got += j.nth(r)
			f.Instance = j.index(r)
			return
		}
	}
	if looked {
		j.hold()
	}
}

// broke adds a finding of a rule.
func (j *judge) broke(f result.Finding) verdict {
	j.found(f)
	return broken
}

// redact replaces the token, which is not a secret but looks like one in a log.
func (j *judge) redact(value string) string {
	return text.Cut(strings.ReplaceAll(value, j.Token, "(token)"))
}
