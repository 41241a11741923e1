// Package exchange owns the record of one HTTP request and its response:
// plain data, byte for byte, with times. It never opens a connection, never
// judges, and never reads a clock.
package exchange

import (
	"strings"
	"time"
)

// Field is one header field as on the wire: letter case is kept.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Header is a list of fields in the order of the wire; a name may repeat.
// The zero value is a header without fields.
type Header []Field

// Get returns the first value of a name, letter case ignored (RFC 9110 5.1),
// and whether the field is there at all.
func (h Header) Get(name string) (string, bool) {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Values returns every value of a name, in order; nil when it is absent.
func (h Header) Values(name string) []string {
	var all []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			all = append(all, f.Value)
		}
	}
	return all
}

// Request is what is sent. Host, Connection and Content-Length are added by the
// sender, and are in Exchange.RawRequest only.
type Request struct {
	Method string `json:"method"`
	// Target is the request-target in origin form, percent-encoded as on the
	// wire, with the base path: /beta/security/…
	Target string `json:"target"`
	Header Header `json:"header,omitempty"`
	Body   []byte `json:"body,omitempty"`
	// Alone requests a connection of its own that the target is asked to close,
	// read to its end: needed to see bytes where no content belongs, and for
	// every request that must not be sent twice.
	Alone bool `json:"-"`
}

// Response is a parsed response. Body has transfer and content coding removed.
type Response struct {
	Proto  string `json:"proto"`
	Status int    `json:"status"`
	Reason string `json:"reason,omitempty"`
	Header Header `json:"header,omitempty"`
	Body   []byte `json:"body,omitempty"`
	// Surplus are bytes that followed the end of the message on its
	// connection. Known only when Exchange.Raw is true.
	Surplus []byte `json:"surplus,omitempty"`
	// Interim are the 1xx statuses that came first.
	Interim []int `json:"interim,omitempty"`
}

// FaultKind is why an exchange has no complete response.
type FaultKind string

// The kinds of fault. Malformed and Limit are caused by the target and can break
// a contract, and of what is Unread all but the content is judged; the others leave the exchange
// inconclusive.
const (
	Unreachable FaultKind = "unreachable" // no connection: refused, no route, unknown host
	TLS         FaultKind = "tls"         // the handshake failed
	Timeout     FaultKind = "timeout"     // no complete response in time
	Reset       FaultKind = "reset"       // the connection ended before a status line was complete
	Malformed   FaultKind = "malformed"   // what came is not HTTP/1.1, or ends inside the message
	Limit       FaultKind = "limit"       // header, framing or interim responses over the limit
	Unread      FaultKind = "unread"      // content over the limit that the run was given
	Transport   FaultKind = "transport"   // an http.RoundTripper returned an error
	Canceled    FaultKind = "canceled"    // the run ended first
)

// Judged reports whether an exchange with such a fault shows something of the target.
func (k FaultKind) Judged() bool { return k == Malformed || k == Limit || k == Unread }

// Fault is a failure below the level of a status code. Detail is one line for
// people: what, where, and how much.
type Fault struct {
	Kind   FaultKind `json:"kind"`
	Detail string    `json:"detail"`
}

// Exchange is one request with its response. Response may be set beside Fault: a
// status line was read, and then the message broke.
type Exchange struct {
	// Origin is scheme://host:port of the target.
	Origin   string    `json:"origin"`
	Request  Request   `json:"request"`
	Response *Response `json:"response,omitempty"`
	Fault    *Fault    `json:"fault,omitempty"`
	// Raw reports whether the transport saw the bytes of the connection; if not,
	// RawRequest, RawResponse and Surplus are unknown.
	Raw         bool   `json:"raw"`
	RawRequest  []byte `json:"rawRequest,omitempty"`
	RawResponse []byte `json:"rawResponse,omitempty"`
	// Connection is the number, from 1, of the connection that it went over, where other
	// exchanges may do so too, and Turn its place among them, from 0.
	Connection int `json:"-"`
	Turn       int `json:"-"`
	// Start is the wall clock before the first byte was sent; the zero value
	// means that nothing was sent.
	Start time.Time `json:"start"`
	// FirstByte and Total are the times to the first byte and to the end of
	// the response, in nanoseconds in JSON.
	FirstByte time.Duration `json:"firstByte"`
	Total     time.Duration `json:"total"`
}
