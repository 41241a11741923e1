package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/result"
)

func newJournal(a app.App) *cobra.Command {
	return &cobra.Command{
		Use:   "journal FILE",
		Short: "Tell what a run carried out, even one that was killed",
		Long: `Reads what verify --journal wrote: every request that had an effect, or would
have had one on a broken target, and what came of it. An entry is on disk before
its request is sent. So a request without an answer was sent, or was about to
be: what it names may have been carried out, and is to be looked at by hand. One
that is not in the journal was not sent.

Exit 0: all is known. 3: of some it cannot be told whether it was carried out.`,
		Example: "  toeline journal run.journal",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exit.Usage(fmt.Errorf("name the file that verify --journal wrote; %d are given", len(args)))
			}
			file, err := os.Open(args[0])
			if err != nil {
				return exit.Usage(err)
			}
			defer file.Close()
			j, err := journal.Read(file)
			if err != nil {
				return exit.Usage(fmt.Errorf("%s: %w", args[0], err))
			}
			if unclear := tellJournal(a.Stdout, j); unclear > 0 {
				return exit.Error{Code: result.ExitInconclusive}
			}
			return nil
		},
	}
}

// tellJournal prints a journal, and returns of how many effects it cannot be
// told whether they came about.
func tellJournal(w io.Writer, j *journal.Journal) (unclear int) {
	for _, run := range j.Runs {
		fmt.Fprintf(w, "run %s of %s, %s\n", run.ID, run.Started.Format(time.RFC3339), run.Target)
		carried, not := 0, 0
		for i := range run.Effects {
			e := &run.Effects[i]
			name := journal.Names(e.Items)
			if name == "" {
				name = e.Method + " " + e.Path
			}
			executed, known := e.Executed()
			word := "not carried out"
			switch {
			case !known:
				word = "MAY HAVE BEEN CARRIED OUT"
				unclear++
			case executed:
				word = "carried out"
				carried++
			default:
				not++
			}
			fmt.Fprintf(w, "  %s  %s: %s (%s, %s)\n", e.Sent.Format("15:04:05.000"), word, name, e.Case, answerOf(e))
		}
		fmt.Fprintf(w, "  %d carried out, %d not, %d that nobody can tell\n", carried, not, len(run.Effects)-carried-not)
	}
	for _, line := range j.Torn {
		fmt.Fprintf(w, "line %d is cut: the run ended while it was written, and an effect that it would have announced was not sent\n", line)
	}
	return unclear
}

func answerOf(e *journal.Effect) string {
	switch {
	case e.Answer == nil:
		return "no answer recorded: the run ended before"
	case e.Answer.Fault != "":
		return e.Answer.Fault
	case e.Answer.RequestID != "":
		return fmt.Sprintf("answered %d, request-id %s", e.Answer.Status, e.Answer.RequestID)
	}
	return fmt.Sprintf("answered %d", e.Answer.Status)
}
