package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/compare"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

func newCompare(a app.App) *cobra.Command {
	out := output.Formats{Names: []string{"json", "markdown", "text"}}
	var failOn []string
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Show what changed between two reports",
		Long: `Reads two JSON reports of verify and shows what broke, what was fixed, what is
no longer passed, which requirements and cases vanished or are new, and whose
text changed. Exit 1 when something got worse, as --fail-on says; what does not
gate a run, or is waived, is shown and fails nothing.

  failed    a requirement that fails in a case in which it held
  changed   a requirement that fails in a case in another way than before
  untested  a requirement of which nothing is seen any longer
  vanished  a requirement or a case that is no longer there
  unjudged  a case that is inconclusive or skipped now
  failing   a new case that fails
  text      another text, level or source of a requirement
  new, fixed`,
		Example: `  toeline compare yesterday.json today.json
  toeline compare main.json branch.json --report markdown=comment.md
  toeline compare old.json new.json --fail-on failed,failing`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("compare takes two reports, OLD and NEW, and %s: toeline "+
					"compare old.json new.json", countGiven(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			kinds, err := kindsOf(failOn)
			if err = errors.Join(err, out.Check(),
				output.Check(a, cmd.Flags(), args...)); err != nil {
				return exit.Usage(err)
			}
			var in [2]compare.Input
			for i, file := range args {
				if in[i].Report, err = input.Report(file); err != nil {
					return err
				}
				in[i].File = file
			}
			return printComparison(a, &out, compare.Compare(in[0], in[1], kinds))
		},
	}
	cmd.Flags().StringSliceVar(&failOn, "fail-on", namesOf(compare.Worse()),
		"fail on changes of these `KINDS`, separated by commas; none: on nothing")
	flag.Declare(cmd.Flags(), "fail-on", flag.Call)
	out.Add(cmd.Flags())
	return cmd
}

func printComparison(a app.App, out *output.Formats, c *compare.Comparison) error {
	err := out.Write(a, map[string]func(io.Writer) error{
		"json":     c.WriteJSON,
		"markdown": c.WriteMarkdown,
		"text":     func(w io.Writer) error { return c.WriteText(w, app.TextFor(a)) },
	})
	if err != nil || c.Failing == 0 {
		return err
	}
	return exit.Error{Code: result.ExitFailed}
}

func namesOf(kinds []compare.Kind) []string {
	var all []string
	for _, k := range kinds {
		all = append(all, string(k))
	}
	return all
}

// kindsOf returns the kinds that --fail-on names.
func kindsOf(names []string) ([]compare.Kind, error) {
	if slices.Equal(names, []string{"none"}) {
		return []compare.Kind{}, nil
	}
	kinds := []compare.Kind{}
	known := namesOf(compare.Kinds())
	for _, name := range names {
		if !slices.Contains(known, name) {
			hint := ": use none, or some of " + strings.Join(known, ", ")
			if near := strict.Suggest(name, known); near != "" {
				hint = fmt.Sprintf(" (did you mean %q?)", near)
			}
			return nil, fmt.Errorf("--fail-on: no kind of change %q%s", name, hint)
		}
		kinds = append(kinds, compare.Kind(name))
	}
	return kinds, nil
}
