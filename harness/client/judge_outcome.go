package client

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/toeline/spec/clients"
)

// told judges whether the call came back.
func (j *judge) told() {
	switch {
	case j.call.fate != "":
		reason := "no answer"
		if cause, _, found := strings.Cut(j.call.fate, ":"); found {
			reason = cause
		}
		j.found(finding{reason: reason, where: "driver", expected: "an answer line", got: visibleText(j.call.fate), request: j.lastIndex()})
	case j.call.answer != nil:
		j.hold()
	}
}

func (j *judge) driver() {
	switch {
	case len(j.call.slips) > 0:
		j.found(finding{reason: "no answer of an open call", where: "driver", expected: "answer lines alone, one a call", got: visibleText(strings.Join(j.call.slips, "; ")), request: j.lastIndex()})
	case j.call.answer != nil:
		j.hold()
	}
}

func (j *judge) lastIndex() int { return max(0, len(j.call.requests)-1) }

// outcome judges what the client made of the call.
func (j *judge) outcome() {
	answer := j.call.answer
	if answer == nil || j.silent() || j.unplayed() {
		return
	}
	want := Failure
	switch j.check.Outcome {
	case clients.Success:
		want = Success
	case clients.AsAnswered:
		if last := j.call.last(); last != nil && last.fault == "" && j.doc.Succeeds(last.status) {
			want = Success
		}
	}
	if answer.Outcome == want {
		j.hold()
		return
	}
	j.found(finding{
		reason: string(answer.Outcome) + " reported", where: "outcome", request: j.lastIndex(),
		expected: fmt.Sprintf("%s, after %s", want, j.whatCame()), got: describeAnswer(answer),
	})
}

// whatCame says what the client got to see, for people.
func (j *judge) whatCame() string {
	last := j.call.last()
	switch {
	case j.call.TLS != "":
		return "a certificate that nobody vouches for"
	case last == nil:
		return "no request"
	case last.fault != "":
		return "a connection that broke"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", last.status, http.StatusText(last.status)))
}

// describeAnswer is an answer in a line.
func describeAnswer(a *Answer) string {
	parts := []string{string(a.Outcome)}
	for _, part := range []struct{ name, value string }{{"code", a.Code}, {"message", a.Message}, {"detail", a.Detail}} {
		if part.value != "" {
			parts = append(parts, part.name+" "+quoted(part.value))
		}
	}
	if a.Status != 0 {
		parts = append(parts, fmt.Sprintf("status %d", a.Status))
	}
	return visibleText(strings.Join(parts, ", "))
}

// reported judges whether the client tells a part of the last answer. Where it
// reports success, there is nothing that it could tell.
func (j *judge) reported() {
	answer, last := j.call.answer, j.call.last()
	if answer == nil || answer.Outcome != Failure || last == nil || last.fault != "" || last.status/100 < 4 {
		return
	}
	var want, got string
	ok := false
	switch j.check.Reported {
	case clients.ReportedStatus:
		want, got = fmt.Sprint(last.status), ""
		if answer.Status != 0 {
			got = fmt.Sprint(answer.Status)
		}
		ok = answer.Status == last.status
	case clients.ReportedCode:
		want, got = last.code, answer.Code
		ok = got == want
	case clients.ReportedMessage:
		want, got = last.message, answer.Message
		ok = strings.Contains(got, want)
	case clients.ReportedRequestID:
		want, got = last.requestID, answer.RequestID
		ok = strings.EqualFold(got, want)
	}
	switch {
	case want == "":
		return
	case ok:
		j.hold()
		return
	}
	f := finding{reason: "wrong value", where: "reported " + string(j.check.Reported), expected: quoted(want), got: quoted(got), request: j.lastIndex()}
	if got == "" {
		f.reason, f.got = "not reported", "nothing; the answer is "+describeAnswer(answer)
	}
	j.found(f)
}

// requests judges how many requests the call had.
func (j *judge) requests() {
	n := len(j.call.of(direct))
	if j.call.answer == nil && n == 0 {
		return
	}
	if j.check.Requests.Has(n) {
		if !j.silent() {
			j.hold()
		}
		return
	}
	j.found(finding{reason: "wrong number", where: "requests", expected: rangeText(j.check.Requests), got: fmt.Sprint(n), request: j.lastIndex()})
}

// executed judges how often the action would have been carried out.
func (j *judge) executed() {
	n := 0
	for _, r := range j.call.of(direct) {
		if r.answer != nil && r.answer.carries {
			n++
		}
	}
	switch {
	case !j.check.Executed.Has(n):
		j.found(finding{reason: "wrong number", where: "executions", expected: rangeText(j.check.Executed), got: fmt.Sprintf("%d: each of these requests carries the action out", n), request: j.lastIndex()})
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

// wait judges the time from an answer that refused to the next request. Who
// does not ask again has waited. It is never told too short: it begins before
// the client has the answer, and ends when the lab sees the request.
func (j *judge) wait() {
	all := j.call.of(direct)
	if len(all) == 0 || j.unplayed() {
		return
	}
	for i, r := range all[1:] {
		before := all[i].answer
		if before == nil || before.carries {
			continue
		}
		if waited := r.at.Sub(before.due); waited < j.check.Wait.AtLeast {
			retryAfter, told := before.header.Get("Retry-After")
			came := "without Retry-After"
			if told {
				came = "with Retry-After: " + retryAfter
			}
			j.found(finding{
				reason: "too early", where: "wait", request: j.index(r),
				expected: fmt.Sprintf("%s at least after %d %s", j.check.Wait.AtLeast, before.status, came),
				got:      waited.Truncate(time.Millisecond).String() + j.nth(r),
			})
			return
		}
	}
	j.hold()
}

// handshake judges what became of a certificate that nobody vouches for.
func (j *judge) handshake() {
	switch {
	case len(j.call.requests) > 0:
		r := j.call.requests[0]
		got := visibleText(r.method + " " + r.target)
		if _, ok := r.header.Get("Authorization"); ok {
			got += ", with the token"
		}
		j.found(finding{reason: "not refused", where: "TLS handshake", expected: "no request behind it", got: got})
	case j.call.handshakes > 0:
		j.hold()
	}
}
