package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
)

func newSelftest(a app.App) *cobra.Command {
	var reports []string
	var markdown bool
	cmd := &cobra.Command{
		Use:   "selftest",
		Short: "Run the suite against its own defective servers",
		Long: `Judges, in this process, the reference server with one defect at a time, with
variations. Each defect must break exactly the requirements that it
names, and no variation any. So it shows what a green run of verify means: what
it would have found.

The last line counts what was found. Exit 1 when anything is not as it should.`,
		Example: `  toeline selftest
  toeline selftest --report json=selftest.json`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			files, err := jsonFiles(reports)
			if err == nil {
				err = output.Check(a, cmd.Flags())
			}
			if err != nil {
				return exit.Usage(err)
			}
			summary, err := selftest.Run(cmd.Context(), selftest.Options{})
			if err != nil {
				return exit.Unknown(err)
			}
			for _, file := range files {
				if err := outfile.Save(file, summary.WriteJSON); err != nil {
					return exit.Unknown(fmt.Errorf("writing the report: %w", err))
				}
			}
			write := summary.WriteText
			if markdown {
				write = summary.WriteMarkdown
			}
			if err := write(a.Stdout); err != nil {
				return exit.Unknown(err)
			}
			if !summary.OK() {
				return exit.Error{Code: result.ExitFailed}
			}
			return nil
		},
	}
	flag.Add(cmd.Flags(), &reports, "report", []string(nil), flag.Call|flag.Writes,
		"write a report, `json=FILE`; repeatable")
	flag.Add(cmd.Flags(), &markdown, "markdown", false, flag.Call,
		"print what each requirement is proven by, as a Markdown table")
	return cmd
}

// jsonFiles reads --report of a command that knows one format.
func jsonFiles(texts []string) ([]string, error) {
	var files []string
	for _, text := range texts {
		format, file, _ := strings.Cut(text, "=")
		if format != "json" || file == "" || file == "-" {
			return nil, fmt.Errorf("--report %s: write json=FILE", text)
		}
		if err := outfile.Usable(file); err != nil {
			return nil, fmt.Errorf("--report %s: %w", text, err)
		}
		files = append(files, file)
	}
	return files, nil
}
