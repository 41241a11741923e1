package journal

import (
	"fmt"
	"io"
	"time"
)

// WriteText prints a journal for people, and returns of how many effects it cannot be
// told whether they came about.
func (j *Journal) WriteText(w io.Writer) (unclear int) {
	for _, run := range j.Runs {
		fmt.Fprintf(w, "run %s of %s, %s\n", run.ID, run.Started.Format(time.RFC3339), run.Target)
		carried, not := 0, 0
		for i := range run.Effects {
			e := &run.Effects[i]
			name := Names(e.Items)
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
			fmt.Fprintf(w, "  %s  %s: %s (%s, %s)\n", e.Sent.Format("15:04:05.000"), word, name,
				e.Case, answerOf(e))
		}
		fmt.Fprintf(w, "  %d carried out, %d not, %d whose outcome is unknown\n", carried, not,
			len(run.Effects)-carried-not)
		for _, l := range run.Left {
			fmt.Fprintf(w, "  LEFT BEHIND: %s %s (%s, %s)\n", l.Method, l.Path, l.Case, l.Why)
		}
	}
	for _, line := range j.Torn {
		fmt.Fprintf(w, "line %d is cut: the run ended while it was written, and an effect that "+
			"it would have announced was not sent\n", line)
	}
	return unclear
}

func answerOf(e *Effect) string {
	switch {
	case e.Answer == nil:
		return "no response recorded: the run ended before"
	case e.Answer.Fault != "":
		return e.Answer.Fault
	case e.Answer.RequestID != "":
		return fmt.Sprintf("answered %d, request-id %s", e.Answer.Status, e.Answer.RequestID)
	}
	return fmt.Sprintf("answered %d", e.Answer.Status)
}
