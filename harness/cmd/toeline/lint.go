package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/plan"
	"example.com/toeline/spec"
)

func newLint(a app) *cobra.Command {
	return &cobra.Command{
		Use:   "lint FILE...",
		Short: "Is this document fit to drive a run?",
		Long: `Reads documents and prints, each with its place, all that is wrong with them:
keys that are not known, names that lead nowhere, requirements that no check
can break, examples that their schemas reject. Exit 2 if one is unfit.`,
		Example: "  toeline lint spec/execute-response-action.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			unfit := 0
			for _, file := range files {
				doc, err := lintFile(file)
				if err != nil {
					unfit++
					fmt.Fprintln(a.stdout, err)
					continue
				}
				cases := 0
				for _, op := range doc.Operations {
					cases += len(op.Cases)
				}
				fmt.Fprintf(a.stdout, "%s: fit: %d requirements, %d cases on %d operations\n", file, len(doc.Requirements), cases, len(doc.Operations))
			}
			if unfit > 0 {
				return usageError(fmt.Errorf("%d of %d documents unfit", unfit, len(files)))
			}
			return nil
		},
	}
}

// lintFile returns a fit document, or all that is wrong with it.
func lintFile(file string) (*spec.Document, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc, err := spec.Load(file, data)
	if err != nil {
		return nil, err
	}
	return doc, plan.UnknownCorpora(doc).Err()
}
