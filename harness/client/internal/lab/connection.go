package lab

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"time"
)

// earlyTime is how long the lab looks for a request that comes before the response to the one
// before it.
const earlyTime = time.Millisecond

// connection is a connection by HTTP/1.1.
type connection struct {
	*server
	conn net.Conn
	in   *bufio.Reader

	last *Request // that was answered; nil: none
	// early says that a request came before the response to the last one, and closing that this
	// response announced the end of the connection.
	early, closing bool
}

// serve answers requests until the connection ends.
func (c *connection) serve() {
	for {
		preface, err := c.skipEmptyLines()
		if err != nil {
			return
		}
		r, err := readRequest(c.in, c.goOn)
		switch {
		case err != nil:
			return
		case r.stray && c.last != nil:
			c.lab.malform(c.last, fmt.Sprintf("behind the request comes %q", r.Method))
			return
		case preface:
			r.wrong("an empty line comes before the request line")
		}
		r.Hosts, r.Pipelined, r.Closing = c.hosts, c.early, c.closing
		r.only = c.role == handshakeServer
		c.early = c.comesEarly(r)
		a := c.lab.respond(r, c.role == otherServer)
		if !c.pause(time.Until(a.Due)) {
			return
		}
		c.early = c.early || c.comesEarly(r)
		if a.ends && a.call != nil && a.call.Ended != nil {
			defer c.lab.recordEnd(c.conn, a.call)
		}
		// An end that is announced is the client's to make: what it sends instead is seen.
		if !c.send(c.conn, a) || a.ends || r.closes() {
			c.readRest(r)
			c.readLate(r)
			return
		}
		c.last, c.closing = r, a.announced
	}
}

// goOn asks for the content of a request, unless its call plays a server that does not, and
// reports whether it did.
func (c *connection) goOn(r *Request) bool {
	goes := c.lab.continues(r)
	if r.Early && c.comes(promptTime) {
		r.Early, r.unread = false, false // it waits for nothing
	}
	if goes {
		_, _ = io.WriteString(c.conn, "HTTP/1.1 100 Continue\r\n\r\n")
	}
	return goes
}

// skipEmptyLines skips empty lines before a request. RFC 9112 2.2 forbids a client to send them
// before a request and after it: those after one are recorded there.
func (c *connection) skipEmptyLines() (before bool, err error) {
	for {
		next, err := c.in.Peek(1)
		switch {
		case err != nil:
			return before, err
		case next[0] != '\r' && next[0] != '\n':
			return before, nil
		case c.last != nil:
			c.lab.malform(c.last, "an empty line comes after the request")
		default:
			before = true
		}
		_, _ = c.in.ReadByte()
	}
}

// readRest records the requests that came before the response to the last one, which ends the
// connection: they are never answered.
func (c *connection) readRest(last *Request) {
	if !c.early || last.unread || last.Malformed != "" {
		return
	}
	_ = c.conn.SetReadDeadline(time.Now().Add(earlyTime))
	for c.in.Buffered() > 0 {
		r, err := readRequest(c.in, func(*Request) bool { return true })
		if err != nil || r.Malformed != "" {
			return
		}
		r.Hosts, r.Pipelined = c.hosts, true
		c.lab.attribute(r, c.role == otherServer)
	}
}

// lateTime is how long the lab looks for content that comes after the response to its request: a
// client that sends none closes the connection.
const lateTime = time.Second

// promptTime is how long the lab looks for content from a client that does not wait for 100.
const promptTime = 50 * time.Millisecond

// comes reports whether bytes come within a time.
func (c *connection) comes(within time.Duration) bool {
	if c.in.Buffered() == 0 {
		_ = c.conn.SetReadDeadline(time.Now().Add(within))
		_, _ = c.in.Peek(1) // the end of the connection is seen later
		_ = c.conn.SetReadDeadline(time.Time{})
	}
	return c.in.Buffered() > 0
}

// readLate records content that comes though the response came in the place of 100 (Continue).
func (c *connection) readLate(r *Request) {
	if r.Early && c.comes(lateTime) {
		content, _ := c.in.Peek(c.in.Buffered())
		c.lab.recordContent(r, bytes.Clone(content))
	}
}

// comesEarly reports whether another request comes already. Bytes that begin none are recorded
// with the one before them.
func (c *connection) comesEarly(r *Request) bool {
	if r.Early {
		return false // its content
	}
	if !c.comes(earlyTime) {
		return false
	}
	next, _ := c.in.Peek(1)
	switch {
	case next[0] == '\r' || next[0] == '\n':
		return false
	case !isToken(string(next)):
		all, _ := c.in.Peek(c.in.Buffered())
		r.wrong("behind the request comes %q", all[:min(len(all), 40)])
		return false
	}
	return true
}
