package check

import "example.com/toeline/spec"

var notStatusOperator = Operator{
	Key:   spec.OpNotStatus,
	Usage: "`notStatus: 2XX`",
	Text:  "the status is none of these",
	evaluate: func(j *judge, c *spec.Check, id string) {
		j.status(!c.NotStatus.Has(j.in.Exchange.Response.Status), "not "+c.NotStatus.String(), id)
	},
	unanswered: func(j *judge, c *spec.Check, id string) {
		j.noStatus("not "+c.NotStatus.String(), id)
	},
	first: true,
}
