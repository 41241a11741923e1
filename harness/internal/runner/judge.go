package runner

import (
	"fmt"
	"net/http"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// judge says what an exchange shows.
func (r *Run) judge(s *cases.Step, request *cases.Request, e *exchange.Exchange) outcome {
	o := outcome{exchange: e}
	if e.Fault != nil && !e.Fault.Kind.Judged() {
		o.reason = e.Fault.Detail
		return o
	}
	if e.Response != nil {
		status := e.Response.Status
		o.forbidden = status == http.StatusForbidden && !s.Allows(status) &&
			request.Auth.NeedsToken()
		r.noteAnswered(s.Operation, request.Auth, status)
	}
	defer r.judgeAlone(e)()
	if isLarge(e) && r.ctx.Err() != nil {
		o.reason = "not judged: " + r.endedBefore()
		return o
	}
	in := r.input(s, request, e)
	if len(s.Save) > 0 {
		in.Saved = check.Seen(s.Save, e, request.Saved)
	}
	why := namesNothing(request, e)
	if why != "" {
		in.Checks = nil
	}
	j := check.Judge(in)
	if why != "" {
		j.Hidden = map[string]string{}
		for i := range s.Checks {
			j.Hidden[s.Checks[i].ID] = why
		}
	}
	o.judgement = &j
	return o
}

// namesNothing says that an id which is an example of the description names nothing in the target;
// empty: the response does not say so.
func namesNothing(request *cases.Request, e *exchange.Exchange) string {
	if e.Response == nil {
		return ""
	}
	switch e.Response.Status {
	case http.StatusNotFound, http.StatusGone:
	case http.StatusForbidden:
		if !request.Auth.NeedsToken() {
			return "" // it says so of the credentials
		}
	default:
		return ""
	}
	name, value := request.Example()
	if name == "" {
		return ""
	}
	return fmt.Sprintf("the example %s of %s is answered %d: give an id that the target holds by "+
		"--fixtures", value, name, e.Response.Status)
}

// input is what a judgement is based on.
func (r *Run) input(s *cases.Step, request *cases.Request, e *exchange.Exchange) check.Input {
	in := check.Input{
		Doc: r.Set.Options.Contract, Checks: s.Checks, Always: s.Always,
		Without: r.Set.Without(), Bound: request.Bound, Saved: request.Saved, Exchange: e,
	}
	if s.Judged() {
		in.Rules = s.Operation.Always
	}
	return in
}

// noteAnswered notes a response of the operation's own to the run's token.
func (r *Run) noteAnswered(op *spec.Operation, auth spec.RequestAuth, status int) {
	if takes(op, auth, status) {
		r.locked(func() {
			if !r.taken {
				r.taken = true
				close(r.answered)
			}
		})
	}
}

// takes reports whether a response is the operation's own, to a token.
func takes(op *spec.Operation, auth spec.RequestAuth, status int) bool {
	own := status != http.StatusUnauthorized && status != http.StatusForbidden
	return own && auth.NeedsToken() && documents(op, status)
}

func documents(op *spec.Operation, status int) bool {
	for _, s := range op.Statuses {
		if m, ok := spec.ParseStatus(s); ok && m.Has(status) {
			return true
		}
	}
	return false
}
