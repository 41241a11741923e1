package lab

import (
	"bufio"
	"fmt"
	"strings"
	"testing"
)

func TestReadRequest(t *testing.T) {
	t.Parallel()
	const host = "Host: h\r\n"
	for _, test := range []struct {
		name, sent      string
		target, content string
		malformed       string // a part of it
		closes          bool
	}{
		{
			name: "plain", sent: "POST /a HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n",
			target: "/a",
		},
		{
			name: "an empty line before", sent: "\r\nPOST /a HTTP/1.1\r\n" + host + "\r\n",
			target: "/a",
		},
		{
			name: "lines without CR", sent: "POST /a HTTP/1.1\nHost: h\nContent-Length: 2\n\n{}",
			target: "/a", content: "{}", malformed: "without a carriage return", closes: true,
		},
		{
			name: "a sign before the length",
			sent: "POST /a HTTP/1.1\r\n" + host + "Content-Length: +0\r\n\r\n", target: "/a",
			malformed: "Content-Length is \"+0\"", closes: true,
		},
		{
			name: "content", sent: "POST /a HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}",
			target: "/a", content: "{}",
		},
		{
			name: "chunks with a trailer", sent: "POST /a HTTP/1.1\r\n" + host +
				"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\n\r\n", target: "/a",
			content: "{}",
		},
		{
			name:   "empty chunks",
			sent:   "POST /a HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			target: "/a",
		},
		{
			name: "end of the connection asked for",
			sent: "POST /a HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", target: "/a",
			closes: true,
		},
		{
			name: "a space in the target", sent: "POST /a b HTTP/1.1\r\n" + host + "\r\n",
			target: "/a b", malformed: "the request line is", closes: true,
		},
		{
			name: "no version", sent: "POST /a\r\n" + host + "\r\n", target: "/a",
			malformed: "the request line is", closes: true,
		},
		{
			name: "an older version", sent: "POST /a HTTP/1.0\r\n" + host + "\r\n", target: "/a",
			malformed: "HTTP/1.0", closes: true,
		},
		{
			name: "no Host", sent: "POST /a HTTP/1.1\r\n\r\n", target: "/a",
			malformed: "0 Host lines", closes: true,
		},
		{
			name: "two Hosts", sent: "POST /a HTTP/1.1\r\n" + host + host + "\r\n", target: "/a",
			malformed: "2 Host lines", closes: true,
		},
		{
			name:   "a line that is not a field",
			sent:   "POST /a HTTP/1.1\r\n" + host + "Accept\r\n\r\n",
			target: "/a", malformed: "a header line is", closes: true,
		},
		{
			name: "a space before the colon",
			sent: "POST /a HTTP/1.1\r\n" + host + "Accept : x\r\n\r\n", target: "/a",
			malformed: "a header line is", closes: true,
		},
		{
			name: "length no number",
			sent: "POST /a HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n", target: "/a",
			malformed: "Content-Length is", closes: true,
		},
		{
			name: "another coding",
			sent: "POST /a HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", target: "/a",
			malformed: "Transfer-Encoding is", closes: true,
		},
		{
			name: "content cut",
			sent: "POST /a HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\n{}", target: "/a",
			content: "{}", malformed: "2 of 9 bytes", closes: true,
		},
		{
			name: "header cut", sent: "POST /a HTTP/1.1\r\nHos", target: "/a",
			malformed: "ends inside the header", closes: true,
		},
		{name: "header too large", sent: "POST /a HTTP/1.1\r\n" + host + "A: " + strings.Repeat("x",
			maxHead) + "\r\n\r\n", target: "/a", malformed: "over", closes: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := readRequest(bufio.NewReader(strings.NewReader(test.sent)), waitsForNothing)
			if err != nil {
				t.Fatal(err)
			}
			if r.Method != "POST" || r.Target != test.target || string(r.Body) != test.content {
				t.Errorf("%s %s %q", r.Method, r.Target, r.Body)
			}
			if (r.Malformed == "") != (test.malformed == "") ||
				!strings.Contains(r.Malformed, test.malformed) {
				t.Errorf("malformed %q, want %q", r.Malformed, test.malformed)
			}
			if r.closes() != test.closes {
				t.Errorf("closes %t", r.closes())
			}
		})
	}
}

func TestReadRequestBoundsContent(t *testing.T) {
	t.Parallel()
	sent := fmt.Sprintf(
		"POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n%s",
		3*maxContent, strings.Repeat("x", 3*maxContent),
	)
	asked := 0
	r, err := readRequest(bufio.NewReader(strings.NewReader(sent)), func(*Request) bool {
		asked++
		return true
	})
	if err != nil || len(r.Body) != maxContent || !r.closes() {
		t.Errorf("%v, %d bytes, closes %t", err, len(r.Body), r.closes())
	}
	if asked != 1 {
		t.Errorf("its content is asked for %d times", asked)
	}
}

// waitsForNothing is for requests that expect no 100 (Continue).
func waitsForNothing(*Request) bool { return true }
