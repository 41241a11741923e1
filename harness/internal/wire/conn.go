package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// conn is one connection, used by one exchange at a time.
type conn struct {
	sock   *socket
	rw     net.Conn // sock, or TLS over it
	abort  func()   // closes at once, from any goroutine
	reader reader
	number int    // of the connection, from 1; 0: it is not kept
	turn   int    // exchanges that went over it
	ahead  []byte // that came before the request
}

// newConn returns a connection over a socket; TLS may be added.
func newConn(nc net.Conn) *conn {
	s := &socket{Conn: nc}
	if sc, ok := nc.(syscall.Conn); ok {
		s.raw, _ = sc.SyscallConn() // without it, every connection counts as silent
	}
	return &conn{sock: s, rw: s, abort: func() { nc.Close() }}
}

// close closes the connection, TLS by its own closing message. The deadline bounds
// a target that does not read.
func (cn *conn) close() {
	if cn.rw != net.Conn(cn.sock) {
		cn.rw.SetDeadline(time.Now().Add(time.Second))
		cn.rw.Close()
	}
	cn.abort()
}

// arrived returns what has arrived on an idle connection, as far as it is kept, and
// reports whether the connection is open. TLS records without content, such as session
// tickets, do not count.
func (cn *conn) arrived() (came []byte, open bool) {
	var some [512]byte
	cn.sock.poll = true
	defer func() { cn.sock.poll = false }()
	for len(came) < maxSurplus {
		n, err := cn.rw.Read(some[:])
		came = append(came, some[:n]...)
		if err != nil {
			return came, errors.Is(err, os.ErrDeadlineExceeded)
		}
	}
	return came, true
}

// socket is a net.Conn whose reads need not wait.
type socket struct {
	net.Conn
	raw    syscall.RawConn
	poll   bool // Read returns os.ErrDeadlineExceeded instead of waiting
	poller poller
}

func (s *socket) Read(b []byte) (int, error) {
	if !s.poll {
		return s.Conn.Read(b)
	}
	if s.raw == nil {
		return 0, os.ErrDeadlineExceeded // unknown: a closed one is detected when it is used
	}
	return s.poller.readNow(s.raw, b)
}

// dial opens a connection to the origin, through the proxy where there is one.
func (c *Client) dial(ctx context.Context, deadline time.Time) (*conn, *exchange.Fault) {
	addr := c.origin.addr()
	if c.proxy != nil {
		addr = c.proxy.addr
	}
	nc, err := c.connect(ctx, addr, deadline)
	if err != nil {
		return nil, c.dialFault(ctx, err, deadline)
	}
	cn := newConn(nc)
	if err := cn.rw.SetDeadline(deadline); err != nil {
		cn.abort()
		return nil, &exchange.Fault{Kind: exchange.Unreachable, Detail: oneLine(err.Error())}
	}
	stop := context.AfterFunc(ctx, cn.abort)
	fault := c.secure(ctx, cn)
	if !stop() && fault == nil {
		fault = canceled(ctx, "before anything was sent")
	}
	if fault != nil {
		cn.abort()
		return nil, fault
	}
	cn.reader.src = cn.rw
	return cn, nil
}

// connect dials an address, or the first of those that are given which answers.
func (c *Client) connect(
	ctx context.Context, addr string, deadline time.Time,
) (nc net.Conn, err error) {
	d := net.Dialer{Deadline: deadline}
	if c.proxy != nil || len(c.opt.Addresses) == 0 {
		return d.DialContext(ctx, "tcp", addr)
	}
	for _, a := range c.opt.Addresses {
		nc, err = d.DialContext(ctx, "tcp", net.JoinHostPort(a.String(), c.origin.port))
		if err == nil {
			break
		}
	}
	return nc, err
}

// secure adds what the target needs to a connection: TLS to the proxy, a tunnel,
// TLS to the target.
func (c *Client) secure(ctx context.Context, cn *conn) *exchange.Fault {
	if c.proxy != nil && c.proxy.tls != nil {
		if err := cn.handshake(c.proxy.tls); err != nil {
			return c.tlsFault(ctx, err, "proxy "+c.proxy.addr+": ")
		}
	}
	if c.tls == nil {
		return nil
	}
	if c.proxy != nil {
		if fault := c.tunnel(ctx, cn); fault != nil {
			return fault
		}
	}
	if err := cn.handshake(c.tls); err != nil {
		return c.tlsFault(ctx, err, "")
	}
	return nil
}

func (cn *conn) handshake(cfg *tls.Config) error {
	tc := tls.Client(cn.rw, cfg)
	if err := tc.Handshake(); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("connection closed inside the handshake")
		}
		return err
	}
	cn.rw = tc
	return nil
}

// tlsConfig pins HTTP/1.1, the only version that this package speaks.
func tlsConfig(from *tls.Config, name string) *tls.Config {
	cfg := &tls.Config{}
	if from != nil {
		cfg = from.Clone()
	}
	cfg.NextProtos = []string{"http/1.1"}
	if cfg.ServerName == "" {
		cfg.ServerName = hostField(name, "")
		if cfg.ServerName[0] == '[' {
			cfg.ServerName = cfg.ServerName[1 : len(cfg.ServerName)-1]
		}
	}
	if cfg.ClientSessionCache == nil {
		// Requests alone open a connection each: resumption makes that cheap.
		cfg.ClientSessionCache = tls.NewLRUClientSessionCache(0)
	}
	return cfg
}
