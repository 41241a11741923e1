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
	text   string // scheme://host:port
}

// String is scheme://host:port.
func (o origin) String() string { return o.text }

// addr is host:port, which is dialed, and which CONNECT names.
func (o origin) addr() string { return net.JoinHostPort(o.name, o.port) }

// parseOrigin returns the origin of a base URL. It refuses a password, which would
// be written into reports, and a query or a fragment, which would silently be
// dropped. Its errors never show the whole URL, as it may hold a secret.
func parseOrigin(base *url.URL) (origin, error) {
	if base == nil {
		return origin{}, errors.New("base url: missing")
	}
	at := base.Scheme + "://" + base.Host
	refuse := func(why string) (origin, error) {
		return origin{}, fmt.Errorf("base url %s: %s", at, why)
	}
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return origin{}, fmt.Errorf("base url: scheme %q: want http or https", base.Scheme)
	case base.User != nil:
		return refuse("holds a user name or password: give credentials another way")
	case base.Opaque != "" || base.Hostname() == "":
		return refuse("has no host: want " + base.Scheme + "://host[:port]/path")
	case base.RawQuery != "" || base.ForceQuery:
		return refuse("holds a query: leave out ? and what follows")
	case base.Fragment != "":
		return refuse("holds a fragment: leave out # and what follows")
	}
	o := origin{scheme: base.Scheme, name: base.Hostname(), port: base.Port()}
	if strings.ContainsFunc(o.name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		const why = "base url: host %q: write a name that is not ASCII in its xn-- form"
		return origin{}, fmt.Errorf(why, o.name)
	}
	o.host = hostField(o.name, o.port)
	if o.port == "" {
		o.port = map[string]string{"http": "80", "https": "443"}[o.scheme]
	}
	if n, err := strconv.Atoi(o.port); err != nil || n < 1 || n > 65535 {
		return origin{}, fmt.Errorf("base url %s: port %q: want 1 to 65535", at, o.port)
	}
	o.text = o.scheme + "://" + o.addr()
	return o, nil
}

// hostField returns a Host field, without the zone: it has no meaning elsewhere
// (RFC 6874 4).
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
