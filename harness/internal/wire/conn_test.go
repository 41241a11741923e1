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

	"example.com/toeline/harness/internal/exchange"
)

const ok204 = "HTTP/1.1 204 No Content\r\n\r\n"

// drained is a connection that reports when the client has read a response and begins to wait
// for the end.
type drained struct {
	net.Conn
	at chan<- time.Time
}

func (d drained) SetReadDeadline(t time.Time) error {
	d.at <- time.Now()
	return d.Conn.SetReadDeadline(t)
}

func TestAloneReadsToTheEnd(t *testing.T) {
	// The surplus comes only when the client has taken the response.
	taken, began := make(chan time.Time, 1), make(chan time.Time, 1)
	tg := listen(t, func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, ok204)
		began <- <-taken
		io.WriteString(c, "surplus")
		half(c)
	})
	c := client(t, tg.url, Options{Timeout: time.Minute})
	c.linger = time.Minute // the target ends it
	deadline := time.Now().Add(c.opt.Timeout)
	cn, fault := c.dial(t.Context(), deadline)
	if fault != nil {
		t.Fatal(fault.Detail)
	}
	cn.rw = drained{cn.sock, taken}
	cn.reader.src = cn.rw
	at := attempt{
		ctx: t.Context(), deadline: deadline, wire: []byte("POST / HTTP/1.1\r\n\r\n"),
		ex: &exchange.Exchange{
			Request: exchange.Request{Method: "POST", Target: "/", Alone: true}, Raw: true,
		},
	}
	c.attempt(at, cn)
	if got := string(whole(t, at.ex, 204).Surplus); got != "surplus" {
		t.Errorf("surplus = %q", got)
	}
	if answered, began := at.ex.Start.Add(at.ex.Total), <-began; answered.After(began) {
		t.Errorf("the total counts the wait for the end: %s of it", answered.Sub(began))
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
	// A target that does not close is waited for, but not until the timeout.
	patient := client(t, answerOpen(t, ok204).url, Options{Timeout: time.Hour})
	begin := time.Now()
	whole(t, send(t, patient, req), 204)
	if took := time.Since(begin); took < lingerTime || took > sendTime {
		t.Errorf("waited %s for a target that does not close, want %s", took, lingerTime)
	}
}

func TestTimeout(t *testing.T) {
	drip := func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n")
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
		{"silence", part(""), "no response within TIMEOUT: 0 bytes received"},
		{
			"status line", part("HTTP/1.1 2"),
			"no complete response within TIMEOUT: it stopped inside the status line, after 10 " +
				"bytes",
		},
		{"header", part("HTTP/1.1 200 OK\r\nA"), "inside the header section, after 18 bytes"},
		{
			"content", part("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhello"),
			"5 bytes into a content of 400",
		},
		{
			"no length", part("HTTP/1.1 200 OK\r\n\r\nhello"),
			"5 bytes into content that ends with the connection",
		},
		{"drip", drip, "bytes into a content of 40000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tg := listen(t, tt.serve)
			timesOut(t, tg, Options{}, tt.detail)
		})
	}
}

// timesOut checks that the client does not wait for a target longer than the timeout, which
// replaces TIMEOUT in the detail. On a busy machine a short one may pass before the target has
// sent all: then it tries a longer one.
func timesOut(t *testing.T, tg *target, o Options, detail string) {
	t.Helper()
	for o.Timeout = 250 * time.Millisecond; ; o.Timeout *= 4 {
		ex := send(t, client(t, tg.url, o), get("/"))
		want := strings.ReplaceAll(detail, "TIMEOUT", o.Timeout.String())
		late := ex.Total > 2*o.Timeout
		if said := ex.Fault != nil &&
			strings.Contains(ex.Fault.Detail, want); o.Timeout < 4*time.Second && (late || !said) {
			continue
		}
		faulty(t, ex, exchange.Timeout, want)
		if late {
			t.Errorf("%s is said after %s", want, ex.Total)
		}
		return
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
	// A port of the system's, which no listener gets by chance.
	base := &url.URL{Scheme: "http", Host: "127.0.0.1:1"}
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
		{"before a response", "", "before any byte", exchange.Reset},
		{
			"in the content", "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhello",
			"into a content of 400", exchange.Malformed,
		},
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
