package wire

import (
	"fmt"
	"io"

	"example.com/toeline/harness/internal/exchange"
)

// failure is why a response could not be read to its end. Whether a read error
// means a timeout, a reset or the end of the run is decided by fault, where
// that is known.
type failure struct {
	kind   exchange.FaultKind
	detail string
	err    error  // the read error, where kind is empty
	at     string // how far the response came, to follow "connection closed"
	got    int    // bytes received
	begun  stage
}

// stage is what a response that ends there is called.
type stage int

const (
	beforeStatus stage = iota // Reset
	inMessage                 // Malformed
)

func malformed(format string, a ...any) *failure {
	return &failure{kind: exchange.Malformed, detail: fmt.Sprintf(format, a...)}
}

func overLimit(format string, a ...any) *failure {
	return &failure{kind: exchange.Limit, detail: fmt.Sprintf(format, a...)}
}

func tooLong(format string, a ...any) *failure {
	return &failure{kind: exchange.Unread, detail: fmt.Sprintf(format, a...)}
}

func (p *parser) broken(err error, at string, begun stage) *failure {
	if begun == inMessage && len(p.interim) > 0 {
		at += fmt.Sprintf(", behind %d interim", len(p.interim))
	}
	return &failure{err: err, at: at, got: len(p.r.buf), begun: begun}
}

// Fault is for failures that no read error caused.
func (f *failure) Fault() *exchange.Fault {
	return &exchange.Fault{Kind: f.kind, Detail: f.detail}
}

func headProgress(got int, part string) string {
	if got == 0 {
		return "before any byte of a response"
	}
	return fmt.Sprintf("inside the %s, after %d bytes", part, got)
}

// notHTTP returns the failure of bytes that are not a status line, and describes them.
func notHTTP(got []byte) *failure {
	switch {
	case isHTTP2(got):
		return malformed("%s", speaksHTTP2)
	case len(got) > 2 && (got[0] == 0x15 || got[0] == 0x16) && got[1] == 3:
		return malformed("response is TLS: try https")
	}
	return malformed("response is not HTTP/1.1: it starts with %s", quote(got))
}

const (
	speaksHTTP2  = "target speaks HTTP/2 only, and toeline speaks HTTP/1.1"
	http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	http2Frame   = 9 // bytes of a frame header, RFC 9113 4.1
)

// maybeHTTP2 reports whether more bytes could show a preface of HTTP/2.
func maybeHTTP2(b []byte) bool {
	if len(b) < http2Frame && len(b) > 0 && b[0] == 0 {
		return true
	}
	return len(b) < 14 && len(b) > 0 && string(b) == http2Preface[:len(b)]
}

// isHTTP2 knows the preface, HTTP/2 in a status line, and the frames that a
// server sends first: SETTINGS or GOAWAY on stream 0.
func isHTTP2(b []byte) bool {
	for _, start := range []string{http2Preface[:14], "HTTP/2"} {
		if len(b) >= len(start) && string(b[:len(start)]) == start {
			return true
		}
	}
	return len(b) >= http2Frame && b[0] == 0 && (b[3] == 4 || b[3] == 7) &&
		b[5]&0x7f == 0 && b[6] == 0 && b[7] == 0 && b[8] == 0
}

// endOf names what ended a connection, for "…, 12 bytes into a content of 400".
func endOf(err error) string {
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return "connection closed"
	case isReset(err):
		return "connection reset"
	}
	return "connection broke (" + oneLine(err.Error()) + ")"
}
