package wire

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

type badAnswer struct {
	name, raw string
	kind      exchange.FaultKind
	detail    string
	status    int    // of the response beside the fault; 0: none
	body      string // so far
}

func (tt badAnswer) test(t *testing.T) {
	ex := send(t, client(t, answer(t, tt.raw).url, Options{}), get("/"))
	faulty(t, ex, tt.kind, tt.detail)
	status, body := 0, ""
	if ex.Response != nil {
		status, body = ex.Response.Status, string(ex.Response.Body)
	}
	if status != tt.status || body != tt.body {
		t.Errorf("beside the fault: status %d, body %q; want %d, %q", status, body, tt.status,
			tt.body)
	}
	if string(ex.RawResponse) != tt.raw {
		t.Errorf("raw = %q, want %q", ex.RawResponse, tt.raw)
	}
}

const ok = "HTTP/1.1 200 OK\r\n"

func TestMalformedHead(t *testing.T) {
	for _, tt := range []badAnswer{
		{"nothing", "", exchange.Reset, "connection closed before any byte", 0, ""},
		{
			"part of a status line", "HTTP/1.1 20", exchange.Reset,
			"inside the status line, after 11 bytes", 0, "",
		},
		{"garbage", "hello\r\n\r\n", exchange.Malformed, `starts with "hello`, 0, ""},
		{"blank line first", "\r\n" + ok + "\r\n", exchange.Malformed, "not HTTP/1.1", 0, ""},
		{"two digits", "HTTP/1.1 20 OK\r\n\r\n", exchange.Malformed, "status line", 0, ""},
		{"status 099", "HTTP/1.1 099 OK\r\n\r\n", exchange.Malformed, "status line", 0, ""},
		{
			"control in reason", "HTTP/1.1 200 O\x01K\r\n\r\n", exchange.Malformed, "status line",
			0, "",
		},
		{"http/2 in words", "HTTP/2 200\r\n\r\n", exchange.Malformed, "HTTP/2 only", 0, ""},
		{
			"http/2 settings", "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64",
			exchange.Malformed, "target speaks HTTP/2 only, and toeline speaks HTTP/1.1", 0, "",
		},
		{
			"http/2 goaway", "\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01",
			exchange.Malformed, "HTTP/2 only", 0, "",
		},
		{
			"http/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", exchange.Malformed, "HTTP/2 only",
			0, "",
		},
		{"a few zeros", "\x00\x00\x00", exchange.Malformed, "starts with", 0, ""},
		{"tls", "\x15\x03\x01\x00\x02\x02\x46", exchange.Malformed, "try https", 0, ""},
		{
			"end in header", ok + "A: b\r\n", exchange.Malformed,
			"connection closed inside the header section, after 23 bytes", 200, "",
		},
		{"folding", ok + "A: b\r\n c\r\n\r\n", exchange.Malformed, "folding", 200, ""},
		{"no colon", ok + "Ab\r\n\r\n", exchange.Malformed, "no colon", 200, ""},
		{"no name", ok + ": b\r\n\r\n", exchange.Malformed, "no name", 200, ""},
		{
			"space before colon", ok + "A : b\r\n\r\n", exchange.Malformed, "before the colon", 200,
			"",
		},
		{"odd name", ok + "A(: b\r\n\r\n", exchange.Malformed, "in a name", 200, ""},
		{"bare CR", ok + "A: b\rc\r\n\r\n", exchange.Malformed, "control character", 200, ""},
		{"NUL", ok + "A: \x00\r\n\r\n", exchange.Malformed, "control character", 200, ""},
	} {
		t.Run(tt.name, tt.test)
	}
}

func TestMalformedBody(t *testing.T) {
	for _, tt := range []badAnswer{
		{
			"conflicting lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nhi",
			exchange.Malformed, "conflicting Content-Length: 1 and 2", 200, "",
		},
		{
			"negative length", ok + "Content-Length: -1\r\n\r\n", exchange.Malformed, "no number",
			200, "",
		},
		{
			"length and chunks",
			ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			exchange.Malformed, "in one response", 200, "",
		},
		{
			"odd transfer coding", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
			exchange.Malformed, "transfer coding", 200, "",
		},
		{
			"end in content", ok + "Content-Length: 400\r\n\r\nhello, world", exchange.Malformed,
			"connection closed 12 bytes into a content of 400", 200, "hello, world",
		},
		{
			"end in a chunk", ok + "Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
			exchange.Malformed, "connection closed 5 bytes into content in chunks", 200, "hello",
		},
		{
			"no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
			exchange.Malformed, "5 bytes into content in chunks", 200, "hello",
		},
		{
			"chunk size", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", exchange.Malformed,
			`chunk size "xyz"`, 200, "",
		},
		{
			"chunk too long", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n",
			exchange.Malformed, "where a chunk should end", 200, "h",
		},
		{
			"trailer", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nx y\r\n\r\n",
			exchange.Malformed, "trailer line", 200, "",
		},
		{
			"no gzip", ok + "Content-Encoding: gzip\r\n\r\nhello", exchange.Malformed,
			"not valid gzip", 200, "",
		},
		{
			"half a gzip", ok + "Content-Encoding: gzip\r\n\r\n" + zipped("hello")[:12],
			exchange.Malformed, "ends too early", 200, "h",
		},
		{
			"end behind interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA",
			exchange.Malformed, "behind 1 interim", 200, "",
		},
	} {
		t.Run(tt.name, tt.test)
	}
}

func TestLimits(t *testing.T) {
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	o := Options{MaxHeader: 100, MaxBody: 50}
	tests := []struct{ name, raw, detail string }{
		{
			"endless status line", "HTTP/1.1 200 " + strings.Repeat("x", 1e6),
			"header section over 100 bytes",
		},
		{"endless field", ok + "A: " + strings.Repeat("x", 1e6), "header section over 100 bytes"},
		{"endless fields", ok + strings.Repeat("A: b\r\n", 1e5), "header section over 100 bytes"},
		{
			"interim responses", strings.Repeat("HTTP/1.1 100 \r\n\r\n", 17),
			"header section over 100 bytes",
		},
		{
			"length", ok + "Content-Length: 51\r\n\r\n" + strings.Repeat("x", 51),
			"content over 50 bytes: Content-Length is 51",
		},
		{
			"huge length", ok + "Content-Length: 99999999999999999999999\r\n\r\n",
			"content over 50 bytes",
		},
		{"until close", ok + "\r\n" + strings.Repeat("x", 1e6), "content over 50 bytes"},
		{"chunk", ok + chunked + "33\r\n" + strings.Repeat("x", 51), "content over 50 bytes"},
		{"huge chunk", ok + chunked + "fffffffffffffffff\r\n", "content over 50 bytes"},
		{
			"endless chunks", ok + chunked + strings.Repeat("1\r\nx\r\n", 1e5),
			"chunk framing over 150 bytes",
		},
		{
			"chunk framing",
			ok + chunked + strings.Repeat("1;"+strings.Repeat("e", 90)+"\r\nx\r\n", 20),
			"chunk framing over 150 bytes",
		},
		{
			"chunk line", ok + chunked + "1;" + strings.Repeat("e", 1e5),
			"line before a chunk over 4096 bytes",
		},
		{
			"trailer", ok + chunked + "0\r\n" + strings.Repeat("A: b\r\n", 1e5),
			"header section over 100 bytes",
		},
		{
			"bomb", ok + "Content-Encoding: gzip\r\n\r\n" + zipped(strings.Repeat("x", 1000)),
			"when its gzip coding is removed",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ex := send(t, client(t, answer(t, tt.raw).url, o), get("/"))
			kind := exchange.Limit
			if strings.HasPrefix(ex.Fault.Detail, "content over") {
				kind = exchange.Unread
			}
			faulty(t, ex, kind, tt.detail)
			if len(ex.RawResponse) > 200 {
				t.Errorf("raw has %d bytes", len(ex.RawResponse))
			}
			if ex.Response != nil && len(ex.Response.Body) > o.MaxBody {
				t.Errorf("body has %d bytes", len(ex.Response.Body))
			}
		})
	}
	t.Run("just within", func(t *testing.T) {
		raw := ok + "Content-Length: 50\r\n\r\n" + strings.Repeat("x", 50)
		whole(t, send(t, client(t, answer(t, raw).url, o), get("/")), 200)
	})
	t.Run("interim responses", func(t *testing.T) {
		raw := strings.Repeat("HTTP/1.1 100 \r\n\r\n", 17) + ok + "Content-Length: 0\r\n\r\n"
		faulty(t, send(t, client(t, answer(t, raw).url, Options{}), get("/")), exchange.Limit,
			"over 16 interim responses")
		whole(t, send(t, client(t, answer(t, raw[len("HTTP/1.1 100 \r\n\r\n"):]).url, Options{}),
			get("/")), 200)
	})
}
