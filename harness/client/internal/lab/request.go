package lab

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// Bounds of what a client may send.
const (
	maxHead    = 256 << 10
	maxContent = 1 << 20
)

// Request is a request as it was received.
type Request struct {
	Kind   Kind
	At     time.Time // of its first byte
	Method string
	Target string
	// Hosts are the allowed values of Host, in lower case; none: any.
	Hosts  []string
	Header exchange.Header
	Body   []byte
	// Malformed says why the request is not HTTP/1.1; empty: it is.
	Malformed string
	// Answer is the response that was played; nil: none, or that of no case.
	Answer *Response

	// Proto is the version in the request line.
	Proto string
	// Pipelined says that it came before the response to the request before it on its
	// connection, and Closing that this response announced the end of the connection.
	Pipelined, Closing bool
	// Late says that its call was closed when it came.
	Late bool
	// Early says that its response came in the place of 100 (Continue), before its content.
	Early bool

	// stray says that it has no request line.
	stray bool
	// unread says that content is left on the connection, only that no other request is answered
	// on it.
	unread, only bool
}

// Kind is what a request is to its call.
type Kind int

// The kinds of requests.
const (
	Direct    Kind = iota // for the operation, or meant to be
	Followed              // to the target of a redirect, on the same origin
	Elsewhere             // to another origin
)

// readRequest reads a request. Where it expects 100 (Continue), goOn is called before its content
// is read, and reports whether that was sent. The error says that no request was sent.
func readRequest(r *bufio.Reader, goOn func(*Request) bool) (*Request, error) {
	if _, err := r.Peek(1); err != nil {
		return nil, err
	}
	q := &Request{At: time.Now()}
	lines, err := readHead(r, true)
	switch {
	case len(lines) == 0 || len(lines) == 1 && lines[0] == "":
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		q.Malformed = err.Error()
		q.unread = !errors.Is(err, errBare)
	}
	q.parse(lines)
	if q.unread {
		return q, nil
	}
	expect, _ := q.Header.Get("Expect")
	if strings.EqualFold(expect, "100-continue") && !goOn(q) {
		if q.Early {
			return q, nil
		}
		if _, err := r.Peek(1); err != nil {
			return nil, err // the client went away instead
		}
	}
	q.readContent(r)
	return q, nil
}

// errBare says that a header was read to its end but is malformed.
var errBare = errors.New("a header line ends without a carriage return")

// readHead reads lines up to the empty one; before a request empty lines are
// skipped (RFC 9112 2.2).
func readHead(r *bufio.Reader, lenient bool) (lines []string, bare error) {
	size := 0
	for {
		line, err := r.ReadString('\n')
		size += len(line)
		switch {
		case err != nil:
			return append(lines, line), errors.New("the connection ends inside the header")
		case size > maxHead:
			return lines, fmt.Errorf("the header is over %d bytes", maxHead)
		}
		line, ended := strings.CutSuffix(line, "\r\n")
		line = strings.TrimSuffix(line, "\n")
		if !ended {
			bare = errBare
		}
		if line == "" {
			if len(lines) == 0 && lenient {
				continue
			}
			return lines, bare
		}
		lines = append(lines, line)
	}
}

// isToken reports whether a text is a token of RFC 9110 5.6.2.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// isVisible reports whether a request target consists of visible ASCII characters.
func isVisible(target string) bool {
	return target != "" && !strings.ContainsFunc(target, func(r rune) bool {
		return r <= ' ' || r >= 0x7f
	})
}

// isControl reports whether a character is not allowed in a field value (RFC 9110 5.5).
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// wrong records the first violation of HTTP.
func (q *Request) wrong(format string, args ...any) {
	if q.Malformed == "" {
		q.Malformed = fmt.Sprintf(format, args...)
	}
}

func (q *Request) parse(lines []string) {
	if len(lines) == 0 {
		return
	}
	words := strings.Split(lines[0], " ")
	q.Method = words[0]
	if len(words) > 1 {
		q.Target = strings.Join(words[1:max(2, len(words)-1)], " ")
		q.Proto = words[len(words)-1]
	}
	q.stray = !strings.HasPrefix(q.Proto, "HTTP/")
	if len(words) != 3 || q.Proto != "HTTP/1.1" || !isToken(q.Method) || !isVisible(q.Target) {
		q.wrong("the request line is %q", lines[0])
	}
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		if !ok || !isToken(name) || strings.ContainsFunc(value, isControl) {
			q.wrong("a header line is %q", line)
			continue
		}
		q.Header = append(q.Header, exchange.Field{Name: name, Value: strings.Trim(value, " \t")})
	}
	if hosts := q.Header.Values("Host"); len(hosts) != 1 {
		q.wrong("there are %d Host lines", len(hosts))
	}
	lengths, codings := q.Header.Values("Content-Length"), q.Header.Values("Transfer-Encoding")
	switch {
	case len(q.Header.Values("Cookie")) > 1: // RFC 6265 5.4
		q.wrong("there are %d Cookie lines", len(q.Header.Values("Cookie")))
	case len(slices.Compact(slices.Clone(lengths))) > 1:
		q.wrong("the lines of Content-Length differ: %s", strings.Join(lengths, " and "))
	case len(lengths) > 0 && len(codings) > 0: // RFC 9112 6.2
		q.wrong("Content-Length comes with Transfer-Encoding")
	}
}

// readContent reads what the header announces, up to a bound.
func (q *Request) readContent(r *bufio.Reader) {
	coding, chunked := q.Header.Get("Transfer-Encoding")
	if chunked {
		if !strings.EqualFold(coding, "chunked") {
			q.wrong("Transfer-Encoding is %q", coding)
			q.unread = true
			return
		}
		q.readChunks(r)
		return
	}
	text, ok := q.Header.Get("Content-Length")
	if !ok {
		return
	}
	length, err := strconv.ParseUint(text, 10, 62)
	if err != nil {
		q.wrong("Content-Length is %q", text)
		q.unread = true
		return
	}
	q.Body, q.unread = readMost(io.LimitReader(r, int64(length)))
	if uint64(len(q.Body)) < length && !q.unread {
		q.wrong("the content ends after %d of %d bytes", len(q.Body), length)
		q.unread = true
	}
}

// readChunks reads content in chunks, and the trailer.
func (q *Request) readChunks(r *bufio.Reader) {
	var err error
	q.Body, err = io.ReadAll(io.LimitReader(httputil.NewChunkedReader(r), maxContent+1))
	switch {
	case len(q.Body) > maxContent:
		q.Body, q.unread = q.Body[:maxContent], true
	case err != nil:
		q.wrong("the chunks of the content: %v", err)
		q.unread = true
	default:
		_, _ = readHead(r, false) // the trailer
	}
}

func readMost(r io.Reader) (body []byte, more bool) {
	body, err := io.ReadAll(io.LimitReader(r, maxContent+1))
	if len(body) > maxContent {
		return body[:maxContent], true
	}
	return body, err != nil
}

// Content returns the body without its content coding, where that is gzip or deflate; nil: it is
// another, or the body is not in it.
func (q *Request) Content() []byte {
	coding, _ := q.Header.Get("Content-Encoding")
	var plain io.Reader
	var err error
	switch strings.ToLower(coding) {
	case "", "identity":
		return q.Body
	case "gzip", "x-gzip":
		plain, err = gzip.NewReader(bytes.NewReader(q.Body))
	case "deflate":
		plain, err = zlib.NewReader(bytes.NewReader(q.Body))
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(plain, maxContent))
	if err != nil {
		return nil
	}
	return content
}

// closes reports whether the connection ends after the request.
func (q *Request) closes() bool {
	connection, _ := q.Header.Get("Connection")
	return q.unread || q.only || q.Malformed != "" || strings.EqualFold(connection, "close")
}
