package client

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
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

// received is a request as it came.
type received struct {
	kind   kind
	at     time.Time // of its first byte
	method string
	target string
	proto  string
	// hosts are what Host may say, in lower case; none: anything.
	hosts  []string
	header exchange.Header
	body   []byte
	// malformed says what of it is no HTTP/1.1; empty: nothing.
	malformed string
	// unread says that content is left on the connection.
	unread bool
	// answer is what was played to it; nil: nothing yet.
	answer *answered
}

// kind is what a request is to its call.
type kind int

const (
	direct    kind = iota // for the operation, or meant to be
	followed              // to where a redirect led, on the same origin
	elsewhere             // to another origin
)

// readRequest reads a request. The error says that none came.
func readRequest(r *bufio.Reader, interim io.Writer) (*received, error) {
	if _, err := r.Peek(1); err != nil {
		return nil, err
	}
	rec := &received{at: time.Now()}
	lines, err := readHead(r, true)
	if err != nil {
		rec.malformed = err.Error()
		rec.unread = !errors.Is(err, errBare)
	}
	rec.parse(lines)
	if !rec.unread {
		rec.readContent(r, interim)
	}
	return rec, nil
}

// errBare says that a header was read to its end, and what its lines lack.
var errBare = errors.New("a header line ends without a carriage return")

// readHead reads lines up to the empty one; before a request empty lines are
// let pass (RFC 9112 2.2).
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

// wrong notes the first thing that is no HTTP.
func (rec *received) wrong(format string, args ...any) {
	if rec.malformed == "" {
		rec.malformed = fmt.Sprintf(format, args...)
	}
}

func (rec *received) parse(lines []string) {
	if len(lines) == 0 {
		return
	}
	words := strings.Split(lines[0], " ")
	rec.method = words[0]
	if len(words) > 1 {
		rec.target = strings.Join(words[1:max(2, len(words)-1)], " ")
		rec.proto = words[len(words)-1]
	}
	if len(words) != 3 || rec.proto != "HTTP/1.1" {
		rec.wrong("the request line is %q", lines[0])
	}
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			rec.wrong("a header line is %q", line)
			continue
		}
		rec.header = append(rec.header, exchange.Field{Name: name, Value: strings.Trim(value, " \t")})
	}
	if hosts := rec.header.Values("Host"); len(hosts) != 1 {
		rec.wrong("there are %d Host lines", len(hosts))
	}
}

// readContent reads what the header announces, up to a bound.
func (rec *received) readContent(r *bufio.Reader, interim io.Writer) {
	if expect, ok := rec.header.Get("Expect"); ok && strings.EqualFold(expect, "100-continue") {
		_, _ = io.WriteString(interim, "HTTP/1.1 100 Continue\r\n\r\n")
	}
	coding, chunked := rec.header.Get("Transfer-Encoding")
	if chunked {
		if !strings.EqualFold(coding, "chunked") {
			rec.wrong("Transfer-Encoding is %q", coding)
			rec.unread = true
			return
		}
		content := httputil.NewChunkedReader(r)
		rec.body, rec.unread = readMost(content)
		if !rec.unread {
			_, _ = readHead(r, false) // the trailer
		}
		return
	}
	text, ok := rec.header.Get("Content-Length")
	if !ok {
		return
	}
	length, err := strconv.ParseUint(text, 10, 62)
	if err != nil {
		rec.wrong("Content-Length is %q", text)
		rec.unread = true
		return
	}
	rec.body, rec.unread = readMost(io.LimitReader(r, int64(length)))
	if uint64(len(rec.body)) < length && !rec.unread {
		rec.wrong("the content ends after %d of %d bytes", len(rec.body), length)
		rec.unread = true
	}
}

func readMost(r io.Reader) (body []byte, more bool) {
	body, err := io.ReadAll(io.LimitReader(r, maxContent+1))
	if len(body) > maxContent {
		return body[:maxContent], true
	}
	return body, err != nil
}

// closes says whether the client asks for the end of the connection.
func (rec *received) closes() bool {
	connection, _ := rec.header.Get("Connection")
	return rec.unread || rec.malformed != "" || strings.EqualFold(connection, "close")
}
