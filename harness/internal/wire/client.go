// Package wire owns the connections to a target: it sends the exact bytes of a
// request and records the response, bounded in bytes and time. It implements
// HTTP/1.1 itself, because net/http hides what a conformance suite has to see:
// bytes after a 204, the order and letter case of header fields, interim
// responses, a message that breaks half-way.
//
// It never judges a response, never follows a redirect, never sends a request
// twice that is marked Alone, and sends credentials only to the origin that they
// were given for.
package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"example.com/toeline/harness/internal/exchange"
	envproxy "example.com/toeline/harness/internal/proxy"
)

// Limits that no option changes.
const (
	maxInterim = 16       // 1xx responses before the final one
	maxSurplus = 64 << 10 // bytes kept after the end of a message
	lingerTime = 500 * time.Millisecond
)

// Sender sends requests to a target. It is safe for use by many goroutines.
type Sender interface {
	// Send carries out one exchange. The result is never nil: a failure is in
	// Exchange.Fault. Its byte slices may share memory with each
	// other and with the request: read them, or copy them first.
	Send(ctx context.Context, req exchange.Request) *exchange.Exchange
	// Close closes idle connections; none are kept from then on.
	Close()
}

// Options are the limits of an exchange. The zero value is ready for use.
type Options struct {
	// Timeout is for one exchange, dialing and TLS included; zero: 10s.
	Timeout time.Duration
	// MaxHeader is for the header sections of one response, with its interim
	// responses, in bytes; zero: 256 KiB.
	MaxHeader int
	// MaxBody is for content, in bytes, before and after a content coding is
	// removed; zero: 1 MiB. Chunk framing may cost as much again.
	MaxBody int
	// TLS is for https targets; nil: the system's roots. It is cloned, and its
	// NextProtos become http/1.1.
	TLS *tls.Config
	// Proxy returns the proxy for the base URL, or nil for none; it is called
	// once. Nil: HTTP_PROXY, HTTPS_PROXY and NO_PROXY as net/http reads them,
	// and so never a proxy for loopback.
	Proxy func(*url.URL) (*url.URL, error)
	// Addresses are dialed, in this order, instead of what the host of the base URL
	// resolves to; nil: that. They are not for targets behind a proxy.
	Addresses []netip.Addr
	// MaxIdle is how many idle connections are kept; zero: 16.
	MaxIdle int
}

func (o Options) withDefaults() (Options, error) {
	if o.Timeout < 0 || o.MaxHeader < 0 || o.MaxBody < 0 || o.MaxIdle < 0 {
		return o, errors.New("wire: a negative timeout or limit; zero means the default")
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.MaxHeader == 0 {
		o.MaxHeader = 256 << 10
	}
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxIdle == 0 {
		o.MaxIdle = 16
	}
	if o.Proxy == nil {
		o.Proxy = envproxy.For
	}
	return o, nil
}

// Client sends over connections of its own. Make one with New.
type Client struct {
	opt     Options
	origin  origin
	proxy   *proxy // nil: the target is dialed directly
	tls     *tls.Config
	pool    pool
	dialed  atomic.Int64 // connections that may be kept
	unasked unasked
	linger  time.Duration // how long a request alone waits for the target to close
	unzip   sync.Pool     // of *gzip.Reader
}

var _ Sender = (*Client)(nil)

// New returns a client for the origin of base: its scheme, host and port. The
// path of base is the caller's to put into Request.Target. Nothing is dialed.
func New(base *url.URL, o Options) (*Client, error) {
	opt, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	or, err := parseOrigin(base)
	if err != nil {
		return nil, err
	}
	c := &Client{opt: opt, origin: or, linger: lingerTime, pool: pool{max: opt.MaxIdle}}
	c.unzip.New = newGzip
	via, err := opt.Proxy(base)
	if err != nil {
		return nil, fmt.Errorf("the way to %s: %w", or, err)
	}
	if via != nil {
		if c.proxy, err = parseProxy(via, opt.TLS); err != nil {
			return nil, err
		}
	}
	if or.scheme == "https" {
		c.tls = tlsConfig(opt.TLS, or.name)
	}
	return c, nil
}

// Secrets returns the credentials that are sent to a proxy, which may repeat them; nil without
// any.
func (c *Client) Secrets() []string {
	if c.proxy == nil {
		return nil
	}
	return c.proxy.secrets
}

// Close implements Sender.
func (c *Client) Close() { c.pool.close() }

// Send implements Sender. A reused connection that turns out to be closed
// before any byte of a response is replaced once; a request that is marked Alone
// is never sent twice.
func (c *Client) Send(ctx context.Context, req exchange.Request) *exchange.Exchange {
	ex := &exchange.Exchange{Origin: c.origin.String(), Request: req, Raw: true}
	begin := time.Now()
	at := attempt{ctx: ctx, ex: ex, deadline: begin.Add(c.opt.Timeout)}
	sent, shown, err := c.encode(req)
	if err != nil {
		ex.Fault = &exchange.Fault{
			Kind: exchange.Transport, Detail: "request not sent: " + err.Error(),
		}
		return ex
	}
	at.wire, ex.RawRequest = sent, shown
	if ctx.Err() != nil {
		return at.unsent(begin, canceled(ctx, "before anything was sent"))
	}
	var cn *conn
	if !req.Alone {
		cn = c.idle()
	}
	if cn != nil && cn.rw.SetDeadline(at.deadline) != nil {
		cn.close()
		cn = nil
	}
	reused := cn != nil
	var garbage []byte // that was not a response, on a connection that was kept
	var before *conn
	for {
		if cn == nil {
			var fault *exchange.Fault
			if cn, fault = c.dial(ctx, at.deadline); fault != nil {
				return at.unsent(begin, fault)
			}
			if came := cn.early(); came != nil {
				cn.abort()
				ex.RawResponse = came
				return at.unsent(begin, malformed("a response before a request was sent: "+
					"it starts with %s", quote(came)).Fault())
			}
			if cn.number = 0; !req.Alone {
				cn.number = int(c.dialed.Add(1))
			}
		}
		ex.Connection, ex.Turn = cn.number, cn.turn
		if stale := c.attempt(at, cn); !stale || !reused {
			if garbage != nil && ex.Fault == nil {
				c.unasked.note(before.number, before.turn-1, garbage)
			}
			return ex
		}
		if ex.Fault != nil && ex.Fault.Kind == exchange.Malformed {
			garbage, before = ex.RawResponse, cn
		}
		cn, reused = nil, false
		ex.Response, ex.Fault, ex.RawResponse, ex.FirstByte = nil, nil, nil, 0
	}
}

// attempt is one exchange, over one connection after another.
type attempt struct {
	ctx      context.Context
	ex       *exchange.Exchange
	wire     []byte
	deadline time.Time
}

// unsent finishes an exchange of which no byte was sent, as RawRequest and Start show.
func (at attempt) unsent(begin time.Time, f *exchange.Fault) *exchange.Exchange {
	at.ex.Fault, at.ex.RawRequest = f, nil
	at.ex.Start, at.ex.Total = time.Time{}, time.Since(begin)
	return at.ex
}

// attempt writes the request, reads the response into at.ex, and keeps or closes
// the connection. It reports whether no response came that a kept connection could have
// had: the target closed it, or said that it does, or what came is not HTTP.
func (c *Client) attempt(at attempt, cn *conn) (stale bool) {
	ex := at.ex
	stop := func() bool { return true }
	if at.ctx.Done() != nil {
		stop = context.AfterFunc(at.ctx, cn.abort)
	}
	r := &cn.reader
	r.reset()
	ex.Start = time.Now()
	if len(cn.ahead) > 0 {
		r.buf, r.first, cn.ahead = append(r.buf, cn.ahead...), ex.Start, nil
	}
	_, werr := cn.rw.Write(at.wire)
	p := parser{
		r: r, lim: limits{header: c.opt.MaxHeader, body: c.opt.MaxBody},
		method: ex.Request.Method,
	}
	bad := p.read()
	ex.Total = time.Since(ex.Start)
	if len(r.buf) > 0 {
		ex.FirstByte = r.first.Sub(ex.Start)
	}
	if bad == nil && ex.Request.Alone {
		r.drain(cn, p.end, c.linger, at.deadline)
	}
	alive := stop()
	if bad != nil {
		ex.Fault = bad.fault(at.ctx, c.opt.Timeout, werr)
		cn.abort()
	}
	p.record(ex)
	if bad == nil {
		surplus := r.buf[p.end:]
		switch {
		case len(surplus) == 0 || cn.number == 0 || isFarewell(surplus):
		case cn.turn == 0:
			c.unasked.seen.Store(true) // the exchange says so itself
		default:
			c.unasked.note(cn.number, cn.turn, surplus)
		}
		// nothing of this exchange is left on it
		clean := len(surplus) == 0 && alive && werr == nil
		cn.turn++
		trusted := !ex.Request.Alone && !c.unasked.seen.Load()
		farewell := isFarewell(r.buf) && !p.keep // before another exchange has the connection
		if p.keep && clean && trusted && !asksClose(ex.Request.Header) {
			c.pool.put(cn)
		} else {
			cn.close()
		}
		c.decode(ex)
		return farewell
	}
	if ex.Fault.Kind == exchange.Malformed {
		return ex.Response == nil
	}
	return ex.Fault.Kind == exchange.Reset && len(r.buf) == 0
}

// early returns what the target answers before it is asked; nil: no response came.
func (cn *conn) early() []byte {
	came, _ := cn.arrived()
	if !bytes.HasPrefix(came, []byte("HTTP/1.")) {
		cn.ahead = came
		return nil
	}
	return came
}
