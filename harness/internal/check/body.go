package check

import (
	"fmt"
	"net/http"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var bodyOperator = Operator{
	Key:   spec.OpBody,
	Usage: "`body: {pointer: /a, …}`",
	Text:  "the value at a JSON pointer of the content conforms to every rule given with it",
	Lint: func(s *spec.Scope, c *spec.Check) {
		if b := c.Body; !isPointer(b.Pointer) {
			s.Problem(b.Pos, ".body.pointer", notPointer(b.Pointer))
		}
		lintValue(s, c.Body.ValueRule, c.Body.Pos, ".body")
	},
	evaluate: func(j *judge, c *spec.Check, id string) { j.body(c.Body, id) },
}

func notPointer(text string) string {
	return fmt.Sprintf("%q is no JSON pointer: it begins with a slash", text)
}

func (j *judge) body(rule *spec.BodyRule, id string) {
	if !j.content.readable || j.in.Exchange.Request.Method == http.MethodHead {
		return
	}
	if rule.Present != nil && !*rule.Present {
		if value, ok := spec.Lookup(j.content.value, rule.Pointer); ok {
			j.found(result.Finding{
				Requirement: id, Reason: "forbidden member", Where: rule.Pointer,
				Expected: "no such member", Got: show(value),
			})
		} else {
			j.hold(id)
		}
		return
	}
	if j.hides(rule.Pointer, id) {
		return
	}
	value, ok := j.lookup(rule.Pointer)
	if !ok {
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: rule.Pointer,
			Expected: j.describe(rule.ValueRule), Got: j.absence(),
		})
		return
	}
	j.value(rule.ValueRule, value, rule.Pointer, id)
}

func (j *judge) lookup(pointer string) (any, bool) {
	if j.content.json != "" {
		return nil, false
	}
	return spec.Lookup(j.content.value, pointer)
}

func (j *judge) absence() string {
	if j.content.json != "" {
		return j.content.json
	}
	return "nothing"
}
