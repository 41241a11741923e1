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

// Mark stands where a secret stood.
const Mark = "[redacted]"

// shortSecret is the length in bytes below which a secret is too common a text
// to be replaced wherever it occurs.
const shortSecret = 4

// Redactor removes secrets from text and from exchanges, in any of the
// encodings that targets echo them in: as they are, percent-encoded and escaped
// as in JSON or HTML (wholly, in part, or twice), in hex, and in base64 of
// either alphabet, alone or inside a longer text; letter case is ignored. Twelve
// bytes of a secret in a row are replaced like the whole: who repeats one may cut
// it.
//
// A secret of fewer than four bytes is replaced in the values of header fields
// only, and there only as a whole word: replacing every "1" would leave nothing
// to read. It gives no protection in a body, and is no secret to begin with.
//
// A nil Redactor, and one without secrets, redacts nothing. A Redactor is safe
// for use by many goroutines.
type Redactor struct {
	long  matcher
	short matcher // whole words, in header values alone
}

// New returns a Redactor for secrets. Empty ones are ignored, and so is
// white space around them: a header cannot carry it.
func New(secrets ...string) *Redactor {
	r := &Redactor{}
	for _, s := range secrets {
		s = strings.TrimSpace(s)
		switch {
		case s == "":
		case len(s) < shortSecret:
			r.short.add(pattern{text: folded(s), word: true})
		default:
			for _, p := range encodings(s) {
				r.long.add(p)
			}
		}
	}
	return r
}

func (r *Redactor) idle() bool {
	return r == nil || len(r.long.patterns) == 0 && len(r.short.patterns) == 0
}

// String returns s without secrets; s itself where it has none.
func (r *Redactor) String(s string) string {
	if r == nil {
		return s
	}
	if out, changed := replace(&r.long, s); changed {
		s = string(out)
	}
	if out, changed := replaceCut(&r.long, s); changed {
		s = string(out)
	}
	return s
}

// Bytes returns b without secrets; b itself, not a copy, where it has none.
func (r *Redactor) Bytes(b []byte) []byte {
	if r == nil {
		return b
	}
	if out, changed := replace(&r.long, b); changed {
		b = out
	}
	if out, changed := replaceCut(&r.long, b); changed {
		b = out
	}
	return b
}

// copied is Bytes, but never shares memory.
func (r *Redactor) copied(b []byte) []byte {
	if out := r.Bytes(b); len(out) == 0 || &out[0] != &b[0] {
		return out
	}
	return bytes.Clone(b)
}

// Exchange returns a deep copy of ex without secrets; nil for nil.
//
// Authorization and Proxy-Authorization keep only their scheme where they carry
// a secret; credentials that are none, such as a made-up probe, stay. Content
// in which a secret could hide from a search is left out: the raw bytes of
// content with a content coding, or in chunks that break a secret up, and
// content in a coding that nobody undid, named or not.
func (r *Redactor) Exchange(ex *exchange.Exchange) *exchange.Exchange {
	if ex == nil {
		return nil
	}
	out := *ex
	out.Origin = r.String(ex.Origin)
	out.Request.Method = r.String(ex.Request.Method)
	out.Request.Target = r.String(ex.Request.Target)
	out.Request.Header = r.header(ex.Request.Header)
	out.Request.Body = r.copied(ex.Request.Body)
	if ex.Fault != nil {
		out.Fault = &exchange.Fault{Kind: ex.Fault.Kind, Detail: r.String(ex.Fault.Detail)}
	}
	coded := !r.idle() && isCoded(ex.Request.Header, ex.Request.Body)
	if coded { // a client's, by its own choice
		out.Request.Body = []byte(Mark)
	}
	out.RawRequest = r.message(ex.RawRequest, coded)
	hide := ex.Response == nil && namesCoding(ex.RawResponse)
	if ex.Response != nil {
		out.Response, hide = r.response(ex.Response)
	}
	out.RawResponse = r.message(ex.RawResponse, hide)
	return &out
}

// response also says whether raw content must be left out.
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
	// Surplus is as it came: nobody undid its coding, or put its chunks together.
	if isCoded(res.Header, res.Surplus) || chunked && r.brokenUp(res.Surplus) {
		out.Surplus, hide = []byte(Mark), true
	}
	return &out, hide || len(exchange.ContentCodings(res.Header)) > 0 || chunked && !bytes.Equal(out.Body, res.Body)
}

// brokenUp reports whether content in chunks holds a secret.
func (r *Redactor) brokenUp(chunks []byte) bool {
	content, _ := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(chunks))) // what there is of it
	return !bytes.Equal(r.Bytes(content), content)
}

func (r *Redactor) header(h exchange.Header) exchange.Header {
	out := slices.Clone(h)
	for i, f := range out {
		out[i] = exchange.Field{Name: r.String(f.Name), Value: r.value(f.Name, f.Value)}
	}
	return out
}

// value redacts the value of a field.
func (r *Redactor) value(name, v string) string {
	if r.idle() {
		return v
	}
	clean := r.String(v)
	if out, changed := replace(&r.short, clean); changed {
		clean = string(out)
	}
	if !strings.EqualFold(name, "Authorization") && !strings.EqualFold(name, "Proxy-Authorization") {
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
	if len(r.short.patterns) == 0 {
		return false
	}
	credentials = strings.TrimRight(strings.TrimSpace(credentials), "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if plain, err := enc.DecodeString(credentials); err == nil {
			if _, found := replace(&r.short, plain); found {
				return true
			}
		}
	}
	return false
}

// message redacts a raw message, field by field up to the end of its header
// section, interim answers included. It never shares memory with raw. hide
// leaves out what follows.
func (r *Redactor) message(raw []byte, hide bool) []byte {
	if r.idle() || len(raw) == 0 {
		return bytes.Clone(raw)
	}
	_, found := replace(&r.long, raw)
	_, foundCut := replaceCut(&r.long, raw)
	if !found && !foundCut && !hide && len(r.short.patterns) == 0 {
		return bytes.Clone(raw)
	}
	return r.Bytes(r.fields(raw, hide)) // once more: bytes that are no HTTP may hold a secret across lines
}

func (r *Redactor) fields(raw []byte, hide bool) []byte {
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
			return append(out, r.Bytes(after)...)
		case empty:
			out = append(out, line...)
			first = true
		case first:
			interim = bytes.HasPrefix(line, []byte("HTTP/1.1 1")) && !bytes.HasPrefix(line, []byte("HTTP/1.1 101"))
			out = append(out, r.Bytes(line)...)
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
