package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/verify"
)

// reportPanic makes a panic the error of a run, deferred by it. The runtime would
// print the panic's value as it is, and exit as wrong usage does; here no secret
// of the target stands in it.
func reportPanic(session *verify.Session, err *error) {
	if value := recover(); value != nil {
		*err = exit.Unknown(fmt.Errorf("a defect of toeline, please report it: %s", session.Redact(panicked(value))))
	}
}

// tellOtherDefect is the same where no target is known: for a command, whose
// error it makes, and for a goroutine that no run waits for.
func tellOtherDefect(tell func(error)) {
	if value := recover(); value != nil {
		tell(defect(value, auth.Inherited(os.Environ())))
	}
}

// defect is a panic as an error. (Of the arguments in a stack only addresses and
// lengths are printed.)
func defect(value any, secrets []string) error {
	told := redact.New(secrets...).String(panicked(value))
	return exit.Unknown(fmt.Errorf("a defect of toeline, please report it: %s", told))
}

// exitBy ends the program as an error of its command would.
func exitBy(err error) {
	fmt.Fprintf(os.Stderr, "toeline: %v\n", err)
	os.Exit(exit.CodeOf(err))
}

func panicked(value any) string { return fmt.Sprintf("%v\n%s", value, debug.Stack()) }
