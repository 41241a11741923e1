// Package output owns the reports of a command: which were asked for, and where they go. It never
// decides what a report says.
package output

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/spec/strict"
)

// Formats are the formats of a command that has more than one report, and
// where they are asked for.
type Formats struct {
	Flag  string   // that asks for them; empty: report
	Names []string // those of the command, text among them
	texts []string
	asked []output
}

type output struct{ format, file string }

// Add declares the flag that asks for reports.
func (o *Formats) Add(set *pflag.FlagSet) {
	if o.Flag == "" {
		o.Flag = "report"
	}
	flag.Add(set, &o.texts, o.Flag, []string(nil), flag.Run|flag.Writes,
		"write it as `FORMAT=FILE`: "+strings.Join(o.Names, ", ")+"; - is stdout; repeatable")
}

// Check reads what was asked for, and tries whether its files can be written.
func (o *Formats) Check() error {
	stdout := 0
	for _, text := range o.texts {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("--%s %s: write FORMAT=FILE, as json=out.json, or FORMAT=- for "+
				"stdout", o.Flag, text)
		}
		if !slices.Contains(o.Names, format) {
			if near := strict.Suggest(format, o.Names); near != "" {
				return fmt.Errorf("--%s %s: no format %q here (did you mean %q?)", o.Flag, text,
					format, near)
			}
			return fmt.Errorf("--%s %s: no format %q here: use one of %s", o.Flag, text, format,
				strings.Join(o.Names, ", "))
		}
		if file == "-" {
			stdout++
		} else if err := outfile.Usable(file); err != nil {
			return fmt.Errorf("--%s %s: %w", o.Flag, text, err)
		}
		o.asked = append(o.asked, output{format, file})
	}
	if stdout > 1 {
		return fmt.Errorf("--%s: two on stdout would run into each other; name a file for one",
			o.Flag)
	}
	return nil
}

// Write writes what was asked for, and the text where nothing else goes to
// stdout.
func (o *Formats) Write(a app.App, formats map[string]func(io.Writer) error) error {
	all := o.asked
	if !slices.ContainsFunc(all, func(out output) bool { return out.file == "-" }) {
		all = append(all, output{"text", "-"})
	}
	return write(a, all, formats)
}

// WriteOr writes what was asked for, and one format to stdout where nothing was.
func (o *Formats) WriteOr(
	a app.App,
	format string,
	formats map[string]func(io.Writer) error,
) error {
	all := o.asked
	if len(all) == 0 {
		all = append(all, output{format, "-"})
	}
	return write(a, all, formats)
}

func write(a app.App, all []output, formats map[string]func(io.Writer) error) error {
	var failed error
	for _, out := range all {
		if out.file == "-" {
			failed = errors.Join(failed, formats[out.format](a.Stdout))
			continue
		}
		failed = errors.Join(failed, outfile.Save(out.file, formats[out.format]))
	}
	if failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	return nil
}
