package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
	"example.com/toeline/spec"
	"example.com/toeline/suites"
)

// allEditions is the value of --document that judges one target by every
// edition of the default document's page.
const allEditions = "all"

// runEditions says which edition a target keeps to.
func (v *verify) runEditions(ctx context.Context) error {
	if err := v.checkEditions(); err != nil {
		return exit.Usage(err)
	}
	editions, err := spec.Editions()
	if err != nil {
		return exit.Usage(err)
	}
	worlds := make([]*fixtures.World, len(editions))
	for i, doc := range editions {
		if worlds[i], err = v.loadWorld(doc, v.target == "" || isLoopbackURL(v.target)); err != nil {
			return err
		}
	}
	base := v.target
	if base == "" {
		stop, url, err := v.startReference(editions[0], worlds[0])
		if err != nil {
			return err
		}
		defer stop()
		base = url
	}
	var plans []*plan.Plan
	for i, doc := range editions {
		p, err := v.plan(doc, worlds[i], base)
		if err != nil {
			return err
		}
		defer p.Options.Target.Sender.Close()
		plans = append(plans, p)
	}
	if v.dryRun {
		for _, p := range plans {
			fmt.Fprintf(v.app.stdout, "%s\n", p.Options.Doc.Name())
			if err := printPlan(v.app.stdout, p); err != nil {
				return err
			}
		}
		return nil
	}
	return v.judgeEditions(ctx, plans)
}

// checkEditions refuses what speaks of one document.
func (v *verify) checkEditions() error {
	if len(v.only) > 0 || len(v.skip) > 0 {
		return errors.New("--document all judges whole editions, and --only and --skip name ids of one: give --document NAME with them, as toeline list documents shows")
	}
	if v.waivers.name != "" {
		return errors.New("--document all judges whole editions, and --waivers names ids of one: give --document NAME with it")
	}
	if v.reports.toStdout {
		return errors.New("--report: --document all writes a report for each edition, and on stdout they would run into each other; name a file, to which the edition's name is added")
	}
	return nil
}

func (v *verify) judgeEditions(ctx context.Context, plans []*plan.Plan) (err error) {
	defer tellDefect(&plans[0].Options.Target, &err) // all have one
	var all []*report.Report
	defer v.effects.close()
	unreached, err := v.ready(ctx, plans...)
	if err != nil {
		return err
	}
	if unreached != "" {
		for _, p := range plans {
			facts := v.editionFacts(p)
			facts.Preflight = unreached
			all = append(all, report.New(p.Unreached(unreached), facts))
		}
		return v.writeEditions(all)
	}
	runs := plan.StartTogether(ctx, plans...)
	defer func() {
		for _, run := range runs {
			run.Close()
		}
	}()
	var driveErrs error
	for _, run := range runs {
		stopProgress := showProgress(v.app, run)
		driveErrs = errors.Join(driveErrs, suites.Drive(run))
		stopProgress()
		outcome, err := run.Outcome(context.WithoutCancel(ctx))
		if err != nil {
			return exit.Unknown(err)
		}
		facts := v.editionFacts(run.Plan)
		facts.Took, facts.Alike = run.Took, outcome.Alike
		all = append(all, report.New(outcome, facts))
	}
	if err := v.writeEditions(all); err != nil || driveErrs == nil {
		return err
	}
	return exit.Unknown(driveErrs)
}

// editionFacts are those of a run by that edition alone, which repeats it.
func (v *verify) editionFacts(p *plan.Plan) report.Facts {
	one := *v
	one.document = p.Options.Doc.Name()
	return one.facts()
}

// writeEditions writes what was asked for, a report an edition, and the table
// for people. It returns the exit code as an error.
func (v *verify) writeEditions(all []*report.Report) error {
	var failed error
	for _, asked := range slices.Concat(v.reports.asked, v.reports.large) {
		for _, r := range all {
			failed = errors.Join(failed, report.WriteFile(nameIn(asked.file, r.Run.Document.Name()), asked.handler, r))
		}
	}
	text := report.Editions{Text: textFor(v.app)}
	if failed = errors.Join(failed, text.Write(v.app.stdout, all)); failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	if code := report.ExitOfEditions(all); code != plan.ExitHolds {
		return exit.Error{Code: code}
	}
	return nil
}
