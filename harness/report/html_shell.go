package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
)

//go:embed html
var htmlFiles embed.FS

// HTMLTemplate makes a template of toeline's look from a text. The text may
// use the pieces "top" (with the title), "filter" and "bottom", and the
// functions visible, which every text that a target sent must go through, and
// plural. The file is whole in itself: its policy lets a browser load nothing
// and run nothing but our own script, which filters elements of class item by
// their data-state, data-level and text.
//
// A text that is no template is a mistake in the program, and panics.
func HTMLTemplate(text string) *template.Template {
	style, script, shell := htmlFile("style.css"), htmlFile("script.js"), htmlFile("shell.tmpl")
	policy := "default-src 'none'; img-src data:; style-src " + sourceHash(style) + "; script-src " + sourceHash(script) +
		"; base-uri 'none'; form-action 'none'"
	t := template.New("html").Funcs(template.FuncMap{
		"visible": visible, "plural": plural,
		"policy": func() string { return policy },
		"style":  func() template.CSS { return template.CSS(style) },
		"script": func() template.JS { return template.JS(script) },
	})
	return template.Must(template.Must(t.Parse(shell)).Parse(text))
}

// htmlFile is one of the files beside this one.
func htmlFile(name string) string {
	data, err := htmlFiles.ReadFile("html/" + name)
	if err != nil {
		panic(err) // embedded
	}
	return string(data)
}

// sourceHash lets a browser take one inline text and no other
// (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
