package check

import (
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var headerOperator = Operator{
	Key:   spec.OpHeader,
	Usage: "`header: {name: N, …}`",
	Text: "the value of a header field conforms to every rule given with it; with " +
		"`optional: true` where there is one",
	Lint: func(s *spec.Scope, c *spec.Check) {
		if c.Header.Optional && c.Header.Present != nil {
			s.Problem(c.Header.Pos, ".header.optional", "does not go with present")
		}
		lintValue(s, c.Header.ValueRule, c.Header.Pos, ".header")
	},
	evaluate: func(j *judge, c *spec.Check, id string) { j.header(c.Header, id) },
}

// hopByHop are fields that an http.RoundTripper removes: without the bytes of the connection
// their absence proves nothing.
var hopByHop = []string{"Content-Length", "Transfer-Encoding", "Connection", "Trailer"}

func (j *judge) header(rule *spec.HeaderRule, id string) {
	where := whereHeader(rule.Name)
	values := j.in.Exchange.Response.Header.Values(rule.Name)
	if rule.Present != nil && !*rule.Present {
		j.forbiddenHeader(rule.Name, values, id)
		return
	}
	if rule.Optional && len(values) == 0 {
		return
	}
	if j.has(where, id) || j.nothingSent(rule.ValueRule) {
		return
	}
	if len(values) == 0 {
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: where,
			Expected: j.describe(rule.ValueRule), Got: "no " + rule.Name + " header",
		})
		return
	}
	// A list may have several lines (RFC 9110 5.3).
	value := any(strings.Join(values, ", "))
	if schema, ok := j.in.Doc.Schema(rule.Schema); ok {
		value = schema.FromText(strings.Join(values, ", "))
	}
	j.value(rule.ValueRule, value, where, id)
}

func (j *judge) forbiddenHeader(name string, values []string, id string) {
	switch {
	case len(values) > 0:
		j.found(result.Finding{
			Requirement: id, Reason: "forbidden header", Where: whereHeader(name),
			Expected: "no " + name, Got: content.Clip(strings.Join(values, ", ")),
		})
	case !j.in.Exchange.Raw && containsFold(hopByHop, name):
		j.unseen(id)
	default:
		j.hold(id)
	}
}
