package fleet

import (
	"context"
	"errors"
	"net/netip"
	"testing"
)

// names is a look-up that knows a few hosts.
func names(_ context.Context, host string) ([]netip.Addr, error) {
	switch host {
	case "localhost", "mock", "127.1":
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	case "api.example.com", "www.example.com":
		return []netip.Addr{netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7")},
			nil
	case "other.example.com":
		return []netip.Addr{netip.MustParseAddr("192.0.2.8")}, nil
	}
	return nil, errors.New("no such host")
}

// What is dialed decides, and not how it is spelt.
func TestServices(t *testing.T) {
	t.Parallel()
	services := NewServices(names)
	if len(services.own) == 0 {
		t.Error("this machine has no addresses")
	}
	groups := [][]string{
		{
			"http://127.0.0.1:8765/beta", "http://localhost:8765/beta",
			"http://LOCALHOST.:8765/beta/",
			"http://[::1]:8765/beta", "HTTP://[0:0:0:0:0:0:0:1]:8765//beta",
			"http://127.0.0.2:8765/Beta",
			"https://127.0.0.1:8765/beta", "http://0.0.0.0:8765", "http://[::]:8765/v1.0",
			"http://mock:8765/",
			"http://[::ffff:127.0.0.1]:8765/x/../beta/.", "http://127.1:8765/beta",
			"http://x.localhost:8765",
		},
		{"http://127.0.0.1:8766/beta", "http://localhost:8766/beta"},
		{
			"https://api.example.com", "https://API.example.com/", "https://api.example.com:443",
			"http://api.example.com.:80//", "https://www.example.com/b", "https://192.0.2.7/",
		},
		{"https://[2001:db8::9]/", "https://[2001:DB8:0::9]:443/a"},
		{"https://api.example.com:8443", "http://192.0.2.7:8443"},
		{"https://other.example.com"},
		{"https://unknown.example.com", "http://UNKNOWN.example.com./beta"},
		{"https://unknown.example.org"},
	}
	for i, one := range groups {
		for j, other := range groups {
			for _, a := range one {
				for _, b := range other {
					if got := services.Same(a, b); got != (i == j) {
						t.Errorf("%s and %s are one service: %t", a, b, got)
					}
				}
			}
		}
	}
}
