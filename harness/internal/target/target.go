// Package target says what is judged and the way to it, by the rules of safety: off loopback no
// made-up token is sent, and nothing that has an effect without consent.
package target

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/wire"
)

// LoopbackToken is the documented token that is sent on loopback when the
// user has none. The reference server takes it.
const LoopbackToken = "toeline"

// Target is what is judged, and the way to it.
type Target struct {
	cases.Target
	Sender wire.Sender
	// Tokens gives the tokens of a sign-in; nil: Token is all there is, until
	// TokenExpires, where that is known. With Tokens, Token is TokenToCome.
	Tokens       Tokens
	TokenExpires time.Time
	// Pinned are the addresses of a target on loopback: no other is dialed. What its
	// name leads to later does not count.
	Pinned []netip.Addr
	// Hidden are further texts that are as secret as the token.
	Hidden []string
}

// InClear says that secrets leave this machine unencrypted: everybody on the
// way can read them.
func (t *Target) InClear() bool {
	return !t.OnLoopback && strings.HasPrefix(t.URL, "http://") &&
		(t.Token != "" || t.Any())
}

// Access is what a user says of a target before it is reached.
type Access struct {
	// URL is the base URL, the part before the document's paths.
	URL string
	// Credentials are the user's own. Given is derived.
	cases.Credentials
	// HowEffects says what to do where leave is missing.
	HowEffects string
	// Tokens gives the tokens of a sign-in, instead of Token.
	Tokens Tokens
	// Resolving is how the addresses of the target are found.
	Resolving wire.Resolving
	// AllowEffects is the user's word that actions may be carried out, and
	// OwnFixtures that the ids are the user's own. Off loopback an action
	// takes both.
	AllowEffects, OwnFixtures bool
	// Isolated says that what is sent reaches nothing beyond this program.
	Isolated bool
	// NoEffects says why no action is carried out, on loopback neither; empty: the rules above
	// hold.
	NoEffects string
}

// New applies the rules of safety: off loopback no made-up token is
// sent, and nothing that has an effect, unless the user said so and named the
// resources. The error is a *Error: wrong usage. The caller sets the
// Sender.
func New(a Access) (*Target, *url.URL, error) {
	base, err := parseBase(a.URL)
	if err != nil {
		return nil, nil, err
	}
	t := &Target{Target: cases.Target{
		URL: base.String(), BasePath: base.EscapedPath(), Credentials: a.Credentials,
		NoEffects: a.NoEffects,
	}}
	if t.OnLoopback = a.Isolated; !a.Isolated {
		t.Pinned, t.OnLoopback = wire.Loopback(base, a.Resolving)
	}
	if a.Tokens != nil {
		t.Tokens, t.Token = a.Tokens, TokenToCome
	}
	t.Given = t.Token != ""
	if t.OnLoopback {
		if t.Token == "" {
			t.Token = LoopbackToken
		}
		return t, base, nil
	}
	switch {
	case a.AllowEffects && !a.OwnFixtures:
		return nil, nil, &Error{Kind: NeedsFixtures, Target: base.Host}
	case !a.AllowEffects && t.NoEffects == "":
		t.NoEffects = "it could carry out an action, and the target is not on loopback: " +
			a.HowEffects
	}
	return t, base, nil
}

func parseBase(text string) (*url.URL, error) {
	text = strings.TrimSpace(text) // a variable may end with a line break
	base, err := url.Parse(text)
	switch {
	case err != nil:
		// The error's own text repeats the URL, and with it a password.
		target := text
		if strings.ContainsAny(text, "@?#") || strings.Contains(text, "//") {
			target = ""
		}
		return nil, &Error{Kind: NotURL, Target: target, Err: errors.Unwrap(err)}
	case base.User != nil:
		return nil, &Error{Kind: HasCredentials}
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "", base.Hostname() == "":
		return nil, &Error{Kind: Incomplete, Target: withoutUser(text)}
	case !validPort(base.Port()):
		return nil, &Error{Kind: BadPort, Target: base.Port()}
	case base.RawQuery != "" || base.Fragment != "":
		// Queries may contain keys, and are not repeated.
		shown := base.Scheme + "://" + base.Host + base.EscapedPath()
		return nil, &Error{Kind: HasQuery, Target: shown}
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

// validPort reports whether a port is left out, or from 1 to 65535.
func validPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n >= 1 && n <= 65535
}

// withoutUser returns a text that is not a whole URL without what may be a user name and a
// password.
func withoutUser(text string) string {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		return "[redacted]" + text[at:]
	}
	return text
}

// Error is a target that cannot be judged: wrong usage.
type Error struct {
	Kind Problem
	// Target is the base URL as far as it may be shown.
	Target string
	Err    error
}

// Problem is what is wrong with a target.
type Problem int

// The problems of a target.
const (
	NotURL Problem = iota
	HasCredentials
	Incomplete
	HasQuery
	NeedsFixtures
	BadPort
)

func (e *Error) Unwrap() error { return e.Err }

func (e *Error) Error() string { return "the target " + e.Target + " cannot be judged" }

// Redact returns a text without the secrets of the target that are known now.
func (t *Target) Redact(text string) string { return t.Redactor().String(text) }
