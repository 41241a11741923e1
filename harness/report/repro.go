package report

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// Repro is a shell script that sends again what shows each cause. It sends nothing unless it is
// given the number of a cause, or "all", which leaves out what carries out an action.
type Repro struct{}

const (
	reproHead = `#!/bin/sh
# What fails at %s, to be sent again by the number of a cause, or by all.
# Secrets are taken from the variables that the run took them from.
`
	reproFoot = `
for number in "${@:-list}"; do
  case $number in
    list) sed -n 's/^# \([ 0-9]*  \)/\1/p' "$0" ;;
    all) %s ;;
    %s) "cause_$number" ;;
    *) echo "no cause $number: give its number, or all; without either, they are listed" >&2; exit 2 ;;
  esac
done
`
)

// Write implements Handler.
func (Repro) Write(w io.Writer, r *result.Report) error {
	var b, calls strings.Builder
	fmt.Fprintf(&b, reproHead, text.Visible(r.Run.Subject()))
	var numbers []string
	for _, c := range summary.Causes(r) {
		fmt.Fprintf(&b, "\n# %d  %s  %s\n", c.Number, text.Visible(c.Requirement), c.Title)
		note := ""
		if c.Case != nil && c.Case.Effect == "executes" {
			note = "  # carries out the action again"
		} else {
			fmt.Fprintf(&calls, "cause_%d; ", c.Number)
		}
		fmt.Fprintf(&b, "cause_%d() {%s\n", c.Number, note)
		fmt.Fprintf(&b, "  %s\n}\n", c.Lines()[0])
		numbers = append(numbers, fmt.Sprint(c.Number))
	}
	if len(numbers) == 0 {
		numbers = []string{"none"}
	}
	fmt.Fprintf(&b, reproFoot, strings.TrimSuffix(calls.String(), "; "), strings.Join(numbers, "|"))
	_, err := io.WriteString(w, b.String())
	return err
}
