package wire

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"example.com/toeline/harness/internal/exchange"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// target is a raw listener: it sends what a test gives it, byte for byte.
type target struct {
	url   *url.URL
	conns chan net.Conn // every connection, as it is accepted
}

// listen runs serve for each connection, and closes the connection after it.
func listen(t testing.TB, serve func(c net.Conn)) *target {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listenOn(t, ln, serve)
}

func listenOn(t testing.TB, ln net.Listener, serve func(c net.Conn)) *target {
	tg := &target{
		url: &url.URL{Scheme: "http", Host: ln.Addr().String()}, conns: make(chan net.Conn, 100),
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			tg.conns <- c
			wg.Go(func() {
				defer c.Close()
				serve(c)
			})
		}
	})
	t.Cleanup(func() {
		ln.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return tg
}

// accepted is the number of connections so far.
func (tg *target) accepted() int { return len(tg.conns) }

// readRequest reads one request with its content and returns its bytes.
func readRequest(br *bufio.Reader) (string, error) {
	var b strings.Builder
	length := 0
	for {
		line, err := br.ReadString('\n')
		b.WriteString(line)
		if err != nil {
			return b.String(), err
		}
		if v, ok := strings.CutPrefix(strings.ToLower(line), "content-length:"); ok {
			for _, d := range strings.TrimSpace(v) {
				length = length*10 + int(d-'0')
			}
		}
		if line == "\r\n" {
			break
		}
	}
	body := make([]byte, length)
	_, err := io.ReadFull(br, body)
	b.Write(body)
	return b.String(), err
}

// answer gives the same bytes to every request, and then closes.
func answer(t testing.TB, raw string) *target {
	return listen(t, func(c net.Conn) {
		if _, err := readRequest(bufio.NewReader(c)); err == nil {
			io.WriteString(c, raw)
			half(c)
		}
	})
}

// answerOpen gives the same bytes to every request and keeps the connection.
func answerOpen(t testing.TB, raw string) *target {
	return listen(t, func(c net.Conn) {
		br := bufio.NewReader(c)
		for {
			if _, err := readRequest(br); err != nil {
				return
			}
			if _, err := io.WriteString(c, raw); err != nil {
				return
			}
		}
	})
}

// half closes for writing and waits for the other side: no reset destroys
// what is still on its way.
func half(c net.Conn) {
	if hc, ok := c.(interface{ CloseWrite() error }); ok {
		hc.CloseWrite()
	}
	io.Copy(io.Discard, c)
}

func client(t testing.TB, base *url.URL, o Options) *Client {
	t.Helper()
	c, err := New(base, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func get(target string) exchange.Request { return exchange.Request{Method: "GET", Target: target} }

// sendTime is the patience of a test with an exchange.
const sendTime = 20 * time.Second

func send(t testing.TB, s Sender, req exchange.Request) *exchange.Exchange {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), sendTime)
	defer cancel()
	return s.Send(ctx, req)
}

// whole fails the test unless the exchange has a status and no fault.
func whole(t testing.TB, ex *exchange.Exchange, status int) *exchange.Response {
	t.Helper()
	if ex.Fault != nil {
		t.Fatalf("fault: %s: %s", ex.Fault.Kind, ex.Fault.Detail)
	}
	if ex.Response == nil || ex.Response.Status != status {
		t.Fatalf("response = %+v, want status %d", ex.Response, status)
	}
	return ex.Response
}

// faulty fails the test unless the exchange has a fault of that kind, with a
// detail of one line that holds all of parts.
func faulty(t testing.TB, ex *exchange.Exchange, kind exchange.FaultKind, parts ...string) {
	t.Helper()
	if ex.Fault == nil {
		t.Fatalf("no fault, want %s; response %+v", kind, ex.Response)
	}
	if ex.Fault.Kind != kind {
		t.Errorf("fault = %s: %s, want kind %s", ex.Fault.Kind, ex.Fault.Detail, kind)
	}
	for _, part := range parts {
		if !strings.Contains(ex.Fault.Detail, part) {
			t.Errorf("detail = %q, want %q in it", ex.Fault.Detail, part)
		}
	}
	if strings.ContainsAny(ex.Fault.Detail, "\r\n") {
		t.Errorf("detail is not one line: %q", ex.Fault.Detail)
	}
}
