package judge

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// outcome evaluates what the client reports about the call.
func (j *judge) outcome() {
	if j.check.Outcome == clients.AnyReported {
		j.anyReported()
		return
	}
	answer := j.call.Answer
	if answer == nil || j.silent() || j.strayed() || j.misused() {
		return
	}
	want := driver.Failure
	switch j.check.Outcome {
	case clients.Success:
		want = driver.Success
	case clients.AsAnswered:
		last := j.call.Last(j.Doc)
		if last != nil && last.Answer.Fault == "" && last.HasMethod(j.Doc) &&
			j.Doc.Succeeds(last.Answer.Status) {
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
	last := j.call.Last(j.Doc)
	switch {
	case j.call.TLS.Refused():
		return map[clients.TLS]string{
			clients.UnknownAuthority: "a certificate whose authority is not known",
			clients.AnotherName:      "a certificate for another name",
			clients.Expired:          "a certificate that has expired",
			clients.NotYetValid:      "a certificate that is not valid yet",
		}[j.call.TLS]
	case last == nil:
		return "no request"
	case last.Answer.Fault != "":
		return "a connection that broke"
	}
	status := last.Answer.Status
	came := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	if !last.HasMethod(j.Doc) {
		came += " to " + text.Cut(last.Method)
	}
	return came
}

// anyReported evaluates whether the client reported an outcome at all.
func (j *judge) anyReported() {
	malformed := func(r *lab.Request) bool { return r.Malformed != "" }
	switch {
	case j.call.Failure != "" && slices.ContainsFunc(j.call.Requests, malformed):
		// A server waits for the rest of a request that does not come.
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
