package fleet

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Lookup returns the addresses that a host name leads to.
type Lookup func(ctx context.Context, host string) ([]netip.Addr, error)

// lookupTime bounds the look-up of a name.
const lookupTime = 5 * time.Second

// Services says which base URLs lead to one service: those that dial one port of one host. Scheme
// and path do not part services, for one service may have several of each; nor do the ports of http
// and https that are left out. What the names of hosts lead to decides, and all addresses of this
// machine count as one.
type Services struct {
	lookup Lookup
	own    []netip.Addr
	known  map[string][]netip.Addr
}

// NewServices returns services by a look-up; nil: the system's.
func NewServices(lookup Lookup) *Services {
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	s := &Services{lookup: lookup, known: map[string][]netip.Addr{}}
	interfaces, _ := net.InterfaceAddrs() // where they are not to be had, loopback is known still
	for _, one := range interfaces {
		if prefix, err := netip.ParsePrefix(one.String()); err == nil {
			s.own = append(s.own, prefix.Addr().Unmap().WithZone(""))
		}
	}
	return s
}

// Same reports whether two base URLs lead to one service. Names are looked up only where their
// spelling does not decide; one that leads nowhere is what it is spelt.
func (s *Services) Same(a, b string) bool {
	first, port := endpoint(a)
	second, other := endpoint(b)
	switch {
	case port != other:
		return false
	case first == second:
		return true
	}
	addresses := s.addresses(second)
	return slices.ContainsFunc(s.addresses(first), func(a netip.Addr) bool {
		return slices.Contains(addresses, a)
	})
}

// endpoint returns the host and port of a base URL; the port is empty for the usual ones.
func endpoint(target string) (host, port string) {
	u, err := url.Parse(target)
	if err != nil { // it was taken before
		return target, ""
	}
	if port = u.Port(); port == "80" || port == "443" {
		port = ""
	}
	return strings.TrimRight(strings.ToLower(u.Hostname()), "."), port
}

// thisMachine represents all addresses of the machine itself.
var thisMachine = netip.IPv6Unspecified()

// addresses returns what a host leads to.
func (s *Services) addresses(host string) []netip.Addr {
	if all, known := s.known[host]; known {
		return all
	}
	var all []netip.Addr
	if literal, err := netip.ParseAddr(host); err == nil {
		all = []netip.Addr{literal}
	} else {
		ctx, cancel := context.WithTimeout(context.Background(), lookupTime)
		defer cancel()
		found, err := s.lookup(ctx, host)
		if err == nil {
			all = slices.Clone(found)
		}
		if host == "localhost" || strings.HasSuffix(host, ".localhost") { // RFC 6761 6.3
			all = append(all, thisMachine)
		}
	}
	for i, a := range all {
		if a = a.Unmap().WithZone(""); a.IsLoopback() || a.IsUnspecified() ||
			slices.Contains(s.own, a) {
			a = thisMachine
		}
		all[i] = a
	}
	s.known[host] = all
	return all
}
