package redact

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http/httputil"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
)

// copied is Bytes that never shares memory.
func (r *Redactor) copied(b []byte) []byte {
	if out := r.Bytes(b); len(out) == 0 || &out[0] != &b[0] {
		return out
	}
	return bytes.Clone(b)
}

// Exchange returns a deep copy of ex without secrets; nil for nil.
//
// Authorization and Proxy-Authorization keep only their scheme where they carry
// a secret; other credentials, such as made-up ones, stay. Content in which a
// search could miss a secret is left out: the raw bytes of content with a content
// coding, or in chunks that break a secret up, and content in a coding that was
// not undone, named or not.
func (r *Redactor) Exchange(ex *exchange.Exchange) *exchange.Exchange {
	if ex == nil {
		return nil
	}
	out := *ex
	out.Origin = r.String(ex.Origin)
	out.Request.Method = r.String(ex.Request.Method)
	out.Request.Target = string(r.target([]byte(ex.Request.Target)))
	out.Request.Header = r.header(ex.Request.Header)
	out.Request.Body = r.copied(ex.Request.Body)
	if ex.Fault != nil {
		out.Fault = &exchange.Fault{Kind: ex.Fault.Kind, Detail: r.String(ex.Fault.Detail)}
	}
	coded := !r.idle() && isCoded(ex.Request.Header, ex.Request.Body)
	if coded { // a client's, by its own choice
		out.Request.Body = []byte(Mark)
	}
	out.RawRequest = r.message(ex.RawRequest, coded || r.leftOut(ex.Request.Body, out.Request.Body),
		ex.Request.Body)
	hide := ex.Response == nil && namesCoding(ex.RawResponse)
	var content []byte
	if ex.Response != nil {
		out.Response, hide = r.response(ex.Response)
		hide = hide || r.leftOut(ex.Response.Body, out.Response.Body) ||
			r.leftOut(ex.Response.Surplus, out.Response.Surplus)
		content = ex.Response.Body
	}
	out.RawResponse = r.message(ex.RawResponse, hide, content)
	return &out
}

// leftOut reports whether content is left out as a whole for what a reading of it holds.
func (r *Redactor) leftOut(content, redacted []byte) bool {
	return string(redacted) == Mark && string(r.visible(content)) != Mark
}

// response redacts a response, and reports whether raw content must be left out.
func (r *Redactor) response(res *exchange.Response) (copied *exchange.Response, hide bool) {
	out := *res
	out.Proto, out.Reason = r.String(res.Proto), r.String(res.Reason)
	out.Header = r.header(res.Header)
	out.Surplus = r.copied(res.Surplus)
	out.Interim = slices.Clone(res.Interim)
	out.Body = r.copied(res.Body)
	if r.idle() {
		return &out, false
	}
	undone := exchange.IsGzip(res.Header) && !looksCoded(res.Body)
	if isCoded(res.Header, res.Body) && !undone {
		out.Body, hide = []byte(Mark), true
	}
	_, chunked := res.Header.Get("Transfer-Encoding")
	// Surplus is as received: still coded, and in chunks.
	if isCoded(res.Header, res.Surplus) || chunked && r.brokenUp(res.Surplus) {
		out.Surplus, hide = []byte(Mark), true
	}
	hide = hide || len(exchange.ContentCodings(res.Header)) > 0
	return &out, hide || chunked && !bytes.Equal(out.Body, res.Body)
}

// brokenUp reports whether content in chunks holds a secret.
func (r *Redactor) brokenUp(chunks []byte) bool {
	// What follows a broken chunk is not content.
	content, _ := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(chunks)))
	return !bytes.Equal(r.Bytes(content), content)
}

func (r *Redactor) header(h exchange.Header) exchange.Header {
	out := slices.Clone(h)
	for i, f := range out {
		out[i] = exchange.Field{Name: r.String(f.Name), Value: r.value(f.Name, f.Value)}
	}
	return out
}

// words returns a text without the short secrets that are words of it.
func (r *Redactor) words(b []byte) []byte {
	if len(r.short) == 0 {
		return b
	}
	return replace(b, func(text []byte) []span { return words(text, r.short) })
}

// target redacts a request-target, or the line that begins with it: its query may hold credentials.
func (r *Redactor) target(line []byte) []byte {
	line = r.Bytes(line)
	from := bytes.IndexByte(line, '?')
	to := bytes.LastIndex(line, []byte(" HTTP/"))
	if to < 0 {
		to = len(line)
	}
	if from < 0 || from > to {
		return line
	}
	query := r.words(line[from:to])
	return slices.Concat(line[:from], query, line[to:])
}

// value redacts the value of a field. Credentials lose all but their scheme.
func (r *Redactor) value(name, v string) string {
	if r.idle() {
		return v
	}
	clean := string(r.words([]byte(r.String(v))))
	if !strings.EqualFold(name, "Authorization") &&
		!strings.EqualFold(name, "Proxy-Authorization") {
		return clean
	}
	scheme, credentials, several := strings.Cut(strings.TrimLeft(v, " \t"), " ")
	if clean == v && !r.shortInside(credentials) {
		return v
	}
	if !several || r.String(scheme) != scheme {
		return Mark
	}
	return scheme + " " + Mark
}

// shortInside reports whether base64 credentials hold a short secret, as
// those of Basic do.
func (r *Redactor) shortInside(credentials string) bool {
	credentials = strings.TrimRight(strings.TrimSpace(credentials), "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if plain, err := enc.DecodeString(credentials); err == nil &&
			len(words(plain, r.short)) > 0 {
			return true
		}
	}
	return false
}

// message returns a redacted copy of a raw message: field by field up to the end
// of its header section, interim responses included. hide leaves out what follows; content has been
// redacted before, and not been left out.
func (r *Redactor) message(raw []byte, hide bool, content []byte) []byte {
	if r.idle() || len(raw) == 0 {
		return bytes.Clone(raw)
	}
	if !hide && !isHTTP(raw) {
		return r.Bytes(raw) // it may hold a secret across lines
	}
	return r.visible(r.fields(raw, hide, content))
}

// isHTTP reports whether the first line of a raw message is that of a request or a response.
func isHTTP(raw []byte) bool {
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	return bytes.Contains(line, []byte("HTTP/"))
}

// fields redacts a raw message line by line.
func (r *Redactor) fields(raw []byte, hide bool, content []byte) []byte {
	var out []byte
	rest, first, interim := raw, true, false
	for len(rest) > 0 {
		_, after, _ := bytes.Cut(rest, []byte("\n"))
		line := rest[:len(rest)-len(after)] // with its end, if it has one
		switch empty := len(bytes.TrimRight(line, "\r\n")) == 0; {
		case empty && !interim:
			out = append(out, line...)
			if hide && len(after) > 0 {
				return append(out, Mark...)
			}
			if bytes.Equal(after, content) {
				return append(out, r.visible(after)...)
			}
			return append(out, r.Bytes(after)...)
		case empty:
			out = append(out, line...)
			first = true
		case first:
			interim = bytes.HasPrefix(line, []byte("HTTP/1.1 1")) &&
				!bytes.HasPrefix(line, []byte("HTTP/1.1 101"))
			out = append(out, r.target(line)...)
			first = false
		default:
			out = r.line(out, line)
		}
		rest = after
	}
	return out
}

// line appends one raw field line, redacted.
func (r *Redactor) line(out, line []byte) []byte {
	name, value, is := bytes.Cut(line, []byte(":"))
	if !is {
		return append(out, r.Bytes(line)...)
	}
	text := bytes.TrimSpace(value)
	at := bytes.Index(value, text)
	out = append(append(out, r.Bytes(name)...), ':')
	out = append(out, value[:at]...)
	out = append(out, r.value(string(name), string(text))...)
	return append(out, value[at+len(text):]...)
}
