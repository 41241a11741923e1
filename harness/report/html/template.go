package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io"

	"example.com/toeline/harness/internal/markup"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

//go:embed report.tmpl script.js shell.tmpl style.css
var files embed.FS

// WritePage writes a page of toeline's look: a template, in the syntax of html/template, filled in
// with data. The source may use the pieces "top" (with the title), "filter" and "bottom", and the
// functions visible, or reason, which every text that a target sent must go through, and plural.
// The file needs no other: its policy lets a browser load nothing, and run nothing but its own
// script, which filters elements of class item by their data-state, data-level and text.
//
// A source that is not a template is a mistake in the program, and panics.
func WritePage(w io.Writer, source string, data any) error {
	style, script, shell := file("style.css"), file("script.js"), file("shell.tmpl")
	policy := "default-src 'none'; img-src data:; style-src " + sourceHash(style) +
		"; script-src " + sourceHash(script) + "; base-uri 'none'; form-action 'none'"
	return markup.HTML(markup.Funcs{
		"visible": text.Visible, "plural": text.Plural, "reason": reason,
		"policy": func() string { return policy },
		"style":  func() markup.Raw { return markup.Raw(style) },
		"script": func() markup.Raw { return markup.Raw(script) },
	}, shell, source).Execute(w, data)
}

// reason is a reason for people, who do not know the names of schemas that toeline makes.
func reason(s string) string { return text.Visible(result.SaidReason(s)) }

// file returns one of the files beside this one.
func file(name string) string {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded
	}
	return string(data)
}

// sourceHash lets a browser take one inline text and no other
// (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
func sourceHash(inline string) string {
	sum := sha256.Sum256([]byte(inline))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
