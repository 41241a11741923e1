package main

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/fleet"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

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
			// The command line names this file, so it may name programs.
			problem = one.settings.fromEntry(own, e, authCommand)
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
