package wire

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/exchange"
)

const ok204 = "HTTP/1.1 204 No Content\r\n\r\n"

func TestKeepAlive(t *testing.T) {
	alone := get("/")
	alone.Alone = true
	asked := get("/")
	asked.Header = exchange.Header{{Name: "Connection", Value: "x, close"}}
	tests := []struct {
		name, raw string
		req       exchange.Request
		want      int // connections for three requests
	}{
		{"204", ok204, get("/"), 1},
		{"length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", get("/"), 1},
		{"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", get("/"), 1},
		{"http/1.0 that keeps alive", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", get("/"), 1},
		{"http/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", get("/"), 3},
		{"target closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", get("/"), 3},
		{"request closes", ok204, asked, 3},
		{"alone", ok204, alone, 3},
		{"surplus", ok204 + "x", get("/"), 3},
		{"switching", "HTTP/1.1 101 Switching Protocols\r\n\r\n", get("/"), 3},
		{"malformed", "HTTP/1.1 200 OK\r\nA\r\n\r\n", get("/"), 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tg := answerOpen(t, tt.raw)
			c := client(t, tg.url, Options{})
			c.linger = time.Millisecond
			for range 3 {
				send(t, c, tt.req)
			}
			if got := tg.accepted(); got != tt.want {
				t.Errorf("%d connections, want %d", got, tt.want)
			}
		})
	}
}

func TestPoolHasRoomForMaxIdle(t *testing.T) {
	tg := answerOpen(t, ok204)
	c := client(t, tg.url, Options{MaxIdle: 1})
	for range 3 {
		cn, fault := c.dial(t.Context(), time.Now().Add(time.Minute))
		if fault != nil {
			t.Fatal(fault.Detail)
		}
		c.pool.put(cn)
	}
	if got := len(c.pool.idle); got != 1 {
		t.Errorf("%d idle connections, want 1", got)
	}
	c.Close()
	whole(t, send(t, c, get("/")), 204) // works on, but keeps nothing
	if got := len(c.pool.idle); got != 0 {
		t.Errorf("%d idle connections after Close, want 0", got)
	}
}

// onConnection runs one function a connection, by number, from 0.
func onConnection(t *testing.T, serve ...func(net.Conn, *bufio.Reader)) *target {
	next := make(chan func(net.Conn, *bufio.Reader), len(serve))
	for _, s := range serve {
		next <- s
	}
	return listen(t, func(c net.Conn) {
		select {
		case s := <-next:
			s(c, bufio.NewReader(c))
		default:
			t.Errorf("connection %d and more, want %d", len(serve)+1, len(serve))
		}
	})
}

func replyOnce(c net.Conn, br *bufio.Reader) {
	readRequest(br)
	io.WriteString(c, ok204)
}

func TestStaleConnectionIsReplacedOnce(t *testing.T) {
	// The first connection takes a second request and closes: no look at an
	// idle connection could have told.
	tg := onConnection(t,
		func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); readRequest(br) },
		func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); half(c) })
	c := client(t, tg.url, Options{})
	whole(t, send(t, c, get("/1")), 204)
	whole(t, send(t, c, get("/2")), 204)
	if got := tg.accepted(); got != 2 {
		t.Errorf("%d connections, want 2", got)
	}
}

func TestStaleConnectionIsReplacedOnceOnly(t *testing.T) {
	hangUp := func(c net.Conn, br *bufio.Reader) { readRequest(br) }
	tg := onConnection(t, func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); readRequest(br) }, hangUp)
	c := client(t, tg.url, Options{})
	whole(t, send(t, c, get("/1")), 204)
	faulty(t, send(t, c, get("/2")), exchange.Reset, "connection closed before any byte")
}

func TestAloneIsNeverSentTwice(t *testing.T) {
	tg := onConnection(t, func(c net.Conn, br *bufio.Reader) { readRequest(br) })
	req := get("/")
	req.Alone = true
	faulty(t, send(t, client(t, tg.url, Options{}), req), exchange.Reset)
	if got := tg.accepted(); got != 1 {
		t.Errorf("%d connections, want 1", got)
	}
}

func TestClosedOrNoisyIdleConnectionIsNotReused(t *testing.T) {
	for _, tt := range []struct{ name, late string }{{"closed", ""}, {"noise", "HTTP/1.1 500 Late\r\n\r\n"}} {
		t.Run(tt.name, func(t *testing.T) {
			spoil, spoiled := make(chan bool), make(chan bool)
			tg := onConnection(t, func(c net.Conn, br *bufio.Reader) {
				replyOnce(c, br)
				<-spoil
				io.WriteString(c, tt.late)
				c.(*net.TCPConn).CloseWrite()
				spoiled <- true
				if n, _ := io.Copy(io.Discard, br); n > 0 {
					t.Errorf("%d bytes came on a spoilt connection", n)
				}
			}, replyOnce)
			c := client(t, tg.url, Options{})
			whole(t, send(t, c, get("/1")), 204)
			spoil <- true
			<-spoiled
			whole(t, send(t, c, get("/2")), 204)
		})
	}
}

func TestAloneReadsToTheEnd(t *testing.T) {
	// The surplus comes only when the client has taken the answer.
	tg := listen(t, func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, ok204)
		timer := time.NewTimer(200 * time.Millisecond)
		defer timer.Stop()
		<-timer.C
		io.WriteString(c, "surplus")
		half(c)
	})
	req := exchange.Request{Method: "POST", Target: "/", Alone: true}
	ex := send(t, client(t, tg.url, Options{}), req)
	if got := string(whole(t, ex, 204).Surplus); got != "surplus" {
		t.Errorf("surplus = %q", got)
	}
	if ex.Total > 150*time.Millisecond {
		t.Errorf("total = %s counts the wait for the end", ex.Total)
	}
}

func TestAloneIsBounded(t *testing.T) {
	tg := listen(t, func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, ok204)
		for b := make([]byte, 32<<10); ; {
			if _, err := c.Write(b); err != nil {
				return
			}
		}
	})
	req := exchange.Request{Method: "POST", Target: "/", Alone: true}
	ex := send(t, client(t, tg.url, Options{}), req)
	if got := len(whole(t, ex, 204).Surplus); got != maxSurplus {
		t.Errorf("%d bytes of surplus, want %d", got, maxSurplus)
	}
	open := answerOpen(t, ok204)
	begin := time.Now()
	whole(t, send(t, client(t, open.url, Options{}), req), 204)
	if took := time.Since(begin); took < lingerTime || took > 4*lingerTime {
		t.Errorf("waited %s for a target that does not close, want about %s", took, lingerTime)
	}
}

func TestTimeout(t *testing.T) {
	drip := func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n")
		for tick := time.NewTicker(5 * time.Millisecond); ; <-tick.C {
			if _, err := c.Write([]byte("x")); err != nil {
				tick.Stop()
				return
			}
		}
	}
	part := func(raw string) func(net.Conn) {
		return func(c net.Conn) {
			readRequest(bufio.NewReader(c))
			io.WriteString(c, raw)
			io.Copy(io.Discard, c)
		}
	}
	tests := []struct {
		name   string
		serve  func(net.Conn)
		detail string
	}{
		{"silence", part(""), "no answer within 250ms: 0 bytes received"},
		{"status line", part("HTTP/1.1 2"), "no complete answer within 250ms: it stopped inside the status line, after 10 bytes"},
		{"header", part("HTTP/1.1 200 OK\r\nA"), "inside the header section, after 18 bytes"},
		{"content", part("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhello"), "5 bytes into a content of 400"},
		{"no length", part("HTTP/1.1 200 OK\r\n\r\nhello"), "5 bytes into content that ends with the connection"},
		{"drip", drip, "bytes into a content of 400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := client(t, listen(t, tt.serve).url, Options{Timeout: 250 * time.Millisecond})
			ex := send(t, c, get("/"))
			faulty(t, ex, exchange.Timeout, tt.detail)
			if ex.Total > 2*time.Second {
				t.Errorf("took %s", ex.Total)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	reached := make(chan bool)
	tg := listen(t, func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, "HTTP/1.1")
		reached <- true
		io.Copy(io.Discard, c)
	})
	c := client(t, tg.url, Options{})
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() { <-reached; cancel(errors.New("budget\nspent")) }()
	begin := time.Now()
	faulty(t, c.Send(ctx, get("/")), exchange.Canceled, "budget spent")
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	ex := c.Send(ctx, get("/"))
	faulty(t, ex, exchange.Canceled, "before anything was sent")
	if !ex.Start.IsZero() || ex.RawRequest != nil {
		t.Error("something was sent")
	}
}

func TestUnreachable(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	base := &url.URL{Scheme: "http", Host: ln.Addr().String()}
	ex := send(t, client(t, base, Options{}), get("/"))
	faulty(t, ex, exchange.Unreachable, "refused", base.Host)
	if !ex.Start.IsZero() || ex.RawRequest != nil {
		t.Error("something was sent")
	}
}

func TestReset(t *testing.T) {
	for _, tt := range []struct {
		name, raw, detail string
		kind              exchange.FaultKind
	}{
		{"before an answer", "", "before any byte", exchange.Reset},
		{"in the content", "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhello", "into a content of 400", exchange.Malformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := make(chan bool, 1)
			tg := listen(t, func(c net.Conn) {
				br := bufio.NewReader(c)
				readRequest(br)
				io.WriteString(c, tt.raw)
				<-read
				c.(*net.TCPConn).SetLinger(0)
			})
			c := client(t, tg.url, Options{})
			read <- true
			faulty(t, send(t, c, get("/")), tt.kind, tt.detail)
		})
	}
}

func TestNewRefuses(t *testing.T) {
	tests := map[string]string{
		"ftp://a":           `scheme "ftp": want http or https`,
		"a/b":               "want http or https",
		"http:///b":         "no host",
		"http://u:s3cret@a": "user name or password",
		"http://a/?x=s3":    "query",
		"http://a/?":        "query",
		"http://a/#s3":      "fragment",
		"http://a:99999":    "port",
		"http://ä.example":  "xn--",
	}
	for raw, want := range tests {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		_, err = New(u, Options{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3") {
			t.Errorf("New(%s) = %v, want %q in it", raw, err, want)
		}
	}
	if _, err := New(nil, Options{}); err == nil {
		t.Error("New(nil): no error")
	}
	if _, err := New(&url.URL{Scheme: "http", Host: "a"}, Options{MaxBody: -1}); err == nil {
		t.Error("a negative limit: no error")
	}
}

func TestOrigin(t *testing.T) {
	tests := []struct{ raw, origin, host string }{
		{"http://a/b", "http://a:80", "a"},
		{"https://a", "https://a:443", "a"},
		{"http://a:8080/b/", "http://a:8080", "a:8080"},
		{"http://[::1]:81", "http://[::1]:81", "[::1]:81"},
		{"https://[fe80::1%25eth0]", "https://[fe80::1%eth0]:443", "[fe80::1]"},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.raw)
		if err != nil {
			t.Fatal(err)
		}
		o, err := parseOrigin(u)
		if err != nil || o.String() != tt.origin || o.host != tt.host {
			t.Errorf("%s: %v, origin %s, host %s; want %s, %s", tt.raw, err, o, o.host, tt.origin, tt.host)
		}
	}
}
