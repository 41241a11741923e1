package check

import (
	"encoding/json"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

var uniqueOperator = Operator{
	Key:   spec.OpUnique,
	Usage: "`unique: {header: N}` or `{pointer: /a}`",
	Text:  "no two responses of a run share the value; the check belongs to one case",
	Lint:  lintUnique,
}

func lintUnique(s *spec.Scope, c *spec.Check) {
	u := c.Unique
	switch {
	case s.Case == nil:
		s.Problem(u.Pos, ".unique",
			"unique looks at all responses of a run at once: give it to one case")
	case (u.Header == "") == (u.Pointer == ""):
		s.Problem(u.Pos, ".unique", "give exactly one of header and pointer")
	case !isPointer(u.Pointer):
		s.Problem(u.Pos, ".unique.pointer", notPointer(u.Pointer))
	}
}

// Sample is a response of a run, as Unique compares it. Response may be nil.
type Sample struct {
	Response *exchange.Response
	// Fault is what kept the response from coming whole; nil: it came whole.
	Fault *exchange.Fault
	// Values number the values that redaction removed, by UniqueWhere: two of a number are the
	// same. nil: none was removed.
	Values map[string]int
}

// Unique evaluates a check of that operator over all responses of a run, in their order. It
// returns a finding, not redacted, if two of them share a value. exercised is false where fewer
// than two responses have a value, so that nothing was compared. unread says why the content of
// one was not read, which no other makes up for; empty: all were.
func Unique(c *spec.Check, run []Sample) (f *result.Finding, exercised bool, unread string) {
	seen := map[string]bool{}
	compared, shared, example := 0, 0, ""
	where := UniqueWhere(c.Unique)
	for _, s := range run {
		if s.Response == nil || !applies(c.When, s.Response) {
			continue
		}
		if c.Unique.Header == "" && unread == "" {
			unread = content.WhyUnread(&exchange.Exchange{Response: s.Response, Fault: s.Fault})
		}
		value := UniqueValue(c.Unique, s.Response)
		if value == "" {
			continue
		}
		compared++
		key := strings.ToLower(value)
		if n, redacted := s.Values[where]; redacted {
			key = fmt.Sprint("#", n)
		}
		if seen[key] {
			shared++
			example = value
		}
		seen[key] = true
	}
	if compared < 2 || shared == 0 {
		return nil, compared >= 2 && unread == "", unread
	}
	return &result.Finding{
		Requirement: c.ID, Reason: "not unique", Where: where,
		Expected: fmt.Sprintf("a value of its own in each of %d responses", compared),
		Got:      fmt.Sprintf("%d answers with a value that another has, as %s", shared, example),
		Shape:    "a value that another has",
	}, true, ""
}

// UniqueWhere returns the place that a rule compares, as a finding names it.
func UniqueWhere(u *spec.UniqueRule) string {
	if u.Header != "" {
		return whereHeader(u.Header)
	}
	return u.Pointer
}

// UniqueValue returns what a rule compares of a response; empty: there is nothing, which is the
// finding of another rule.
func UniqueValue(u *spec.UniqueRule, response *exchange.Response) string {
	if u.Header != "" {
		value, _ := response.Header.Get(u.Header)
		return value
	}
	var content any
	if json.Unmarshal(response.Body, &content) != nil {
		return ""
	}
	value, _ := jsonpointer.Lookup(content, u.Pointer)
	text, _ := value.(string)
	return text
}
