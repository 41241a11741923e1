package clients

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// connections are the connections that a client keeps between requests.
type connections struct {
	// never keeps none.
	never bool
	// careless keeps those too whose end is announced, and blind does not notice that one has
	// ended.
	careless, blind bool
	// trusting does not notice that bytes are left on one.
	trusting bool
	// again sends once more, on a fresh connection, what was lost on a kept one.
	again bool
	// idle are those that are kept; nil: none ever is.
	idle *idle
}

// idle are idle connections by their origin.
type idle struct {
	mu   sync.Mutex
	kept map[string][]*kept
}

// kept is a connection. While it is idle, a goroutine waits for its end.
type kept struct {
	conn  net.Conn
	in    *bufio.Reader
	ended chan error
}

// take returns an idle connection to an origin that has not ended; nil: there is none.
func (c *connections) take(origin string) *kept {
	for {
		k := c.idle.pop(origin)
		if k == nil {
			return nil
		}
		_ = k.conn.SetReadDeadline(time.Unix(1, 0)) // ends the wait
		err := <-k.ended
		if errors.Is(err, os.ErrDeadlineExceeded) { // on a busy machine the end may not be seen yet
			_ = k.conn.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
			_, err = k.in.Peek(1)
		}
		_ = k.conn.SetReadDeadline(time.Time{})
		if errors.Is(err, os.ErrDeadlineExceeded) || c.blind || err == nil && c.trusting {
			return k
		}
		k.conn.Close()
	}
}

// keep keeps a connection.
func (c *connections) keep(origin string, k *kept) {
	if c.never || c.idle == nil {
		k.conn.Close()
		return
	}
	k.ended = make(chan error, 1)
	go func() {
		_, err := k.in.Peek(1)
		k.ended <- err
	}()
	c.idle.mu.Lock()
	defer c.idle.mu.Unlock()
	if c.idle.kept == nil {
		c.idle.kept = map[string][]*kept{}
	}
	c.idle.kept[origin] = append(c.idle.kept[origin], k)
}

// pop returns the connection to an origin that was used last; nil: there is none.
func (i *idle) pop(origin string) *kept {
	if i == nil {
		return nil
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	all := i.kept[origin]
	if len(all) == 0 {
		return nil
	}
	i.kept[origin] = all[:len(all)-1]
	return all[len(all)-1]
}

// decode decodes content.
func decode(content []byte, coding string) ([]byte, error) {
	var r io.Reader = bytes.NewReader(content)
	var err error
	switch coding {
	case "gzip":
		r, err = gzip.NewReader(r)
	case "deflate":
		r, err = zlib.NewReader(r)
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
