// Package report owns what is told of a finished run: one plain Report, made
// from an outcome by [New], and handlers that write it, a format a file. It
// never judges, never sends, and never writes what was not redacted before.
//
// What a target sent is cut to a size that people read, and what could act on
// a terminal or break an XML file is written as an escape.
package report

import (
	"io"

	"example.com/toeline/harness/result"
)

// Handler writes a report in one format.
type Handler interface {
	// Write writes the whole report to w, or returns the error of w.
	Write(w io.Writer, r *result.Report) error
}
