package check

import (
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var equalOperator = Operator{
	Key:   spec.OpEqual,
	Usage: "`example: NAME`, `equal: /pointer`",
	Text:  "the value there is that of the example",
	Lint:  func(s *spec.Scope, c *spec.Check) { lintExample(s, c) },
	evaluate: func(j *judge, c *spec.Check, id string) {
		wanted, got, ok := j.example(c, id)
		switch {
		case !ok:
		case spec.SameJSON(wanted, got):
			j.hold(id)
		case j.has(whereStatus, id):
			// The wrong status explains what another response says.
		default:
			j.found(result.Finding{
				Requirement: id, Reason: "wrong value", Where: c.Equal,
				Expected: show(wanted), Got: show(got),
			})
		}
	},
}
