package wire

import (
	"bytes"
	"context"
	"testing"
	"testing/iotest"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// FuzzReadResponse holds that no bytes crash the parser, that what it keeps is
// bounded, and that it does not matter in which portions bytes arrive.
func FuzzReadResponse(f *testing.F) {
	for _, seed := range []string{
		"", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "HTTP/1.0 404\n\nx",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\nh\r\n0\r\nA: b\r\n\r\nmore",
		"HTTP/1.1 100 \r\n\r\nHTTP/1.1 204 No Content\r\nA: b\r\n\r\nhi", "PRI * HTTP/2.0\r\n\r\n",
		"\x00\x00\x06\x04\x00\x00\x00\x00\x00",
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped("hi"),
	} {
		f.Add([]byte(seed), "GET")
	}
	lim := limits{header: 200, body: 100}
	f.Fuzz(func(t *testing.T, raw []byte, method string) {
		whole := parse(&reader{src: bytes.NewReader(raw)}, lim, method)
		bytewise := parse(&reader{src: iotest.OneByteReader(bytes.NewReader(raw))}, lim, method)
		if (whole.Fault == nil) != (bytewise.Fault == nil) {
			t.Errorf("at once: %+v, byte by byte: %+v", whole.Fault, bytewise.Fault)
		}
		for _, ex := range []*exchange.Exchange{whole, bytewise} {
			if ex.Fault == nil && ex.Response == nil {
				t.Error("neither a response nor a fault")
			}
			if res := ex.Response; res != nil && (len(res.Body) > lim.body ||
				len(res.Interim) > maxInterim || len(res.Surplus) > maxSurplus) {
				t.Errorf("over the limits: %d bytes of content, %d of surplus", len(res.Body),
					len(res.Surplus))
			}
			if ex.Fault == nil && whole.Response != nil &&
				!bytes.Equal(whole.Response.Body, ex.Response.Body) {
				t.Errorf("content %q and %q", whole.Response.Body, ex.Response.Body)
			}
			if !bytes.HasPrefix(raw, ex.RawResponse) {
				t.Errorf("recorded %q of %q", ex.RawResponse, raw)
			}
		}
	})
}

// parse is what Client.attempt does with a reader.
func parse(r *reader, lim limits, method string) *exchange.Exchange {
	ex := new(exchange.Exchange)
	p := parser{r: r, lim: lim, method: method}
	if bad := p.read(); bad != nil {
		ex.Fault = bad.fault(context.Background(), time.Second, nil)
	}
	p.record(ex)
	if ex.Fault == nil {
		c := &Client{opt: Options{MaxBody: lim.body}}
		c.unzip.New = newGzip
		c.decode(ex)
	}
	return ex
}
