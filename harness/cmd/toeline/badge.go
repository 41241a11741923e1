package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/report"
)

func newBadge(a app.App) *cobra.Command {
	out := output.Formats{Names: []string{"json", "svg"}}
	badge := report.Badge{}
	cmd := &cobra.Command{
		Use:   "badge REPORT",
		Short: "Make a badge of a report, for a README",
		Long: `Reads a JSON report of verify and writes a badge: json is what the endpoint
badge of shields.io reads, and goes to stdout without --report; svg is a
picture that loads nothing.`,
		Example: `  toeline badge toeline.json > badge.json
  toeline badge toeline.json --report svg=badge.svg --label orders`,
		Args: oneArgument("a report, as toeline badge toeline.json"),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := errors.Join(out.Check(), output.Check(a, cmd.Flags(), args...))
			if err != nil {
				return exit.Usage(err)
			}
			r, err := input.Report(args[0])
			if err != nil {
				return err
			}
			return out.WriteOr(a, "json", map[string]func(io.Writer) error{
				"json": func(w io.Writer) error { return badge.WriteJSON(w, r) },
				"svg":  func(w io.Writer) error { return badge.WriteSVG(w, r) },
			})
		},
	}
	flag.Add(cmd.Flags(), &badge.Label, "label", "contract", flag.Call,
		"`TEXT` on the left of the badge")
	out.Add(cmd.Flags())
	return cmd
}
