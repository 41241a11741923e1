package wire

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"

	"example.com/toeline/harness/internal/exchange"
)

// maxConnectHeader bounds the answer to CONNECT.
const maxConnectHeader = 64 << 10

// leastName is how long a user name is at least, in bytes, to be hidden where it is alone: a
// shorter one, such as user, is a part of many words.
const leastName = 6

// proxy is the way to the origin. It sees requests to http targets, but of
// https targets the host and port alone.
type proxy struct {
	addr        string
	credentials string      // a Proxy-Authorization value, or empty
	secrets     []string    // that are in it
	tls         *tls.Config // nil: the way to the proxy itself is plain
}

func parseProxy(u *url.URL, target *tls.Config) (*proxy, error) {
	name, port := u.Hostname(), u.Port()
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil,
			fmt.Errorf("proxy %s://%s: scheme %q is not supported: want http or https", u.Scheme,
				u.Host, u.Scheme)
	}
	if name == "" {
		return nil, fmt.Errorf("proxy %s://: has no host", u.Scheme)
	}
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	p := &proxy{addr: net.JoinHostPort(name, port)}
	if u.Scheme == "https" {
		// The target's roots hold for the proxy; its client certificate is a
		// credential, and leave to skip verification was given for the target.
		own := &tls.Config{}
		if target != nil {
			own.RootCAs = target.RootCAs
		}
		p.tls = tlsConfig(own, name)
	}
	if u.User != nil {
		password, _ := u.User.Password()
		both := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
		p.credentials, p.secrets = "Basic "+both, []string{password, both}
		if name := u.User.Username(); len(name) >= leastName {
			p.secrets = append(p.secrets, name)
		}
	}
	return p, nil
}

// tunnel asks the proxy for a way through. The request holds nothing of the
// target's but its host and port.
func (c *Client) tunnel(ctx context.Context, cn *conn) *exchange.Fault {
	addr := c.origin.addr()
	ask := "CONNECT " + addr + " HTTP/1.1\r\nHost: " + addr + "\r\n"
	if c.proxy.credentials != "" {
		ask += "Proxy-Authorization: " + c.proxy.credentials + "\r\n"
	}
	_, werr := cn.rw.Write([]byte(ask + "\r\n"))
	r := &reader{src: cn.rw}
	p := parser{r: r, lim: limits{header: maxConnectHeader}, method: "CONNECT"}
	if bad := p.readHead(); bad != nil {
		f := bad.fault(ctx, c.opt.Timeout, werr)
		if f.Kind != exchange.Canceled && f.Kind != exchange.Timeout {
			f.Kind = exchange.Unreachable // the proxy's doing says nothing of the target
		}
		f.Detail = "proxy " + c.proxy.addr + ": " + f.Detail
		return f
	}
	if p.res.Status < 200 || p.res.Status > 299 {
		return &exchange.Fault{Kind: exchange.Unreachable, Detail: oneLine(fmt.Sprintf("proxy %s "+
			"refused a tunnel to %s: %d %s", c.proxy.addr, addr, p.res.Status, p.res.Reason))}
	}
	if r.pos < len(r.buf) {
		return &exchange.Fault{Kind: exchange.Unreachable, Detail: fmt.Sprintf("proxy %s sent %d "+
			"bytes of its own into the tunnel to %s", c.proxy.addr, len(r.buf)-r.pos, addr)}
	}
	return nil
}
