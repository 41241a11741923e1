//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileLimit makes a file over the limit of its size (ulimit -f) an error
// like that of a full disk, and not the end of the program.
func ignoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
