package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/plan"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

func newList(a app.App) *cobra.Command {
	var in input.Inputs
	var n input.Narrow
	var operation string
	markdown := false
	cmd := &cobra.Command{
		Use:   "list [requirements|cases|documents]",
		Short: "List requirements, cases and embedded documents",
		Long: `Lists the requirements of the document with their level, text and source, or
the cases with their effect and the requirements that they can break. Without
an argument both. Ids are what --only and --skip take.

--operation shows what clients of an operation must do, and what they are judged
by, as toeline client does.

list documents shows the embedded documents instead, whose names --document
takes, with their endpoints and what they hold.`,
		Example: `  toeline list requirements --level must
  toeline list documents
  toeline list --document openapi.yaml --operation getTodo
  toeline list cases --only 'invalid-guid.**'`,
		Args:      usage.OneOf,
		ValidArgs: []string{"requirements", "cases", listedDocuments},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == listedDocuments {
				return listDocuments(a, cmd.Flags(), markdown)
			}
			p, err := offlinePlan(&in, operation, n)
			if err != nil {
				return err
			}
			parts := map[string]func(app.App, result.Planned) error{
				"requirements": plan.Requirements, "cases": plan.Cases,
			}
			if markdown {
				parts = map[string]func(app.App, result.Planned) error{
					"requirements": plan.RequirementTable, "cases": plan.CaseTable,
				}
			}
			if len(args) == 1 {
				return parts[args[0]](a, p)
			}
			if err := parts["requirements"](a, p); err != nil {
				return err
			}
			fmt.Fprintln(a.Stdout)
			return parts["cases"](a, p)
		},
	}
	in.Add(cmd.Flags())
	addOperation(cmd.Flags(), &operation, flag.Call)
	n.Add(cmd.Flags())
	flag.Add(cmd.Flags(), &markdown, "markdown", false, flag.Call,
		"as a Markdown table")
	return cmd
}

// offlinePlan makes the plan of a loopback target without one, or of clients.
func offlinePlan(
	in *input.Inputs, operation string, n input.Narrow,
) (result.Planned, error) {
	if p, err := clientPlan(in, operation, n); p.Contract != nil || err != nil {
		return p, err
	}
	doc, err := in.Load()
	if err != nil {
		return result.Planned{}, err
	}
	held, err := in.LoadFixtures(doc, true)
	if err != nil {
		return result.Planned{}, err
	}
	session, err := verify.Outline(verify.Config{
		Contract: doc, Fixtures: held, Only: n.Only, Skip: n.Skip, Level: spec.Level(n.Level),
	})
	if err != nil {
		return result.Planned{}, exit.Usage(exit.Worded(err))
	}
	return session.Planned(), nil
}
