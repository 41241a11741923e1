package judge

import (
	"fmt"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// requests evaluates how many requests the call had.
func (j *judge) requests() {
	n := len(j.call.Of(lab.Direct))
	if j.call.Answer == nil && n == 0 {
		return
	}
	if j.check.Requests.Has(n) {
		if !j.silent() {
			j.hold()
		}
		return
	}
	j.found(result.Finding{
		Reason: "wrong number", Where: "requests", Instance: j.last(),
		Expected: rangeText(j.check.Requests), Got: fmt.Sprint(n),
	})
}

// executed evaluates how often the action would have been carried out.
func (j *judge) executed() {
	n := 0
	for _, r := range j.call.Of(lab.Direct) {
		if r.Answer != nil && r.Answer.Carries {
			n++
		}
	}
	switch {
	case !j.check.Executed.Has(n):
		j.found(result.Finding{
			Reason: "wrong number", Where: "executions", Instance: j.last(),
			Expected: rangeText(j.check.Executed),
			Got:      fmt.Sprintf("%d: each of these requests carries the action out", n),
		})
	case !j.silent() && !j.unplayed():
		j.hold()
	}
}

func rangeText(r *clients.Range) string {
	switch {
	case r.AtMost == nil:
		return fmt.Sprintf("%d at least", r.AtLeast)
	case r.AtLeast == *r.AtMost:
		return fmt.Sprint(r.AtLeast)
	case r.AtLeast > 0:
		return fmt.Sprintf("%d to %d", r.AtLeast, *r.AtMost)
	}
	return fmt.Sprintf("%d at most", *r.AtMost)
}
