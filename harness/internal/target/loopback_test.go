package target

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/wire"
)

// leadingTo is a resolver by which every name has the addresses.
func leadingTo(texts ...string) func(context.Context, string) ([]netip.Addr, error) {
	return func(context.Context, string) ([]netip.Addr, error) {
		var all []netip.Addr
		for _, text := range texts {
			all = append(all, netip.MustParseAddr(text))
		}
		if len(all) == 0 {
			return nil, errors.New("no such host")
		}
		return all, nil
	}
}

// TestLoopbackIsWhatIsDialed: the address decides, however it is written, and not the
// name.
func TestLoopbackIsWhatIsDialed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		host  string
		leads []string
		want  string // the addresses that are dialed; empty: not on loopback
	}{
		{host: "127.0.0.1", want: "127.0.0.1"},
		{host: "127.9.8.7", want: "127.9.8.7"},
		{host: "[::1]", want: "::1"},
		{host: "0.0.0.0", want: "127.0.0.1"},
		{host: "[::]", want: "::1"},
		{host: "[::ffff:127.0.0.1]", want: "127.0.0.1"},
		{host: "[::ffff:0.0.0.0]", want: "127.0.0.1"},
		{host: "[::ffff:192.0.2.1]"},
		{host: "192.0.2.1"},
		{host: "localhost", leads: []string{"127.0.0.1", "::1"}, want: "127.0.0.1 ::1"},
		{host: "localhost", leads: []string{"192.0.2.1"}},
		{host: "LOCALHOST", leads: []string{"127.0.0.1", "192.0.2.1"}},
		{host: "localhost"},
		{host: "alias.example", leads: []string{"127.0.0.1", "127.0.0.1"}, want: "127.0.0.1"},
		{host: "alias.example", leads: []string{"0.0.0.0"}, want: "127.0.0.1"},
		{host: "alias.example", leads: []string{"192.0.2.1"}},
	} {
		to, _, err := New(Access{
			URL:       "http://" + tt.host + "/beta",
			Resolving: wire.Resolving{Lookup: leadingTo(tt.leads...)},
		})
		if err != nil {
			t.Fatal(err)
		}
		var pinned []string
		for _, a := range to.Pinned {
			pinned = append(pinned, a.String())
		}
		if to.OnLoopback != (tt.want != "") ||
			tt.want != "" && strings.Join(pinned, " ") != tt.want {
			t.Errorf("%s to %v: on loopback: %t, dials %v", tt.host, tt.leads, to.OnLoopback,
				pinned)
		}
		if (to.NoEffects == "") != to.OnLoopback {
			t.Errorf("%s to %v: effects: %q", tt.host, tt.leads, to.NoEffects)
		}
	}
}

// TestLoopbackIsPinned: what was resolved is dialed, whatever the name leads to later.
func TestLoopbackIsPinned(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Host", r.Host)
	}))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	// No resolver knows the name (RFC 6761 6.4).
	to, base, err := New(Access{
		URL:       "http://alias.invalid" + port,
		Resolving: wire.Resolving{Lookup: leadingTo("127.0.0.9", "127.0.0.1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Reach(base, nil, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	defer to.Sender.Close()
	e := to.Sender.Send(t.Context(), exchange.Request{Method: "GET", Target: "/"})
	if e.Response == nil {
		t.Fatalf("no response: %+v", e.Fault)
	}
	if host, _ := e.Response.Header.Get("X-Host"); host != "alias.invalid"+port {
		t.Errorf("the host is %q", host)
	}
}

// TestNothingIsResolvedBehindARoundTripper: it makes the connections, if any.
func TestNothingIsResolvedBehindARoundTripper(t *testing.T) {
	t.Parallel()
	asked := 0
	lookup := func(context.Context, string) ([]netip.Addr, error) {
		asked++
		return leadingTo("127.0.0.1")(nil, "")
	}
	for host, want := range map[string]bool{
		"graph.example": false, "127.0.0.1": true, "localhost": true,
	} {
		to, _, err := New(Access{
			URL: "http://" + host, Resolving: wire.Resolving{RoundTripper: true, Lookup: lookup},
		})
		if err != nil || to.OnLoopback != want {
			t.Errorf("%s: %+v, %v", host, to, err)
		}
	}
	if asked != 1 {
		t.Errorf("%d names were resolved", asked)
	}
}
