package check

import (
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var differOperator = Operator{
	Key:   spec.OpDiffer,
	Usage: "`example: NAME`, `differ: /pointer`",
	Text:  "the value there is not that of the example",
	Lint: func(s *spec.Scope, c *spec.Check) {
		if c.Equal == "" { // else equal has looked at the example
			lintExample(s, c)
		}
	},
	evaluate: func(j *judge, c *spec.Check, id string) {
		unwanted, got, ok := j.example(c, id)
		switch {
		case !ok:
		case !spec.SameJSON(unwanted, got):
			j.hold(id)
		default:
			j.found(result.Finding{
				Requirement: id, Reason: "value of another answer", Where: c.Differ,
				Expected: "not " + show(unwanted), Got: show(got),
			})
		}
	},
}
