package judge

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// reported evaluates whether the client reports a part of the last response. A
// client that reports success has nothing to report.
func (j *judge) reported() {
	switch j.check.Reported {
	case clients.ReportedResult:
		j.result()
		return
	case clients.ReportedHeaders:
		j.headers()
		return
	case clients.ReportedNoStatus:
		j.noStatus()
		return
	}
	answer, last := j.call.Answer, j.response()
	failed := answer != nil && answer.Outcome == driver.Failure
	if !failed || j.strayed() || last == nil || last.Fault != "" || last.Status/100 < 4 {
		return
	}
	var want, got string
	ok := false
	switch j.check.Reported {
	case clients.ReportedStatus:
		want, got = fmt.Sprint(last.Status), ""
		if answer.Status != 0 {
			got = fmt.Sprint(answer.Status)
		}
		ok = answer.Status == last.Status
	case clients.ReportedCode:
		want, got = last.Code, answer.Code
		ok = got == want
	case clients.ReportedMessage:
		want, got = last.Message, answer.Message
		ok = strings.Contains(got, want)
	case clients.ReportedRequestID:
		want, got = last.RequestID, answer.RequestID
		ok = strings.EqualFold(got, want)
	}
	switch {
	case want == "":
		return
	case ok:
		j.hold()
		return
	}
	f := result.Finding{
		Reason: "wrong value", Where: "reported " + string(j.check.Reported), Instance: j.last(),
		Expected: text.Quote(want), Got: text.Quote(got),
	}
	if got == "" {
		f.Reason, f.Got = "not reported", "nothing; the answer is "+answer.String()
	}
	j.found(f)
}

// noStatus evaluates whether the client reports a status where no status line came.
func (j *judge) noStatus() {
	answer, last := j.call.Answer, j.response()
	if answer == nil || answer.Outcome != driver.Failure || last == nil ||
		last.Fault != clients.CloseBefore && last.Fault != clients.CloseInStatus {
		return
	}
	if answer.Status < 100 {
		j.hold()
		return
	}
	j.found(result.Finding{
		Reason: "not sent", Where: "reported status", Instance: j.last(),
		Expected: "no status, after " + j.whatCame(), Got: fmt.Sprint(answer.Status),
	})
}
