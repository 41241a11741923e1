package verifycmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/plan"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// allEditions is the value of --document that judges one target by every
// edition of the default document's page.
const allEditions = "all"

// runEditions reports to which edition a target conforms.
func (v *command) runEditions(cmd *cobra.Command) error {
	if err := v.checkEditions(); err != nil {
		return exit.Usage(err)
	}
	editions, err := spec.Editions()
	if err != nil {
		return exit.Usage(err)
	}
	var names []string
	for _, doc := range editions {
		names = append(names, doc.Name())
	}
	if err := v.checkFiles(cmd.Flags(), names); err != nil {
		return exit.Usage(err)
	}
	if err := v.settleBy(cmd.Flags(), editions[0]); err != nil {
		return exit.Usage(err)
	}
	sets := make([]*fixtures.Set, len(editions))
	for i, doc := range editions {
		if sets[i], err = v.LoadFixtures(doc,
			v.Target == "" || verify.IsLoopback(v.Target)); err != nil {
			return err
		}
	}
	base := v.Target
	if base == "" {
		stop, url, err := embedded.Start(editions[0], sets[0], v.app.EnvOr(v.TokenEnv, ""))
		if err != nil {
			return err
		}
		defer stop()
		base = url
	}
	var sessions []*verify.Session
	for i, doc := range editions {
		one := *v
		one.Document = doc.Name() // what repeats it is a run of that edition alone
		session, err := one.prepare(doc, sets[i], base)
		if err != nil {
			return err
		}
		defer session.Close()
		sessions = append(sessions, session)
	}
	if v.dryRun {
		for _, session := range sessions {
			fmt.Fprintf(v.app.Stdout, "%s\n", session.Contract().Name())
			if err := plan.Print(v.app.Stdout, session); err != nil {
				return err
			}
		}
		return nil
	}
	return v.judgeEditions(cmd.Context(), sessions)
}

// checkEditions refuses flags that apply to one document only.
func (v *command) checkEditions() error {
	if len(v.Overlays) > 0 {
		return errors.New("--document all is each embedded edition as it is: leave --overlay out")
	}
	if len(v.Only) > 0 || len(v.Skip) > 0 {
		return errors.New("--document all judges whole editions, and --only and --skip name ids " +
			"of one: give --document NAME with them, as toeline list documents shows")
	}
	if v.waivers.Name != "" {
		return errors.New("--document all judges whole editions, and --waivers names ids of one: " +
			"give --document NAME with it")
	}
	if v.reports.ToStdout {
		return errors.New("--report: --document all writes a report for each edition, and on " +
			"stdout they would run into each other; name a file, to which the edition's name is " +
			"added")
	}
	return nil
}

func (v *command) judgeEditions(ctx context.Context, sessions []*verify.Session) (err error) {
	defer exit.ReportPanic(sessions[0], &err) // all have one target
	var all []*result.Report
	defer v.effects.Close()
	unreached, err := v.ready(ctx, sessions...)
	if err != nil {
		return err
	}
	if unreached != "" {
		for _, session := range sessions {
			all = append(all, session.Unreached(unreached))
		}
		return v.writeEditions(all)
	}
	verify.StartTogether(ctx, sessions...)
	for _, session := range sessions {
		stopProgress := app.ShowProgress(v.app, session)
		made, err := session.Report(context.WithoutCancel(ctx))
		stopProgress()
		if err != nil {
			return exit.Unknown(err)
		}
		all = append(all, made)
	}
	return v.writeEditions(all)
}

// writeEditions writes what was asked for, a report an edition, and the table
// for people. It returns the exit code as an error.
func (v *command) writeEditions(all []*result.Report) error {
	var failed error
	for _, asked := range slices.Concat(v.reports.Asked, v.reports.Large) {
		for _, r := range all {
			failed = errors.Join(failed,
				report.WriteFile(output.NameIn(asked.File, r.Run.Document.Name()), asked.Handler,
					r))
		}
	}
	editions := text.Editions{Options: app.TextFor(v.app)}
	if failed = errors.Join(failed, editions.Write(v.app.Stdout, all)); failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	if code := text.ExitOfEditions(all); code != result.ExitPassed {
		return exit.Error{Code: code}
	}
	return nil
}
