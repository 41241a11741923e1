package mock

import (
	"crypto/subtle"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// refusal returns what WWW-Authenticate asks for where a request has no credentials that the
// operation takes; empty: it has, or none are needed.
func (c *call) refusal() string {
	if !c.op.Secured() {
		return ""
	}
	for _, alternative := range c.op.Security {
		missing := func(s openapi.Scheme) bool { return !c.presents(s) }
		if !slices.ContainsFunc(alternative, missing) {
			return ""
		}
	}
	for _, alternative := range c.op.Security {
		for _, s := range alternative {
			if s.Type == "http" && s.Scheme != "bearer" {
				return strings.ToUpper(s.Scheme[:min(1, len(s.Scheme))]) +
					s.Scheme[min(1, len(s.Scheme)):] + ` realm="mock"`
			}
		}
	}
	return "Bearer"
}

// presents reports whether a request has the right credentials of a scheme. Those that no request
// shows, as certificates, and those that are not described are taken to be right.
func (c *call) presents(s openapi.Scheme) bool {
	given := c.r.Header.Get("Authorization")
	scheme, value, _ := strings.Cut(given, " ")
	switch {
	case s.Bearer():
		return strings.EqualFold(scheme, "Bearer") && c.isToken(value)
	case s.Type == "http" && s.Scheme == "basic":
		user, password, ok := c.r.BasicAuth()
		wanted, wantedPassword, both := strings.Cut(c.token, ":")
		if !both && password != "" {
			wantedPassword = wanted // the same word for both
		}
		return ok && same(user, wanted) && same(password, wantedPassword)
	case s.Type == "http":
		return strings.EqualFold(scheme, s.Scheme) && c.isToken(value)
	case s.Type == "apiKey":
		return c.isToken(c.key(s))
	}
	return true
}

func (c *call) isToken(text string) bool { return same(text, c.token) }

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// key returns the API key of a request; empty: there is none.
func (c *call) key(s openapi.Scheme) string {
	switch s.In {
	case "query":
		return c.r.URL.Query().Get(s.Parameter)
	case "cookie":
		if cookie, err := c.r.Cookie(s.Parameter); err == nil {
			return cookie.Value
		}
		return ""
	}
	return c.r.Header.Get(s.Parameter)
}
