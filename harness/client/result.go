package client

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/client/internal/judge"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/plan"
	"example.com/toeline/spec/clients"
)

// Result is a finished run.
type Result struct {
	Outcome *plan.Outcome
	// Preflight says why nothing could be judged at all; empty: something was.
	Preflight string
}

// result judges the calls of a finished run.
func (r *run) result(contract judge.Contract) *Result {
	r.plan.Options.Target = plan.Target{URL: r.base, OnLoopback: true, Hidden: r.options.Secrets}
	r.CheckPreflight()
	if r.Preflight != "" {
		return &Result{Outcome: r.plan.Unreached(r.Preflight), Preflight: r.Preflight}
	}
	gathered := plan.Gathered{
		Judged: map[string]plan.Judged{}, Started: r.started,
		Elapsed: time.Since(r.started), CutShort: r.CutShort,
	}
	judged := contract.All(r.Calls)
	for i, c := range r.Calls {
		if c.Skip == "" {
			gathered.Judged[c.ID] = r.judged(c, judged[i])
		}
	}
	return &Result{Outcome: r.plan.Gather(gathered)}
}

// judged returns a judgement as package plan takes it.
func (r *run) judged(c *lab.Call, j *judge.Judgement) plan.Judged {
	made := plan.Judged{
		Held: slices.Sorted(maps.Keys(j.Held)), Note: notes(c), Undecided: c.Inconclusive,
	}
	for _, f := range j.Findings {
		f.Expected, f.Got = r.redact(f.Expected), r.redact(f.Got)
		judged := plan.JudgedFinding{Finding: f, Probe: f.Probe, With: f.With}
		made.Findings = append(made.Findings, judged)
	}
	for _, q := range c.Requests {
		made.Exchanges = append(made.Exchanges, r.exchange(q))
	}
	if made.Undecided == "" && !looked(c, j) {
		made.Undecided = unseen(c)
	}
	return made
}

// looked reports whether a check of the case itself was evaluated.
func looked(c *lab.Call, j *judge.Judgement) bool {
	held := func(check clients.Check) bool { return j.Held[check.ID] }
	return len(j.Findings) > 0 || slices.ContainsFunc(c.Checks, held)
}

// unseen says why no check of a case was evaluated.
func unseen(c *lab.Call) string {
	switch {
	case c.TLS != "":
		return "the client came to no handshake"
	case len(c.Requests) == 0:
		return "no request came"
	case c.Answer == nil:
		return "the client did not say what it made of the answer"
	}
	return "the client made nothing of the answer that could be judged"
}

// redact replaces the token, which is not a secret but looks like one in a log.
func (r *run) redact(s string) string { return strings.ReplaceAll(s, r.Token, "(token)") }

// notes returns what the client reported itself.
func notes(c *lab.Call) []string {
	var lines []string
	if a := c.Answer; a != nil {
		lines = append(lines, "answer: "+a.String())
	}
	for _, violation := range c.Violations {
		lines = append(lines, "slip: "+text.Cut(violation))
	}
	for line := range strings.SplitSeq(strings.TrimSpace(c.Stderr), "\n") {
		if line != "" {
			lines = append(lines, "stderr: "+text.Cut(line))
		}
	}
	return lines
}

// exchange returns what a report keeps of a request and its response.
func (r *run) exchange(q *lab.Request) *exchange.Exchange {
	e := &exchange.Exchange{
		Origin: strings.TrimSuffix(r.base, lab.BasePath(r.options.Doc)),
		Request: exchange.Request{
			Method: r.redact(q.Method), Target: r.redact(q.Target), Body: q.Body,
		},
		Raw:   true,
		Start: q.At,
	}
	for _, f := range q.Header {
		field := exchange.Field{Name: f.Name, Value: r.redact(f.Value)}
		e.Request.Header = append(e.Request.Header, field)
	}
	a := q.Answer
	if a == nil {
		return e
	}
	if !a.Begun.IsZero() {
		e.FirstByte = a.Begun.Sub(q.At)
		e.Total = e.FirstByte + a.Took
	}
	if a.Fault != "" {
		detail := fmt.Sprintf("as the case says, toeline closed the connection: %s", a.Fault)
		e.Fault = &exchange.Fault{Kind: exchange.Reset, Detail: detail}
	}
	if a.Fault != clients.CloseBefore {
		e.Response = &exchange.Response{
			Proto: "HTTP/1.1", Status: a.Status, Header: a.Header, Body: a.Body,
		}
	}
	return e
}
