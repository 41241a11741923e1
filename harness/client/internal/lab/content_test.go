package lab

import (
	"bufio"
	"strings"
	"testing"
)

// What is said of the length of content twice, and chunks that are none, is malformed.
func TestFramingThatIsMalformed(t *testing.T) {
	t.Parallel()
	const head = "POST / HTTP/1.1\r\nHost: a\r\n"
	for rest, want := range map[string]string{
		"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}":                         "",
		"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}":                         "differ",
		"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n":         "comes with",
		"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n":                 "chunks",
		"Transfer-Encoding: chunked\r\n\r\n2;a=\"b;c\"\r\n{}\r\n0\r\nX: y\r\n\r\n": "",
	} {
		q, err := readRequest(bufio.NewReader(strings.NewReader(head+rest)), waitsForNothing)
		if err != nil {
			t.Fatal(err)
		}
		if (want == "") != (q.Malformed == "") || !strings.Contains(q.Malformed, want) {
			t.Errorf("%q: malformed %q, want %q", rest, q.Malformed, want)
		}
	}
}
