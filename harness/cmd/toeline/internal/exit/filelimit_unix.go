//go:build unix

package exit

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// IgnoreFileLimit makes a file over the limit of its size (ulimit -f) an error
// like that of a full disk, and not the end of the program.
func IgnoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }

// CrashApart makes what the runtime cannot recover from, such as an overflow of the stack, end the
// program by SIGABRT (134 in shells). Its own exit code is that of wrong usage. No core is written:
// it would hold the token.
func CrashApart() {
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) // at worst there is a core
	debug.SetTraceback("crash")
}

// Ending are the signals that end a run, with its reports. A hangup that is ignored (nohup)
// stays so.
func Ending() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
