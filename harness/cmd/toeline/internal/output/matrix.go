package output

import (
	"io"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/matrix"
)

// MatrixFormats lists the formats of a matrix.
func MatrixFormats() []string { return []string{"html", "json", "markdown", "text"} }

// MatrixWriters returns what writes a matrix, by format.
func MatrixWriters(a app.App, m *matrix.Matrix) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{
		"html":     m.WriteHTML,
		"json":     m.WriteJSON,
		"markdown": m.WriteMarkdown,
		"text":     func(w io.Writer) error { return m.WriteText(w, app.TextFor(a)) },
	}
}
