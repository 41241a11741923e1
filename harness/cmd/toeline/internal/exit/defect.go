package exit

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// ReportPanic makes a panic the error of a run, deferred by it. The runtime would print the
// value of the panic unchanged, and exit as wrong usage does; here the secrets of the target are
// redacted.
func ReportPanic(session *verify.Session, err *error) {
	if value := recover(); value != nil {
		*err = crashed(session.Redact(panicked(value)))
	}
}

// OnPanic is the same where no target is known: for a command, whose
// error it makes, and for a goroutine that no run waits for.
func OnPanic(report func(error)) {
	if value := recover(); value != nil {
		report(defect(value, auth.Inherited(os.Environ())))
	}
}

// defect is a panic as an error. (Of the arguments in a stack only addresses and
// lengths are printed.)
func defect(value any, secrets []string) error {
	reported := redact.New(secrets...).String(panicked(value))
	return crashed(reported)
}

// crashed is the error of a panic: its exit code says nothing about a target, nor about usage.
func crashed(what string) error {
	return Error{result.ExitCrashed, errors.New("a defect of toeline, please report it: " + what)}
}

// By ends the program as an error of its command would.
func By(err error) {
	fmt.Fprintf(os.Stderr, "toeline: %s\n", strings.Join(text.VisibleLines(err.Error()), "\n"))
	os.Exit(CodeOf(err))
}

func panicked(value any) string { return fmt.Sprintf("%v\n%s", value, debug.Stack()) }
