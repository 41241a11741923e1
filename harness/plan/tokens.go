package plan

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/spec"
)

// TokenToCome stands in a plan for a token that a Target's Tokens will give: it
// is taken when a request is sent, since it may expire before. It is no secret.
const TokenToCome = "token-of-the-sign-in"

// Tokens gives the bearer tokens of a run. It is safe for use by many
// goroutines.
type Tokens interface {
	// Token returns one that has not expired.
	Token(ctx context.Context) (string, error)
	// Renew returns another than one that the target refused.
	Renew(ctx context.Context, refused string) (string, error)
	// Known lists all that were given: none of them may be told.
	Known() []string
}

// Secrets are what must never be told of a target. The documented token is
// none, and would take the name of this program out of every report.
func (t *Target) Secrets() []string {
	var all []string
	if t.Token != "" && t.Token != LoopbackToken && t.Token != TokenToCome {
		all = append(all, t.Token)
	}
	if t.Tokens != nil {
		for _, token := range t.Tokens.Known() {
			if token != LoopbackToken { // everybody knows it, and it is in our own lines
				all = append(all, token)
			}
		}
	}
	for _, f := range t.Headers {
		all = append(all, f.Value)
	}
	all = append(all, t.Hidden...)
	if way, ok := t.Sender.(interface{ Secrets() []string }); ok {
		all = append(all, way.Secrets()...)
	}
	return all
}

// redactor redacts by all the secrets of the target that are known when it is
// used.
func (t *Target) redactor() *redact.Live { return redact.NewLive(t.Secrets) }

// signed is a probe's request with the token of now, which is empty where the
// request carries none of the sign-in.
func (p *Plan) signed(ctx context.Context, probe Probe) (request exchange.Request, token string, err error) {
	request = probe.Request
	tokens := p.Options.Target.Tokens
	if tokens == nil || !probe.Auth.NeedsToken() {
		return request, "", nil
	}
	if token, err = tokens.Token(ctx); err != nil {
		return request, "", err
	}
	request.Header = slices.Clone(request.Header)
	for i, f := range request.Header {
		if strings.EqualFold(f.Name, "Authorization") {
			request.Header[i].Value = strings.ReplaceAll(f.Value, TokenToCome, token)
		}
	}
	return request, token, nil
}

// maxRenewed is how many tokens that others were answered with may end on the
// way of one request. Without it a target that refuses one request would have new
// tokens for ever.
const maxRenewed = 3

// renews says whether a request is sent again with a new token, because one
// that was taken before was refused; or why the refusal tells nothing of the
// contract. A target that refuses a new one too, which nobody used up meanwhile,
// is judged by that.
func (a *attempt) renews(by *Case, e *exchange.Exchange, token string) (again bool, reason string) {
	r := a.run
	refused := e.Response != nil && e.Response.Status == http.StatusUnauthorized && a.probe.Auth.NeedsToken() && !by.allows(http.StatusUnauthorized)
	if token != "" && e.Response != nil && takes(a.c.op, a.probe.Auth, e.Response.Status) {
		r.renewals.take(token)
	}
	switch {
	case !refused || !r.tokenTaken():
		return false, ""
	case token == "":
		return false, r.Plan.Options.Target.expired(time.Now())
	case a.renewed == maxRenewed, a.renewed > 0 && !r.renewals.took(token):
		r.renewals.inVain(a.c.Situation)
		return false, ""
	case !r.renewals.worthwhile(a.c):
		return false, ""
	}
	renewed, err := r.Plan.Options.Target.Tokens.Renew(r.ctx, token)
	if err != nil || renewed == token {
		return false, ""
	}
	r.renewals.note(renewed)
	a.renewed++
	if a.c.Effect != spec.None {
		return false, "answered 401 to a token that was taken before; there is a new one now, and what has an effect is not sent twice"
	}
	return true, ""
}

// expired says that the token has ended by its own word; empty: not that
// anyone knows.
func (t *Target) expired(now time.Time) string {
	if t.TokenExpires.IsZero() || now.Before(t.TokenExpires) {
		return ""
	}
	return "answered 401: the token expired at " + t.TokenExpires.UTC().Format(time.RFC3339) +
		", in the middle of the run; give a fresh one, or sign in by --auth azure or --auth command, which renew it"
}

// renewals are the tokens that were taken because others were refused.
type renewals struct {
	mu    sync.Mutex
	made  map[string]bool
	taken map[string]bool // tokens that the target took
	vain  map[string]bool // situations in which the new one was refused as well
	once  bool            // a request with an effect was excused
}

// take notes a token that the target took.
func (n *renewals) take(token string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	n.taken[token] = true
}

func (n *renewals) took(token string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.taken[token]
}

// worthwhile says whether a new token may help a case. One with an effect is
// excused for the first time only, as it is not sent again.
func (n *renewals) worthwhile(c *Case) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if c.Effect == spec.None {
		return !n.vain[c.Situation]
	}
	first := !n.once
	n.once = true
	return first
}

func (n *renewals) inVain(situation string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.vain == nil {
		n.vain = map[string]bool{}
	}
	n.vain[situation] = true
}

func (n *renewals) note(token string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.made == nil {
		n.made = map[string]bool{}
	}
	n.made[token] = true
}

func (n *renewals) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.made)
}
