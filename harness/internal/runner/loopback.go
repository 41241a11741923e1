package runner

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/proxy"
)

// resolveTime bounds the look-up of a name.
const resolveTime = 5 * time.Second

// loopbackOf returns the addresses that a base URL leads to where all of them are this
// machine's own. What is dialed decides, and not the name: localhost may lead
// elsewhere. What goes through a proxy leads to wherever the proxy takes it.
func loopbackOf(base *url.URL, a *Access) (addresses []netip.Addr, onLoopback bool) {
	if via, err := proxy.For(base); !a.RoundTripper && (via != nil || err != nil) {
		return nil, false
	}
	all, err := a.lookup(base.Hostname())
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
func (a *Access) lookup(host string) ([]netip.Addr, error) {
	if literal, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{literal}, nil
	}
	if a.RoundTripper && !strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return nil, nil // no name is resolved where no connection is made
	}
	ctx, cancel := context.WithTimeout(context.Background(), resolveTime)
	defer cancel()
	if a.Lookup != nil {
		return a.Lookup(ctx, host)
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
