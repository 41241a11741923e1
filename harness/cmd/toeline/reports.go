package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// reportFlags are the reports that were asked for.
type reportFlags struct {
	texts []string
	asked []asked
	// record says that one of them tells every exchange.
	record bool
}

type asked struct {
	handler report.Handler
	file    string // "-" is stdout
}

func (f *reportFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.texts, "report", nil, "write a report, `FORMAT=FILE`: "+strings.Join(report.Formats(), ", ")+"; - is stdout; repeatable")
}

func (f *reportFlags) check() error {
	stdout := 0
	for _, text := range f.texts {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("--report %s: write FORMAT=FILE, as junit=out.xml, or FORMAT=- for stdout", text)
		}
		handler, err := report.For(format)
		if err != nil {
			return fmt.Errorf("--report %s: %w", text, err)
		}
		if file == "-" {
			stdout++
		}
		_, everything := handler.(report.HAR)
		f.record = f.record || everything
		f.asked = append(f.asked, asked{handler, file})
	}
	if stdout > 1 {
		return errors.New("--report: two reports on stdout would run into each other; name a file for one")
	}
	return nil
}

// write writes what was asked for, and the text for people where nothing else
// goes to stdout. It returns the run's exit code as an error.
func (f *reportFlags) write(a app, outcome *plan.Outcome, facts report.Facts) error {
	made := report.New(outcome, facts)
	toStdout := false
	var failed error
	for _, r := range f.asked {
		if r.file == "-" {
			toStdout = true
			failed = errors.Join(failed, r.handler.Write(a.stdout, made))
			continue
		}
		failed = errors.Join(failed, report.WriteFile(r.file, r.handler, made))
	}
	if !toStdout {
		text := report.Text{Color: colorful(a)}
		failed = errors.Join(failed, text.Write(a.stdout, made))
	}
	if failed != nil {
		return unknown(fmt.Errorf("writing the report: %w", failed))
	}
	code, reason := outcome.Exit()
	switch {
	case code == plan.ExitHolds:
		return nil
	case toStdout:
		return exitError{code, errors.New(reason)} // nothing else tells a person
	}
	return exitError{code: code}
}
