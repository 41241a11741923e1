package check

import (
	"fmt"
	"net/http"
	"strconv"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var statusOperator = Operator{
	Key:   spec.OpStatus,
	Usage: "`status: 404`, `status: [404, 5XX]`, `response: NAME`",
	Text:  "the status is one of these, or that of a response of `components`",
	evaluate: func(j *judge, c *spec.Check, id string) {
		j.status(c.Status.Has(j.in.Exchange.Response.Status), c.Status.String(), id)
	},
	unanswered: func(j *judge, c *spec.Check, id string) { j.noStatus(c.Status.String(), id) },
	first:      true,
}

func (j *judge) status(ok bool, expected, id string) {
	if ok {
		j.hold(id)
		return
	}
	j.found(result.Finding{
		Requirement: id, Reason: "wrong status", Where: whereStatus,
		Expected: expected, Got: describeStatus(j.in.Exchange.Response.Status),
	})
}

func describeStatus(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("%d %s", code, text)
	}
	return strconv.Itoa(code)
}

// noStatus reports that no status came at all: in a contract without a rule on the message,
// nothing else would report it.
func (j *judge) noStatus(expected, id string) {
	if j.hasMessageRule() {
		return
	}
	fault := j.in.Exchange.Fault
	j.found(result.Finding{
		Requirement: id, Reason: faultReason(fault), Where: whereStatus,
		Expected: expected, Got: fault.Detail,
	})
}

func (j *judge) hasMessageRule() bool {
	if j.without(spec.OpHTTP) {
		return false
	}
	for _, checks := range [][]spec.Check{j.in.Checks, j.in.Rules} {
		for i := range checks {
			if checks[i].Operator() == spec.OpHTTP {
				return true
			}
		}
	}
	return false
}
