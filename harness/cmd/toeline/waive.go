package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report"
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
		Short: "Write what fails a report into a file of known failures",
		Long: `Reads a JSON report of verify and adds to the file of known failures what fails
it and no waiver covers yet: by requirement, and by the cases that break it
where others hold. What stands in the file stays as it is, comments and order
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
	flag.Add(set, &w.terms.Reason, "reason", "", flag.Call, "why it fails, and why that is borne: `TEXT`")
	flag.Add(set, &w.terms.Owner, "owner", "", flag.Call, "who will mend it: `NAME`")
	flag.Add(set, &w.terms.Link, "link", "", flag.Call, "`URL` of the issue that tells more")
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
	r, err := readReport(w.from)
	if err != nil {
		return err
	}
	if r.Run.Preflight != "" {
		return exit.Usage(fmt.Errorf("--from %s: the run reached nobody (%s): there is nothing to waive",
			w.from, r.Run.Preflight))
	}
	if err := w.terms.Check(r); err != nil {
		return exit.Usage(fmt.Errorf("--%w", err)) // terms are named as their flags
	}
	name := w.file
	var data []byte
	if name == "" {
		name = "known.yaml"
	} else if data, err = os.ReadFile(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return exit.Usage(fmt.Errorf("--waivers: %w", err))
	}
	if w.file != "" {
		if err := outfile.Usable(w.file); err != nil {
			return exit.Usage(fmt.Errorf("--waivers %w", err))
		}
	}
	made, err := waiver.Update(name, data, r, w.terms)
	if err != nil {
		return exit.Usage(err)
	}
	return w.write(made)
}

func (w *waive) write(made *waiver.Written) error {
	switch {
	case made.Added == 0:
		fmt.Fprintln(w.app.Stderr, "nothing to waive: no failure of the report is without a waiver")
		return nil
	case w.file == "":
		_, err := w.app.Stdout.Write(made.Text)
		return err
	}
	save := func(out io.Writer) error { _, err := out.Write(made.Text); return err }
	if err := outfile.Save(w.file, save); err != nil {
		return exit.Unknown(fmt.Errorf("writing the waivers: %w", err))
	}
	fmt.Fprintf(w.app.Stdout, "%s: %s added\n", w.file, text.Plural(made.Added, "waiver"))
	if len(made.Unfilled) > 0 {
		fmt.Fprintf(w.app.Stdout, "to be filled in before verify takes it: %s\n",
			strings.Join(made.Unfilled, ", "))
	}
	return nil
}

// readReport reads a JSON report of verify. The error is wrong usage, with the file.
func readReport(file string) (*result.Report, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, exit.Usage(err)
	}
	defer in.Close()
	r, err := report.Read(in)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", file, err))
	}
	return r, nil
}
