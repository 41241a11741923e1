package cases

import (
	"cmp"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// By is which credentials of the user a value is.
type By string

// The credentials of a user.
const (
	ByNone  By = ""      // none: the documented token
	ByToken By = "token" // the token
	ByBasic By = "basic" // user and password, in base64
	ByKey   By = "key"   // those of one scheme
	ByField By = "field" // a header or a query parameter of the user's own
)

// Presented are credentials in a request. Those that are wrong on purpose are none.
type Presented struct {
	// In is header, query or cookie; Name is the name there, and Before what comes before the
	// value: "Bearer ".
	In, Name, Before string
	Value            string
	By               By
	Scheme           string // that By ByKey is of
}

// Shown returns the request-target and the header with something else in place of credentials, or
// without those of which keep is false.
func (r *Request) Shown(
	write func(p Presented) (text string, keep bool),
) (target string, header exchange.Header) {
	target, header = r.Target, slices.Clone(r.Header)
	for _, p := range slices.Backward(r.Presented) { // what the user adds is the last
		text, keep := write(p)
		switch p.In {
		case "query":
			pair := style.EscapeQuery(p.Name) + "="
			target = replacePair(target, pair+style.EscapeQuery(p.Value), pair+text, keep)
		case "cookie":
			header = replaceCookie(header, p.Name+"="+p.Value, p.Name+"="+text, keep)
		default:
			header = replaceField(header, exchange.Field{
				Name: p.Name, Value: p.Before + p.Value,
			}, p.Before+text, keep)
		}
	}
	return target, header
}

// Encoded reports whether the value is user and password in base64.
func (p *Presented) Encoded() bool { return strings.EqualFold(p.Before, "basic ") }

// Variables returns the names of the variables that the value is made of: user and password, or one
// for all; none for the documented token. Of those that no one gave it makes names up.
func (p *Presented) Variables(given *result.Variables) []string {
	switch p.By {
	case ByToken:
		return []string{cmp.Or(given.TokenEnv, spec.PlainTokenEnv)}
	case ByBasic:
		return []string{
			cmp.Or(given.UserEnv, "BASIC_USER"), cmp.Or(given.PasswordEnv, "BASIC_PASSWORD"),
		}
	case ByKey:
		return []string{cmp.Or(given.KeyEnv[p.Scheme], strings.ToUpper(p.Scheme))}
	case ByField:
		names := given.HeaderEnv
		if p.In == "query" {
			names = given.QueryEnv
		}
		for name, variable := range names {
			if (place{p.In, p.Name}).is(p.In, name) {
				return []string{variable}
			}
		}
		return []string{strings.ToUpper(p.Name)}
	}
	return nil
}

// named is the value by the names of its variables.
func (p *Presented) named(given *result.Variables) string {
	names := p.Variables(given)
	switch {
	case len(names) == 0:
		return p.Value
	case p.Encoded():
		return "base64($" + strings.Join(names, ":$") + ")"
	}
	return "$" + names[0]
}

// Bare returns the request without credentials.
func (r *Request) Bare() exchange.Request {
	bare := r.Request
	bare.Target, bare.Header = r.Shown(func(Presented) (string, bool) { return "", false })
	return bare
}

// replacePair replaces the last pair of a query, or takes it out.
func replacePair(target, pair, by string, keep bool) string {
	at := strings.LastIndex(target, pair)
	switch {
	case at < 1:
		return target
	case keep:
		return target[:at] + by + target[at+len(pair):]
	}
	if rest := strings.TrimPrefix(target[at+len(pair):], "&"); rest != "" {
		return target[:at] + rest
	}
	return target[:at-1] // without the separator
}

// replaceCookie replaces a cookie, or takes it out.
func replaceCookie(h exchange.Header, pair, by string, keep bool) exchange.Header {
	for i, f := range slices.Backward(h) {
		pairs := strings.Split(f.Value, "; ")
		at := slices.Index(pairs, pair)
		switch {
		case at < 0 || !strings.EqualFold(f.Name, "Cookie"):
			continue
		case keep:
			pairs[at] = by
		case len(pairs) == 1:
			return slices.Delete(h, i, i+1)
		default:
			pairs = slices.Delete(pairs, at, at+1)
		}
		h[i].Value = strings.Join(pairs, "; ")
		break
	}
	return h
}

// replaceField replaces the value of the last such field, or takes it out.
func replaceField(h exchange.Header, field exchange.Field, by string, keep bool) exchange.Header {
	for i, f := range slices.Backward(h) {
		if !strings.EqualFold(f.Name, field.Name) || f.Value != field.Value {
			continue
		}
		if !keep {
			return slices.Delete(h, i, i+1)
		}
		h[i].Value = by
		break
	}
	return h
}
