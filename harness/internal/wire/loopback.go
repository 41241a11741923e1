package wire

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	envproxy "example.com/toeline/harness/internal/proxy"
)

// resolveTime bounds the look-up of a name.
const resolveTime = 5 * time.Second

// Resolving is how the addresses of a target are found.
type Resolving struct {
	// RoundTripper says that no connection is made: somebody's http.RoundTripper
	// answers, and no name is resolved but that of this machine.
	RoundTripper bool
	// Lookup returns the addresses of a host name; nil: the resolver of this machine.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

// Loopback returns the addresses that a base URL leads to where all of them are this
// machine's own. What is dialed decides, and not the name: localhost may lead
// elsewhere. What goes through a proxy leads to wherever the proxy takes it.
func Loopback(base *url.URL, by Resolving) (addresses []netip.Addr, onLoopback bool) {
	if via, err := envproxy.For(base); !by.RoundTripper && (via != nil || err != nil) {
		return nil, false
	}
	all, err := by.lookup(base.Hostname())
	if err != nil || len(all) == 0 {
		return nil, false
	}
	for _, found := range all {
		own, ok := ownAddress(found)
		if !ok {
			return nil, false
		}
		if !slices.Contains(addresses, own) {
			addresses = append(addresses, own)
		}
	}
	return addresses, true
}

// lookup returns the addresses that a host name, or the text of an address, leads to.
func (by Resolving) lookup(host string) ([]netip.Addr, error) {
	if literal, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{literal}, nil
	}
	if by.RoundTripper && !strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return nil, nil // no name is resolved where no connection is made
	}
	ctx, cancel := context.WithTimeout(context.Background(), resolveTime)
	defer cancel()
	if by.Lookup != nil {
		return by.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// ownAddress returns the loopback address that is dialed for one of this machine. The
// unspecified addresses lead to it, and an IPv4 address may be written as one of IPv6.
func ownAddress(a netip.Addr) (own netip.Addr, ok bool) {
	switch a = a.Unmap(); {
	case a.IsUnspecified() && a.Is4():
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), true
	case a.IsUnspecified():
		return netip.IPv6Loopback(), true
	}
	return a, a.IsLoopback()
}
