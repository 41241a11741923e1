package wire

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

type res = exchange.Response

// h makes a header of names and values in turn.
func h(pairs ...string) (h exchange.Header) {
	for i := 0; i < len(pairs); i += 2 {
		h = append(h, exchange.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return h
}

type goodAnswer struct {
	name, method, raw string
	want              res // Proto empty: HTTP/1.1
}

func (tt goodAnswer) test(t *testing.T, alone bool) {
	tg := answer(t, tt.raw)
	ex := send(t, client(t, tg.url, Options{}),
		exchange.Request{Method: tt.method, Target: "/", Alone: alone})
	whole(t, ex, tt.want.Status)
	want := tt.want
	if want.Proto == "" {
		want.Proto = "HTTP/1.1"
	}
	if diff := cmp.Diff(&want, ex.Response); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if string(ex.RawResponse) != tt.raw {
		t.Errorf("raw = %q, want %q", ex.RawResponse, tt.raw)
	}
}

func TestResponse(t *testing.T) {
	for _, tt := range []goodAnswer{
		{
			"length", "GET",
			"HTTP/1.1 200 OK\r\nb: 1\r\nA:\t2 \r\nContent-Length: 2\r\nb:\r\n\r\nhi",
			res{
				Status: 200, Reason: "OK",
				Header: h("b", "1", "A", "2", "Content-Length", "2", "b", ""), Body: []byte("hi"),
			},
		},
		{
			"length said twice the same", "GET",
			"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nhi",
			res{
				Status: 200, Reason: "OK",
				Header: h("Content-Length", "2, 2", "Content-Length", "2"), Body: []byte("hi"),
			},
		},
		{
			"chunks", "GET", "HTTP/1.1 200 OK\r\ntransfer-encoding: " +
				"Chunked\r\n\r\n1;x=y\r\nh\r\n01 \r\ni\r\n0\r\nT: r\r\n\r\n",
			res{
				Status: 200, Reason: "OK", Header: h("transfer-encoding", "Chunked"),
				Body: []byte("hi"),
			},
		},
		{"until close", "GET", "HTTP/1.1 200\r\n\r\nhi", res{Status: 200, Body: []byte("hi")}},
		{"http/1.0", "GET", "HTTP/1.0 404 Not Found\nX: y\n\nhi", res{
			Proto: "HTTP/1.0", Status: 404, Reason: "Not Found", Header: h("X", "y"),
			Body: []byte("hi"),
		}},
		{"no content", "POST", "HTTP/1.1 204 \r\n\r\n", res{Status: 204}},
		{
			"204 with content", "POST", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi",
			res{
				Status: 204, Reason: "No Content", Header: h("Content-Length", "2"),
				Surplus: []byte("hi"),
			},
		},
		{
			"204 in chunks", "POST",
			"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
			res{
				Status: 204, Reason: "No Content", Header: h("Transfer-Encoding", "chunked"),
				Surplus: []byte("2\r\nhi\r\n0\r\n\r\n"),
			},
		},
		{
			"304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
			res{Status: 304, Reason: "Not Modified", Header: h("Content-Length", "9")},
		},
		{
			"head", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
			res{Status: 200, Reason: "OK", Header: h("Content-Length", "9"), Surplus: []byte("hi")},
		},
		{"surplus", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi", res{
			Status: 200, Reason: "OK", Header: h("Content-Length", "1"), Body: []byte("h"),
			Surplus: []byte("i"),
		}},
		{
			"surplus behind chunks", "GET",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nx",
			res{
				Status: 200, Reason: "OK", Header: h("Transfer-Encoding", "chunked"),
				Surplus: []byte("x"),
			},
		},
		{
			"interim", "GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: " +
				"x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
			res{
				Status: 200, Reason: "OK", Header: h("Content-Length", "0"),
				Interim: []int{100, 103},
			},
		},
		{
			"switching", "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello",
			res{
				Status: 101, Reason: "Switching Protocols", Header: h("Upgrade", "x"),
				Surplus: []byte("hello"),
			},
		},
		{
			"redirect", "GET", "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
			res{Status: 302, Reason: "Found", Header: h("Location", "/b", "Content-Length", "0")},
		},
		{
			"gzip", "GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped("hello"),
			res{
				Status: 200, Reason: "OK", Header: h("Content-Encoding", "gzip"),
				Body: []byte("hello"),
			},
		},
		{
			"x-gzip and identity", "GET",
			"HTTP/1.1 200 OK\r\nContent-Encoding: identity, X-GZIP\r\n\r\n" + zipped("hello"),
			res{
				Status: 200, Reason: "OK", Header: h("Content-Encoding", "identity, X-GZIP"),
				Body: []byte("hello"),
			},
		},
		{
			"another coding", "GET", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nhello",
			res{
				Status: 200, Reason: "OK", Header: h("Content-Encoding", "br"),
				Body: []byte("hello"),
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, false) })
		t.Run(tt.name+", alone", func(t *testing.T) { tt.test(t, true) })
	}
}
