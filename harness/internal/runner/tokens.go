package runner

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/shape"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// redactFinding returns a finding without secrets in what a target has a say in.
func (r *Run) redactFinding(f result.Finding) result.Finding {
	r.redactor.Evidence(nil, &f.Got, &f.Expected, &f.Where)
	if f.Came != nil { // its numbers are those of a secret, too
		f.Shape = shape.Of(f.Where, r.redactor.String(f.Came.Text), f.Came.Values)
		f.Came = nil
	}
	return f
}

// signed is a request with the token of now, which is empty where the
// request carries none of the sign-in.
func (r *Run) signed(
	ctx context.Context, from *cases.Request,
) (request exchange.Request, token string, err error) {
	request = from.Request
	tokens := r.Target.Tokens
	if tokens == nil || !from.Auth.Carries() {
		return request, "", nil
	}
	if token, err = tokens.Token(ctx); err != nil {
		return request, "", err
	}
	request.Header = slices.Clone(request.Header)
	for i, f := range request.Header {
		if strings.EqualFold(f.Name, "Authorization") {
			request.Header[i].Value = strings.ReplaceAll(f.Value, target.TokenToCome, token)
		}
	}
	return request, token, nil
}

// maxRefreshed is how many tokens that others were answered with may end on the
// way of one request. Without it a target that refuses one request would have new
// tokens for ever.
const maxRefreshed = 3

// refreshes reports whether a request is sent again with a new token, because one that was
// accepted before was refused; or why the refusal says nothing about the contract. A target that
// also refuses an unused new token is judged by that.
func (a *attempt) refreshes(e *exchange.Exchange, token string) (again bool, reason string) {
	r := a.run
	refused := e.Response != nil && e.Response.Status == http.StatusUnauthorized &&
		a.request.Auth.NeedsToken() &&
		!a.step.Allows(http.StatusUnauthorized)
	if token != "" && e.Response != nil &&
		takes(a.step.Operation, a.request.Auth, e.Response.Status) {
		r.locked(func() { r.refresh.take(token) })
	}
	switch {
	case !refused || !r.tokenTaken():
		return false, ""
	case token == "":
		return false, r.Target.Expired(time.Now())
	case a.refreshed == maxRefreshed,
		a.refreshed > 0 && !read(r, func() bool { return r.refresh.taken[token] }):
		r.locked(func() { r.refresh.inVain(a.c.Situation) })
		return false, ""
	case !read(r, func() bool { return r.refresh.worthwhile(a.c.Situation, a.request.Effect) }):
		return false, ""
	}
	renewed, err := r.Target.Tokens.Renew(a.ctx(), token)
	if err != nil || renewed == token {
		return false, ""
	}
	r.locked(func() { r.refresh.note(renewed) })
	a.refreshed++
	if a.request.Effect != spec.None {
		return false, "answered 401 to a token that was taken before; there is a new one now, " +
			"and what has an effect is not sent twice"
	}
	return true, ""
}

// refreshes are the tokens that were taken because others were refused.
type refreshes struct {
	made  map[string]bool
	taken map[string]bool // tokens that the target took
	vain  map[string]bool // situations in which the new one was refused as well
	once  bool            // a request with an effect was excused
}

// take notes a token that the target took.
func (n *refreshes) take(token string) {
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	n.taken[token] = true
}

// worthwhile says whether a new token may help a request. One with an effect is
// excused for the first time only, as it is not sent again.
func (n *refreshes) worthwhile(situation string, effect spec.Effect) bool {
	if effect == spec.None {
		return !n.vain[situation]
	}
	first := !n.once
	n.once = true
	return first
}

func (n *refreshes) inVain(situation string) {
	if n.vain == nil {
		n.vain = map[string]bool{}
	}
	n.vain[situation] = true
}

func (n *refreshes) note(token string) {
	if n.made == nil {
		n.made = map[string]bool{}
	}
	n.made[token] = true
}
