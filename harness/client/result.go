package client

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// Result is a finished run.
type Result struct {
	Outcome *plan.Outcome
	// Preflight says why nothing could be judged at all; empty: something was.
	Preflight string
}

// result judges the calls.
func (r *run) result() *Result {
	r.plan.Options.Target = plan.Target{URL: r.lab.base, OnLoopback: true, Hidden: r.options.Secrets}
	if r.preflight == "" && r.cutShort == "" && !r.options.Attached && r.nothingCame() {
		r.preflight = "no request came from the client"
		if first := r.calls[0]; first.answer != nil {
			r.preflight += "; what it answered first: " + describeAnswer(first.answer)
		}
	}
	if r.preflight != "" {
		return &Result{Outcome: r.plan.Unreached(r.preflight), Preflight: r.preflight}
	}
	gathered := plan.Gathered{Judged: map[string]plan.Judged{}, Started: r.started, Elapsed: time.Since(r.started), CutShort: r.cutShort}
	made := r.judgeCalls()
	for i, c := range r.calls {
		if c.skip == "" {
			gathered.Judged[c.ID] = r.judged(c, made[i])
		}
	}
	return &Result{Outcome: r.plan.Gather(gathered)}
}

// nothingCame says whether the client never reached the lab.
func (r *run) nothingCame() bool {
	return !slices.ContainsFunc(r.calls, func(c *call) bool {
		return len(c.requests) > 0 || c.handshakes > 0 || c.fate != "" || len(c.slips) > 0
	})
}

func (r *run) judged(c *call, j *judgement) plan.Judged {
	made := plan.Judged{Held: slices.Sorted(maps.Keys(j.held)), Note: c.note(), Undecided: c.unjudged}
	for _, f := range j.findings {
		made.Findings = append(made.Findings, plan.JudgedFinding{
			Finding: result.Finding{
				Requirement: f.requirement, PartOf: f.partOf, Reason: f.reason, Where: f.where,
				Expected: r.redact(f.expected), Got: r.redact(f.got),
			},
			Probe: f.request, With: f.with,
		})
	}
	for _, rec := range c.requests {
		made.Exchanges = append(made.Exchanges, r.record(rec))
	}
	if made.Undecided == "" && !c.looked(j) {
		made.Undecided = c.unseen()
	}
	return made
}

// looked says whether a check of the case itself saw something.
func (c *call) looked(j *judgement) bool {
	if len(j.findings) > 0 {
		return true
	}
	return slices.ContainsFunc(c.Checks, func(check clients.Check) bool { return j.held[check.ID] })
}

// unseen says why nothing of a case could be told.
func (c *call) unseen() string {
	switch {
	case c.TLS != "":
		return "the client came to no handshake"
	case len(c.requests) == 0:
		return "no request came"
	case c.answer == nil:
		return "the client did not say what it made of the answer"
	}
	return "the client made nothing of the answer that could be judged"
}

func (r *run) redact(text string) string { return strings.ReplaceAll(text, r.lab.token, "(token)") }

// note is what the client said itself.
func (c *call) note() []string {
	var lines []string
	if a := c.answer; a != nil {
		lines = append(lines, "answer: "+describeAnswer(a))
	}
	for _, slip := range c.slips {
		lines = append(lines, "slip: "+visibleText(slip))
	}
	for line := range strings.SplitSeq(strings.TrimSpace(c.stderr), "\n") {
		if line != "" {
			lines = append(lines, "stderr: "+visibleText(line))
		}
	}
	return lines
}

// record is what a report keeps of a request and its answer.
func (r *run) record(rec *received) *exchange.Exchange {
	e := &exchange.Exchange{
		Origin:  strings.TrimSuffix(r.lab.base, basePath(r.options.Doc)),
		Request: exchange.Request{Method: r.redact(rec.method), Target: r.redact(rec.target), Body: rec.body},
		Raw:     true,
		Start:   rec.at,
	}
	for _, f := range rec.header {
		e.Request.Header = append(e.Request.Header, exchange.Field{Name: f.Name, Value: r.redact(f.Value)})
	}
	a := rec.answer
	if a == nil {
		return e
	}
	if !a.begun.IsZero() {
		e.FirstByte = a.begun.Sub(rec.at)
		e.Total = e.FirstByte + a.took
	}
	if a.fault != "" {
		e.Fault = &exchange.Fault{Kind: exchange.Reset, Detail: fmt.Sprintf("as the case says, toeline closed the connection: %s", a.fault)}
	}
	if a.fault == clients.CloseBefore {
		return e
	}
	e.Response = &exchange.Response{Proto: "HTTP/1.1", Status: a.status, Header: a.header, Body: a.body}
	return e
}
