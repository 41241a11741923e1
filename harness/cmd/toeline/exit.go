package main

import (
	"errors"
	"strings"

	"example.com/toeline/harness/plan"
	"example.com/toeline/spec/strict"
)

// exitUsage is the exit code of wrong usage, of a document that is unfit and
// of fixtures that are wrong. The others are the plan's.
const exitUsage = 2

// exitError ends the program with a code. Its error, if any, is printed.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string { return e.message() }
func (e exitError) Unwrap() error { return e.err }

func (e exitError) message() string {
	var problems strict.Problems
	switch {
	case e.err == nil:
		return ""
	case errors.As(e.err, &problems) && len(problems) > 1:
		// Each on a line of its own, as compilers do.
		return "the file is not fit:\n" + problems.Error()
	}
	return strings.TrimSpace(e.err.Error())
}

func usageError(err error) exitError { return exitError{exitUsage, err} }

// unknown is for a run that could not tell.
func unknown(err error) exitError { return exitError{plan.ExitUnknown, err} }

// exitCodeOf is the code that an error ends the program with.
func exitCodeOf(err error) int {
	var e exitError
	if errors.As(err, &e) {
		return e.code
	}
	return plan.ExitUnknown
}
