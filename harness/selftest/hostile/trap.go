package hostile

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// trap is a raw listener on loopback: a target that need not speak HTTP. It
// keeps count of what reached it, and leaves nothing behind when closed.
type trap struct {
	listener net.Listener
	ctx      context.Context
	cancel   context.CancelFunc
	work     sync.WaitGroup

	mu          sync.Mutex
	open        map[net.Conn]bool
	connections int
	closed      bool
}

// newTrap serves each connection in a goroutine of its own, which ends with the
// connection or with ctx.
func newTrap(serve func(context.Context, net.Conn)) (*trap, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &trap{listener: listener, open: map[net.Conn]bool{}}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	t.work.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			if t.keep(c) {
				t.work.Go(func() {
					serve(t.ctx, c)
					t.drop(c)
				})
			}
		}
	})
	return t, nil
}

func (t *trap) keep(c net.Conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.connections++
	if t.closed {
		c.Close()
		return false
	}
	t.open[c] = true
	return true
}

func (t *trap) drop(c net.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.Close()
	delete(t.open, c)
}

// close ends every connection and waits until no goroutine is left.
func (t *trap) close() {
	t.cancel()
	t.listener.Close()
	t.mu.Lock()
	t.closed = true
	for c := range t.open {
		c.Close()
	}
	t.mu.Unlock()
	t.work.Wait()
}

func (t *trap) host() string { return t.listener.Addr().String() }

// reached is how many connections came.
func (t *trap) reached() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.connections
}

// hang waits until the target is closed.
func hang(ctx context.Context) { <-ctx.Done() }

// talk answers each request of a connection with what f writes, for as long as
// f says that there may be another.
func talk(f func(ctx context.Context, c net.Conn,
	r *http.Request) (more bool),
) func(context.Context, net.Conn) {
	return func(ctx context.Context, c net.Conn) {
		reader := bufio.NewReader(c)
		for {
			r, err := http.ReadRequest(reader)
			if err != nil {
				return
			}
			if !f(ctx, c, r) {
				return
			}
		}
	}
}

// saying answers each request with a text, and closes the connection.
func saying(text string) func(context.Context, net.Conn) {
	return talk(func(_ context.Context, c net.Conn, _ *http.Request) bool {
		io.WriteString(c, text)
		return false
	})
}

// sayingThenHang answers with a text and leaves the connection open.
func sayingThenHang(text string) func(context.Context, net.Conn) {
	return talk(func(ctx context.Context, c net.Conn, _ *http.Request) bool {
		io.WriteString(c, text)
		hang(ctx)
		return false
	})
}

// endless answers with a text, and then one other without end.
func endless(text, again string) func(context.Context, net.Conn) {
	block := strings.Repeat(again, 1+(64<<10)/len(again))
	return talk(func(_ context.Context, c net.Conn, _ *http.Request) bool {
		_, err := io.WriteString(c, text)
		for err == nil {
			_, err = io.WriteString(c, block)
		}
		return false
	})
}
