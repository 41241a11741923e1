package check

import (
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
	case e.Fault != nil:
		j.found(result.Finding{
			Requirement: id, Reason: faultReason(e.Fault), Where: whereMessage,
			Expected: "a complete HTTP/1.1 answer within the limits", Got: e.Fault.Detail,
		})
	case e.Raw:
		j.hold(id)
	default:
		j.unseen(id)
	}
}

func faultReason(f *exchange.Fault) string {
	if f.Kind == exchange.Limit {
		return "over a limit"
	}
	return "malformed HTTP"
}
