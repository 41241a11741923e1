package client

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/client/internal/judge"
	"example.com/toeline/harness/client/internal/lab"
	shown "example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/reproduce"
	"example.com/toeline/harness/internal/shape"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// report judges the calls of a finished run.
func (r *run) report(contract judge.Contract) *result.Report {
	r.CheckPreflight()
	// The token is made up for the run, and looks like a secret wherever a client repeats it.
	redactor := redact.New(append(slices.Clone(r.options.Secrets), r.Token)...)
	in := r.input(redactor)
	for _, process := range r.Left() {
		in.Run.Notes = append(in.Run.Notes,
			redactor.String("the client left a process running that could not be ended: "+process))
	}
	if r.Preflight != "" {
		in.Run.Notes = append(in.Run.Notes, r.stderr(r.Stderr, redactor)...)
		in.Run.CutShort = redactor.String(r.Preflight)
		in.Run.Preflight = text.Cut(in.Run.CutShort, evidence.MaxField)
		for _, c := range r.set.Cases {
			in.Cases = append(in.Cases, c.Input())
		}
		return result.FoldUnreached(in)
	}
	judged := contract.All(r.Calls)
	in.Inapplicable = contract.Inapplicable(r.Calls)
	if !lab.HasIPv6() {
		r.withoutIPv6(in.Inapplicable)
	}
	for i, c := range r.set.Cases {
		one := c.Input()
		if c.Skip == "" {
			r.judged(r.Calls[i], judged[i], redactor, &one)
		}
		in.Cases = append(in.Cases, one)
	}
	return result.Fold(in)
}

// withoutIPv6 adds the requirements that only a case on an address of IPv6 judges.
func (r *run) withoutIPv6(inapplicable map[string]string) {
	for _, c := range r.Calls {
		for _, check := range c.Checks {
			if c.Address == clients.IPv6 {
				inapplicable[check.ID] = noIPv6
			}
		}
	}
}

// input returns the run as it is folded, without its cases.
func (r *run) input(redactor *redact.Redactor) result.Input {
	o := r.options
	in := result.Input{
		Tool:         result.Tool{Name: "toeline", Version: cmp.Or(o.Version, "(devel)")},
		Requirements: o.Doc.Requirements, Waivers: o.Waivers,
		Lines: reproduce.New(o.Invocation, reproduce.Settings{
			Target: cases.Target{URL: r.base, OnLoopback: true}, Secrets: o.Secrets,
		}),
		Run: result.Run{
			Document: result.Document{
				File:  cmp.Or(o.Invocation.Document, o.Doc.File),
				Title: o.Doc.Title, Version: o.Doc.Version, SHA256: o.Doc.Digest,
				Embedded: spec.NamesEmbedded(o.Invocation.Document, o.Doc.File,
					clients.Documents()),
			},
			Target: r.base, Client: redactor.String(reproduce.ClientName(o.Invocation.Client)),
			Strict: o.Strict, Only: o.Only, Skip: o.Skip, Fixtures: "embedded", Seed: o.Seed,
			Started: r.started.UTC(), Milliseconds: evidence.Milliseconds(time.Since(r.started)),
			CutShort: redactor.String(r.CutShort),
		},
	}
	if o.RequireAll {
		in.Run.Require = "all"
	}
	if o.Level != spec.May {
		in.Run.Level = string(o.Level)
	}
	for _, other := range r.set.Others {
		in.Others = append(in.Others, other.Input())
	}
	return in
}

// judged adds what a call showed to its case, redacted. A finding goes with the
// exchange that shows it.
func (r *run) judged(
	c *lab.Call, j *judge.Judgement, redactor *redact.Redactor, in *result.CaseInput,
) {
	for _, line := range notes(c) {
		in.Notes = append(in.Notes, text.Cut(redactor.String(r.redact(line)), evidence.MaxField))
	}
	in.Notes = append(in.Notes, r.stderr(c.Stderr, redactor)...)
	outcomes := make([]result.Outcome, max(1, len(c.Requests)))
	for i := range outcomes {
		outcomes[i].Instance = i
	}
	for i, q := range c.Requests {
		kept := evidence.From(i, redactor.Exchange(r.exchange(q)))
		outcomes[i].Exchange, outcomes[i].Sent = &kept, 1
	}
	for _, f := range j.Findings {
		f.Where = redactor.String(f.Where)
		f.Expected, f.Got = redactor.String(r.redact(f.Expected)), redactor.String(r.redact(f.Got))
		if f.Came != nil {
			f.Shape = shape.Of(f.Where, redactor.String(f.Came.Text), f.Came.Values)
			f.Came = nil
		}
		at := &outcomes[min(f.Instance, len(outcomes)-1)]
		at.Findings = append(at.Findings, f)
	}
	outcomes[0].Looked = slices.Sorted(maps.Keys(j.Held))
	in.Outcomes, in.KeepAll = outcomes, len(j.Findings) > 0
	why := c.Inconclusive
	if why == "" && !looked(c, j) {
		why = unseen(c)
	}
	if why != "" {
		in.KeepAll = true
		in.Outcomes = append(in.Outcomes, result.Outcome{
			Instance: len(outcomes), Inconclusive: redactor.String(why),
		})
	}
}

// looked reports whether a check of the case itself was evaluated.
func looked(c *lab.Call, j *judge.Judgement) bool {
	held := func(check clients.Check) bool { return j.Held[check.ID] }
	return len(j.Findings) > 0 || slices.ContainsFunc(c.Checks, held)
}

// unseen says why no check of a case was evaluated.
func unseen(c *lab.Call) string {
	switch {
	case c.TLS.Refused():
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
		lines = append(lines, "slip: "+shown.Cut(violation))
	}
	return lines
}

// stderr returns the lines that the client wrote there, without the middle, redacted.
func (r *run) stderr(written string, redactor *redact.Redactor) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(written), "\n") {
		if line = strings.TrimRight(line, "\r "); line != "" {
			lines = append(lines,
				"stderr: "+text.Cut(redactor.String(r.redact(line)), evidence.MaxField))
		}
	}
	return slices.Compact(lines)
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
	if a.Fault != clients.CloseBefore && a.Fault != clients.CloseInStatus {
		e.Response = &exchange.Response{
			Proto: cmp.Or(q.Proto, "HTTP/1.1"), Status: a.Status, Header: a.Header, Body: a.Body,
		}
	}
	return e
}
