package cases

import (
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// Credentials are those of a run.
type Credentials struct {
	// Token is the bearer token; empty: only cases without one run.
	Token string
	// Given reports whether the user gave the token: it is sent where the contract says nothing
	// of credentials, too. Else it is the documented one, which represents whatever an operation
	// asks for.
	Given bool
	// Basic is "user:password", for every scheme of HTTP Basic; empty: none was given.
	Basic string
	// Keys are the credentials of one scheme each: a key, a token, or "user:password". A field
	// has the name of the scheme.
	Keys exchange.Header
	// Headers and Query are sent with every request and are secret like the token.
	Headers, Query exchange.Header
	Advice         Advice
}

// Advice says how credentials are given, in the words of a caller. {scheme} is the name of the
// scheme that a key is for.
type Advice struct {
	Token string `json:"token,omitempty"`
	Basic string `json:"basic,omitempty"`
	Key   string `json:"key,omitempty"`
}

// For returns the advice about a scheme.
func (a *Advice) For(s openapi.Scheme) string {
	switch {
	case s.Key():
		return strings.ReplaceAll(a.Key, "{scheme}", s.Name)
	case s.Basic():
		return a.Basic
	}
	return a.Token
}

// Reason says why a request without credentials of a scheme is not sent.
func (a *Advice) Reason(s openapi.Scheme) string {
	what := "token"
	switch {
	case s.Computed():
		return "credentials of " + s.String() + " are made for each request, which is not done"
	case s.Key():
		what = "key for " + s.String()
	case s.Basic():
		what = "user and password for " + s.String()
	}
	return "no " + what + ": " + a.For(s)
}

// Any reports whether the user gave anything that is secret.
func (c *Credentials) Any() bool {
	return c.Given || c.Basic != "" || len(c.Keys)+len(c.Headers)+len(c.Query) > 0
}

// Same reports whether two runs present the same.
func (c *Credentials) Same(other *Credentials) bool {
	return c.Token == other.Token && c.Basic == other.Basic && slices.Equal(c.Keys, other.Keys) &&
		slices.Equal(c.Headers, other.Headers) && slices.Equal(c.Query, other.Query)
}

// documented reports whether the documented token represents what was not given.
func (c *Credentials) documented() bool { return !c.Given && c.Token != "" }

// supplies reports whether a field of the user is the credentials of a scheme.
func (c *Credentials) supplies(s openapi.Scheme) bool {
	at := placeOf(s)
	if at.in == "cookie" {
		at = place{"header", "Cookie"}
	}
	fields := c.Headers
	if at.in == "query" {
		fields = c.Query
	}
	return at.in != "" && slices.ContainsFunc(fields, func(f exchange.Field) bool {
		return at.is(at.in, f.Name)
	})
}

// lacks reports whether nothing that the user gave is the credentials of a scheme.
func (c *Credentials) lacks(s openapi.Scheme) bool {
	if in, _ := s.Place(); in == "" || c.supplies(s) { // a certificate of a client has no place
		return false
	}
	_, by := c.value(s)
	return by == ByNone
}

// value returns the credentials of a scheme, as they are in a request after their prefix.
func (c *Credentials) value(s openapi.Scheme) (value string, by By) {
	switch i := slices.IndexFunc(c.Keys, func(f exchange.Field) bool {
		return f.Name == s.Name && s.Name != ""
	}); {
	case i >= 0:
		value, by = c.Keys[i].Value, ByKey
	case s.Basic() && c.Basic != "":
		value, by = c.Basic, ByBasic
	case isToken(s) && c.Given:
		value, by = c.Token, ByToken
	default:
		value = c.Token
	}
	if s.Basic() {
		user, password, _ := strings.Cut(value, ":")
		value = basic(user, password)
	}
	return value, by
}

// Lacks returns the first scheme of an operation for which the user gave nothing.
func (o *Options) Lacks(op *spec.Operation) (openapi.Scheme, bool) { return o.lacks(op, "") }

// lacks returns the first scheme for which the user gave nothing, but for one that is wrong.
func (o *Options) lacks(op *spec.Operation, wrong string) (openapi.Scheme, bool) {
	way, _ := o.way(op, 0)
	if wrong != "" {
		_, way = o.jointWay(op, wrong)
	}
	i := slices.IndexFunc(way, o.Target.lacks)
	if i < 0 {
		return openapi.Scheme{}, false
	}
	return way[i], true
}

// lacking says why a request that needs credentials of an operation, but for a scheme that is
// wrong, is not sent; empty: it is.
func (o *Options) lacking(op *spec.Operation, wrong string) string {
	scheme, lacks := o.lacks(op, wrong)
	if !lacks || o.Target.documented() && !scheme.Computed() {
		return ""
	}
	return o.Target.Advice.Reason(scheme)
}

// Unused says which of the credentials of the user no operation of the contract asks for.
func (o *Options) Unused() error {
	says, t := &o.Contract.Security, &o.Target
	for _, f := range t.Keys {
		switch _, declared := says.Find(f.Name); {
		case !declared:
			return &OptionError{Option: "Keys", Value: f.Name, Problem: " is not a security " +
				"scheme of the document, which has " + listed(says.Declared, "none")}
		case says.Stated && !says.Asks(f.Name):
			return &OptionError{Option: "Keys", Value: f.Name, Problem: " is not used: no " +
				"operation asks for this scheme, but for " + listed(says.Asked, nothing)}
		}
	}
	asks := func(of func(openapi.Scheme) bool) bool {
		return !says.Stated || slices.ContainsFunc(says.Asked, func(s openapi.Scheme) bool {
			_, by := t.value(s)
			return of(s) && by != ByKey
		})
	}
	switch {
	case t.Given && !asks(isToken):
		return &OptionError{Option: "Token", Problem: " is not used: no operation asks for a " +
			"token, but for " + listed(says.Asked, nothing)}
	case t.Basic != "" && !asks(openapi.Scheme.Basic):
		return &OptionError{Option: "Basic", Problem: " is not used: no operation asks for HTTP " +
			"Basic, but for " + listed(says.Asked, nothing)}
	case t.Given && t.Basic != "" && !says.Stated:
		return &OptionError{Option: "Basic", Problem: " and a token are sent in one header, and " +
			"the document does not say which it asks for: give one of them"}
	}
	return nil
}

// isToken reports whether the token is the credentials of a scheme.
func isToken(s openapi.Scheme) bool {
	return s.Bearer() || s.Type == "http" && !s.Basic() && !s.Computed()
}

// nothing is what operations ask for that name no scheme.
const nothing = "no credentials at all"

func listed(all []openapi.Scheme, none string) string {
	if len(all) == 0 {
		return none
	}
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.String()
	}
	return strings.Join(names, ", ")
}

// unstated says that credentials are sent though the contract says nothing of them; empty: it does.
func (o *Options) unstated() string {
	if o.Contract.Security.Stated || len(o.ways(&spec.Operation{})) == 0 {
		return ""
	}
	return "the document says nothing of security, and the credentials that were given are sent " +
		"with every request"
}
