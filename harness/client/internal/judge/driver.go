package judge

import (
	"strings"

	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// driver evaluates how the driver behaves.
func (j *judge) driver() {
	if j.check.Driver == clients.HidesToken {
		j.hidesToken()
		return
	}
	switch {
	case len(j.call.Violations) > 0:
		j.found(result.Finding{
			Reason: "no answer of an open call", Where: "driver", Instance: j.last(),
			Expected: "answer lines alone, one a call",
			Got:      text.Cut(strings.Join(j.call.Violations, "; ")),
		})
	case j.call.Answer != nil:
		j.hold()
	}
}

// hidesToken evaluates whether the client's own words contain the token.
func (j *judge) hidesToken() {
	where := j.call.Leaks
	if a := j.call.Answer; a != nil && where == "" {
		for _, word := range []string{a.Code, a.Message, a.RequestID, a.Detail} {
			if strings.Contains(word, j.Token) {
				where = "an answer line"
			}
		}
	}
	switch {
	case where != "":
		j.found(result.Finding{
			Reason: "the token", Where: "driver", Instance: j.last(),
			Expected: "no token in errors and logs", Got: "it is in " + where,
		})
	case j.call.Answer != nil && len(j.call.Requests) > 0:
		j.hold()
	}
}
