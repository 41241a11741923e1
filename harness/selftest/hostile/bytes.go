package hostile

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// http2Settings is the frame that a server of HTTP/2 sends first (RFC 9113 3.4).
const http2Settings = "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"

func repeat(text string, times int) string { return strings.Repeat(text, times) }

// brokenTargets speak no HTTP, or break it.
func brokenTargets() []hostileTarget {
	chunked := head404 + "Transfer-Encoding: chunked\r\n\r\n"
	return []hostileTarget{
		{
			Name: "broken.reset-at-once", says: []string{"connection"},
			serve: func(_ context.Context, c net.Conn) { reset(c) },
		},
		{
			Name: "broken.reset-after-request", says: []string{"connection reset"},
			serve: resetting(""),
		},
		{
			Name: "broken.reset-inside-header", says: []string{"connection"},
			serve: resetting(head404),
		},
		{
			Name: "broken.reset-inside-content", says: []string{"connection"},
			serve: resetting(head404 + "Content-Length: 100\r\n\r\n{"),
		},
		{
			Name: "broken.ssh",
			says: []string{"response is not HTTP/1.1: it starts with \"SSH-2.0"},
			serve: func(_ context.Context,
				c net.Conn,
			) {
				io.WriteString(c, "SSH-2.0-OpenSSH_9.6\r\n")
			},
		},
		{
			Name: "broken.random-bytes", says: []string{"response is not HTTP/1.1"},
			serve: saying("\x8f\x1b\x00\xfe\x02\x9dQ\xc3\x07\x1b]0;x\x07"),
		},
		{
			Name: "broken.http-0.9", says: []string{"response is not HTTP/1.1"},
			serve: saying("<html><title>hello</title></html>"),
		},
		{
			Name: "broken.http2-alone", says: []string{"HTTP/2 only"},
			serve: func(_ context.Context, c net.Conn) {
				io.WriteString(c, http2Settings)
				io.Copy(io.Discard, c)
			},
		},
		{
			Name: "broken.length-too-large", says: []string{"bytes into a content of 4000"},
			serve: saying(head404 + "Content-Length: 4000\r\n\r\n{}"),
		},
		{
			Name: "broken.length-too-small", says: []string{"ends too early", "bytes after"},
			serve: saying(head404 + "Content-Length: 9\r\n\r\n{\"error\":{\"code\":\"NotFound\"}}"),
		},
		{
			Name: "broken.length-too-small-and-alive",
			says: []string{"ends too early", "response is not HTTP"},
			serve: talk(func(_ context.Context, c net.Conn, _ *http.Request) bool {
				_, err := io.WriteString(c,
					head404+"Content-Length: 9\r\n\r\n{\"error\":{\"code\":\"NotFound\"}}")
				return err == nil
			}),
		},
		{
			Name: "broken.length-negative", says: []string{"Content-Length \"-1\": no number"},
			serve: saying(head404 + "Content-Length: -1\r\n\r\n{}"),
		},
		{
			Name: "broken.length-twice", says: []string{"conflicting Content-Length"},
			serve: saying(head404 + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
		},
		{
			Name: "broken.length-and-chunks",
			says: []string{"Transfer-Encoding and Content-Length"},
			serve: saying(head404 +
				"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
		},
		{
			Name: "broken.chunk-size", says: []string{"chunk size \"ZZZ\""},
			serve: saying(chunked + "ZZZ\r\n{}\r\n0\r\n\r\n"),
		},
		{
			Name: "broken.chunk-size-overflow", says: []string{"a chunk of ffffffffffffffff"},
			serve: saying(chunked + "ffffffffffffffff1\r\n{}"),
		},
		{
			Name: "broken.chunk-end", says: []string{"where a chunk should end"},
			serve: saying(chunked + "2\r\n{}xx0\r\n\r\n"),
		},
		{
			Name:  "broken.control-characters-in-header",
			says:  []string{"a control character in a value"},
			serve: saying(head404 + "X-Evil: \x1b[31mred\x1b[0m\x07\r\n\r\n{}"),
		},
		{
			Name:  "broken.escapes-in-status-line",
			says:  []string{"status line \"HTTP/1.1 404 \\x1b[2J"},
			serve: saying("HTTP/1.1 404 \x1b[2JNot Found\r\n\r\n"),
		},
		{
			Name: "broken.escapes-in-content", says: []string{"not JSON", "no JSON"},
			serve: saying("HTTP/1.1 404 Not Found\r\nX-Evil: " +
				"\x9b31m\u202e\r\n\r\n\x1b]0;owned\x07\x1b[2J\u202e{\"error\""),
		},
	}
}

// reset closes a connection by RST.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}

func resetting(text string) func(context.Context, net.Conn) {
	return talk(func(_ context.Context, c net.Conn, _ *http.Request) bool {
		io.WriteString(c, text)
		reset(c)
		return false
	})
}

// contentTargets send HTTP that is as it should be, and content that is not.
func contentTargets() []hostileTarget {
	deep := repeat("[", 200_000) + repeat("]", 200_000)
	deepObject := repeat(`{"error":`, 100_000) + "1" + repeat("}", 100_000)
	envelope := func(code string) string {
		return `{"error":{"code":` + code + `,"message":` + code + `,"innerError":{"date":` + code +
			`}}}`
	}
	zipped := "Content-Encoding: gzip\r\n"
	return []hostileTarget{
		{
			Name: "content.gzip-bomb", says: []string{"when its gzip coding is removed"},
			serve: answering(zipped, gzipBomb()),
		},
		{
			Name: "content.gzip-garbage", says: []string{"content is not valid gzip"},
			serve: answering(zipped, "\x1f\x8b\x08\x00garbage and more garbage"),
		},
		{
			Name: "content.gzip-cut", says: []string{"it ends too early"},
			serve: answering(zipped, gzipBomb()[:500]),
		},
		{
			Name: "content.deep-arrays", says: []string{"exceeded max depth"},
			serve: answering("", deep),
		},
		{
			Name: "content.deep-objects", says: []string{"exceeded max depth"},
			serve: answering("", deepObject),
		},
		{
			Name: "content.deep-in-place", says: []string{"exceeded max depth", "content over"},
			serve: answering("", envelope(deep)),
		},
		{
			Name: "content.huge-exponent", says: []string{"number 1e99999"},
			serve: answering("", envelope("1e99999")),
		},
		{
			Name: "content.huger-exponent", says: []string{"number 1e999999999"},
			serve: answering("", envelope("1e999999999")),
		},
		{
			Name: "content.number-of-10000-digits", says: []string{"number 77777"},
			serve: answering("", envelope(repeat("7", 10_000))),
		},
		{
			Name: "content.many-members", says: []string{"object", "nothing"},
			serve: answering("", manyMembers(60_000)),
		},
		{
			Name: "content.many-values", says: []string{"nothing", "null"},
			serve: answering("", "["+repeat("{},", 340_000)+"0]"),
		},
		{
			Name: "content.long-string", says: []string{"aaaaaaaa"},
			serve: answering("", envelope(`"`+repeat("a", 300_000)+`"`)),
		},
		{
			Name: "content.escapes", says: []string{"number", "string", "wrong", "\uFFFD"},
			serve: answering("", envelope(`"\u001b[2J\u0007\u202e\u0000"`)),
		},
	}
}

// answering sends a 404 with content, in answer to one request after another.
func answering(fields, content string) func(context.Context, net.Conn) {
	message := fmt.Sprintf("%s%sContent-Length: %d\r\n\r\n%s", head404, fields, len(content),
		content)
	headers := message[:len(message)-len(content)]
	return talk(func(_ context.Context, c net.Conn, r *http.Request) bool {
		text := message
		if r.Method == http.MethodHead {
			text = headers
		}
		_, err := io.WriteString(c, text)
		return err == nil && !r.Close
	})
}

// gzipBomb is 1 GiB of zeros in less than 1 MiB: many members in a row, each a
// megabyte, which cost less to make than one.
func gzipBomb() string {
	var member bytes.Buffer
	zw, _ := gzip.NewWriterLevel(&member, gzip.BestCompression) // a level that exists
	zw.Write(make([]byte, 16<<20))                              // to a buffer: never fails
	zw.Close()
	return repeat(member.String(), 64)
}

func manyMembers(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, `"name%d":{},`, i)
	}
	return b.String() + `"error":[]}`
}
