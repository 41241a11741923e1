package wire

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Unasked is what a target sent on a kept connection while no request was waiting for
// it. Every exchange that was not the first on its connection may have taken such bytes
// for its response.
type Unasked struct {
	// Turn is the exchange, from 0, after which they were seen.
	Turn  int
	Bytes []byte // not more than 64 KiB of them
}

// unasked remembers what came unasked, by connection. Once something did, no
// connection is kept: what comes late would be taken for the next response.
type unasked struct {
	seen atomic.Bool
	mu   sync.Mutex
	by   map[int]Unasked
}

// note keeps the first of what came on a connection.
func (u *unasked) note(connection, turn int, b []byte) {
	u.seen.Store(true)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.by == nil {
		u.by = map[int]Unasked{}
	}
	if _, known := u.by[connection]; !known {
		u.by[connection] = Unasked{turn, bytes.Clone(b[:min(len(b), maxSurplus)])}
	}
}

// Unasked returns what came on kept connections while no request was waiting for it,
// by Exchange.Connection, and whether the target sends such bytes at all. It looks at
// the connections that are idle now.
func (c *Client) Unasked() (came map[int]Unasked, sends bool) {
	c.pool.mu.Lock()
	idle := c.pool.idle
	c.pool.idle = nil
	c.pool.mu.Unlock()
	for _, cn := range idle {
		if c.usable(cn) {
			c.pool.put(cn)
		}
	}
	c.unasked.mu.Lock()
	defer c.unasked.mu.Unlock()
	return maps.Clone(c.unasked.by), c.unasked.seen.Load()
}

// idle returns an idle connection that is open and silent, or nil. One on which
// something arrived unasked is closed: its bytes would be taken for the response to
// the next request.
func (c *Client) idle() *conn {
	for {
		cn := c.pool.pop()
		if cn == nil {
			return nil
		}
		if c.usable(cn) && !c.unasked.seen.Load() {
			return cn
		}
		cn.close()
	}
}

// usable reports whether an idle connection is open and silent; if not, it is closed.
func (c *Client) usable(cn *conn) bool {
	var came []byte
	open := cn.rw.SetDeadline(time.Now().Add(time.Second)) == nil
	if open {
		came, open = cn.arrived()
	}
	if len(came) > 0 && !isFarewell(came) {
		c.unasked.note(cn.number, cn.turn-1, came)
	}
	if len(came) > 0 || !open {
		cn.close()
		return false
	}
	return true
}

// isFarewell reports whether a target says that it closes an idle connection, as it may
// (RFC 9110 15.5.9).
func isFarewell(came []byte) bool {
	return slices.ContainsFunc([]string{"HTTP/1.1 408", "HTTP/1.0 408"}, func(start string) bool {
		return bytes.HasPrefix(came, []byte(start))
	})
}
