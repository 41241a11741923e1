// Package exit owns how the program ends: errors with their exit codes, signals, and panics. It
// words the typed errors of other packages by the names of flags.
package exit

import (
	"errors"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// CodeUsage is the exit code of wrong usage, of an invalid document and of invalid fixtures. The
// others are those of package result.
const CodeUsage = 2

// Error ends the program with a code. Its error, if any, is printed.
type Error struct {
	Code int
	Err  error
}

func (e Error) Error() string { return e.Message() }
func (e Error) Unwrap() error { return e.Err }

// Message returns what is printed; empty: nothing.
func (e Error) Message() string {
	var problems strict.Problems
	switch {
	case e.Err == nil:
		return ""
	case errors.As(e.Err, &problems) && len(problems) > 1:
		// Each on a line of its own, as compilers do.
		return "the file is invalid:\n" + problems.Error()
	}
	return strings.TrimSpace(e.Err.Error())
}

// Usage returns an error of wrong usage.
func Usage(err error) Error { return Error{CodeUsage, err} }

// Unknown returns the error of a run that could not say whether the target conforms.
func Unknown(err error) Error { return Error{result.ExitInconclusive, err} }

// CodeOf returns the code that an error ends the program with.
func CodeOf(err error) int {
	var e Error
	if errors.As(err, &e) {
		return e.Code
	}
	return result.ExitInconclusive
}
