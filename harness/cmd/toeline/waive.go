package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/waiver"
)

// waive are the flags of the command.
type waive struct {
	app   app.App
	from  string
	file  string
	terms waiver.Terms
}

func newWaive(a app.App) *cobra.Command {
	w := &waive{app: a}
	cmd := &cobra.Command{
		Use:   "waive --from REPORT",
		Short: "Write the failures of a report to a file of waivers",
		Long: `Reads a JSON report of verify and adds to the file of known failures what fails
it and no waiver covers yet: by requirement, and by the cases that break it
where others hold. What is in the file stays as it is, comments and order
included, and no entry is widened. Without --waivers the entries are printed.

A reason and an owner that are not given are left to be filled in: verify
refuses the file until somebody has.`,
		Example: `  toeline verify --target URL --report json=red.json
  toeline waive --from red.json --waivers known.yaml --owner team-mocks \
      --reason "the mock ends its messages with a period" --expires 2026-12-31
  toeline verify --target URL --waivers known.yaml`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.Check(a, cmd.Flags()); err != nil {
				return exit.Usage(err)
			}
			return w.run()
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	flag.Add(set, &w.from, "from", "", flag.Call|flag.Reads, "JSON `REPORT` of a run")
	flag.Add(set, &w.file, "waivers", "", flag.Call|flag.Writes,
		"`FILE` of known failures to add to; without it they are printed")
	flag.Add(
		set,
		&w.terms.Reason,
		"reason",
		"",
		flag.Call,
		"why it fails, and why that is borne: `TEXT`",
	)
	flag.Add(set, &w.terms.Owner, "owner", "", flag.Call, "who will mend it: `NAME`")
	flag.Add(set, &w.terms.Link, "link", "", flag.Call, "`URL` of the issue about it")
	flag.Add(set, &w.terms.Expires, "expires", "", flag.Call,
		"the last `DAY` (UTC) of the waivers, as 2026-12-31")
	flag.Add(set, &w.terms.Target, "target", "", flag.Call,
		"pattern of base URLs that they are for, `P`; without it, the report's target")
	return cmd
}

func (w *waive) run() error {
	if w.from == "" {
		return exit.Usage(errors.New("--from is missing: name a JSON report, " +
			"as toeline verify --report json=FILE writes it"))
	}
	r, err := input.Report(w.from)
	if err != nil {
		return err
	}
	if r.Run.Preflight != "" {
		return exit.Usage(fmt.Errorf("--from %s: the run reached no target (%s): there is "+
			"nothing to waive", w.from, r.Run.Preflight))
	}
	if err := w.terms.Check(r); err != nil {
		return exit.Usage(fmt.Errorf("--%w", err)) // terms are named as their flags
	}
	if w.file == "" {
		made, err := waiver.Update("known.yaml", nil, r, w.terms)
		if err != nil {
			return exit.Usage(err)
		}
		if w.nothing(made) {
			return nil
		}
		_, err = w.app.Stdout.Write(made.Text)
		return err
	}
	return w.update(r)
}

// nothing says that there is nothing to waive, where that is so.
func (w *waive) nothing(made *waiver.Written) bool {
	if made.Added == 0 {
		fmt.Fprintln(w.app.Stderr, "nothing to waive: no failure of the report is without a waiver")
	}
	return made.Added == 0
}

// update adds to the file.
func (w *waive) update(r *result.Report) error {
	var made *waiver.Written
	read := func(name string) ([]byte, error) { return infile.Read(name, infile.Contract) }
	err := outfile.Update(w.file, read, func(old []byte) (text []byte, err error) {
		if made, err = waiver.Update(w.file, old, r, w.terms); err != nil || made.Added == 0 {
			return nil, exit.Mistaken(err, w.file, old, "a file of waivers")
		}
		return made.Text, nil
	})
	switch {
	case err != nil && made == nil: // it was not read, or is invalid
		return exit.Usage(fmt.Errorf("--waivers: %w", err))
	case err != nil:
		return exit.Unknown(fmt.Errorf("writing the waivers: %w", err))
	case w.nothing(made):
		return nil
	}
	fmt.Fprintf(w.app.Stdout, "%s: %s added\n", w.file, text.Plural(made.Added, "waiver"))
	if len(made.Unfilled) > 0 {
		fmt.Fprintf(w.app.Stdout, "to be filled in before verify takes it: %s\n",
			strings.Join(made.Unfilled, ", "))
	}
	return nil
}
