package check

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

func (j *judge) status(c *spec.Check, id string) {
	got := j.in.Exchange.Response.Status
	ok := c.Status.Has(got)
	if len(c.Status) == 0 {
		ok = !c.NotStatus.Has(got)
	}
	if ok {
		j.hold(id)
		return
	}
	j.found(result.Finding{Requirement: id, Reason: "wrong status", Where: whereStatus, Expected: expectedStatus(c), Got: describeStatus(got)})
}

func expectedStatus(c *spec.Check) string {
	if len(c.Status) == 0 {
		return "not " + c.NotStatus.String()
	}
	return c.Status.String()
}

func describeStatus(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("%d %s", code, text)
	}
	return strconv.Itoa(code)
}

// wellFormed judges the message as such. Only the bytes of the connection can
// prove it.
func (j *judge) wellFormed(id string) {
	e := j.in.Exchange
	switch {
	case e.Fault != nil:
		j.found(result.Finding{Requirement: id, Reason: faultReason(e.Fault), Where: whereMessage, Expected: "a complete HTTP/1.1 answer within the limits", Got: e.Fault.Detail})
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

// noStatus judges a status check when no status came at all: under a document
// without a rule on the message, nothing else would report it.
func (j *judge) noStatus(c *spec.Check, op spec.Operator, id string) {
	if !isStatus(op) || j.hasMessageRule() {
		return
	}
	j.found(result.Finding{Requirement: id, Reason: faultReason(j.in.Exchange.Fault), Where: whereStatus, Expected: expectedStatus(c), Got: j.in.Exchange.Fault.Detail})
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

// mediaType compares type and subtype; parameters are free (RFC 9110 8.3.1).
func (j *judge) mediaType(c *spec.Check, id string) {
	e := j.in.Exchange
	fields := e.Response.Header.Values("Content-Type")
	if e.Request.Method == http.MethodHead || len(fields) == 0 && len(e.Response.Body) == 0 {
		return // no content, so no type of it
	}
	expected := strings.Join(c.MediaType, " or ")
	if len(fields) == 0 {
		j.found(result.Finding{Requirement: id, Reason: "missing", Where: whereHeader("Content-Type"), Expected: expected, Got: "no Content-Type"})
		return
	}
	for _, field := range fields {
		got, _, _ := strings.Cut(field, ";")
		if !containsFold(c.MediaType, strings.TrimSpace(got)) {
			j.found(result.Finding{Requirement: id, Reason: "wrong media type", Where: whereHeader("Content-Type"), Expected: expected, Got: clip(field)})
			return
		}
	}
	j.hold(id)
}

func containsFold(all []string, one string) bool {
	for _, s := range all {
		if strings.EqualFold(s, one) {
			return true
		}
	}
	return false
}
