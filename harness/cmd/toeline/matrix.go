package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/matrix"
)

func newMatrix(a app.App) *cobra.Command {
	out := output.Formats{Names: output.MatrixFormats()}
	var gating bool
	cmd := &cobra.Command{
		Use:   "matrix [NAME=]REPORT...",
		Short: "Show which target meets which requirement",
		Long: `Reads JSON reports of verify, puts them side by side, and shows where the
targets differ, and which of them conform to the document. A column is named
by its target or by NAME; reports with one NAME are joined into one column, as
those of runs that each judged a part. A target that nothing was seen of is at
the head, and in no table.

It is there to be looked at: exit 0, unless --gate asks for verify's exit code
over all reports (1 before 3).`,
		Example: `  toeline matrix mock=mock.json tenant=tenant.json
  toeline matrix mock=mock.json tenant=tenant.json --report html=matrix.html
  toeline matrix reports/*.json --gate --report json=matrix.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("matrix takes reports: toeline matrix mock=mock.json " +
					"tenant=tenant.json")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			files := slices.Clone(args)
			for _, arg := range args {
				_, file, _ := strings.Cut(arg, "=")
				files = append(files, file)
			}
			if err := errors.Join(out.Check(), output.Check(a, cmd.Flags(), files...)); err != nil {
				return exit.Usage(err)
			}
			sources, err := readSources(args)
			if err != nil {
				return err
			}
			m, err := matrix.New(sources)
			if err != nil {
				return exit.Usage(err)
			}
			err = out.Write(a, output.MatrixWriters(a, m))
			if err != nil || !gating || m.ExitCode == 0 {
				return err
			}
			return exit.Error{Code: m.ExitCode}
		},
	}
	flag.Add(cmd.Flags(), &gating, "gate", false, flag.Call,
		"exit as verify does over all reports")
	out.Add(cmd.Flags())
	return cmd
}

// readSources reads reports, each given as FILE or NAME=FILE.
func readSources(args []string) ([]matrix.Source, error) {
	var all []matrix.Source
	for _, arg := range args {
		name, file, named := strings.Cut(arg, "=")
		if _, err := os.Stat(arg); err == nil || !named {
			name, file = "", arg // a file may have = in its name
		} else if name == "" || file == "" {
			return nil, exit.Usage(fmt.Errorf("%s: write NAME=REPORT, or the report alone", arg))
		}
		r, err := input.Report(file)
		if err != nil {
			return nil, err
		}
		all = append(all, matrix.Source{Name: name, File: file, Report: r})
	}
	return all, nil
}
