package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
	"example.com/toeline/spec"
)

func (v *verify) addReplay(set *pflag.FlagSet) {
	flag.Add(set, &v.replay, "replay", "", flag.Call|flag.Replay,
		"judge the run that --report har=`FILE` recorded, and send nothing")
}

// checkReplay refuses the flags of the command line that make no sense beside
// --replay. What a file or a variable sets is for the runs that send.
func (v *verify) checkReplay(flags *pflag.FlagSet) error {
	var senseless []string
	flags.VisitAll(func(f *pflag.Flag) {
		if v.settings.OnCommandLine(f.Name) && !flag.Is(f, flag.Replay) {
			senseless = append(senseless, "--"+f.Name)
		}
	})
	if len(senseless) > 0 {
		return fmt.Errorf("--replay sends nothing, and its target, fixtures and seed are the recorded ones: leave %s out", strings.Join(senseless, ", "))
	}
	return nil
}

// judgeRecording judges a recorded run again.
func (v *verify) judgeRecording(cmd *cobra.Command) error {
	if err := v.checkReplay(cmd.Flags()); err != nil {
		return exit.Usage(err)
	}
	if len(v.reports.large) > 0 && v.settings.OnCommandLine("report") {
		return exit.Usage(errors.New("--replay sends nothing, and so records nothing: leave --report har= out"))
	}
	if v.document == allEditions {
		return exit.Usage(errors.New("--replay judges by one document, and --document all is each edition: give --document NAME"))
	}
	known, err := v.waivers.load()
	if err != nil {
		return err
	}
	recording, facts, err := readRecording(v.replay)
	if err != nil {
		return exit.Usage(err)
	}
	doc, err := v.documentOf(cmd.Flags(), recording, &facts)
	if err != nil {
		return err
	}
	options, err := recording.Options(doc)
	if err != nil {
		return exit.Usage(fmt.Errorf("%s: %w", v.replay, err))
	}
	v.override(cmd.Flags(), &options)
	p, err := plan.New(options)
	if err != nil {
		return exit.Usage(fmt.Errorf("%s: %w", v.replay, err))
	}
	v.reports.large = nil // what a file sets is for the runs that send
	for _, s := range v.settings.List(cmd.Flags(), false) {
		if flag.Is(cmd.Flags().Lookup(s.Name), flag.Replay) {
			facts.Settings = append(facts.Settings, s)
		}
	}
	facts.Replay, facts.Version, facts.Fixtures = v.replay, toolVersion(), recording.Fixtures.File
	if recording.Fixtures.Embedded {
		facts.Fixtures = ""
	}
	if recording.Unreached {
		facts.Preflight = recording.CutShort
		return v.reports.write(v.app, p.Unreached(recording.CutShort), facts)
	}
	run := p.Replay(cmd.Context())
	outcome, err := run.Outcome(context.WithoutCancel(cmd.Context()))
	if err != nil {
		return exit.Unknown(err)
	}
	known.Apply(outcome)
	facts.Took, facts.Alike = run.Took, outcome.Alike
	return v.reports.write(v.app, outcome, facts)
}

func readRecording(name string) (*plan.Recording, report.Facts, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, report.Facts{}, fmt.Errorf("--replay: %w", err)
	}
	recording, facts, err := report.ReadHAR(bytes.NewReader(data))
	if err != nil {
		return nil, facts, fmt.Errorf("--replay %s: %w", name, err)
	}
	return recording, facts, nil
}

// documentOf is today's document of the recorded name, unless another is given.
func (v *verify) documentOf(flags *pflag.FlagSet, recording *plan.Recording, facts *report.Facts) (*spec.Document, error) {
	given := flags.Changed("document")
	name := v.document
	if recorded := facts.Document; !given && recorded != "" {
		name = recorded
	}
	facts.Document = ""
	if name != spec.Default {
		facts.Document = name
	}
	doc, err := loadDocument(name)
	if err != nil && !given {
		return nil, exit.Usage(errors.Join(err, fmt.Errorf("%s was recorded by it; name the document of today with --document", v.replay)))
	}
	return doc, err
}

// override applies the flags that were given to the recorded options.
func (v *verify) override(flags *pflag.FlagSet, o *plan.Options) {
	for name, apply := range map[string]func(){
		"profile": func() { o.Profile = v.profile },
		"strict":  func() { o.Strict = v.strict },
		"require": func() { o.RequireAll = v.require == "all" },
		"only":    func() { o.Only = v.only },
		"skip":    func() { o.Skip = append(slices.Clone(o.Skip), v.skip...) },
		"level":   func() { o.Level = spec.Level(v.level) },
	} {
		if flags.Changed(name) {
			apply()
		}
	}
}
