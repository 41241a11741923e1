package wire

import (
	"bufio"
	"io"
	"net"
	"testing"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

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
		{
			"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
			get("/"), 1,
		},
		{
			"http/1.0 that keeps alive",
			"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", get("/"), 1,
		},
		{"http/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", get("/"), 3},
		{
			"target closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
			get("/"), 3,
		},
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
	// The first connection takes a second request and closes: the client could
	// not have seen it on the idle connection.
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
	tg := onConnection(t, func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); readRequest(br) },
		hangUp)
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
	for _, tt := range []struct{ name, late string }{
		{"closed", ""}, {"noise", "HTTP/1.1 500 Late\r\n\r\n"},
	} {
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
