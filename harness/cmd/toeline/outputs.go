package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/spec/strict"
)

// outputs are the formats of a command that tells more than one report, and
// where they are asked for.
type outputs struct {
	flag  string   // that asks for them; empty: report
	names []string // those of the command, text among them
	texts []string
	asked []output
}

type output struct{ format, file string }

func (o *outputs) add(set *pflag.FlagSet) {
	if o.flag == "" {
		o.flag = "report"
	}
	flag.Add(set, &o.texts, o.flag, []string(nil), flag.Run,
		"write it as `FORMAT=FILE`: "+strings.Join(o.names, ", ")+"; - is stdout; repeatable")
}

func (o *outputs) check() error {
	stdout := 0
	for _, text := range o.texts {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("--%s %s: write FORMAT=FILE, as json=out.json, or FORMAT=- for stdout", o.flag, text)
		}
		if !slices.Contains(o.names, format) {
			if near := strict.Suggest(format, o.names); near != "" {
				return fmt.Errorf("--%s %s: no format %q here (did you mean %q?)", o.flag, text, format, near)
			}
			return fmt.Errorf("--%s %s: no format %q here: use one of %s", o.flag, text, format, strings.Join(o.names, ", "))
		}
		if file == "-" {
			stdout++
		} else if err := outfile.Usable(file); err != nil {
			return fmt.Errorf("--%s %s: %w", o.flag, text, err)
		}
		o.asked = append(o.asked, output{format, file})
	}
	if stdout > 1 {
		return fmt.Errorf("--%s: two on stdout would run into each other; name a file for one", o.flag)
	}
	return nil
}

// write writes what was asked for, and the text where nothing else goes to
// stdout.
func (o *outputs) write(a app, formats map[string]func(io.Writer) error) error {
	all := o.asked
	if !slices.ContainsFunc(all, func(out output) bool { return out.file == "-" }) {
		all = append(all, output{"text", "-"})
	}
	var failed error
	for _, out := range all {
		if out.file == "-" {
			failed = errors.Join(failed, formats[out.format](a.stdout))
			continue
		}
		failed = errors.Join(failed, outfile.Save(out.file, formats[out.format]))
	}
	if failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	return nil
}
