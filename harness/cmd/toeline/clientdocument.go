package main

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/client"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// clientPlan is the plan of a client document, or of clients of an operation; nil where the inputs
// name another document, and no operation.
func clientPlan(in *input.Inputs, operation string, n input.Narrow) (result.Planned, error) {
	none := result.Planned{}
	doc, err := in.Given().Client()
	switch {
	case doc != nil && operation != "":
		err = notOfADocument(in.Document)
	case doc == nil && err == nil && operation != "":
		doc, err = in.Given().ClientOf(operation)
	}
	if doc == nil || err != nil {
		if err != nil {
			err = exit.Usage(err)
		}
		return none, err
	}
	if in.Fixtures != "" {
		return none, exit.Usage(errors.New("--fixtures says what a target holds, and a client " +
			"document has no target"))
	}
	p, err := client.Outline(client.Options{
		Doc: doc, Only: n.Only, Skip: n.Skip, Level: spec.Level(n.Level),
	})
	if err != nil {
		return none, exit.Usage(exit.Worded(err))
	}
	return p, nil
}

// notOfADocument says that a client document names its operation.
func notOfADocument(name string) error {
	return fmt.Errorf("--operation: %s is a client document, and names its operation: give an "+
		"OpenAPI document by --document", name)
}

// addOperation adds the flag that names the operation of a document that clients call.
func addOperation(set *pflag.FlagSet, operation *string, s flag.Scope) {
	flag.Add(set, operation, "operation", "", s, "`O` of an OpenAPI document that the client "+
		"calls: an operationId, or \"GET /things/{id}\"")
}

// lintClient lints a file that is a client document, and says whether it is a
// valid one; an error is all that is wrong with it.
func (l *lintCommand) lintClient(name string) (valid bool, err error) {
	doc, err := input.Document{
		Name: name, Overlays: l.overlays, Anywhere: l.anywhere,
	}.Client()
	if doc == nil || err != nil {
		return false, err
	}
	if l.against != "" {
		return false,
			fmt.Errorf("%s: --against compares contracts, and this is a client document", name)
	}
	fmt.Fprintf(l.app.Stdout, "%s: valid: %s, %s for clients of %s\n", doc.File,
		text.Plural(len(doc.Requirements), "requirement"), text.Plural(len(doc.Cases), "case"),
		doc.Contract.File)
	return true, nil
}
