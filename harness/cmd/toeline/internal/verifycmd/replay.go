package verifycmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec"
)

func (v *command) addReplay(set *pflag.FlagSet) {
	flag.Add(set, &v.replay, "replay", "", flag.Call|flag.Reads|flag.Replay,
		"judge the run that --report har=`FILE` recorded, and send nothing")
}

// checkReplay refuses the flags of the command line that make no sense beside
// --replay. What a file or a variable sets is for the runs that send.
func (v *command) checkReplay(flags *pflag.FlagSet) error {
	var senseless []string
	flags.VisitAll(func(f *pflag.Flag) {
		if v.settings.OnCommandLine(f.Name) && !flag.Is(f, flag.Replay) {
			senseless = append(senseless, "--"+f.Name)
		}
	})
	if len(senseless) > 0 {
		return fmt.Errorf("--replay sends nothing, and its target, fixtures and seed are the "+
			"recorded ones: leave %s out", strings.Join(senseless, ", "))
	}
	return nil
}

// judgeRecording judges a recorded run again.
func (v *command) judgeRecording(cmd *cobra.Command) error {
	if err := v.checkReplay(cmd.Flags()); err != nil {
		return exit.Usage(err)
	}
	if len(v.reports.Large) > 0 && v.settings.OnCommandLine("report") {
		return exit.Usage(errors.New("--replay sends nothing, and so records nothing: leave " +
			"--report har= out"))
	}
	if v.Document == allEditions {
		return exit.Usage(errors.New("--replay judges by one document, and --document all is " +
			"each edition: give --document NAME"))
	}
	known, err := v.waivers.Load()
	if err != nil {
		return err
	}
	recorded, err := input.Recording(v.replay)
	if err != nil {
		return exit.Usage(err)
	}
	doc, err := v.documentOf(cmd.Flags(), &recorded.Invocation,
		fixtures.KindsIn([]byte(recorded.FixturesText)))
	if err != nil {
		return err
	}
	if err := v.checkVariables(cmd.Flags(), doc.TokenEnv); err != nil {
		return exit.Usage(err)
	}
	session, err := verify.Prepare(v.replayed(cmd.Flags(), doc, known, &recorded))
	if err != nil {
		return exit.Usage(fmt.Errorf("%s: %w", v.replay, exit.Worded(err)))
	}
	defer session.Close()
	v.reports.Large = nil // what a file sets is for the runs that send
	session.Start(cmd.Context())
	made, err := session.Report(context.WithoutCancel(cmd.Context()))
	if err != nil {
		return exit.Unknown(err)
	}
	return v.reports.Write(v.app, made)
}

// replayed is what verify is asked for: the recorded run, and over it the flags
// that were given.
func (v *command) replayed(
	flags *pflag.FlagSet, doc *spec.Contract, known *waiver.File, r *har.Recorded,
) verify.Config {
	c := verify.Config{
		Contract: doc, Replay: r.Run, Version: v.app.Version, Invocation: r.Invocation,
		Profile: r.Profile, Strict: r.Strict, RequireAll: r.RequireAll, Only: r.Only, Skip: r.Skip,
		Level: r.Level,
	}
	if known != nil {
		c.Waivers = known.Rules()
	}
	for _, s := range v.settings.List(flags, false) {
		if flag.Is(flags.Lookup(s.Name), flag.Replay) {
			c.Settings = append(c.Settings, s)
		}
	}
	c.Invocation.Replay = v.replay
	if !r.Embedded {
		c.Invocation.Fixtures = r.Fixtures
	}
	for name, apply := range map[string]func(){
		"profile": func() { c.Profile = v.profile },
		"strict":  func() { c.Strict = v.strict },
		"require": func() { c.RequireAll = v.require == "all" },
		"only":    func() { c.Only = v.Only },
		"skip":    func() { c.Skip = append(slices.Clone(c.Skip), v.Skip...) },
		"level":   func() { c.Level = spec.Level(v.Level) },
	} {
		if flags.Changed(name) {
			apply()
		}
	}
	return c
}

// documentOf is today's document of the recorded name, unless another is given.
func (v *command) documentOf(
	flags *pflag.FlagSet, run *result.Invocation, kinds []string,
) (*spec.Contract, error) {
	given := flags.Changed("document")
	name := v.Document
	if !given && run.Document != "" {
		name = run.Document
	}
	overlays := v.Overlays
	if !given && !flags.Changed("overlay") {
		overlays = run.Overlays
	}
	run.Document, run.Overlays = "", overlays
	if name != spec.Default {
		run.Document = name
	}
	_, writes := flag.Files(flags)
	reads := []flag.File{{Path: name}}
	for _, overlay := range overlays {
		reads = append(reads, flag.File{Path: overlay})
	}
	if err := output.Apart(v.app, reads, writes); err != nil {
		return nil, exit.Usage(err)
	}
	for _, file := range reads {
		if given || slices.Contains(v.Overlays, file.Path) {
			break
		}
		if err := regularFile(file.Path); err != nil {
			return nil, exit.Usage(fmt.Errorf("--replay %s: %w", v.replay, err))
		}
	}
	doc, err := v.LoadNamed(name, kinds, overlays)
	if err == nil {
		if err := output.Apart(v.app, others(doc), writes); err != nil {
			return nil, exit.Usage(err)
		}
	}
	if err != nil && !given {
		return nil, exit.Usage(errors.Join(err, fmt.Errorf(
			"%s was recorded by it; name the document of today with --document", v.replay)))
	}
	return doc, err
}

// regularFile refuses a document or an overlay that a recording names and that is something else:
// it was not named on the command line.
func regularFile(name string) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("the document that it names, %s, is not a regular file: give --document",
			name)
	}
	if name == "-" || input.IsURL(name) {
		return errors.New("the document that it names is not a file here: give --document")
	}
	return nil
}
