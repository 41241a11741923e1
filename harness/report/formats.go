package report

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// formats returns the handlers by the name that --report gives them, sorted.
func formats() []format {
	return []format{
		{"github", "", GitHub{}},
		{"har", ".har", har.Writer{}},
		{"html", ".html", html.Writer{}},
		{"json", ".json", JSON{}},
		{"junit", ".xml", JUnit{}},
		{"markdown", ".md", Markdown{}},
		{"sarif", ".sarif", SARIF{}},
		{"text", ".txt", text.Writer{}},
	}
}

type format struct {
	name string
	// extension is that of its files, by which a file given without a format is understood;
	// empty: such a file has none of its own.
	extension string
	handler   Handler
}

// Extension returns the extension of a format's files, as ".json"; empty: it has none.
func Extension(name string) string {
	for _, f := range formats() {
		if f.name == name {
			return f.extension
		}
	}
	return ""
}

// Formats returns the names of the formats, sorted.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// For returns the handler of a format. The error is wrong usage, and names
// the nearest format or all formats.
func For(name string) (Handler, error) {
	for _, f := range formats() {
		if f.name == name {
			return f.handler, nil
		}
	}
	if near := strict.Suggest(name, Formats()); near != "" {
		return nil, fmt.Errorf("no report format %q (did you mean %q?)", name, near)
	}
	return nil, fmt.Errorf("no report format %q: use one of %s", name,
		strings.Join(Formats(), ", "))
}

// WriteFile saves a report to a file.
func WriteFile(path string, h Handler, r *result.Report) error {
	return outfile.Save(path, func(w io.Writer) error { return h.Write(w, r) })
}
