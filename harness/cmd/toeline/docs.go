package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/docs"
)

func newDocs(a app.App) *cobra.Command {
	var in input.Inputs
	var format, operation string
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Write a contract as one page",
		Long: `Prints one page of what the document demands: requirements by level with their
sources and the cases that check them, what is not tested and why, all cases.`,
		Example: `  toeline docs > requirements.md
  toeline docs --format html --document contract.yaml > requirements.html`,
		Args: usage.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			write := docs.Markdown
			switch format {
			case "markdown":
			case "html":
				write = docs.HTML
			default:
				return exit.Usage(fmt.Errorf("--format %s: the formats are markdown and html",
					format))
			}
			p, err := offlinePlan(&in, operation, input.Narrow{})
			if err != nil {
				return err
			}
			return write(a.Stdout, p)
		},
	}
	in.Add(cmd.Flags())
	addOperation(cmd.Flags(), &operation, flag.Call)
	flag.Add(cmd.Flags(), &format, "format", "markdown", flag.Call,
		"`FORMAT`: markdown or html")
	return cmd
}
