//go:build unix

package wire

import (
	"io"
	"os"
	"syscall"
)

// poller reads from a socket without waiting. It is used by one goroutine at a
// time, and allocates once in its life.
type poller struct {
	read func(fd uintptr) bool
	b    []byte
	n    int
	err  error
}

// readNow reads what has arrived and returns os.ErrDeadlineExceeded where
// nothing has. The runtime's sockets never block in the kernel.
func (p *poller) readNow(raw syscall.RawConn, b []byte) (int, error) {
	if p.read == nil {
		p.read = p.tryRead
	}
	p.b, p.n, p.err = b, 0, nil
	err := raw.Read(p.read)
	p.b = nil
	switch {
	case err != nil:
		return 0, err
	case p.err == syscall.EAGAIN:
		return 0, os.ErrDeadlineExceeded
	case p.err != nil:
		return 0, p.err
	case p.n == 0:
		return 0, io.EOF
	}
	return p.n, nil
}

// tryRead reports that it is done, whatever came: the caller never waits.
func (p *poller) tryRead(fd uintptr) bool {
	for {
		p.n, p.err = syscall.Read(int(fd), p.b)
		if p.err != syscall.EINTR {
			return true
		}
	}
}
