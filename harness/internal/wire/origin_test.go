package wire

import (
	"net/url"
	"strings"
	"testing"
)

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
		if err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "s3") {
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
			t.Errorf("%s: %v, origin %s, host %s; want %s, %s", tt.raw, err, o, o.host, tt.origin,
				tt.host)
		}
	}
}
