package runner

import (
	"bytes"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/exchange"
)

// What a run remembers of an answer is bounded: a target that sends a megabyte
// to every request would fill the memory otherwise. CaseTotals come from the
// whole answer; what is kept is evidence for people.
const (
	keptWhole = 64 << 10 // an answer of this size in bytes, all in all, is kept as it is
	keptBytes = 16 << 10 // of each part of a larger one
	// largeAnswer is the size in bytes beyond which answers are judged one at
	// a time: as JSON a megabyte takes fifty.
	largeAnswer = 64 << 10
)

// judgeAlone makes large answers wait for each other.
func (r *Run) judgeAlone(e *exchange.Exchange) (done func()) {
	if !isLarge(e) {
		return func() {}
	}
	r.large <- struct{}{}
	return func() { <-r.large }
}

// isLarge says whether judging takes long enough for a run to end meanwhile.
func isLarge(e *exchange.Exchange) bool {
	return e.Response != nil && len(e.Response.Body) > largeAnswer
}

// kept lets go of what is not kept of an answer.
func (o outcome) kept() outcome {
	if o.exchange != nil && sizeOf(o.exchange) > keptWhole {
		o.exchange = shortened(o.exchange)
	}
	return o
}

func sizeOf(e *exchange.Exchange) int {
	size := len(e.RawResponse)
	if e.Response != nil {
		size += len(e.Response.Body) + len(e.Response.Surplus) + len(e.Response.Reason)
		for _, f := range e.Response.Header {
			size += len(f.Name) + len(f.Value) + 32
		}
	}
	return size
}

// shortened shares no memory with what came.
func shortened(e *exchange.Exchange) *exchange.Exchange {
	short := *e
	short.RawResponse = shortBytes(e.RawResponse)
	if e.Response != nil {
		response := *e.Response
		response.Body, response.Surplus = shortBytes(response.Body), shortBytes(response.Surplus)
		response.Proto, response.Reason = strings.Clone(response.Proto), shortText(response.Reason)
		response.Header = shortHeader(response.Header)
		short.Response = &response
	}
	return &short
}

// shortBytes marks the cut by an ellipsis: redaction looks before it for the
// beginnings of secrets.
func shortBytes(b []byte) []byte {
	if len(b) <= keptBytes {
		return bytes.Clone(b)
	}
	return fmt.Appendf(bytes.Clone(b[:keptBytes]), "… [cut: %d bytes in all]", len(b))
}

func shortText(s string) string {
	const most = 1 << 10
	if len(s) <= most {
		return strings.Clone(s)
	}
	return fmt.Sprintf("%s… [cut: %d bytes in all]", s[:most], len(s))
}

// shortHeader keeps the first fields.
func shortHeader(h exchange.Header) exchange.Header {
	var all exchange.Header
	size := 0
	for _, f := range h {
		f = exchange.Field{Name: shortText(f.Name), Value: shortText(f.Value)}
		if size += len(f.Name) + len(f.Value) + 32; size > keptBytes {
			break
		}
		all = append(all, f)
	}
	return all
}
