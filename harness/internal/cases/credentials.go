package cases

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// presented are the credentials of a request, by where they are.
type presented struct {
	header exchange.Header
	query  []string // pairs, escaped
	cookie []string
	// hidden are the headers of the user that are these credentials, and left out.
	hidden []string
}

func (p presented) hides(name string) bool {
	return slices.ContainsFunc(p.hidden, func(h string) bool { return strings.EqualFold(h, name) })
}

// schemeOf returns the scheme by which the token is presented: bearer where an operation takes
// it, else the first that is described. An operation that documents none takes a token that was
// given nevertheless.
func schemeOf(op *spec.Operation, t *Target) (openapi.Scheme, bool) {
	first := openapi.Scheme{}
	for _, alternative := range op.Security {
		for _, s := range alternative {
			if s.Bearer() {
				return s, true
			}
			if first.Type == "" {
				first = s
			}
		}
	}
	if len(op.Security) == 0 {
		return openapi.Scheme{Type: "http", Scheme: "bearer"}, t.Given
	}
	return first, first.Type == "http" || first.Type == "apiKey"
}

// credentials are how a request presents itself. Those that are wrong on purpose are made up,
// never derived from the token.
func credentials(op *spec.Operation, a spec.Auth, t *Target, random *rand.Rand) presented {
	scheme, ok := schemeOf(op, t)
	if !ok {
		return presented{}
	}
	made := presented{}
	header := headerOf(scheme)
	if givenHeader(t, header) {
		if a.NeedsToken() {
			return made // the user's header is what is asked for
		}
		made.hidden = []string{header}
	}
	value, present := presentation(a, scheme, t.Token, random)
	switch {
	case !present:
	case header != "":
		made.header = exchange.Header{{Name: header, Value: value}}
	case scheme.In == "cookie":
		made.cookie = []string{scheme.Parameter + "=" + value}
	default:
		made.query = []string{style.EscapeQuery(scheme.Parameter) + "=" + style.EscapeQuery(value)}
	}
	return made
}

// headerOf returns the header that credentials are in; empty: they are in the query or a cookie.
func headerOf(scheme openapi.Scheme) string {
	switch {
	case scheme.Type != "apiKey":
		return "Authorization"
	case scheme.In == "header":
		return scheme.Parameter
	}
	return ""
}

// suppliesKey reports whether a header of the user is the credentials that an operation takes.
func suppliesKey(op *spec.Operation, t *Target) bool {
	scheme, ok := schemeOf(op, t)
	return ok && givenHeader(t, headerOf(scheme))
}

func givenHeader(t *Target, name string) bool {
	return slices.ContainsFunc(t.Headers, func(f exchange.Field) bool {
		return strings.EqualFold(f.Name, name)
	})
}

// presentation writes credentials as their scheme has them: a token of Basic is "user:password".
func presentation(
	a spec.Auth, scheme openapi.Scheme, token string, random *rand.Rand,
) (value string, present bool) {
	prefix := "Bearer "
	switch {
	case scheme.Type == "apiKey":
		prefix = ""
	case scheme.Type == "http" && scheme.Scheme == "basic":
		prefix = "Basic "
		user, password, _ := strings.Cut(token, ":")
		token = basic(user, password)
	case scheme.Type == "http" && scheme.Scheme != "bearer":
		prefix = strings.ToUpper(scheme.Scheme[:1]) + scheme.Scheme[1:] + " "
	}
	switch a {
	case spec.NoAuth:
		return "", false
	case spec.EmptyAuth:
		return "", true
	case spec.BasicAuth:
		return "Basic " + basic("nobody", "nothing"), true
	case spec.EmptyToken:
		return strings.TrimSuffix(prefix, " "), true
	case spec.WrongToken:
		wrong := "nobody-issued-" + randomGUID(random)
		if prefix == "Basic " {
			wrong = basic("nobody", wrong)
		}
		return prefix + wrong, true
	case spec.LowerCaseScheme:
		return strings.ToLower(prefix) + token, true
	}
	return prefix + token, true
}

// basic writes a name and a password as the scheme Basic has them.
func basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}
