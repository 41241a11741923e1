package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"example.com/toeline/harness/client"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// clientDocument reads a client document: an embedded one by its name, or a
// file. It is nil where the name is that of another document.
func clientDocument(name string) (*clients.Document, error) {
	if slices.Contains(clients.Documents(), name) {
		return clients.Embedded(name)
	}
	if !input.IsFile(name) {
		return nil, nil
	}
	data, err := infile.Read(name, infile.Contract)
	if err != nil || !clients.Is(data) {
		return nil, nil // who reads it as another says what is wrong
	}
	return clients.Load(name, data, contractBeside(name))
}

// contractBeside reads a contract that a client document names by its file, a
// path from where the document is.
func contractBeside(document string) func(string) (*spec.Document, error) {
	return func(name string) (*spec.Document, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(document), name)
		}
		if name == "-" { // a file of that name, and not standard input
			name = "." + string(filepath.Separator) + name
		}
		return input.Contract(name)
	}
}

// clientPlan is the plan of a client document; nil where the inputs name
// another.
func clientPlan(in *input.Inputs, n input.Narrow) (result.Planned, error) {
	none := result.Planned{}
	doc, err := clientDocument(in.Document)
	if doc == nil || err != nil {
		if err != nil {
			err = exit.Usage(err)
		}
		return none, err
	}
	if in.Fixtures != "" {
		return none, exit.Usage(errors.New("--fixtures says what a target holds, and a client document has no target"))
	}
	p, err := client.Outline(client.Options{Doc: doc, Only: n.Only, Skip: n.Skip, Level: spec.Level(n.Level)})
	if err != nil {
		return none, exit.Usage(exit.Worded(err))
	}
	return p, nil
}

// lintClient lints a file that is a client document, and says whether it is a
// fit one; an error is all that is wrong with it.
func (l *lintCommand) lintClient(name string) (fit bool, err error) {
	doc, err := clientDocument(name)
	if doc == nil || err != nil {
		return false, err
	}
	if l.against != "" {
		return false, fmt.Errorf("%s: --against compares contracts, and this is a client document", name)
	}
	fmt.Fprintf(l.app.Stdout, "%s: fit: %s, %s for clients of %s\n", doc.File, text.Plural(len(doc.Requirements), "requirement"), text.Plural(len(doc.Cases), "case"), doc.Contract.File)
	return true, nil
}
