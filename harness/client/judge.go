package client

import (
	"fmt"
	"slices"

	"example.com/toeline/spec/clients"
)

// finding is a requirement that a call broke.
type finding struct {
	requirement, partOf          string
	reason, where, expected, got string
	request                      int      // that shows it, counted from 0
	with                         []string // cases without which it does not show
}

// judgement is what one call says of the requirements.
type judgement struct {
	findings []finding
	// held are the requirements that a check looked at and found kept.
	held map[string]bool
}

// judge is a judgement in the making. Its functions are pure.
type judge struct {
	doc      *clients.Document
	basePath string
	token    string
	call     *call
	out      judgement

	check *clients.Check // that looks now
}

// judgeCall holds a call against its checks and those on every call.
func judgeCall(doc *clients.Document, basePath, token string, c *call) *judgement {
	j := &judge{doc: doc, basePath: basePath, token: token, call: c, out: judgement{held: map[string]bool{}}}
	for i := range doc.Always {
		if !slices.Contains(c.Without, doc.Always[i].ID) {
			j.one(&doc.Always[i])
		}
	}
	for i := range c.Checks {
		j.one(&c.Checks[i])
	}
	for _, f := range j.out.findings {
		delete(j.out.held, f.requirement)
	}
	return &j.out
}

func (j *judge) one(c *clients.Check) {
	j.check = c
	switch {
	case c.Outcome == clients.Told:
		j.told()
	case c.Outcome != "":
		j.outcome()
	case c.Reported != "":
		j.reported()
	case c.Driver != "":
		j.driver()
	case c.Request != "":
		j.eachRequest(j.request)
	case c.Header != nil:
		j.eachRequest(func(r *received) string { return j.header(c.Header, r) })
	case c.Elsewhere != nil:
		j.elsewhere()
	case c.Same != "":
		j.same()
	case c.Requests != nil:
		j.requests()
	case c.Executed != nil:
		j.executed()
	case c.Wait != nil:
		j.wait()
	case c.Handshake != "":
		j.handshake()
	}
}

func (j *judge) hold() { j.out.held[j.check.ID] = true }

// found notes a finding; the check that looks gives it its requirement.
func (j *judge) found(f finding) {
	f.requirement, f.partOf = j.check.ID, j.check.PartOf
	j.out.findings = append(j.out.findings, f)
}

// silent says that the client never sent what could have been answered: then
// nothing is known of what it makes of an answer.
func (j *judge) silent() bool {
	c := j.call
	if c.TLS != "" || c.id != c.guid {
		return false // it may refuse before it sends
	}
	return len(c.requests) == 0
}

// unplayed says that the requests were of no case when they came, so that the
// answers were not those of the case.
func (j *judge) unplayed() bool {
	return len(j.call.requests) > 0 && !slices.ContainsFunc(j.call.requests, func(r *received) bool { return r.answer != nil })
}

// index is the place of a request in its call.
func (j *judge) index(r *received) int { return slices.Index(j.call.requests, r) }

// nth names a request among others.
func (j *judge) nth(r *received) string {
	if len(j.call.requests) == 1 {
		return ""
	}
	return fmt.Sprintf(" in request %d of %d", j.index(r)+1, len(j.call.requests))
}

// eachRequest makes one finding of the first request that breaks a rule. The
// rule sets what it found, and returns "" where it is kept.
func (j *judge) eachRequest(rule func(*received) string) {
	looked := false
	for _, r := range j.call.of(direct) {
		before := len(j.out.findings)
		switch rule(r) {
		case kept:
			looked = true
		case broken:
			if len(j.out.findings) > before {
				f := &j.out.findings[before]
				f.got += j.nth(r)
				f.request = j.index(r)
			}
			return
		}
	}
	if looked {
		j.hold()
	}
}

// What a rule says of one request; notSeen: it does not speak of it.
const (
	kept    = "kept"
	broken  = "broken"
	notSeen = ""
)

// broke notes what a request broke.
func (j *judge) broke(f finding) string {
	j.found(f)
	return broken
}
