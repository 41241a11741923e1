package judge

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
	"example.com/toeline/spec/openapi"
)

// described evaluates a rule that the operation's description gives.
func (j *judge) described(r *lab.Request) verdict {
	op := j.Doc.Described
	if op == nil {
		return untested
	}
	switch j.check.Request {
	case clients.Credentials:
		return j.credentials(r, op)
	case clients.Accepts:
		return j.accepts(r, op)
	}
	if j.call.Given == nil {
		return untested
	}
	switch j.check.Request {
	case clients.MediaType, clients.Content:
		if op.Body == nil {
			return untested // that there is content is another finding
		}
	}
	switch j.check.Request {
	case clients.MediaType:
		return j.mediaType(r, op)
	case clients.Content:
		return j.content(r, op)
	}
	parts, ok := j.Doc.Split(lab.BasePath(j.Doc), r.Target)
	if !ok {
		return untested // the path is the finding
	}
	if j.check.Request == clients.KnownQuery {
		return j.knownQuery(parts, op)
	}
	in := map[clients.RequestRule]string{
		clients.InPath: "path", clients.InQuery: "query", clients.InHeader: "header",
		clients.InCookie: "cookie",
	}[j.check.Request]
	looked := untested
	for _, p := range op.Parameters {
		if _, inPath := parts.Path[p.Name]; p.In != in || in == "path" && !inPath {
			continue
		}
		if looked = held; j.parameter(r, parts, p) == broken {
			return broken
		}
	}
	return looked
}

// parameter compares a parameter of a request with that of the call.
func (j *judge) parameter(r *lab.Request, parts clients.Parts, p openapi.Parameter) verdict {
	want, given := j.call.Given.Parameters[p.Key]
	got, sent, raw := readParameter(r, parts, p, namesIn(j.Doc.Described))
	f := result.Finding{Where: p.In + " parameter " + p.Name, Got: text.Cut(raw)}
	if given {
		f.Expected = text.Quote(style.Text(want))
	} else {
		f.Expected = "no " + p.Name
	}
	switch {
	case given && !sent && isDefault(p, want):
		return held
	case given && !sent:
		f.Reason, f.Got = "missing", "no "+p.Name
	case given && sent && p.In == "query" && isScalar(p) && count(parts.Query, p.Name) > 1:
		f.Reason = "sent more than once"
	case given && !sameMeaning(want, got), given && !isWhole(p, got):
		f.Reason = "another value"
		f.Got += ", that is " + text.Quote(style.Text(got))
	case !given && sent && !isFree(p, got):
		f.Reason = "not given by the call"
	default:
		return held
	}
	return j.broke(f)
}

// isWhole reports whether an integer is written as one: in a parameter 7.0 is none to most servers.
func isWhole(p openapi.Parameter, got any) bool {
	if p.ContentType != "" || p.Schema == nil || p.Schema.Shape().Type != "integer" {
		return true
	}
	return !strings.ContainsAny(style.Text(got), ".eE")
}

// isFree reports whether a parameter that the call leaves out may be sent with a value: its
// default, or a header or cookie that the client has of its own.
func isFree(p openapi.Parameter, got any) bool {
	if p.MayBeEmpty() {
		return true // its members have no name of their own
	}
	if isDefault(p, got) {
		return true
	}
	nothing := []string{"", "null", "undefined", "none", "nil", "nan", "<nil>", "[object object]"}
	return p.In != "query" && !slices.Contains(nothing, strings.ToLower(style.Text(got)))
}

// isDefault reports whether a parameter means the same where it is left out.
func isDefault(p openapi.Parameter, value any) bool {
	if p.Schema == nil || p.Required {
		return false
	}
	byDefault := p.Schema.Shape().Default
	return byDefault != nil && sameMeaning(byDefault, value)
}

// isScalar reports whether a parameter has one value.
func isScalar(p openapi.Parameter) bool {
	return p.Schema == nil || p.ContentType != "" ||
		!slices.Contains(p.Schema.Types(), "array") &&
			!slices.Contains(p.Schema.Types(), "object")
}

// count is how often a query has a name.
func count(query, name string) (n int) {
	for _, pair := range style.Pairs(query) {
		if pair.Name == name {
			n++
		}
	}
	return n
}

// namesIn are the names of an operation's parameters in query and cookies, and of its keys.
func namesIn(op *openapi.Operation) map[string]bool {
	names := map[string]bool{}
	for _, p := range op.Parameters {
		names[p.Name] = names[p.Name] || p.In == "query" || p.In == "cookie"
	}
	for _, s := range slices.Concat(op.Security...) {
		names[s.Parameter] = true
	}
	return names
}

// ofAnother reports whether a name in a query is that of a member of another parameter.
func ofAnother(name string, names map[string]bool) bool {
	name, _, isMember := strings.Cut(name, "[")
	return isMember && names[name]
}

// readParameter reads a parameter of a request. Raw is what was sent, as far as it is known.
func readParameter(
	r *lab.Request, parts clients.Parts, p openapi.Parameter, names map[string]bool,
) (value any, sent bool, raw string) {
	switch p.In {
	case "path":
		raw, sent = parts.Path[p.Name]
		if !sent {
			return nil, false, ""
		}
		value, sent = style.ReadPath(p, raw)
		return value, sent, raw
	case "query":
		value, sent = style.ReadQuery(p, style.Pairs(parts.Query), names)
		if members, ok := value.(map[string]any); ok && p.Style == "form" {
			maps.DeleteFunc(
				members,
				func(name string, _ any) bool { return ofAnother(name, names) },
			)
			sent = len(members) > 0
		}
		return value, sent, "?" + parts.Query
	case "cookie":
		lines := r.Header.Values("Cookie")
		value, sent = style.ReadQuery(p, style.Cookies(http.Header{"Cookie": lines}), names)
		return value, sent, strings.Join(lines, "; ")
	}
	lines := r.Header.Values(p.Name)
	raw = strings.Join(lines, ",")
	if len(lines) == 0 {
		return nil, false, ""
	}
	return style.ReadHeader(p, raw), true, p.Name + ": " + raw
}

// knownQuery evaluates whether every parameter of the query is described.
func (j *judge) knownQuery(parts clients.Parts, op *openapi.Operation) verdict {
	known := namesIn(op)
	for _, p := range op.Parameters {
		if p.In == "querystring" || p.In == "query" && p.Schema != nil &&
			!isScalar(p) && p.ContentType == "" && p.Schema.Shape().Type != "array" {
			return untested // members of an object have names of their own
		}
	}
	for _, pair := range style.Pairs(parts.Query) {
		if !known[pair.Name] {
			return j.broke(result.Finding{
				Reason: "not described", Where: "query", Got: text.Cut("?" + parts.Query),
				Expected: "parameters that are described",
			})
		}
	}
	return held
}

// accepts evaluates whether Accept takes a documented media type.
func (j *judge) accepts(r *lab.Request, op *openapi.Operation) verdict {
	lines := r.Header.Values("Accept")
	var documented []string
	accepted := strings.Join(lines, ",")
	for _, media := range clients.ContentOf(op) {
		documented = append(documented, media.Type)
		takesJSON := openapi.IsJSON(media.Type) && style.Quality(accepted, "application/json") > 0
		if takesJSON || strings.Contains(media.Type, "*") ||
			style.Quality(accepted, style.ContentType(media.Type)) > 0 {
			return held
		}
	}
	if len(lines) == 0 || len(documented) == 0 {
		return held
	}
	slices.Sort(documented)
	return j.broke(result.Finding{
		Reason: "wrong form", Where: "header accept", Got: text.Cut(strings.Join(lines, ", ")),
		Expected: strings.Join(slices.Compact(documented), " or ") + ", where it is sent",
	})
}

// credentials evaluates whether a request has those of one of the alternatives.
func (j *judge) credentials(r *lab.Request, op *openapi.Operation) verdict {
	var all []string
	for _, alternative := range op.Security {
		missing := func(s openapi.Scheme) bool { return !j.presents(r, s) }
		if !slices.ContainsFunc(alternative, missing) {
			return held
		}
		for _, s := range alternative {
			all = append(all, s.String())
		}
	}
	f := result.Finding{
		Reason: "missing", Where: "credentials", Got: "none",
		Expected: "the token, once, as " + strings.Join(slices.Compact(all), " or "),
	}
	for _, s := range slices.Concat(op.Security...) {
		if values := j.keys(r, s); len(values) > 0 {
			_, name := s.Place()
			f.Reason = "wrong credentials"
			f.Got = j.redact(name + ": " + strings.Join(values, "; "))
		}
	}
	return j.broke(f)
}

// keys are the values at the place of a scheme.
func (j *judge) keys(r *lab.Request, s openapi.Scheme) []string {
	in, name := s.Place()
	_, query, _ := strings.Cut(r.Target, "?")
	var pairs []style.Pair
	switch in {
	case "query":
		pairs = style.Pairs(query)
	case "cookie":
		pairs = style.Cookies(http.Header{"Cookie": r.Header.Values("Cookie")})
	default:
		return r.Header.Values(name)
	}
	var values []string
	for _, pair := range pairs {
		if pair.Name == name {
			values = append(values, pair.Value)
		}
	}
	return values
}

// presents reports whether a request has the credentials of a scheme, once. Those that are not in
// a request, or that are made of more than the token, are taken to be right.
func (j *judge) presents(r *lab.Request, s openapi.Scheme) bool {
	if in, _ := s.Place(); in == "" {
		return true
	}
	values := j.keys(r, s)
	if len(values) != 1 {
		return false
	}
	scheme, value, _ := strings.Cut(values[0], " ")
	value = strings.TrimLeft(value, " ") // RFC 6750 2.1: 1*SP
	switch {
	case s.Bearer():
		return strings.EqualFold(scheme, "Bearer") && value == j.Token
	case s.Basic():
		plain, err := base64.StdEncoding.DecodeString(value)
		return strings.EqualFold(scheme, "Basic") && err == nil && string(plain) == j.Token
	case s.Key():
		return values[0] == j.Token
	}
	return strings.EqualFold(scheme, s.Scheme)
}
