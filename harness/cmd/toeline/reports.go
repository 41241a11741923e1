package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
)

// reportFlags are the reports that were asked for.
type reportFlags struct {
	texts []string
	asked []asked
	// large are those that tell every exchange; they are written last, so that
	// an interrupted run has told the others by then.
	large []asked
	// toStdout says that one of them goes there.
	toStdout bool
}

type asked struct {
	handler report.Handler
	file    string // "-" is stdout
}

func (r asked) write(a app, made *result.Report) error {
	if r.file == "-" {
		return r.handler.Write(a.stdout, made)
	}
	return report.WriteFile(r.file, r.handler, made)
}

func (f *reportFlags) add(set *pflag.FlagSet) {
	flag.Add(set, &f.texts, "report", []string(nil), flag.Run|flag.Replay,
		"write a report, `FORMAT=FILE`: "+strings.Join(report.Formats(), ", ")+"; - is stdout; repeatable")
}

func (f *reportFlags) check() error {
	for _, text := range f.texts {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("--report %s: write FORMAT=FILE, as junit=out.xml, or FORMAT=- for stdout", text)
		}
		handler, err := report.For(format)
		if err != nil {
			return fmt.Errorf("--report %s: %w", text, err)
		}
		if file != "-" {
			if err := outfile.Usable(file); err != nil {
				return fmt.Errorf("--report %s: %w", text, err)
			}
		}
		if file == "-" && f.toStdout {
			return errors.New("--report: two reports on stdout would run into each other; name a file for one")
		}
		f.toStdout = f.toStdout || file == "-"
		if _, everything := handler.(har.Writer); everything {
			f.large = append(f.large, asked{handler, file})
		} else {
			f.asked = append(f.asked, asked{handler, file})
		}
	}
	return nil
}

// write writes what was asked for, and the text for people where nothing else
// goes to stdout. It returns the run's exit code as an error.
func (f *reportFlags) write(a app, made *result.Report) error {
	var failed error
	for _, r := range f.asked {
		failed = errors.Join(failed, r.write(a, made))
	}
	if !f.toStdout {
		text := textFor(a)
		failed = errors.Join(failed, text.Write(a.stdout, made))
	}
	for _, r := range f.large {
		failed = errors.Join(failed, r.write(a, made))
	}
	if failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	code, reason := made.Run.ExitCode, made.Run.Reason
	switch {
	case code == result.ExitPassed:
		return nil
	case f.toStdout:
		return exit.Error{Code: code, Err: errors.New(reason)} // nothing else tells a person
	}
	return exit.Error{Code: code}
}

// named are the same reports, each in a file that has the name before its
// extension: out.mock.xml.
func (f *reportFlags) named(name string) reportFlags {
	return reportFlags{asked: named(f.asked, name), large: named(f.large, name)}
}

func named(all []asked, name string) []asked {
	var own []asked
	for _, r := range all {
		own = append(own, asked{r.handler, nameIn(r.file, name)})
	}
	return own
}

func nameIn(file, name string) string {
	extension := filepath.Ext(file)
	return strings.TrimSuffix(file, extension) + "." + name + extension
}

// save writes the reports that go to files.
func (f *reportFlags) save(made *result.Report) error {
	var failed error
	for _, r := range slices.Concat(f.asked, f.large) {
		failed = errors.Join(failed, report.WriteFile(r.file, r.handler, made))
	}
	return failed
}
