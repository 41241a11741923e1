package judge

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// outcome evaluates what the client reports about the call.
func (j *judge) outcome() {
	if j.check.Outcome == clients.Told {
		j.told()
		return
	}
	answer := j.call.Answer
	if answer == nil || j.silent() || j.unplayed() {
		return
	}
	want := driver.Failure
	switch j.check.Outcome {
	case clients.Success:
		want = driver.Success
	case clients.AsAnswered:
		if last := j.call.Last(); last != nil && last.Fault == "" && j.Doc.Succeeds(last.Status) {
			want = driver.Success
		}
	}
	if answer.Outcome == want {
		j.hold()
		return
	}
	j.found(result.Finding{
		Reason: string(answer.Outcome) + " reported", Where: "outcome", Instance: j.last(),
		Expected: fmt.Sprintf("%s, after %s", want, j.whatCame()),
		Got:      answer.String(),
	})
}

// whatCame describes what the client received.
func (j *judge) whatCame() string {
	last := j.call.Last()
	switch {
	case j.call.TLS != "":
		return "a certificate that nobody vouches for"
	case last == nil:
		return "no request"
	case last.Fault != "":
		return "a connection that broke"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", last.Status, http.StatusText(last.Status)))
}

// told evaluates whether the client reported an outcome at all.
func (j *judge) told() {
	switch {
	case j.call.Failure != "":
		reason := "no answer"
		if cause, _, found := strings.Cut(j.call.Failure, ":"); found {
			reason = cause
		}
		j.found(result.Finding{
			Reason: reason, Where: "driver", Instance: j.last(),
			Expected: "an answer line", Got: text.Cut(j.call.Failure),
		})
	case j.call.Answer != nil:
		j.hold()
	}
}
