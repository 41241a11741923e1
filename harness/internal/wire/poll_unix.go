//go:build unix

package wire

import (
	"io"
	"os"
	"syscall"
)

// readNow reads what has arrived and returns os.ErrDeadlineExceeded where
// nothing has. The runtime's sockets never block in the kernel.
func readNow(raw syscall.RawConn, b []byte) (n int, err error) {
	var errno error
	if err := raw.Read(func(fd uintptr) bool {
		for {
			n, errno = syscall.Read(int(fd), b)
			if errno != syscall.EINTR {
				return true // done, whatever came: never wait
			}
		}
	}); err != nil {
		return 0, err
	}
	switch {
	case errno == syscall.EAGAIN:
		return 0, os.ErrDeadlineExceeded
	case errno != nil:
		return 0, errno
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}
