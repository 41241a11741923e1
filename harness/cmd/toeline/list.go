package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/exchange"
	"example.com/toeline/harness/plan"
	"example.com/toeline/spec"
)

func newList(a app) *cobra.Command {
	var in inputs
	var n narrow
	markdown := false
	cmd := &cobra.Command{
		Use:   "list [requirements|cases|documents]",
		Short: "Show what would be checked, and why",
		Long: `Lists the requirements of the document with their level, text and source, or
the cases with their effect and the requirements that they can break. Without
an argument both. Ids are what --only and --skip take.

list documents shows the embedded documents instead, whose names --document
takes, with their endpoints and what they hold.`,
		Example: `  toeline list requirements --level must
  toeline list documents
  toeline list cases --only 'invalid-guid.**'`,
		Args:      oneOf,
		ValidArgs: []string{"requirements", "cases", listedDocuments},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == listedDocuments {
				return listDocuments(a, cmd.Flags(), markdown)
			}
			p, err := offlinePlan(&in, n)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(a.stdout)
			if len(args) == 0 || args[0] == "requirements" {
				listRequirements(out, p, markdown)
			}
			if len(args) == 0 {
				fmt.Fprintln(out)
			}
			if len(args) == 0 || args[0] == "cases" {
				listCases(out, p, markdown)
			}
			return out.Flush()
		},
	}
	in.add(cmd.Flags())
	n.add(cmd.Flags())
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as a Markdown table")
	return cmd
}

// offline is a sender for plans that are only looked at.
type offline struct{}

func (offline) Send(context.Context, exchange.Request) *exchange.Exchange {
	return &exchange.Exchange{Fault: &exchange.Fault{Kind: exchange.Canceled, Detail: "this plan is not to be sent"}}
}
func (offline) Close() {}

// offlinePlan makes the plan of a loopback target without one.
func offlinePlan(in *inputs, n narrow) (*plan.Plan, error) {
	if p, err := clientPlan(in, n); p != nil || err != nil {
		return p, err
	}
	doc, err := loadDocument(in.document)
	if err != nil {
		return nil, err
	}
	world, err := in.loadWorld(doc, true)
	if err != nil {
		return nil, err
	}
	p, err := plan.New(plan.Options{
		Doc: doc, World: world, Only: n.only, Skip: n.skip, Level: spec.Level(n.level),
		Target: plan.Target{Sender: offline{}, Token: plan.LoopbackToken, OnLoopback: true},
	})
	if err != nil {
		return nil, usageError(err)
	}
	return p, nil
}

func listRequirements(w io.Writer, p *plan.Plan, markdown bool) {
	if markdown {
		fmt.Fprint(w, "| id | level | requirement | source |\n|---|---|---|---|\n")
	}
	for _, r := range p.Scope() {
		if markdown {
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.ID, r.Level, cell(r.Text), cell(r.Source.String()))
			continue
		}
		fmt.Fprintf(w, "%-12s %-6s  %s\n%21s%s; %s\n", r.ID, r.Level, r.Text, "", r.Source, r.Basis)
		if r.Note != "" {
			fmt.Fprintf(w, "%21snote: %s\n", "", r.Note)
		}
	}
	if markdown {
		return
	}
	for _, e := range p.Options.Doc.Excluded {
		fmt.Fprintf(w, "%-12s %-6s  %s\n%21s%s; not tested: %s\n", "-", "-", e.Text, "", e.Source, e.Reason)
	}
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func listCases(w io.Writer, p *plan.Plan, markdown bool) {
	if markdown {
		fmt.Fprint(w, "| id | effect | requests | can break | case |\n|---|---|---|---|---|\n")
	}
	for _, c := range p.Cases {
		ids := strings.Join(c.Requirements, " ")
		if markdown {
			fmt.Fprintf(w, "| %s | %s | %d | %s | %s |\n", c.ID, c.Effect, len(c.Probes), ids, cell(c.Text))
			continue
		}
		sends := fmt.Sprintf("  (%s, %d requests)", c.Effect, len(c.Probes))
		if len(c.Probes) == 0 { // a client sends them
			sends = ""
		}
		fmt.Fprintf(w, "%s%s\n    %s\n    can break: %s\n", c.ID, sends, c.Text, ids)
		if c.Skip != "" {
			fmt.Fprintf(w, "    skipped: %s\n", c.Skip)
		}
	}
}
