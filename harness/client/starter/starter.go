// Package starter writes drivers to begin with, one for each language: programs that run as they
// are, and in which a client's owner replaces the call.
package starter

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/markup"
)

// Call is what a driver calls: an operation by its method and path template, and the names of its
// parameters by place.
type Call struct {
	Method, Path   string
	Query, Headers []string
	// Header and Prefix are where the token goes: a header, and what comes before the token in it.
	// Empty: there is none, or the driver's owner writes it.
	Header, Prefix string
	// ID is the path parameter that a call of a written contract gives.
	ID string
	// Flags are those of toeline client that the contract needs, each with a space after it.
	Flags string
}

// Language is a language that there is a driver for.
type Language struct {
	Name string
	File string // that the driver is usually written to
	// Next is the command line that judges with the driver, with {flags} for those of the contract.
	Next string
}

//go:embed templates
var templates embed.FS

// Languages are all languages, the default file and the next command of each.
var Languages = []Language{
	{"python", "client.py", "toeline client {flags}-- python3 client.py"},
	{"node", "client.mjs", "toeline client {flags}-- node client.mjs"},
	{"go", "main.go", "go build -o driver main.go && toeline client {flags}-- ./driver"},
	{"java", "Driver.java", "toeline client {flags}-- java Driver.java"},
	{"rust", "main.rs", "see its first lines: it needs a Cargo package"},
	{"shell", "client.sh", "toeline client --per-case {flags}-- sh client.sh"},
}

// Names returns the names of the languages.
func Names() []string {
	var all []string
	for _, l := range Languages {
		all = append(all, l.Name)
	}
	return all
}

// Write returns the text of a driver. The template of a language is its default file's.
func Write(l Language, c Call) ([]byte, error) {
	source, err := templates.ReadFile("templates/" + l.File + ".tmpl")
	if err != nil {
		return nil, fmt.Errorf("driver for %s: %w", l.Name, err)
	}
	t := markup.Text(markup.Funcs{
		"json": func(names []string) string {
			text, _ := json.Marshal(append([]string{}, names...)) // texts always can be
			return strings.ReplaceAll(string(text), `","`, `", "`)
		},
		"list": func(names []string) string {
			var quoted []string
			for _, name := range names {
				quoted = append(quoted, fmt.Sprintf("%q", name))
			}
			return strings.Join(quoted, ", ")
		},
	}, string(source))
	var b bytes.Buffer
	if err := t.Execute(&b, struct {
		Call
		File string
	}{c, l.File}); err != nil {
		return nil, fmt.Errorf("driver for %s: %w", l.Name, err)
	}
	return b.Bytes(), nil
}
