package proxy_test

import (
	"net/url"
	"testing"

	"golang.org/x/net/http/httpproxy"

	"example.com/toeline/harness/internal/proxy"
)

// TestLikeNetHTTP compares each answer with that of the package that net/http uses.
func TestLikeNetHTTP(t *testing.T) {
	entries := []string{
		"", "*", " * ", "a.example", ".a.example", "*.a.example", "A.Example",
		"a.example:8080", ".a.example:8080", "*.a.example:443", "*a.example", ".", "*.",
		":80", "a.example:", "example", "10.1.2.3", "10.1.2.3:80", "10.0.0.0/8",
		"10.0.0.0/99", "[2001:db8::1]", "[2001:db8::1]:443", "2001:db8::1", "2001:db8::/32",
		"::ffff:10.1.2.3", "::ffff:10.0.0.0/104", "b.example, a.example", ",,a.example",
		"*,b.example", "b.example,*", "bücher.example", "BÜCHER.example",
		"xn--bcher-kva.example", ".bücher.example", "*.bücher.example:80", "a.example/8",
		"127.0.0.1", "localhost", "a.example.", "a example", "%zz", "[a.example]:80",
		"[]:80", "日本.example",
	}
	hosts := []string{
		"a.example", "A.EXAMPLE", "b.a.example", "c.b.a.example", "ba.example", "a.example.",
		"example", "a.example:8080", "b.a.example:8080", "a.example:443", "b.a.example:443",
		"a.example:80", "10.1.2.3", "10.1.2.3:80", "10.1.2.3:8080", "11.1.2.3",
		"[2001:db8::1]", "[2001:db8::1]:443", "[2001:db8::2]", "[::ffff:10.1.2.3]",
		"[fe80::1%25eth0]", "bücher.example", "BÜCHER.example", "xn--bcher-kva.example",
		"a.bücher.example:80", "日本.example", "x.日本.example", "127.0.0.1", "127.9.9.9:1",
		"[::1]", "[::ffff:127.0.0.1]", "localhost", "localhost:8080", "LOCALHOST",
		"a.localhost", "a", "",
	}
	for _, cgi := range []string{"", "GET"} {
		t.Setenv("REQUEST_METHOD", cgi)
		t.Setenv("HTTP_PROXY", "http://one.example:3128")
		t.Setenv("HTTPS_PROXY", "two.example")
		for i, entry := range entries {
			t.Setenv("NO_PROXY", entry)
			t.Setenv("no_proxy", "")
			if i%2 == 1 {
				t.Setenv("NO_PROXY", "other.example")
				t.Setenv("no_proxy", entry)
			}
			reference := httpproxy.FromEnvironment().ProxyFunc()
			for _, host := range hosts {
				for _, scheme := range []string{"http", "https", "ftp"} {
					u := &url.URL{Scheme: scheme, Host: host}
					want, wantErr := reference(u)
					got, err := proxy.For(u)
					if (err == nil) != (wantErr == nil) || text(got) != text(want) {
						t.Errorf("NO_PROXY=%q %s: %v, %v, want %v, %v",
							entry, u, got, err, want, wantErr)
					}
				}
			}
		}
	}
}

func text(u *url.URL) string {
	if u == nil {
		return "none"
	}
	return u.String()
}
