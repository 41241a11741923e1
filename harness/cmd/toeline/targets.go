package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync/atomic"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/fleet"
	"example.com/toeline/harness/gate"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// targets are the flags of a run over many.
type targets struct {
	file     string
	shard    string
	parallel int
	matrix   outputs
}

func (t *targets) add(flags *pflag.FlagSet) {
	t.matrix = outputs{flag: "matrix", names: matrixFormats}
	flags.StringVar(&t.file, "targets", "", "judge each target of this YAML `FILE`, one report a target, and print the matrix")
	flags.StringVar(&t.shard, "shard", "", "only the targets of part i of n, counted from 0, by the hash of their names: `I/N`")
	flags.IntVar(&t.parallel, "parallel", 8, "targets at a time, `N`; --concurrency and --rate are each target's own")
	t.matrix.add(flags)
}

// ofTheRun are flags that a target of a file cannot have of its own.
var ofTheRun = []string{
	"targets", "shard", "parallel", "matrix", "report", "replay", "config", "only", "skip", "level", "fuzz", "seed", "dry-run", "help",
}

// oneOfMany is a target that is ready to be judged.
type oneOfMany struct {
	*verify
	doc   *spec.Document
	world *fixtures.World
}

// shared is what targets that say the same have in common: a document is read
// once, and a program asked for a token once, for all of them.
type shared struct {
	documents map[string]*spec.Document
	worlds    map[worldKey]*fixtures.World
	sources   map[string]*auth.Source
	planned   map[planKey]bool
}

type worldKey struct {
	document, fixtures string
	loopback           bool
}

type planKey struct {
	worldKey
	profile string
}

// runTargets judges the targets of a file. Everything that can be wrong with
// the file and with what it names is told before the first request.
func (v *verify) runTargets(cmd *cobra.Command) error {
	shard, err := v.checkTargets()
	if err != nil {
		return usageError(err)
	}
	data, err := os.ReadFile(v.targets.file)
	if err != nil {
		return usageError(fmt.Errorf("--targets: %w", err))
	}
	file, err := fleet.Load(v.targets.file, data)
	if err != nil {
		return usageError(err)
	}
	ready, err := v.readyTargets(cmd.Flags(), file)
	if err != nil {
		return usageError(err)
	}
	members := file.Of(shard)
	if len(members) == 0 {
		return unknown(fmt.Errorf("no target of %s falls to shard %s: use fewer parts", v.targets.file, shard))
	}
	if v.dryRun {
		return v.printPlans(members, ready)
	}
	return v.judgeTargets(cmd.Context(), members, ready)
}

func (v *verify) checkTargets() (shard fleet.Shard, err error) {
	if v.targets.shard != "" {
		if shard, err = fleet.ParseShard(v.targets.shard); err != nil {
			return shard, fmt.Errorf("--shard %s: %w", v.targets.shard, err)
		}
	}
	if v.targets.parallel < 1 {
		return shard, errors.New("--parallel is at least 1")
	}
	for _, name := range []string{"target", "replay"} {
		if v.settings.from[name] == report.FromFlag {
			return shard, fmt.Errorf("--targets names what is judged: leave --%s out", name)
		}
	}
	if v.document == allEditions {
		return shard, errors.New("--targets holds each target to one document: give --document NAME")
	}
	if slices.ContainsFunc(v.reports.asked, func(r asked) bool { return r.file == "-" }) {
		return shard, errors.New("--report: --targets writes a report for each target, and on stdout they would run into each other; name a file, to which the target's name is added")
	}
	return shard, v.targets.matrix.check()
}

// checkOne refuses flags that speak of many targets where there is one.
func (t *targets) checkOne(from map[string]string) error {
	for _, name := range []string{"shard", "parallel", "matrix"} {
		if t.file == "" && from[name] == report.FromFlag {
			return fmt.Errorf("--%s is for the targets of a file: give --targets FILE too", name)
		}
	}
	return nil
}

// readyTargets reads all that the targets name. The error lists all that is
// wrong, in the other shards too: what is wrong is wrong for every job.
func (v *verify) readyTargets(flags *pflag.FlagSet, file *fleet.File) (map[string]*oneOfMany, error) {
	ready := map[string]*oneOfMany{}
	shared := shared{map[string]*spec.Document{}, map[worldKey]*fixtures.World{}, map[string]*auth.Source{}, map[planKey]bool{}}
	var problems strict.Problems
	for i, m := range file.Members {
		at := fmt.Sprintf("targets[%d]", i)
		one, wrong := v.member(flags, file.Name, m)
		for _, p := range wrong {
			p.File, p.Path = file.Name, at+"."+p.Path
			problems = append(problems, p)
		}
		if len(wrong) == 0 {
			if err := one.load(shared); err != nil {
				problems = append(problems, strict.Problem{File: file.Name, Pos: m.Pos, Path: m.Name, Message: err.Error()})
			}
		}
		ready[m.Name] = one
	}
	return ready, problems.Err()
}

// member is verify for one target: what the command line says, and over it
// what the file says of the target.
func (v *verify) member(flags *pflag.FlagSet, file string, m fleet.Member) (*oneOfMany, strict.Problems) {
	one, own := newVerifyFlags(v.app)
	flags.Visit(func(f *pflag.Flag) {
		to := own.Lookup(f.Name)
		if several, ok := f.Value.(pflag.SliceValue); ok {
			_ = to.Value.(pflag.SliceValue).Replace(several.GetSlice()) // the same kind of flag
			to.Changed = true
			return
		}
		_ = own.Set(f.Name, f.Value.String()) // it was taken before
	})
	one.settings.from = map[string]string{}
	given := map[string]string{}
	for name, from := range v.settings.from {
		given[name] = from
	}
	var problems strict.Problems
	for _, e := range m.Settings {
		problem := &strict.Problem{Message: "it is the whole run's: give it as a flag"}
		if !slices.Contains(ofTheRun, e.Key) {
			problem = one.settings.fromEntry(own, e)
		}
		if problem != nil {
			problem.Pos, problem.Path = e.Pos, e.Key
			problems = append(problems, *problem)
			continue
		}
		given[e.Key] = fmt.Sprintf("%s:%d", file, e.Pos.Line)
	}
	one.settings.from = given
	one.seed, one.reports, one.more, one.set = v.seed, v.reports.named(m.Name), changedFlags(own), one.settings.list(own, false)
	if one.target == "" && len(problems) == 0 {
		problems = append(problems, strict.Problem{Pos: m.Pos, Path: "target", Message: "is missing: the base URL, as http://127.0.0.1:8765/beta"})
	}
	if err := one.checkTarget(own); err != nil && len(problems) == 0 {
		problems = append(problems, strict.Problem{Pos: m.Pos, Path: "target", Message: err.Error()})
	}
	return &oneOfMany{verify: one}, problems
}

// load reads the document, the fixtures and the waivers of a target, and tries
// what else can be wrong with its settings.
func (o *oneOfMany) load(s shared) (err error) {
	if o.doc = s.documents[o.document]; o.doc == nil {
		if o.doc, err = loadDocument(o.document); err != nil {
			return err
		}
		s.documents[o.document] = o.doc
	}
	held := worldKey{o.document, o.fixtures, isLoopbackURL(o.target)}
	if o.world = s.worlds[held]; o.world == nil {
		if o.world, err = o.loadWorld(o.doc, held.loopback); err != nil {
			return err
		}
		s.worlds[held] = o.world
	}
	if o.known, err = o.waivers.load(); err != nil {
		return err
	}
	if err := o.try(s, held); err != nil {
		return err
	}
	if o.source != nil {
		key := o.signIn.key(o.doc, o.target)
		if known := s.sources[key]; known != nil {
			o.source = known
		}
		s.sources[key] = o.source
	}
	return nil
}

// try makes the target, and the plan once for targets of one document, world
// and profile: what is wrong with it is wrong for all of them.
func (o *oneOfMany) try(s shared, held worldKey) error {
	if s.planned[planKey{held, o.profile}] {
		target, err := o.reach(o.app, o.doc, o.target, o.fixtures != "", o.concurrency)
		if err == nil {
			target.Sender.Close()
		}
		return err
	}
	p, err := o.plan(o.doc, o.world, o.target)
	if err != nil {
		return err
	}
	p.Options.Target.Sender.Close()
	s.planned[planKey{held, o.profile}] = true
	return nil
}

func (v *verify) printPlans(members []fleet.Member, ready map[string]*oneOfMany) error {
	for _, m := range members {
		one := ready[m.Name]
		p, err := one.plan(one.doc, one.world, one.target)
		if err != nil {
			return err
		}
		p.Options.Target.Sender.Close()
		fmt.Fprintf(v.app.stdout, "== %s\n", m.Name)
		printSettings(v.app.stdout, one.set)
		if err := printPlan(v.app.stdout, p); err != nil {
			return err
		}
	}
	return nil
}

// judgeTargets judges each target, writes its reports as soon as it has ended,
// and then the matrix. Of a report only what the matrix shows is kept, so that
// the memory of a run does not grow with what its targets answered.
func (v *verify) judgeTargets(ctx context.Context, members []fleet.Member, ready map[string]*oneOfMany) error {
	sources := map[string]gate.Source{}
	code := plan.ExitHolds
	var failed error
	var ended atomic.Int64
	stop := show(v.app, func() string { return fmt.Sprintf("%d of %d targets", ended.Load(), len(members)) })
	fleet.Run(ctx, members, v.targets.parallel, func(ctx context.Context, m fleet.Member) (*report.Report, error) {
		return ready[m.Name].judgeOne(ctx)
	}, func(m fleet.Member, made *report.Report, err error) {
		if err != nil {
			code = gate.FirstExit(code, exitCodeOf(err))
			failed = errors.Join(failed, fmt.Errorf("%s: %w", m.Name, err))
		}
		if made != nil {
			sources[m.Name] = gate.Source{Name: m.Name, Input: gate.Input{File: m.Name, Report: made.ForMatrix()}}
		}
		ended.Add(1)
	})
	stop()
	var inOrder []gate.Source
	for _, m := range members {
		if s, ok := sources[m.Name]; ok {
			inOrder = append(inOrder, s)
		}
	}
	if len(inOrder) > 0 {
		m, err := gate.NewMatrix(inOrder)
		if err == nil {
			err = v.targets.matrix.write(v.app, matrixWriters(v.app, m))
			code = gate.FirstExit(code, m.ExitCode)
		}
		if err != nil {
			return unknown(errors.Join(failed, err))
		}
	}
	if code == plan.ExitHolds {
		return nil
	}
	return exitError{code, failed}
}

// judgeOne is verify of one target without the text for people, and without
// Ginkgo, which runs one tree at a time.
func (o *oneOfMany) judgeOne(ctx context.Context) (*report.Report, error) {
	p, err := o.plan(o.doc, o.world, o.target)
	if err != nil {
		return nil, err
	}
	defer p.Options.Target.Sender.Close()
	facts := o.facts()
	if facts.Preflight, err = o.ready(ctx, p); err != nil {
		return nil, err
	}
	outcome := p.Unreached(facts.Preflight)
	if facts.Preflight == "" {
		run := p.Start(ctx)
		defer run.Close()
		if outcome, err = run.Outcome(context.WithoutCancel(ctx)); err != nil {
			return nil, unknown(err)
		}
		o.known.Apply(outcome)
		facts.Took, facts.Alike = run.Took, outcome.Alike
	}
	made := report.New(outcome, facts)
	if err := o.reports.save(made); err != nil {
		return made, unknown(fmt.Errorf("writing the report: %w", err))
	}
	return made, nil
}
