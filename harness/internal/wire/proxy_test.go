package wire

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func via(proxy *url.URL) func(*url.URL) (*url.URL, error) {
	return func(*url.URL) (*url.URL, error) { return proxy, nil }
}

func TestProxyForHTTP(t *testing.T) {
	var got string
	tg := listen(t, func(c net.Conn) {
		got, _ = readRequest(bufio.NewReader(c))
		io.WriteString(c, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
		half(c)
	})
	tg.url.User = url.UserPassword("u", "p@ss")
	c := client(t, &url.URL{Scheme: "http", Host: "target.example"}, Options{Proxy: via(tg.url)})
	ex := send(t, c, get("/a%2Fb"))
	whole(t, ex, 204)
	want := "GET http://target.example/a%2Fb HTTP/1.1\r\nHost: " +
		"target.example\r\nProxy-Authorization: Basic dTpwQHNz\r\n\r\n"
	if got != want {
		t.Errorf("proxy got %q, want %q", got, want)
	}
	if strings.Contains(string(ex.RawRequest), "dTpwQHNz") {
		t.Errorf("RawRequest shows the proxy's password: %q", ex.RawRequest)
	}
	if got := c.Secrets(); len(got) != 2 || got[0] != "p@ss" || got[1] != "dTpwQHNz" {
		t.Errorf("secrets: %q", got)
	}
	if ex.Origin != "http://target.example:80" {
		t.Errorf("origin = %s", ex.Origin)
	}
}

func TestProxyTunnel(t *testing.T) {
	cert, roots := certified(t)
	target := listenTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, func(c net.Conn) {
		replyOnce(c, bufio.NewReader(c))
		io.Copy(io.Discard, c)
	})
	var asked string
	proxy := listen(t, func(c net.Conn) {
		br := bufio.NewReader(c)
		asked, _ = readRequest(br)
		out, err := net.Dial("tcp", target.url.Host)
		if err != nil {
			return
		}
		defer out.Close()
		io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() { io.Copy(out, br); out.Close() }()
		io.Copy(c, out)
	})
	proxy.url.User = url.UserPassword("u", "p@ss")
	c := client(t, &url.URL{Scheme: "https", Host: "example.com"},
		Options{Proxy: via(proxy.url), TLS: &tls.Config{RootCAs: roots}})
	req := get("/")
	req.Header = exchange.Header{{Name: "Authorization", Value: "Bearer t0ken"}}
	ex := send(t, c, req)
	whole(t, ex, 204)
	want := "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nProxy-Authorization: " +
		"Basic dTpwQHNz\r\n\r\n"
	if asked != want {
		t.Errorf("proxy was asked %q, want %q", asked, want)
	}
	if !strings.HasPrefix(string(ex.RawRequest),
		"GET / HTTP/1.1\r\nHost: example.com\r\nAuthorization: Bearer t0ken\r\n") {
		t.Errorf("RawRequest = %q", ex.RawRequest)
	}
}

func TestProxyFaults(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "example.com"}
	for _, tt := range []struct{ name, raw, detail string }{
		{
			"refuses", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
			"refused a tunnel to example.com:443: 407 Proxy Authentication Required",
		},
		{"garbage", "hello", "not HTTP/1.1"},
		{"closes", "", "connection closed before any byte"},
		{"talks", "HTTP/1.1 200 OK\r\n\r\nhello", "5 bytes of its own"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			proxy := answer(t, tt.raw)
			ex := send(t, client(t, base, Options{Proxy: via(proxy.url)}), get("/"))
			faulty(t, ex, exchange.Unreachable, "proxy "+proxy.url.Host, tt.detail)
		})
	}
	_, err := New(base, Options{
		Proxy: via(&url.URL{Scheme: "socks5", Host: "a", User: url.UserPassword("u", "s3cret")}),
	})
	if err == nil || !strings.Contains(err.Error(), "not supported") ||
		strings.Contains(err.Error(), "s3cret") {
		t.Errorf("socks5: %v", err)
	}
}

func TestUserNameOfAProxyIsASecret(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"user": false, "jane.doe": true} {
		u := &url.URL{Scheme: "http", Host: "127.0.0.1:1", User: url.UserPassword(name, "p@ss")}
		c := client(t, &url.URL{Scheme: "http", Host: "target.example"}, Options{Proxy: via(u)})
		if got := slices.Contains(c.Secrets(), name); got != want {
			t.Errorf("%s is a secret: %t", name, got)
		}
	}
}
