// Package report writes a result.Report in a format: a format a file, or a folder
// where it needs several. It never judges, never sends, and never writes what was
// not redacted before.
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
