package main

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

func newList(a app.App) *cobra.Command {
	var in input.Inputs
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
		Args:      usage.OneOf,
		ValidArgs: []string{"requirements", "cases", listedDocuments},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == listedDocuments {
				return listDocuments(a, cmd.Flags(), markdown)
			}
			p, err := offlinePlan(&in, n)
			if err != nil {
				return err
			}
			parts := map[string]func(app.App, result.Planned) error{"requirements": listRequirements, "cases": listCases}
			if markdown {
				parts = map[string]func(app.App, result.Planned) error{"requirements": requirementTable, "cases": caseTable}
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
	n.add(cmd.Flags())
	flag.Add(cmd.Flags(), &markdown, "markdown", false, flag.Call,
		"as a Markdown table")
	return cmd
}

// offlinePlan makes the plan of a loopback target without one.
func offlinePlan(in *input.Inputs, n narrow) (result.Planned, error) {
	if p, err := clientPlan(in, n); p.Contract != nil || err != nil {
		return p, err
	}
	doc, err := input.LoadDocument(in.Document)
	if err != nil {
		return result.Planned{}, err
	}
	world, err := in.LoadWorld(doc, true)
	if err != nil {
		return result.Planned{}, err
	}
	session, err := verify.Outline(verify.Config{
		Contract: doc, Fixtures: world, Only: n.only, Skip: n.skip, Level: spec.Level(n.level),
	})
	if err != nil {
		return result.Planned{}, exit.Usage(exit.Worded(err))
	}
	return session.Planned(), nil
}

// listRequirements lists what is in the scope of a plan, and what the document
// leaves out, with ids in a column as wide as the longest.
func listRequirements(a app.App, p result.Planned) error {
	out := page.New(app.TextFor(a))
	width := 0
	for _, r := range p.Requirements {
		width = max(width, utf8.RuneCountInString(r.ID))
	}
	entry := func(id, level, text string, more ...string) {
		out.Hanging("", fmt.Sprintf("%-*s  %-6s", width, id, level), text, width+10)
		for _, about := range more {
			out.Hanging("", "", about, width+10)
		}
	}
	for _, r := range p.Requirements {
		more := []string{fmt.Sprintf("%s; %s", r.Source, r.Basis)}
		if r.Note != "" {
			more = append(more, "note: "+r.Note)
		}
		entry(r.ID, string(r.Level), r.Text, more...)
	}
	for _, e := range p.Contract.Excluded {
		entry("-", "-", e.Text, fmt.Sprintf("%s; not tested: %s", e.Source, e.Reason))
	}
	_, err := out.WriteTo(a.Stdout)
	return err
}

func requirementTable(a app.App, p result.Planned) error {
	w := bufio.NewWriter(a.Stdout)
	fmt.Fprint(w, "| id | level | requirement | source |\n|---|---|---|---|\n")
	for _, r := range p.Requirements {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.ID, r.Level, cell(r.Text), cell(r.Source.String()))
	}
	return w.Flush()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func listCases(a app.App, p result.Planned) error {
	out := page.New(app.TextFor(a))
	for _, c := range p.Cases {
		sends := fmt.Sprintf("  (%s, %s)", c.Effect, text.Plural(c.Size, "request"))
		if c.Size == 0 { // a client sends them
			sends = ""
		}
		out.Line(0, page.Span{Text: c.ID + sends})
		out.Prose(4, "", c.Title)
		out.Prose(4, "", "can break: "+strings.Join(c.Requirements, " "))
		if c.Skip != "" {
			out.Prose(4, "", "skipped: "+c.Skip)
		}
	}
	_, err := out.WriteTo(a.Stdout)
	return err
}

func caseTable(a app.App, p result.Planned) error {
	w := bufio.NewWriter(a.Stdout)
	fmt.Fprint(w, "| id | effect | requests | can break | case |\n|---|---|---|---|---|\n")
	for _, c := range p.Cases {
		fmt.Fprintf(w, "| %s | %s | %d | %s | %s |\n", c.ID, c.Effect, c.Size, strings.Join(c.Requirements, " "), cell(c.Title))
	}
	return w.Flush()
}
