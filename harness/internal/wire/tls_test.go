package wire

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// certified returns a certificate for example.com and 127.0.0.1, and its pool.
func certified(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return srv.TLS.Certificates[0], roots
}

// listenTLS is listen inside TLS.
func listenTLS(t testing.TB, cfg *tls.Config, serve func(net.Conn)) *target {
	t.Helper()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", cfg)
	if err != nil {
		t.Fatal(err)
	}
	tg := listenOn(t, ln, serve)
	tg.url.Scheme = "https"
	return tg
}

func TestTLS(t *testing.T) {
	cert, roots := certified(t)
	tg := listenTLS(t, &tls.Config{
		Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"},
	}, func(c net.Conn) {
		for br := bufio.NewReader(c); ; {
			if _, err := readRequest(br); err != nil {
				return
			}
			io.WriteString(c, ok204)
		}
	})
	c := client(t, tg.url, Options{TLS: &tls.Config{RootCAs: roots, NextProtos: []string{"h2"}}})
	for range 3 { // session tickets wait on the idle connection: they are no noise
		ex := send(t, c, get("/"))
		whole(t, ex, 204)
		if string(ex.RawResponse) != ok204 ||
			!strings.HasPrefix(string(ex.RawRequest), "GET / HTTP/1.1\r\n") {
			t.Errorf("raw = %q and %q: not what is inside TLS", ex.RawRequest, ex.RawResponse)
		}
	}
	if got := tg.accepted(); got != 1 {
		t.Errorf("%d connections, want 1", got)
	}
}

func TestTLSSurplusAlone(t *testing.T) {
	cert, roots := certified(t)
	const chunks = "2\r\nhi\r\n0\r\n\r\n"
	tg := listenTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, func(c net.Conn) {
		readRequest(bufio.NewReader(c))
		io.WriteString(c, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n")
		io.WriteString(c, chunks) // a record of its own
		c.(*tls.Conn).CloseWrite()
		io.Copy(io.Discard, c)
	})
	c := client(t, tg.url, Options{TLS: &tls.Config{RootCAs: roots}})
	ex := send(t, c, exchange.Request{Method: "POST", Target: "/", Alone: true})
	if got := string(whole(t, ex, 204).Surplus); got != chunks {
		t.Errorf("surplus = %q, want %q", got, chunks)
	}
}

func TestTLSNoisyIdleConnection(t *testing.T) {
	cert, roots := certified(t)
	spoil, spoiled := make(chan bool), make(chan bool)
	first := make(chan bool, 1)
	first <- true
	tg := listenTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, func(c net.Conn) {
		replyOnce(c, bufio.NewReader(c))
		select {
		case <-first:
			<-spoil
			io.WriteString(c, "HTTP/1.1 500 Late\r\n\r\n")
			spoiled <- true
		default:
		}
		io.Copy(io.Discard, c)
	})
	c := client(t, tg.url, Options{TLS: &tls.Config{RootCAs: roots}})
	whole(t, send(t, c, get("/")), 204)
	spoil <- true
	<-spoiled
	whole(t, send(t, c, get("/")), 204)
}

func TestTLSFaults(t *testing.T) {
	cert, roots := certified(t)
	trusting := &tls.Config{RootCAs: roots}
	accept := func(cfg *tls.Config) func(t *testing.T) *target {
		cfg.Certificates = []tls.Certificate{cert}
		return func(t *testing.T) *target {
			return listenTLS(t, cfg, func(c net.Conn) { c.(*tls.Conn).Handshake() })
		}
	}
	plain := func(raw string) func(t *testing.T) *target {
		return func(t *testing.T) *target {
			tg := listen(t, func(c net.Conn) { io.WriteString(c, raw); half(c) })
			tg.url.Scheme = "https"
			return tg
		}
	}
	tests := []struct {
		name   string
		target func(*testing.T) *target
		tls    *tls.Config
		kind   exchange.FaultKind
		detail string
	}{
		{
			"unknown authority", accept(&tls.Config{}), nil, exchange.TLS,
			`its issuer is "O=Acme Co"`,
		},
		{
			"another name", accept(&tls.Config{}),
			&tls.Config{RootCAs: roots, ServerName: "other.test"}, exchange.TLS,
			"certificate is for example.com, ",
		},
		{
			"expired", accept(&tls.Config{}),
			&tls.Config{RootCAs: roots, Time: func() time.Time { return time.Unix(1<<40, 0) }},
			exchange.TLS, "expired",
		},
		{
			"http/2 only", accept(&tls.Config{NextProtos: []string{"h3"}}), trusting, exchange.TLS,
			"target speaks HTTP/2 only, and toeline speaks HTTP/1.1",
		},
		{
			"client certificate",
			accept(&tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}),
			trusting, exchange.TLS, "tls: ",
		},
		{
			"client certificate, TLS 1.3",
			accept(&tls.Config{ClientAuth: tls.RequireAnyClientCert}), trusting, exchange.TLS,
			"certificate required",
		},
		{"no TLS", plain("HTTP/1.1 400 Bad Request\r\n\r\n"), trusting, exchange.TLS, "try http"},
		{"closes", plain(""), trusting, exchange.TLS, "closed inside the handshake"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ex := send(t, client(t, tt.target(t).url, Options{TLS: tt.tls}), get("/"))
			faulty(t, ex, tt.kind, tt.detail)
		})
	}
	t.Run("silence", func(t *testing.T) {
		tg := listen(t, func(c net.Conn) { io.Copy(io.Discard, c) })
		tg.url.Scheme = "https"
		timesOut(t, tg, Options{}, "TLS handshake unfinished after TIMEOUT")
	})
}
