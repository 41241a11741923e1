package hostile

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	head404 = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
	inTime  = "within 300ms"
)

// hangingTargets never come to an end, and say little meanwhile.
func hangingTargets() []hostileTarget {
	return []hostileTarget{
		{
			Name: "hang.before-accepting-anything", hangs: true,
			says:  []string{"no response " + inTime},
			serve: func(ctx context.Context, _ net.Conn) { hang(ctx) },
		},
		{
			Name: "hang.before-status-line", hangs: true, says: []string{"no response " + inTime},
			serve: sayingThenHang(""),
		},
		{
			Name: "hang.inside-status-line", hangs: true, says: []string{inTime},
			serve: sayingThenHang("HTTP/1.1 40"),
		},
		{
			Name: "hang.inside-header", hangs: true, says: []string{inTime},
			serve: sayingThenHang(head404 + "X-Half: a"),
		},
		{
			Name: "hang.inside-content", hangs: true, says: []string{inTime},
			serve: sayingThenHang(head404 + "Content-Length: 100\r\n\r\n{\"error\":"),
		},
		{
			Name: "hang.inside-chunk", hangs: true, says: []string{inTime},
			serve: sayingThenHang(head404 + "Transfer-Encoding: chunked\r\n\r\n64\r\n{\"error\":"),
		},
		{
			Name: "hang.before-last-chunk", hangs: true, says: []string{inTime},
			serve: sayingThenHang(head404 + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
		},
		{
			Name: "hang.without-closing", hangs: true, says: []string{inTime},
			serve: sayingThenHang(head404 + "\r\n{}"),
		},
		{
			Name: "hang.after-interim", hangs: true, says: []string{inTime},
			serve: sayingThenHang("HTTP/1.1 100 Continue\r\n\r\n"),
		},
		{
			Name: "drip.status-line", hangs: true, says: []string{inTime},
			serve: dripping("", "HTTP/1.1 404 Not Found and so on"),
		},
		{
			Name: "drip.header", hangs: true, says: []string{inTime},
			serve: dripping("HTTP/1.1 404 Not Found\r\n", "X-Slow: "),
		},
		{
			Name: "drip.content", hangs: true, says: []string{inTime},
			serve: dripping(head404+"Content-Length: 4000\r\n\r\n", "{\"error\":{\"code\":"),
		},
	}
}

// dripping sends a text byte by byte, then its last byte without end: always
// soon enough for who waits for the next byte only.
func dripping(at, text string) func(context.Context, net.Conn) {
	const pace = 20 * time.Millisecond
	return talk(func(ctx context.Context, c net.Conn, _ *http.Request) bool {
		ticker := time.NewTicker(pace)
		defer ticker.Stop()
		_, err := io.WriteString(c, at)
		for i := 0; err == nil; i++ {
			select {
			case <-ticker.C:
				_, err = io.WriteString(c, text[min(i, len(text)-1):][:1])
			case <-ctx.Done():
				return false
			}
		}
		return false
	})
}

// floodingTargets send more than anybody can use.
func floodingTargets() []hostileTarget {
	return []hostileTarget{
		{
			Name: "flood.content", says: []string{"content over 1048576 bytes"},
			serve: endless(head404+"\r\n{\"error\":\"", "aaaaaaaaaaaaaaaa"),
		},
		{
			Name: "flood.content-with-length", says: []string{"Content-Length is 99999999999"},
			serve: endless(head404+"Content-Length: 99999999999\r\n\r\n", "[[[[[[[["),
		},
		{
			Name: "flood.chunks", says: []string{"content over 1048576 bytes"},
			serve: endless(head404+"Transfer-Encoding: chunked\r\n\r\n",
				"10\r\naaaaaaaaaaaaaaaa\r\n"),
		},
		{
			Name: "flood.chunks-of-one-byte", says: []string{"chunk framing over"},
			serve: endless(head404+"Transfer-Encoding: chunked\r\n\r\n", "1;name=value\r\na\r\n"),
		},
		{
			Name: "flood.chunk-extension", says: []string{"line before a chunk over"},
			serve: endless(head404+"Transfer-Encoding: chunked\r\n\r\n1", ";name=value"),
		},
		{
			Name: "flood.trailer", says: []string{"header section over"},
			serve: endless(head404+"Transfer-Encoding: chunked\r\n\r\n0\r\n",
				"X-Trailer: more\r\n"),
		},
		{
			Name: "flood.header", says: []string{"header section over 262144 bytes"},
			serve: endless(head404, "X-More: and more\r\n"),
		},
		{
			Name:  "flood.header-of-small-fields",
			says:  []string{"header section over 262144 bytes"},
			serve: endless(head404, "a:\n"),
		},
		{
			Name: "flood.header-of-4-MiB", says: []string{"header section over 262144 bytes"},
			serve: saying(head404 + "X-Long: " + repeat("a", 4<<20) + "\r\n\r\n{}"),
		},
		{
			Name: "flood.status-line", says: []string{"header section over"},
			serve: endless("HTTP/1.1 404 ", "Not Found "),
		},
		{
			Name: "flood.after-no-content",
			says: []string{"content where none belongs", "65536 bytes", "bytes:"},
			serve: endless("HTTP/1.1 204 No Content\r\n\r\n",
				"HTTP/1.1 204 No Content\r\n\r\n"),
		},
		{
			Name: "flood.interim", says: []string{"over 16 interim responses"},
			serve: endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
		},
		{
			Name: "flood.interim-with-fields", says: []string{"over 16 interim responses"},
			serve: endless("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
		},
		{
			Name: "flood.large-answers", says: []string{"nothing"},
			serve: saying(head404 + "\r\n[0" + repeat(",0", 500_000) + "]"),
		},
	}
}
