package judge

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// header evaluates a header field of each request.
func (j *judge) header() {
	j.eachRequest(func(r *lab.Request) verdict {
		if r.Malformed != "" || !r.HasMethod(j.Doc) {
			return untested // that is the finding
		}
		return j.headerOf(j.check.Header, r)
	})
}

// headerOf evaluates a header field of a request.
func (j *judge) headerOf(rule *clients.Header, r *lab.Request) verdict {
	values := r.Header.Values(rule.Name)
	f := result.Finding{Where: "header " + strings.ToLower(rule.Name), Expected: j.describe(rule)}
	switch {
	case rule.Present != nil && !*rule.Present:
		if len(values) == 0 {
			return held
		}
		f.Reason, f.Got = "forbidden header", rule.Name+": "+j.redact(values[0])
	case len(values) == 0 && rule.Optional:
		return held
	case len(values) == 0:
		f.Reason, f.Got = "missing", "no "+rule.Name
	case rule.Lines > 0 && len(values) > rule.Lines:
		all := j.redact(strings.Join(values, "; "))
		f.Reason, f.Got = "too many lines", fmt.Sprintf("%d lines: %s", len(values), all)
	default:
		if f.Reason = j.wrongValue(rule, strings.Join(values, ", "), values); f.Reason == "" {
			return held
		}
		f.Got = j.redact(strings.Join(values, ", "))
	}
	return j.broke(f)
}

// wrongValue says in a few words what is wrong with a value; empty: nothing. Each
// line is validated by the schema.
func (j *judge) wrongValue(rule *clients.Header, all string, lines []string) string {
	if rule.Token {
		scheme, token, _ := strings.Cut(
			all,
			" ",
		) // with more than one space, as RFC 6750 2.1 allows
		if !strings.EqualFold(scheme, "Bearer") || strings.TrimLeft(token, " ") != j.Token {
			return "wrong credentials"
		}
	}
	if rule.Pattern != "" && !regexp.MustCompile(rule.Pattern).MatchString(all) {
		return "wrong form"
	}
	if schema, ok := j.Doc.Contract.Schema(rule.Schema); ok {
		for _, line := range lines {
			if len(schema.Validate(line)) > 0 {
				return result.SchemaReason + rule.Schema
			}
		}
	}
	return ""
}

// describe says what a rule demands.
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
	if schema, ok := j.Doc.Contract.Schema(rule.Schema); ok {
		add(true, fmt.Sprintf("a %s (%s)", rule.Schema, schema.Pattern()))
	}
	add(len(parts) == 0, "to be there")
	text := strings.Join(parts, ", ")
	if rule.Optional {
		text += ", where it is sent"
	}
	return text
}
