package plan

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/wire"
)

// LoopbackToken is the documented token that is sent on loopback when the
// user has none. The reference server takes it.
const LoopbackToken = "toeline"

// Target is what is judged.
type Target struct {
	// URL is the base URL, for people.
	URL string
	// BasePath comes before the document's paths; no slash at its end.
	BasePath string
	Sender   wire.Sender
	// Token is the bearer token; empty: only cases without one run. With
	// Tokens it is TokenToCome.
	Token string
	// Tokens gives the tokens of a sign-in; nil: Token is all there is, until
	// TokenExpires, where that is known.
	Tokens       Tokens
	TokenExpires time.Time
	// NoTokenReason says why there is none.
	NoTokenReason string
	// Headers are sent with every request and are secret like the token.
	Headers exchange.Header
	// Hidden are further texts that are as secret as the token.
	Hidden []string
	// OnLoopback says that the target is on this machine.
	OnLoopback bool
	// NoEffects says why cases with an effect are left out; empty: they run.
	NoEffects string
}

// InClear says that secrets leave this machine unencrypted: everybody on the
// way can read them.
func (t *Target) InClear() bool {
	return !t.OnLoopback && strings.HasPrefix(t.URL, "http://") && (t.Token != "" || len(t.Headers) > 0)
}

// Access is what a user says of a target before it is reached.
type Access struct {
	// URL is the base URL, the part before the document's paths.
	URL string
	// Token is the user's own; empty: none. TokenFrom says where one would be
	// taken from, for messages.
	Token, TokenFrom string
	// Tokens gives the tokens of a sign-in, instead of Token.
	Tokens  Tokens
	Headers exchange.Header
	// AllowEffects is the user's word that actions may be carried out, and
	// OwnFixtures that the ids are the user's own. Off loopback an action
	// takes both.
	AllowEffects, OwnFixtures bool
}

// NewTarget applies the rules of safety: off loopback no made-up token is
// sent, and nothing that has an effect, unless the user said so and named the
// items. The error is wrong usage. The caller sets the Sender.
func NewTarget(a Access) (Target, *url.URL, error) {
	base, err := parseBase(a.URL)
	if err != nil {
		return Target{}, nil, err
	}
	t := Target{URL: base.String(), BasePath: base.EscapedPath(), Token: a.Token, Headers: a.Headers, OnLoopback: isLoopback(base.Hostname())}
	if a.Tokens != nil {
		t.Tokens, t.Token = a.Tokens, TokenToCome
	}
	if t.OnLoopback {
		if t.Token == "" {
			t.Token = LoopbackToken
		}
		return t, base, nil
	}
	if t.Token == "" {
		t.NoTokenReason = "no token: set " + a.TokenFrom
	}
	switch {
	case a.AllowEffects && !a.OwnFixtures:
		return Target{}, nil, fmt.Errorf("--allow-effects at %s, which is not on loopback: give --fixtures too, so that actions are carried out on items that you named", base.Host)
	case !a.AllowEffects:
		t.NoEffects = "it could carry out an action, and the target is not on loopback: give --allow-effects and --fixtures"
	}
	return t, base, nil
}

func parseBase(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	switch {
	case err != nil:
		// The error's own text repeats the URL, and with it a password.
		return nil, fmt.Errorf("--target is no URL: %w", errors.Unwrap(err))
	case base.User != nil:
		return nil, errors.New("--target holds a user name or password: give credentials by --token-env, they would be logged here")
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "", base.Hostname() == "":
		return nil, fmt.Errorf("--target %s: give http:// or https://, a host, and any path prefix, as http://127.0.0.1:8765/beta", text)
	case base.RawQuery != "" || base.Fragment != "":
		// Keys stand in queries: what stands there is not told.
		return nil, fmt.Errorf("--target %s: a base URL has no query and no fragment; leave what follows it out", base.Scheme+"://"+base.Host+base.EscapedPath())
	}
	base.Path, base.RawPath = strings.TrimRight(base.Path, "/"), strings.TrimRight(base.RawPath, "/")
	return base, nil
}

// isLoopback says whether a host name or address is this machine's own.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
