//go:build unix

package exit

import (
	"os/signal"
	"syscall"
)

// IgnoreFileLimit makes a file over the limit of its size (ulimit -f) an error
// like that of a full disk, and not the end of the program.
func IgnoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
