package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec/derive"
)

func newInit(a app.App) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "Make a start from a plain OpenAPI document",
		Long: `Reads a plain OpenAPI 3.0 document and writes it again with requirements and
cases for what it documents already: statuses, media types and schemas of
answers, credentials, ids that name nothing, parameters that must be refused.
It is a start, to be edited: levels, texts and sources are yours to judge.

What a request needs and the document does not show is marked by a comment,
EDIT; what the target holds is told by fixtures. The last lines, on stderr, say
how much of it there is, and what comes next.`,
		Example: `  toeline init openapi.yaml --out contract.yaml
  toeline lint contract.yaml --explain
  toeline verify --document contract.yaml --target http://127.0.0.1:8080`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf(
					"init takes one OpenAPI document, and %d are given: toeline init openapi.yaml",
					len(args),
				)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := input.Source(args[0])
			if err != nil {
				return exit.Usage(err)
			}
			made, err := derive.Skeleton(source)
			if err != nil {
				return exit.Usage(err)
			}
			write := func(w io.Writer) error {
				_, err := w.Write(made.Text)
				return err
			}
			if out == "" {
				tellStart(a.Stderr, args[0], "CONTRACT.yaml", made)
				return text.Lines(a.Stdout, write)
			}
			if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
				return exit.Usage(fmt.Errorf(
					"--out %s: is there already, and would lose what you edited; name another", out,
				))
			}
			if err := outfile.Save(out, write); err != nil {
				return exit.Usage(fmt.Errorf("--out: %w", err))
			}
			tellStart(a.Stderr, args[0], out, made)
			return nil
		},
	}
	flag.Add(cmd.Flags(), &out, "out", "", flag.Call|flag.Writes,
		"`FILE` to write, which must not be there yet; without it stdout")
	return cmd
}

// tellStart says what a person does next.
func tellStart(w io.Writer, from, out string, made *derive.Start) {
	doc, err := lint.Load(out, made.Text)
	if err != nil {
		fmt.Fprintf(w, "%s: the start that was made is invalid yet, most likely because of what "+
			"stands in %s; toeline lint %s says where\n", out, from, out)
		return
	}
	cases := 0
	for _, op := range doc.Operations {
		cases += len(op.Cases)
	}
	fmt.Fprintf(w, "%s: %s, %s on %s\n", out, text.Plural(len(doc.Requirements), "requirement"),
		text.Plural(cases, "case"), text.Plural(len(doc.Operations), "operation"))
	if made.Edits > 0 {
		fmt.Fprintf(w, "fill in: %s that the document does not show, marked EDIT\n",
			text.Plural(made.Edits, "value"))
	}
	if len(made.Kinds) > 0 {
		fmt.Fprintf(w,
			"fixtures.yaml says what the target holds; without it what needs an id is skipped:\n")
		for _, kind := range made.Kinds {
			fmt.Fprintf(w, "    %s: [{id: ...}]\n", kind)
		}
	}
	fmt.Fprintf(w, "next: toeline lint --explain %s\n      toeline verify --document %s "+
		"--fixtures fixtures.yaml --target URL\n", out, out)
}
