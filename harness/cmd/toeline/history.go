package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/history"
)

func newHistory(a app.App) *cobra.Command {
	out := output.Formats{Names: []string{"html", "text"}}
	cmd := &cobra.Command{
		Use:   "history DIR",
		Short: "Show what failed when, from many reports",
		Long: `Reads all JSON reports of verify in a folder, in the order of their runs, and
shows each requirement that failed in one of them, by runs: since when it
fails, whether it was fixed, and whether it is flaky, which is that it passed
after it failed and failed after it passed. Contracts are shown apart, and files
that are not reports are named. It judges nothing, and ends with 0.`,
		Example: `  toeline history reports
  toeline history reports --report html=history.html`,
		Args: oneArgument("a folder of reports, as toeline history reports"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.Check(); err != nil {
				return exit.Usage(err)
			}
			entries, files, unread, err := reportsIn(args[0])
			if err == nil {
				err = output.Check(a, cmd.Flags(), files...)
			}
			if err != nil {
				return exit.Usage(err)
			}
			made := history.Of(entries)
			made.Unread = unread
			return out.Write(a, map[string]func(io.Writer) error{
				"html": made.WriteHTML,
				"text": func(w io.Writer) error { return made.WriteText(w, app.TextFor(a)) },
			})
		},
	}
	out.Add(cmd.Flags())
	return cmd
}

// reportsIn reads the JSON files of a folder, each without its cases. One that is not a report, as
// a job leaves it that was killed, hides no other: unread says why it is left out.
func reportsIn(dir string) (entries []history.Entry, files, unread []string, err error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil, fmt.Errorf("%s: no such folder", dir)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if !info.IsDir() {
		return nil, nil, nil, fmt.Errorf("%s is a file: name the folder that it is in", dir)
	}
	files, err = filepath.Glob(filepath.Join(escapeGlob(dir), "*.json"))
	if err != nil {
		return nil, nil, nil, err
	}
	for _, file := range files {
		r, failed := input.Report(file)
		if failed != nil {
			unread = append(unread, failed.Error())
			continue
		}
		entries = append(entries, history.Entry{File: filepath.Base(file), Report: r.ForMatrix()})
	}
	switch {
	case len(entries) > 0:
	case len(unread) > 0:
		err = errors.New(strings.Join(unread, "\n"))
	default:
		err = fmt.Errorf("%s has no report: write some there, as --report json=%s", dir,
			filepath.Join(dir, "1.json"))
	}
	return entries, files, unread, err
}

// escapeGlob makes a pattern of the name of a folder that matches it alone.
func escapeGlob(dir string) string {
	escaped := ""
	for _, c := range dir {
		if c == '*' || c == '?' || c == '[' || c == '\\' {
			escaped += "\\"
		}
		escaped += string(c)
	}
	return escaped
}

// countGiven says how many arguments there are.
func countGiven(args []string) string {
	switch len(args) {
	case 0:
		return "none is given"
	case 1:
		return "one is given"
	}
	return fmt.Sprintf("%d are given", len(args))
}

// oneArgument refuses anything but one argument, and says which it is.
func oneArgument(which string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("%s takes %s, and %s", cmd.Name(), which, countGiven(args))
		}
		return nil
	}
}
