// Package verifycmd is the command verify: one target, many, every edition of the document, or a
// recording that is judged again.
package verifycmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/access"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/consent"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/plan"
	"example.com/toeline/harness/cmd/toeline/internal/settings"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

// command is the main job, as its flags say.
type command struct {
	input.Inputs
	access.Access
	input.Narrow
	effects     consent.Flags
	waivers     input.Waivers
	settings    settings.Settings
	set         []result.Setting // what is not the default
	known       *waiver.File     // known failures
	app         app.App
	profile     string
	strict      bool
	require     string
	budget      time.Duration
	cleanup     time.Duration
	concurrency int
	rate        float64
	seed        uint64
	fuzz        int
	dryRun      bool
	replay      string
	reports     output.Reports
	targets     targets
	more        []string // flags that a repetition needs
}

// New returns the command.
func New(a app.App) *cobra.Command {
	v, flags := newCommand(a)
	cmd := &cobra.Command{
		Use:     "verify",
		Short:   "Judge a server by a contract",
		Long:    usage.Verify,
		Example: usage.VerifyExamples,
		Args:    usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return v.settings.Placed(v.run(cmd))
		},
	}
	cmd.Flags().AddFlagSet(flags)
	cmd.Flags().SortFlags = false
	return cmd
}

// newCommand returns the command with its flags, which set it.
func newCommand(a app.App) (*command, *pflag.FlagSet) {
	v, flags := &command{app: a}, pflag.NewFlagSet("verify", pflag.ContinueOnError)
	v.Access.Add(flags)
	flag.Group(flags, "Safety", v.addEffects)
	flag.Group(flags, "Contract", v.addJudgement)
	flag.Group(flags, "Replay", v.addReplay)
	flag.Group(flags, "Filtering", v.Narrow.Add)
	flag.Group(flags, "Limits", v.addPace)
	flag.Group(flags, "Output", v.addOutput)
	flag.Group(flags, "Many targets", v.targets.add)
	flag.Group(flags, "Settings", v.settings.Add)
	return v, flags
}

func (v *command) addJudgement(set *pflag.FlagSet) {
	v.Inputs.Add(set)
	flag.Add(set, &v.profile, "profile", "", flag.Target|flag.Open|flag.Replay|flag.Stated,
		"`NAME` of the document's profile: page, or shape, which leaves message wording out")
	flag.Add(set, &v.strict, "strict", false, flag.Target|flag.Open|flag.Replay|flag.Stated|
		flag.Often, "broken \"should\" requirements fail the run too")
	flag.Add(set, &v.require, "require", "", flag.Target|flag.Open|flag.Replay|flag.Stated,
		"\"`all`\": a gating requirement that stayed untested fails the run")
	v.waivers.Add(set)
	flag.Add(set, &v.fuzz, "fuzz", 0, flag.Run|flag.Open|flag.Repeat,
		"also send `N` inputs at random for each operation, and each rule of its schemas")
	flag.Add(set, &v.seed, "seed", 0, flag.Run|flag.Open|flag.Stated,
		"make random ids from `S`; 0: from a fresh one, which the report names")
}

func (v *command) addEffects(set *pflag.FlagSet) {
	flag.Add(set, &v.AllowEffects, "allow-effects", false, flag.Consent|flag.Often,
		"carry out actions off loopback too; needs --fixtures")
	v.effects.Add(set)
}

func (v *command) addPace(set *pflag.FlagSet) {
	flag.Add(set, &v.Timeout, "timeout", 10*time.Second, flag.Target|flag.Open|flag.Repeat,
		"at most `D` for one exchange")
	v.MaxBody = 1 << 20
	flag.Add(set, &v.MaxBody, "max-body", v.MaxBody, flag.Target|flag.Named|flag.Repeat,
		"read at most `SIZE` of content, as 64MiB; without it 16MiB for a document of your own; "+
			"what is longer leaves its requirements untested")
	flag.Add(set, &v.budget, "budget", 2*time.Minute, flag.Target|flag.Open,
		"at most `D` for the whole run")
	flag.Add(set, &v.cleanup, "cleanup-budget", 10*time.Second, flag.Target|flag.Open,
		"at most `D` to remove what cases made, after the end of the run")
	flag.Add(set, &v.concurrency, "concurrency", 16, flag.Target|flag.Open,
		"exchanges at a time, `N`")
	flag.Add(set, &v.rate, "rate", 0, flag.Target|flag.Open,
		"at most `N` requests a second; 0: no limit")
}

func (v *command) addOutput(set *pflag.FlagSet) {
	flag.Add(set, &v.dryRun, "dry-run", false, flag.Call,
		"print the plan as requests and send nothing")
	v.reports.Add(set)
}

func (v *command) run(cmd *cobra.Command) error {
	if err := v.settings.Resolve(cmd.Flags(), v.app.Getenv); err != nil {
		return exit.Usage(err)
	}
	if err := v.check(cmd.Flags()); err != nil {
		return exit.Usage(err)
	}
	v.set = v.settings.List(cmd.Flags(), false)
	if v.Document != allEditions && v.targets.file == "" {
		if err := v.checkFiles(cmd.Flags(), nil); err != nil {
			return exit.Usage(err)
		}
	}
	switch {
	case v.targets.file != "":
		return v.runTargets(cmd)
	case v.replay != "":
		return v.judgeRecording(cmd)
	}
	v.more = flag.Repeated(cmd.Flags())
	if v.Document == allEditions {
		return v.runEditions(cmd)
	}
	var err error
	if v.known, err = v.waivers.Load(); err != nil {
		return err
	}
	doc, err := v.Inputs.Load()
	if err != nil {
		return err
	}
	if err := v.settleBy(cmd.Flags(), doc); err != nil {
		return exit.Usage(err)
	}
	held, err := v.LoadFixtures(doc, v.Target == "" || verify.IsLoopback(v.Target))
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	base := v.Target
	if base == "" {
		stop, url, err := embedded.Start(doc, held, v.app.EnvOr(v.TokenEnv, ""))
		if err != nil {
			return err
		}
		defer stop()
		base = url
	}
	session, err := v.prepare(doc, held, base)
	if err != nil {
		return err
	}
	defer session.Close()
	if v.dryRun {
		plan.PrintSettings(v.app.Stdout, v.settings.List(cmd.Flags(), true))
		return plan.Print(v.app.Stdout, session)
	}
	return v.judge(ctx, session)
}

// check refuses flags that contradict each other before anything is read.
func (v *command) check(flags *pflag.FlagSet) error {
	if err := v.checkTarget(flags); err != nil {
		return err
	}
	if err := v.targets.checkOne(&v.settings); err != nil {
		return err
	}
	if v.seed == 0 {
		v.seed = app.FreshSeed()
	}
	return v.reports.Check()
}

// checkTarget checks the flags for one target.
func (v *command) checkTarget(flags *pflag.FlagSet) error {
	if v.require != "" && v.require != "all" {
		return fmt.Errorf("--require %s: the only value is all", v.require)
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"budget", v.budget},
		{"cleanup-budget", v.cleanup},
		{"wait", v.Wait},
		{"timeout", v.Timeout},
	} {
		if flags.Changed(d.name) && d.value <= 0 {
			return fmt.Errorf("--%s is a time above zero, as 30s", d.name)
		}
	}
	switch {
	case v.concurrency < 1:
		return fmt.Errorf("--concurrency %d: give a number from 1", v.concurrency)
	case v.rate < 0:
		return fmt.Errorf("--rate %g: give a number above zero, or 0 for no limit", v.rate)
	case v.fuzz < 0:
		return fmt.Errorf("--fuzz %d: give how many values to send, from 0", v.fuzz)
	}
	if err := v.checkFound(flags); err != nil {
		return err
	}
	return v.SignIn.Check(flags, cmp.Or(v.Target, v.targets.file))
}

// start sends the cases. What they made is removed after an interruption too.
func (v *command) start(ctx context.Context, session *verify.Session) {
	if session.Cleans() {
		cleanup := exit.CleanupOf(ctx)
		cleanup.Allow(v.cleanup)
		session.SetAbandoned(cleanup.Abandoned())
	}
	session.Start(ctx)
}

// judge sends the cases, waits for them, and reports.
func (v *command) judge(ctx context.Context, session *verify.Session) (err error) {
	defer exit.ReportPanic(session, &err)
	defer v.effects.Close()
	unreached, err := v.ready(ctx, session)
	if err != nil {
		return err
	}
	if unreached != "" {
		return v.reports.Write(v.app, session.Unreached(unreached))
	}
	v.start(ctx, session)
	stopProgress := app.ShowProgress(v.app, session)
	made, err := session.Report(context.WithoutCancel(ctx))
	stopProgress()
	if err != nil {
		return exit.Unknown(err)
	}
	return v.reports.Write(v.app, made)
}

// ready does what comes before the first case: it asks for leave, signs in,
// opens the journal, and sees whether anything answers. unreached says why
// nothing will be sent.
func (v *command) ready(
	ctx context.Context, sessions ...*verify.Session,
) (unreached string, err error) {
	first := sessions[0]
	if first.InClear() && v.targets.file == "" {
		access.WarnOfClear(v.app.Stderr, []string{first.URL()})
	}
	if err := v.effects.Confirm(v.app, sessions); err != nil {
		return "", err
	}
	if err := v.effects.Open(sessions); err != nil {
		return "", err
	}
	if err := access.SignedIn(ctx, first); err != nil {
		var usage exit.Error
		if errors.As(err, &usage) {
			return "", usage
		}
		return err.Error(), nil
	}
	if err := first.Preflight(ctx, v.Wait); err != nil {
		return err.Error(), nil
	}
	return "", nil
}

// notify writes a line to stderr while a run goes on. In runs of many targets the line is only in
// their reports.
func (v *command) notify() func(string) {
	if v.targets.file != "" {
		return nil
	}
	return func(line string) {
		over := ""
		if app.IsTerminal(v.app.Stderr) {
			over = "\r\x1b[K" // the progress
		}
		fmt.Fprintf(v.app.Stderr, "%stoeline: %s\n", over, text.Visible(line))
	}
}
