package wire

import (
	"bytes"
	"fmt"
	"net/http"

	"example.com/toeline/harness/internal/exchange"
)

// limits are those of one response, in bytes.
type limits struct {
	header int // all header sections of a response together
	body   int // content, before and after its coding is removed
}

// parser reads one response, with its interim responses.
type parser struct {
	r      *reader
	lim    limits
	method string // of the request: it decides whether there is content

	res     *exchange.Response // set once a status line is complete
	interim []int
	keep    bool   // the connection may carry another exchange
	start   int    // of the content, in the buffer
	end     int    // of the message, in the buffer; while it is unfinished: of the content so far
	chunks  []byte // the content, where it came in chunks
	chunked bool
}

// read reads the whole response. Where it returns a failure, p has what was read
// until then.
func (p *parser) read() *failure {
	if bad := p.readHead(); bad != nil {
		return bad
	}
	return p.readBody()
}

// readHead reads up to the header section of the final response. 101 is final:
// what follows it is another protocol.
func (p *parser) readHead() *failure {
	for {
		if bad := p.readStatusLine(); bad != nil {
			return bad
		}
		if bad := p.readFields(); bad != nil {
			return bad
		}
		p.start, p.end = p.r.pos, p.r.pos
		p.res.Interim = p.interim
		if s := p.res.Status; s >= 200 || s == 101 {
			return nil
		}
		if len(p.interim) == maxInterim {
			p.res = nil
			return overLimit("over %d interim responses", maxInterim)
		}
		p.interim = append(p.interim, p.res.Status)
		p.res = nil
	}
}

func (p *parser) readStatusLine() *failure {
	begin := p.r.pos
	for {
		got := p.r.buf[begin:]
		if !plausible(got) {
			if !maybeHTTP2(got) || p.r.fill() != nil {
				return notHTTP(got)
			}
			continue
		}
		if bytes.IndexByte(got, '\n') >= 0 {
			break
		}
		if len(p.r.buf) > p.lim.header {
			return overLimit("header section over %d bytes", p.lim.header)
		}
		if err := p.r.fill(); err != nil {
			return p.broken(err, headProgress(len(got), "status line"), beforeStatus)
		}
	}
	line, bad := p.headLine("status line")
	if bad != nil {
		return bad
	}
	res, ok := parseStatusLine(line)
	if !ok {
		return malformed("status line %s", quote(line))
	}
	p.res = res
	p.res.Interim = p.interim
	return nil
}

// parseStatusLine accepts a status line without a reason and its space too: many
// servers leave both out.
func parseStatusLine(line []byte) (*exchange.Response, bool) {
	if len(line) < 12 || line[8] != ' ' || !digits(line[9:12]) || line[9] == '0' ||
		len(line) > 12 && line[12] != ' ' || !fieldText(line) {
		return nil, false
	}
	res := &exchange.Response{
		Status: int(line[9]-'0')*100 + int(line[10]-'0')*10 + int(line[11]-'0'),
	}
	switch proto := line[:8]; string(proto) { // the usual ones cost no allocation
	case "HTTP/1.1":
		res.Proto = "HTTP/1.1"
	case "HTTP/1.0":
		res.Proto = "HTTP/1.0"
	default:
		res.Proto = string(proto)
	}
	if len(line) > 13 {
		res.Reason = http.StatusText(res.Status)
		if string(line[13:]) != res.Reason {
			res.Reason = string(line[13:])
		}
	}
	return res, true
}

// plausible reports whether b begins as a status line of HTTP/1.x does.
func plausible(b []byte) bool {
	const prefix = "HTTP/1."
	n := min(len(b), len(prefix))
	return string(b[:n]) == prefix[:n] && (len(b) <= n || isDigit(b[n])) && (len(b) <= n+1 ||
		b[n+1] == ' ')
}

// readFields reads header fields up to the empty line, into p.res.
func (p *parser) readFields() *failure {
	r := p.r
	begin := r.pos
	r.marks = r.marks[:0]
	defer p.setFields(begin)
	for {
		at := r.pos
		line, bad := p.headLine("header section")
		if bad != nil {
			return bad
		}
		if len(line) == 0 {
			return nil
		}
		colon, why := checkField(line)
		if why != "" {
			return malformed("header line %s: %s", quote(line), why)
		}
		from, to := colon+1, len(line)
		for from < to && isBlank(line[from]) {
			from++
		}
		for to > from && isBlank(line[to-1]) {
			to--
		}
		r.marks = append(r.marks, mark{at, at + colon, at + from, at + to})
	}
}

// setFields copies the section into one string, of which the fields are parts.
func (p *parser) setFields(begin int) {
	if len(p.r.marks) == 0 {
		return
	}
	last := p.r.marks[len(p.r.marks)-1].to
	all := string(p.r.buf[begin:last])
	p.res.Header = make(exchange.Header, len(p.r.marks))
	for i, m := range p.r.marks {
		p.res.Header[i] = exchange.Field{
			Name:  all[m.name-begin : m.colon-begin],
			Value: all[m.from-begin : m.to-begin],
		}
	}
}

// checkField returns where the colon is, or why the line is not a header field.
func checkField(line []byte) (colon int, why string) {
	if isBlank(line[0]) {
		return 0, "obsolete line folding (RFC 9112 5.2)"
	}
	colon = bytes.IndexByte(line, ':')
	switch {
	case colon < 0:
		return 0, "no colon"
	case colon == 0:
		return 0, "no name"
	case isBlank(line[colon-1]):
		return 0, "white space before the colon (RFC 9112 5.1)"
	}
	for _, b := range line[:colon] {
		if !isToken(b) {
			return 0, fmt.Sprintf("%q in a name", b)
		}
	}
	if !fieldText(line[colon+1:]) {
		return 0, "a control character in a value"
	}
	return colon, ""
}

// headLine returns the next line without its end. A bare LF ends one, as
// RFC 9112 2.2 allows; a bare CR is left in, and no field may hold it.
func (p *parser) headLine(part string) ([]byte, *failure) {
	r := p.r
	begin, scanned := r.pos, r.pos
	for {
		if i := bytes.IndexByte(r.buf[scanned:], '\n'); i >= 0 {
			r.pos = scanned + i + 1
			if r.pos-p.frameStart() > p.lim.header {
				return nil, overLimit("header section over %d bytes", p.lim.header)
			}
			return bytes.TrimSuffix(r.buf[begin:r.pos-1], []byte("\r")), nil
		}
		scanned = len(r.buf)
		if scanned-p.frameStart() > p.lim.header {
			return nil, overLimit("header section over %d bytes", p.lim.header)
		}
		if err := r.fill(); err != nil {
			return nil, p.broken(err, headProgress(len(r.buf), part), inMessage)
		}
	}
}

// frameStart is where the bytes begin that the header limit counts: those of
// the response, or, behind content in chunks, those of the trailer section.
func (p *parser) frameStart() int {
	if p.chunked {
		return p.end
	}
	return 0
}

// record copies what was read into the exchange. The buffer is the
// connection's and will be used again.
func (p *parser) record(ex *exchange.Exchange) {
	buf := p.r.buf
	if most := p.end + maxSurplus; ex.Fault == nil && len(buf) > most {
		buf = buf[:most]
	}
	if most := p.lim.header + 2*p.lim.body; ex.Fault != nil && len(buf) > most {
		buf = buf[:most]
	}
	if len(buf) == 0 {
		return
	}
	raw := make([]byte, len(buf))
	copy(raw, buf)
	ex.RawResponse, ex.Response = raw, p.res
	if p.res == nil {
		return
	}
	switch {
	case p.chunked:
		p.res.Body = p.chunks
	case p.start < p.end:
		end := min(p.end, p.start+p.lim.body, len(raw))
		p.res.Body = raw[p.start:end:end]
	}
	if ex.Fault == nil && p.end < len(raw) && !isFarewell(raw[p.end:]) {
		p.res.Surplus = raw[p.end:]
	}
}
