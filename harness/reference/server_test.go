package reference

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func host(t *testing.T, s *Server) string {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil || !strings.HasSuffix(s.URL, "/beta") {
		t.Fatalf("base URL %q: %v", s.URL, err)
	}
	return u.Host
}

// post asks for the supported task with a client's own transport.
func post(t *testing.T, transport *http.Transport, base string) (*http.Response, error) {
	t.Helper()
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path(idIsolate), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer toeline")
	res, err := transport.RoundTrip(r)
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	return res, err
}

func TestTLS(t *testing.T) {
	h, err := New(held())
	if err != nil {
		t.Fatal(err)
	}
	s := StartTest(t, h, Listen{TLS: true, Hosts: []string{"mock.test", "192.0.2.1"}})
	if !strings.HasPrefix(s.URL, "https://127.0.0.1:") {
		t.Errorf("base URL %s", s.URL)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(s.CA) {
		t.Fatalf("no certificate in %q", s.CA)
	}
	for _, name := range []string{"127.0.0.1", "::1", "localhost", "mock.test", "192.0.2.1"} {
		for _, h2 := range []bool{false, true} {
			transport := &http.Transport{TLSClientConfig: &tls.Config{
				RootCAs:    pool,
				ServerName: name,
			}, ForceAttemptHTTP2: h2}
			res, err := post(t, transport, s.URL)
			if err != nil || res.StatusCode != 204 || (res.ProtoMajor == 2) != h2 {
				t.Errorf("%s, HTTP/2 %v: %v %v", name, h2, res, err)
			}
		}
	}
	for name, config := range map[string]*tls.Config{
		"unknown authority": {RootCAs: x509.NewCertPool()},
		"another host":      {RootCAs: pool, ServerName: "example.com"},
		"old TLS":           {RootCAs: pool, MaxVersion: tls.VersionTLS11},
	} {
		if res, err := post(t, &http.Transport{TLSClientConfig: config}, s.URL); err == nil {
			t.Errorf("%s: got %d, want an error", name, res.StatusCode)
		}
	}
}

func TestAuthoritiesDiffer(t *testing.T) {
	h, _ := New(Options{})
	a, b := StartTest(t, h, Listen{TLS: true}), StartTest(t, h, Listen{TLS: true})
	if string(a.CA) == string(b.CA) {
		t.Error("two servers share an authority")
	}
	if plain := StartTest(t, h, Listen{}); plain.CA != nil {
		t.Error("a plain server has an authority")
	}
}

func TestStartRefuses(t *testing.T) {
	h, s := NewTestServer(t, Options{})
	for name, start := range map[string]func() (*Server, error){
		"no handler":    func() (*Server, error) { return Start(nil, Listen{}) },
		"taken address": func() (*Server, error) { return Start(h, Listen{Addr: host(t, s)}) },
		"no port":       func() (*Server, error) { return Start(h, Listen{Addr: "127.0.0.1"}) },
		"a bad name": func() (*Server,
			error,
		) {
			return Start(h, Listen{TLS: true, Hosts: []string{"é"}})
		},
	} {
		got, err := start()
		if got != nil || err == nil || !strings.HasPrefix(err.Error(), "reference: starting: ") {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestShutdownWaits(t *testing.T) {
	h, err := New(held())
	if err != nil {
		t.Fatal(err)
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	s, err := Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
		h.ServeHTTP(w, r)
	}), Listen{})
	if err != nil {
		t.Fatal(err)
	}
	// no response before the shutdown began
	s.http.RegisterOnShutdown(sync.OnceFunc(func() { close(release) }))
	status := make(chan int, 1)
	go func() {
		res, err := post(t, &http.Transport{}, s.URL)
		if err != nil {
			t.Error(err)
			close(status)
			return
		}
		status <- res.StatusCode
	}()
	<-arrived
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if got := <-status; got != 204 {
		t.Errorf("the answer on its way: got %d, want 204", got)
	}
	if err := errors.Join(s.Wait(), s.Close(), s.Shutdown(t.Context())); err != nil {
		t.Errorf("stopping again: %v", err)
	}
	if conn, err := net.Dial("tcp", host(t, s)); err == nil {
		conn.Close()
		t.Error("the port is still open")
	}
}

func TestShutdownCutsOff(t *testing.T) {
	arrived, ended := make(chan struct{}), make(chan struct{})
	s, err := Start(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(ended)
	}), Listen{})
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	go func() {
		_, err := post(t, &http.Transport{}, s.URL)
		failed <- err
	}()
	<-arrived
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	<-ended
	if err := <-failed; err == nil {
		t.Error("the caller got a response")
	}
}

func TestReachable(t *testing.T) {
	got := []string{}
	for _, ip := range []string{"127.0.0.1", "0.0.0.0", "::", "::1", "192.0.2.1"} {
		got = append(got, reachable(&net.TCPAddr{IP: net.ParseIP(ip), Port: 80}))
	}
	want := []string{"127.0.0.1:80", "127.0.0.1:80", "localhost:80", "[::1]:80", "192.0.2.1:80"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A header over the limit is net/http's to refuse; the server goes on.
func TestHeaderLimit(t *testing.T) {
	_, s := NewTestServer(t, held())
	conn := dial(t, s)
	go io.WriteString(conn, request("POST", path(strings.Repeat("a", 2*maxHeaderBytes)), ""))
	head := make([]byte, len("HTTP/1.1 431"))
	if _, err := io.ReadFull(conn, head); err != nil || string(head) != "HTTP/1.1 431" {
		t.Errorf("got %q, %v", head, err)
	}
	if got := raw(t, s, "POST", request("POST", path(idIsolate), "")); got.status != 204 {
		t.Errorf("afterwards: got %d, want 204", got.status)
	}
}
