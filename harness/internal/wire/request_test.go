package wire

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

func TestRequestBytes(t *testing.T) {
	host := "HOST"
	tests := []struct {
		name string
		req  exchange.Request
		want string
	}{
		{"plain", get("/a"), "GET /a HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{
			"order, case and empty values",
			exchange.Request{Method: "GET", Target: "/a%2Fb?x=%zz", Header: exchange.Header{
				{Name: "zULU", Value: "1"},
				{Name: "Authorization", Value: ""},
				{Name: "alpha", Value: " 2 "},
				{Name: "zulu", Value: "3"},
			}},
			"GET /a%2Fb?x=%zz HTTP/1.1\r\nHost: HOST\r\nzULU: 1\r\nAuthorization:\r\nalpha:  2 " +
				"\r\nzulu: 3\r\n\r\n",
		},
		{
			"post without content",
			exchange.Request{Method: "POST", Target: "/"},
			"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n",
		},
		{
			"patch",
			exchange.Request{Method: "PATCH", Target: "/", Body: []byte("{}")},
			"PATCH / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}",
		},
		{
			"get with content",
			exchange.Request{Method: "GET", Target: "/", Body: []byte("{}")},
			"GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}",
		},
		{
			"delete without content",
			exchange.Request{Method: "DELETE", Target: "/"},
			"DELETE / HTTP/1.1\r\nHost: HOST\r\n\r\n",
		},
		{
			"alone",
			exchange.Request{Method: "PUT", Target: "/", Alone: true},
			"PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		},
		{"host given", exchange.Request{
			Method: "GET", Target: "/", Header: exchange.Header{{Name: "host", Value: "x"}},
		}, "GET / HTTP/1.1\r\nhost: x\r\n\r\n"},
		{
			"length given",
			exchange.Request{
				Method: "POST", Target: "/",
				Header: exchange.Header{{Name: "content-length", Value: "0"}},
			},
			"POST / HTTP/1.1\r\nHost: HOST\r\ncontent-length: 0\r\n\r\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			tg := listen(t, func(c net.Conn) {
				got, _ = readRequest(bufio.NewReader(c))
				io.WriteString(c, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
				half(c)
			})
			ex := send(t, client(t, tg.url, Options{}), tt.req)
			whole(t, ex, 204)
			want := strings.ReplaceAll(tt.want, host, tg.url.Host)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("on the wire (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, string(ex.RawRequest)); diff != "" {
				t.Errorf("RawRequest (-want +got):\n%s", diff)
			}
			if ex.Origin != "http://"+tg.url.Host || ex.Start.IsZero() || !ex.Raw {
				t.Errorf("origin %q, start %v, raw %v", ex.Origin, ex.Start, ex.Raw)
			}
			if ex.FirstByte <= 0 || ex.Total < ex.FirstByte {
				t.Errorf("first byte %s, total %s", ex.FirstByte, ex.Total)
			}
		})
	}
}

func TestRequestRefused(t *testing.T) {
	field := func(name, value string) exchange.Request {
		return exchange.Request{
			Method: "GET", Target: "/", Header: exchange.Header{{Name: name, Value: value}},
		}
	}
	tests := map[string]exchange.Request{
		"method with a line break": {Method: "GET\r\n", Target: "/"},
		"no method":                {Target: "/"},
		"target with LF":           get("/\nX: y"),
		"target with a space":      get("/ HTTP/1.1"),
		"target with NUL":          get("/\x00"),
		"name with CR":             field("A\r", "b"),
		"name with a colon":        field("A:b", "c"),
		"value with a line break":  field("A", "s3cret\r\nB: c"),
		"value with NUL":           field("A", "s3cret\x00"),
	}
	tg := answer(t, "HTTP/1.1 204 No Content\r\n\r\n")
	c := client(t, tg.url, Options{})
	for name, req := range tests {
		t.Run(name, func(t *testing.T) {
			ex := send(t, c, req)
			faulty(t, ex, exchange.Transport, "request not sent")
			if !ex.Start.IsZero() || ex.RawRequest != nil || tg.accepted() != 0 {
				t.Errorf("something was sent: %v %q", ex.Start, ex.RawRequest)
			}
			if strings.Contains(ex.Fault.Detail, "s3cret") {
				t.Errorf("detail shows a header value: %s", ex.Fault.Detail)
			}
		})
	}
}
