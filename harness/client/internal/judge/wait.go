package judge

import (
	"fmt"
	"time"

	"example.com/toeline/harness/result"
)

// wait evaluates the time from a response that refuses the action to the next
// request; a client without a next request has waited. The measured time is never
// too short: it begins before the client has the response, and ends when the lab
// sees the request.
func (j *judge) wait() {
	all := j.asking()
	if len(all) == 0 || j.unplayed() {
		return
	}
	for i, r := range all[1:] {
		before := all[i].Answer
		if before == nil || before.Carries {
			continue
		}
		if waited := r.At.Sub(before.Due); waited < j.check.Wait.AtLeast {
			retryAfter, ok := before.Header.Get("Retry-After")
			came := "without Retry-After"
			if ok {
				came = "with Retry-After: " + retryAfter
			}
			j.found(result.Finding{
				Reason: "too early", Where: "wait", Instance: j.index(r),
				Expected: fmt.Sprintf("%s at least after %d %s",
					j.check.Wait.AtLeast, before.Status, came),
				Got: waited.Truncate(time.Millisecond).String() + j.nth(r),
			})
			return
		}
	}
	j.hold()
}
