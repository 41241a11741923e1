package wire

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxChunkLine bounds the line before a chunk: a size and its extensions.
const maxChunkLine = 4 << 10

// readBody reads the content by the rules of RFC 9112 6.3, in their order.
func (p *parser) readBody() *failure {
	p.keep = keepsAlive(p)
	if p.bodyless() {
		return nil
	}
	coding, hasCoding := p.transferCoding()
	length, hasLength, bad := p.contentLength()
	if bad != nil {
		return bad
	}
	if hasCoding && hasLength {
		return malformed("Transfer-Encoding and Content-Length in one response (RFC 9112 6.2)")
	}
	switch {
	case coding == "chunked":
		return p.readChunks()
	case hasCoding:
		return malformed("transfer coding %s was not asked for", quote([]byte(coding)))
	case hasLength:
		return p.readLength(length)
	}
	p.keep = false
	return p.readToEnd()
}

// bodyless: whatever the header claims, these responses end with it. What
// follows is surplus.
func (p *parser) bodyless() bool {
	s := p.res.Status
	if s == 101 || p.method == "CONNECT" && s/100 == 2 {
		p.keep = false // what follows is not HTTP
		return true
	}
	return p.method == "HEAD" || s == 204 || s == 304
}

func keepsAlive(p *parser) bool {
	if hasToken(p.res.Header, "Connection", "close") {
		return false
	}
	return p.res.Proto != "HTTP/1.0" || hasToken(p.res.Header, "Connection", "keep-alive")
}

// transferCoding joins all fields; "identity" is a relic that means nothing.
func (p *parser) transferCoding() (coding string, has bool) {
	for _, f := range p.res.Header {
		if !strings.EqualFold(f.Name, "Transfer-Encoding") ||
			strings.EqualFold(f.Value, "identity") {
			continue
		}
		if has {
			coding += ", "
		}
		coding += strings.ToLower(f.Value)
		has = true
	}
	return coding, has
}

// contentLength accepts one value, said any number of times.
func (p *parser) contentLength() (length int, has bool, bad *failure) {
	for _, f := range p.res.Header {
		if !strings.EqualFold(f.Name, "Content-Length") {
			continue
		}
		for one := range strings.SplitSeq(f.Value, ",") {
			one = strings.Trim(one, " \t")
			if one == "" || !digits([]byte(one)) {
				return 0, true, malformed("Content-Length %s: no number", quote([]byte(f.Value)))
			}
			n, err := strconv.Atoi(one)
			if err != nil {
				return 0, true, tooLong("content over %d bytes: Content-Length is %s", p.lim.body,
					shorten(one))
			}
			if has && n != length {
				return 0, true, malformed("conflicting Content-Length: %d and %d", length, n)
			}
			length, has = n, true
		}
	}
	return length, has, nil
}

func (p *parser) readLength(length int) *failure {
	r := p.r
	want := p.start + length
	for len(r.buf) < min(want, p.start+p.lim.body) {
		if err := r.fill(); err != nil {
			p.end = len(r.buf)
			return p.broken(err, fmt.Sprintf("%d bytes into a content of %d", p.end-p.start,
				length),
				inMessage)
		}
	}
	if length > p.lim.body {
		p.end = p.start + p.lim.body
		return tooLong("content over %d bytes: Content-Length is %d", p.lim.body, length)
	}
	p.end, r.pos = want, want
	return nil
}

func (p *parser) readToEnd() *failure {
	r := p.r
	for {
		p.end, r.pos = len(r.buf), len(r.buf)
		if p.end-p.start > p.lim.body {
			p.end = p.start + p.lim.body
			return tooLong("content over %d bytes", p.lim.body)
		}
		switch err := r.fill(); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return p.broken(err, fmt.Sprintf("%d bytes into content that ends with the connection",
				p.end-p.start), inMessage)
		}
	}
}

// readChunks bounds the framing as well as the content: chunks of one byte
// with long extensions would make much of little.
func (p *parser) readChunks() *failure {
	p.chunked = true
	for {
		size, bad := p.chunkSize()
		if bad != nil {
			return bad
		}
		if size == 0 {
			break
		}
		if len(p.chunks)+size > p.lim.body {
			p.takeChunk(p.lim.body - len(p.chunks))
			return tooLong("content over %d bytes", p.lim.body)
		}
		if bad := p.takeChunk(size); bad != nil {
			return bad
		}
		if bad := p.chunkEnd(); bad != nil {
			return bad
		}
		if p.r.pos-p.start-len(p.chunks) > p.lim.header+p.lim.body {
			return overLimit("chunk framing over %d bytes", p.lim.header+p.lim.body)
		}
	}
	return p.readTrailer()
}

// chunkSize reads the line before a chunk.
func (p *parser) chunkSize() (int, *failure) {
	r := p.r
	begin, scanned := r.pos, r.pos
	for {
		if i := bytes.IndexByte(r.buf[scanned:], '\n'); i >= 0 {
			r.pos = scanned + i + 1
			break
		}
		scanned = len(r.buf)
		if scanned-begin > maxChunkLine {
			return 0, overLimit("line before a chunk over %d bytes", maxChunkLine)
		}
		if err := r.fill(); err != nil {
			return 0, p.brokenChunk(err)
		}
	}
	line := bytes.TrimSuffix(r.buf[begin:r.pos-1], []byte("\r"))
	digit := 0
	for digit < len(line) && isHex(line[digit]) {
		digit++
	}
	rest := bytes.TrimLeft(line[digit:], " \t")
	if digit == 0 || len(rest) > 0 && rest[0] != ';' || !fieldText(rest) {
		return 0, malformed("chunk size %s", quote(line))
	}
	size, err := strconv.ParseUint(string(line[:digit]), 16, 32)
	if err != nil {
		return 0, tooLong("content over %d bytes: a chunk of %s (hex)", p.lim.body,
			shorten(string(line[:digit])))
	}
	return int(size), nil
}

// takeChunk appends the next n bytes to the content.
func (p *parser) takeChunk(n int) *failure {
	r := p.r
	for n > 0 {
		if r.pos == len(r.buf) {
			if err := r.fill(); err != nil {
				return p.brokenChunk(err)
			}
		}
		part := r.buf[r.pos:min(len(r.buf), r.pos+n)]
		p.chunks = append(p.chunks, part...)
		r.pos, n = r.pos+len(part), n-len(part)
		p.end = r.pos
	}
	return nil
}

func (p *parser) chunkEnd() *failure {
	r := p.r
	for len(r.buf)-r.pos < 2 {
		if err := r.fill(); err != nil {
			return p.brokenChunk(err)
		}
	}
	if end := r.buf[r.pos : r.pos+2]; string(end) != "\r\n" {
		return malformed("%s where a chunk should end", quote(end))
	}
	r.pos += 2
	p.end = r.pos
	return nil
}

// readTrailer reads the fields behind the last chunk and drops them: nothing
// in a contract hangs on them, and they stay visible in the raw bytes.
func (p *parser) readTrailer() *failure {
	p.end = p.r.pos
	for {
		line, bad := p.headLine("trailer section")
		if bad != nil {
			return bad
		}
		if len(line) == 0 {
			p.end = p.r.pos
			return nil
		}
		if _, why := checkField(line); why != "" {
			return malformed("trailer line %s: %s", quote(line), why)
		}
	}
}

func (p *parser) brokenChunk(err error) *failure {
	return p.broken(err, fmt.Sprintf("%d bytes into content in chunks", len(p.chunks)), inMessage)
}
