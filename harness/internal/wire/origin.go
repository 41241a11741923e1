package wire

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// origin is the one place that requests, and so credentials, go to.
type origin struct {
	scheme string // http or https
	host   string // as for the Host field: a port only where the base URL has one
	name   string // host name or IP address, no brackets, zone included
	port   string
}

// String is scheme://host:port.
func (o origin) String() string { return o.scheme + "://" + o.addr() }

// addr is what is dialed, and what CONNECT names.
func (o origin) addr() string { return net.JoinHostPort(o.name, o.port) }

// parseOrigin refuses what could not be kept: a password that would end up in
// reports, a query or a fragment that would silently be dropped. Its errors
// never show the URL whole, as it may hold a secret.
func parseOrigin(base *url.URL) (origin, error) {
	if base == nil {
		return origin{}, errors.New("base url: missing")
	}
	at := base.Scheme + "://" + base.Host
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return origin{}, fmt.Errorf("base url: scheme %q: want http or https", base.Scheme)
	case base.User != nil:
		return origin{}, fmt.Errorf("base url %s: holds a user name or password: give credentials another way", at)
	case base.Opaque != "" || base.Hostname() == "":
		return origin{}, fmt.Errorf("base url %s: has no host: want %s://host[:port]/path", at, base.Scheme)
	case base.RawQuery != "" || base.ForceQuery:
		return origin{}, fmt.Errorf("base url %s: holds a query: leave out ? and what follows", at)
	case base.Fragment != "":
		return origin{}, fmt.Errorf("base url %s: holds a fragment: leave out # and what follows", at)
	}
	o := origin{scheme: base.Scheme, name: base.Hostname(), port: base.Port()}
	if strings.ContainsFunc(o.name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return origin{}, fmt.Errorf("base url: host %q: write a name that is not ASCII in its xn-- form", o.name)
	}
	o.host = hostField(o.name, o.port)
	if o.port == "" {
		o.port = map[string]string{"http": "80", "https": "443"}[o.scheme]
	}
	if n, err := strconv.Atoi(o.port); err != nil || n < 1 || n > 65535 {
		return origin{}, fmt.Errorf("base url %s: port %q: want 1 to 65535", at, o.port)
	}
	return o, nil
}

// hostField leaves the zone out: it means nothing to anyone else (RFC 6874 4).
func hostField(name, port string) string {
	name, _, _ = strings.Cut(name, "%")
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port != "" {
		name += ":" + port
	}
	return name
}
