package wire

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"testing"
	"time"

	"example.com/toeline/harness/exchange"
)

const ok204 = "HTTP/1.1 204 No Content\r\n\r\n"

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
