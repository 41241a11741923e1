package check

import (
	"bytes"
	"fmt"
	"net/http"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var httpOperator = Operator{
	Key:        spec.OpHTTP,
	Usage:      "`http: wellFormed`",
	Text:       "the message is HTTP, complete, and within the limits of a run",
	evaluate:   wellFormed,
	unanswered: wellFormed,
	message:    true,
}

// wellFormed judges the message as such. Only the bytes of the connection can prove it.
func wellFormed(j *judge, _ *spec.Check, id string) {
	e := j.in.Exchange
	switch {
	case e.Fault != nil && e.Fault.Kind == exchange.Unread:
		j.unread(id)
	case e.Fault != nil:
		j.found(result.Finding{
			Requirement: id, Reason: faultReason(e.Fault), Where: whereMessage,
			Expected: "a complete HTTP/1.1 response within the limits", Got: e.Fault.Detail,
		})
	case len(surplusOf(e)) > 0:
		surplus := surplusOf(e)
		j.found(result.Finding{
			Requirement: id, Reason: "bytes that nothing asked for", Where: whereMessage,
			Expected: "nothing after the end of the response until the next request",
			Got:      fmt.Sprintf("%d bytes: %s", len(surplus), content.Clip(string(surplus))),
		})
	case e.Raw:
		j.hold(id)
	default:
		j.unseen(id)
	}
}

// surplusOf returns what followed a response. Behind one that has no content, only another
// response counts: what else follows is content where none belongs, of which other checks
// are.
func surplusOf(e *exchange.Exchange) []byte {
	if e.Response == nil {
		return nil
	}
	status, surplus := e.Response.Status, e.Response.Surplus
	bodyless := e.Request.Method == http.MethodHead || status == http.StatusNoContent ||
		status == http.StatusNotModified
	if bodyless && !bytes.HasPrefix(surplus, []byte("HTTP/1.")) {
		return nil
	}
	return surplus
}

func faultReason(f *exchange.Fault) string {
	if f.Kind == exchange.Limit {
		return "over a limit"
	}
	return "malformed HTTP"
}
