//go:build !unix

package exit

import (
	"os"
	"syscall"
)

// IgnoreFileLimit does nothing here.
func IgnoreFileLimit() {} // there is no such limit

// CrashApart does nothing here.
func CrashApart() {}

// Ending are the signals that end a run, with its reports.
func Ending() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
