package check

import (
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var differOperator = Operator{
	Key:   spec.OpDiffer,
	Usage: "`example: NAME`, `differ: /pointer`; `differ: {…}` as of `same`",
	Text: "the value there is not that of the example; the value there is another than the one " +
		"that was saved or sent",
	Lint: func(s *spec.Scope, c *spec.Check) {
		switch {
		case c.Differ.From != nil:
			lintCompare(s, c.Differ.From, ".differ")
		case c.Equal == "": // else equal has looked at the example
			lintExample(s, c)
		}
	},
	evaluate: func(j *judge, c *spec.Check, id string) {
		if c.Differ.From != nil {
			j.differs(c.Differ.From, id)
			return
		}
		unwanted, got, ok := j.example(c, id)
		switch {
		case !ok:
		case !spec.SameJSON(unwanted, got):
			j.hold(id)
		default:
			j.found(result.Finding{
				Requirement: id, Reason: "value of another response", Where: c.Differ.Pointer,
				Expected: "not " + show(unwanted), Got: show(got),
			})
		}
	},
}

// differs compares a value with one that it must not be. What is not there is another.
func (j *judge) differs(r *spec.Compare, id string) {
	unwanted, got, ok := j.compared(r, id, false)
	switch {
	case !ok:
	case !sameValue(r, unwanted, got):
		j.hold(id)
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "not changed", Where: whereCompared(r),
			Expected: "another than " + show(unwanted) + ", " + r.As.String(), Got: show(got),
		})
	}
}
