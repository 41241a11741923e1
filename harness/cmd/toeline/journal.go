package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

func newJournal(a app.App) *cobra.Command {
	return &cobra.Command{
		Use:   "journal FILE",
		Short: "Show what a run carried out, even one that was killed",
		Long: `Reads what verify --journal wrote: every request that had an effect, or would
have had one on a broken target, and what came of it. An entry is on disk before
its request is sent. So a request without an answer was sent, or was about to
be: what it names may have been carried out, and is to be looked at by hand. One
that is not in the journal was not sent.

Exit 0: all is known. 3: of some it is unknown whether they were carried out.`,
		Example: "  toeline journal run.journal",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exit.Usage(fmt.Errorf("journal takes the file that verify --journal "+
					"wrote, and %s: toeline journal run.journal", countGiven(args)))
			}
			file, err := infile.Open(args[0])
			if err != nil {
				return exit.Usage(err)
			}
			defer file.Close()
			j, err := journal.Read(file)
			if err != nil {
				return exit.Usage(fmt.Errorf("%s: %w", args[0], err))
			}
			unclear := 0
			err = text.Lines(a.Stdout, func(w io.Writer) error {
				unclear = j.WriteText(w)
				return nil
			})
			if err == nil && unclear > 0 {
				return exit.Error{Code: result.ExitInconclusive}
			}
			return err
		},
	}
}
