package client

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/clients"
)

// request judges a request by the rule of the check.
func (j *judge) request(r *received) string {
	switch j.check.Request {
	case clients.WellFormed:
		if r.malformed != "" {
			return j.broke(finding{reason: "malformed", where: "request", expected: "HTTP/1.1", got: r.malformed})
		}
		if host, _ := r.header.Get("Host"); len(r.hosts) > 0 && !slices.Contains(r.hosts, strings.ToLower(host)) {
			return j.broke(finding{reason: "another host", where: "header host", expected: r.hosts[0], got: "Host: " + visibleText(host)})
		}
	case clients.Method:
		if want := j.doc.Operations[0].Method; r.method != want {
			return j.broke(finding{reason: "wrong method", where: "method", expected: want, got: visibleText(r.method)})
		}
	case clients.Path:
		return j.path(r)
	case clients.ID:
		return j.id(r)
	case clients.NoContent:
		if len(r.body) > 0 {
			return j.broke(finding{reason: "content", where: "content", expected: "no byte", got: fmt.Sprintf("%d bytes: %s", len(r.body), quoted(string(r.body)))})
		}
	case clients.LengthZero:
		return j.lengthZero(r)
	}
	return kept
}

func (j *judge) path(r *received) string {
	if j.doc.MatchTarget(j.basePath, r.target).Path {
		return kept
	}
	var paths []string
	for _, op := range j.doc.Operations {
		paths = append(paths, j.basePath+strings.ReplaceAll(op.Path, "{"+j.doc.Parameter+"}", segment(j.call.id)))
	}
	return j.broke(finding{reason: "another path", where: "path", expected: strings.Join(paths, " or "), got: visibleText(r.target)})
}

// segment is an id as one segment; dots alone are encoded too, as they would be
// resolved (RFC 3986 6.2.2.3).
func segment(id string) string {
	if id == "." || id == ".." {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}

// id judges the segment of the id; where there is none, the path is the
// finding.
func (j *judge) id(r *received) string {
	match := j.doc.MatchTarget(j.basePath, r.target)
	if !match.Path {
		return notSeen
	}
	decoded, err := url.PathUnescape(match.Segment)
	switch {
	case err != nil:
		return j.broke(finding{reason: "no percent-encoding", where: "id in the path", expected: quoted(segment(j.call.id)), got: quoted(match.Segment)})
	case decoded != j.call.id:
		return j.broke(finding{
			reason: "another id", where: "id in the path",
			expected: fmt.Sprintf("%s, that is %s", quoted(segment(j.call.id)), quoted(j.call.id)),
			got:      fmt.Sprintf("%s, that is %s", quoted(match.Segment), quoted(decoded)),
		})
	}
	return kept
}

func (j *judge) lengthZero(r *received) string {
	lengths, codings := r.header.Values("Content-Length"), r.header.Values("Transfer-Encoding")
	f := finding{where: "header content-length", expected: "Content-Length: 0, once"}
	switch {
	case len(r.body) > 0:
		return notSeen // the content is the finding
	case len(codings) > 0:
		f.reason, f.got = "transfer coding", "Transfer-Encoding: "+strings.Join(codings, ", ")
	case len(lengths) == 0:
		f.reason, f.got = "missing", "no Content-Length"
	case len(lengths) > 1:
		f.reason, f.got = "too many lines", fmt.Sprintf("%d lines", len(lengths))
	default:
		return kept
	}
	return j.broke(f)
}

// header judges a field of a request by a rule.
func (j *judge) header(rule *clients.Header, r *received) string {
	values := r.header.Values(rule.Name)
	f := finding{where: "header " + strings.ToLower(rule.Name), expected: j.describe(rule)}
	switch {
	case rule.Present != nil && !*rule.Present:
		if len(values) == 0 {
			return kept
		}
		f.reason, f.got = "forbidden header", rule.Name+": "+j.redacted(values[0])
	case len(values) == 0 && rule.Optional:
		return kept
	case len(values) == 0:
		f.reason, f.got = "missing", "no "+rule.Name
	case rule.Lines > 0 && len(values) > rule.Lines:
		f.reason, f.got = "too many lines", fmt.Sprintf("%d lines: %s", len(values), j.redacted(strings.Join(values, "; ")))
	default:
		if f.reason = j.wrongValue(rule, strings.Join(values, ", "), values); f.reason == "" {
			return kept
		}
		f.got = j.redacted(strings.Join(values, ", "))
	}
	return j.broke(f)
}

// wrongValue says in a word or two what is wrong with a value; empty: nothing.
// Of a field with a schema each line is held against it.
func (j *judge) wrongValue(rule *clients.Header, all string, lines []string) string {
	if rule.Token {
		scheme, token, _ := strings.Cut(all, " ")
		if !strings.EqualFold(scheme, "Bearer") || token != j.token {
			return "wrong credentials"
		}
	}
	if rule.Pattern != "" && !regexp.MustCompile(rule.Pattern).MatchString(all) {
		return "wrong form"
	}
	if schema, ok := j.doc.Contract.Schema(rule.Schema); ok {
		for _, line := range lines {
			if len(schema.Validate(line)) > 0 {
				return "breaks the schema " + rule.Schema
			}
		}
	}
	return ""
}

func (j *judge) describe(rule *clients.Header) string {
	var parts []string
	add := func(on bool, text string) {
		if on {
			parts = append(parts, text)
		}
	}
	add(rule.Present != nil && !*rule.Present, "no "+rule.Name)
	add(rule.Token, "Bearer and the token")
	add(rule.Lines == 1, "one line")
	add(rule.Lines > 1, fmt.Sprintf("%d lines at most", rule.Lines))
	add(rule.Pattern != "", "text that matches "+rule.Pattern)
	if schema, ok := j.doc.Contract.Schema(rule.Schema); ok {
		add(true, fmt.Sprintf("a %s (%s)", rule.Schema, schema.Pattern()))
	}
	add(len(parts) == 0, "to be there")
	text := strings.Join(parts, ", ")
	if rule.Optional {
		text += ", where it is sent"
	}
	return text
}

// redacted makes a value fit to be shown: the run's token is made up, but who
// sees it in a log would not know.
func (j *judge) redacted(value string) string {
	return visibleText(strings.ReplaceAll(value, j.token, "(token)"))
}

// elsewhere judges what another origin got to see.
func (j *judge) elsewhere() {
	for _, r := range j.call.of(elsewhere) {
		if j.header(j.check.Elsewhere, r) == broken || j.tells(r) == broken {
			f := &j.out.findings[len(j.out.findings)-1]
			f.where += " at another origin"
			f.request = j.index(r)
			return
		}
	}
	if len(j.call.requests) > 0 && !j.unplayed() {
		j.hold()
	}
}

// tells judges whether a request tells the token in any part.
func (j *judge) tells(r *received) string {
	f := finding{reason: "the token", expected: "no token"}
	for _, field := range r.header {
		if strings.Contains(field.Value, j.token) {
			f.where, f.got = "header "+strings.ToLower(field.Name), field.Name+": "+j.redacted(field.Value)
		}
	}
	switch {
	case strings.Contains(r.target, j.token):
		f.where, f.got = "target", j.redacted(r.target)
	case strings.Contains(string(r.body), j.token):
		f.where, f.got = "content", j.redacted(string(r.body))
	}
	if f.where == "" {
		return kept
	}
	return j.broke(f)
}

// same judges whether all requests share a field.
func (j *judge) same() {
	// What was of no case when it came may be of another call.
	all := slices.DeleteFunc(j.call.of(direct), func(r *received) bool { return r.answer == nil })
	if len(all) == 0 {
		return
	}
	first := all[0].header.Values(j.check.Same)
	for _, r := range all[1:] {
		if got := r.header.Values(j.check.Same); !slices.Equal(first, got) {
			j.found(finding{
				reason: "not the same", where: "header " + strings.ToLower(j.check.Same), request: j.index(r),
				expected: "as in the first request: " + orNone(first), got: orNone(got) + j.nth(r),
			})
			return
		}
	}
	j.hold()
}

func orNone(values []string) string {
	if len(values) == 0 {
		return "none"
	}
	return visibleText(strings.Join(values, ", "))
}

// quoted renders a text as JSON does, cut for people.
func quoted(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a text always encodes
	return visibleText(strings.TrimSuffix(b.String(), "\n"))
}

// maxText is how much of a text a finding shows, in characters.
const maxText = 200

// visibleText cuts a text for people; reports make it visible.
func visibleText(s string) string {
	runes := []rune(s[:min(len(s), 4*maxText)])
	if len(runes) > maxText {
		return string(runes[:maxText]) + "…"
	}
	return string(runes)
}
