package verifycmd

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/access"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/consent"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/plan"
	"example.com/toeline/harness/cmd/toeline/internal/settings"
	"example.com/toeline/harness/fleet"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/matrix"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// targets are the flags of a run over many.
type targets struct {
	file     string
	shard    string
	parallel int
	matrix   output.Formats
}

func (t *targets) add(set *pflag.FlagSet) {
	t.matrix = output.Formats{Flag: "matrix", Names: output.MatrixFormats()}
	flag.Add(set, &t.file, "targets", "", flag.Run|flag.Reads|flag.Subject,
		"judge each target of this YAML `FILE`, one report a target, and print the matrix")
	flag.Add(set, &t.shard, "shard", "", flag.Run|flag.Open,
		"only the targets of part i of n, counted from 0, by the hash of their names: `I/N`")
	flag.Add(set, &t.parallel, "parallel", 8, flag.Run|flag.Open,
		"targets at a time, `N`; --concurrency and --rate are each target's own")
	t.matrix.Add(set)
}

// runTargets judges the targets of a file. All mistakes in the file and in what it names are
// reported before the first request.
func (v *command) runTargets(cmd *cobra.Command) error {
	shard, err := v.checkTargets()
	if err != nil {
		return exit.Usage(err)
	}
	data, err := infile.Read(v.targets.file, infile.Contract)
	if err != nil {
		if strings.Contains(v.targets.file, "://") {
			err = fmt.Errorf("%w; or did you mean --target?", err)
		}
		return exit.Usage(fmt.Errorf("--targets: %w", err))
	}
	file, err := fleet.Load(v.targets.file, data)
	if err != nil {
		return exit.Usage(exit.Mistaken(err, v.targets.file, data, "a file of targets"))
	}
	ready, err := v.readyTargets(cmd.Flags(), file)
	if err != nil {
		return exit.Usage(err)
	}
	members := file.Of(shard)
	if len(members) == 0 {
		return exit.Unknown(fmt.Errorf("no target of %s falls to shard %s: use fewer parts",
			v.targets.file, shard))
	}
	if v.dryRun {
		return v.printPlans(members, ready)
	}
	var inClear []string
	for _, m := range members {
		if ready[m.Name].inClear {
			inClear = append(inClear, m.Name)
		}
	}
	access.WarnOfClear(v.app.Stderr, inClear)
	if err := v.confirmAll(members, ready); err != nil {
		return err
	}
	return v.judgeTargets(cmd.Context(), members, ready)
}

func (v *command) checkTargets() (shard fleet.Shard, err error) {
	if v.targets.shard != "" {
		if shard, err = fleet.ParseShard(v.targets.shard); err != nil {
			return shard, fmt.Errorf("--shard %s: %w", v.targets.shard, err)
		}
	}
	if v.targets.parallel < 1 {
		return shard, errors.New("--parallel is at least 1")
	}
	for _, name := range []string{"target", "replay"} {
		if v.settings.OnCommandLine(name) {
			return shard, fmt.Errorf("--targets names what is judged: leave --%s out", name)
		}
	}
	if v.Document == allEditions {
		return shard, errors.New("--targets holds each target to one document: give --document " +
			"NAME")
	}
	if v.reports.ToStdout {
		return shard, errors.New("--report: --targets writes a report for each target, and on " +
			"stdout they would run into each other; name a file, to which the target's name is " +
			"added")
	}
	return shard, v.targets.matrix.Check()
}

// checkOne refuses flags for many targets where only one is given.
func (t *targets) checkOne(s *settings.Settings) error {
	for _, name := range []string{"shard", "parallel", "matrix"} {
		if t.file == "" && s.OnCommandLine(name) {
			return fmt.Errorf("--%s is for the targets of a file: give --targets FILE too", name)
		}
	}
	return nil
}

func (v *command) printPlans(members []fleet.Member, ready map[string]*oneOfMany) error {
	for _, m := range members {
		one := ready[m.Name]
		session, err := one.prepare(one.doc, one.held, one.Target)
		if err != nil {
			return err
		}
		fmt.Fprintf(v.app.Stdout, "== %s\n", m.Name)
		plan.PrintSettings(v.app.Stdout, one.settings.List(one.flags, true))
		err = plan.Print(v.app.Stdout, session)
		session.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// confirmAll lists what the targets off loopback would carry out, and asks once
// for all of them.
func (v *command) confirmAll(members []fleet.Member, ready map[string]*oneOfMany) error {
	announced := false
	for _, m := range members {
		one := ready[m.Name]
		one.effects.Given = true
		if !one.AllowEffects || verify.IsLoopback(one.Target) {
			continue
		}
		session, err := one.prepare(one.doc, one.held, one.Target)
		if err != nil {
			return err
		}
		announced = consent.Announce(v.app.Stderr, []*verify.Session{session}) || announced
		session.Close()
	}
	if !announced {
		return nil
	}
	return v.effects.Ask(v.app)
}

// judgeTargets judges each target, writes its reports as soon as it has ended,
// and then the matrix. Of a report only what the matrix shows is kept, so that
// the memory of a run does not grow with what its targets answered.
func (v *command) judgeTargets(
	ctx context.Context, members []fleet.Member, ready map[string]*oneOfMany,
) error {
	sources := map[string]matrix.Source{}
	code := result.ExitPassed
	var failed error
	var ended atomic.Int64
	stop := app.Show(
		v.app,
		func() string { return fmt.Sprintf("%d of %d targets", ended.Load(), len(members)) },
	)
	fleet.Run(
		ctx,
		members,
		v.targets.parallel,
		func(ctx context.Context, m fleet.Member) (*result.Report, error) {
			return ready[m.Name].judgeOne(ctx)
		},
		func(m fleet.Member, made *result.Report, err error) {
			if err != nil {
				code = matrix.FirstExit(code, exit.CodeOf(err))
				failed = errors.Join(failed, fmt.Errorf("%s: %w", m.Name, err))
			}
			if made != nil {
				sources[m.Name] = matrix.Source{
					Name:   m.Name,
					File:   m.Name,
					Report: made.ForMatrix(),
				}
			}
			ended.Add(1)
		},
	)
	stop()
	var inOrder []matrix.Source
	for _, m := range members {
		if s, ok := sources[m.Name]; ok {
			inOrder = append(inOrder, s)
		}
	}
	if len(inOrder) > 0 {
		m, err := matrix.New(inOrder)
		if err == nil {
			err = v.targets.matrix.Write(v.app, output.MatrixWriters(v.app, m))
			code = matrix.FirstExit(code, m.ExitCode)
		}
		if err != nil {
			return exit.Unknown(errors.Join(failed, err))
		}
	}
	if code == result.ExitPassed {
		return nil
	}
	return exit.Error{Code: code, Err: failed}
}

// judgeOne is verify of one target without the text for people, and without
// Ginkgo, which runs one tree at a time.
func (o *oneOfMany) judgeOne(ctx context.Context) (made *result.Report, err error) {
	session, err := o.prepare(o.doc, o.held, o.Target)
	if err != nil {
		return nil, err
	}
	defer exit.ReportPanic(session, &err)
	defer session.Close()
	defer o.effects.Close()
	unreached, err := o.ready(ctx, session)
	if err != nil {
		return nil, err
	}
	if unreached != "" {
		made = session.Unreached(unreached)
	} else {
		o.start(ctx, session)
		if made, err = session.Report(context.WithoutCancel(ctx)); err != nil {
			return nil, exit.Unknown(err)
		}
	}
	if err := o.reports.Save(made); err != nil {
		return made, exit.Unknown(fmt.Errorf("writing the report: %w", err))
	}
	return made, nil
}
