// Package plan prints what a run would send, and by which settings. It never sends.
package plan

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// Print prints what would be sent, in the order of the phases, with credentials by
// the names of their variables.
func Print(w io.Writer, session *verify.Session) error {
	return text.Lines(w, func(w io.Writer) error { return writePlan(w, session) })
}

// writePlan writes a plan as the document has it.
func writePlan(w io.Writer, session *verify.Session) error {
	out := bufio.NewWriter(w)
	requests, skipped := 0, 0
	cases := session.Cases()
	for _, effect := range []spec.Effect{spec.None, spec.IfBroken, spec.Executes} {
		for i := range cases {
			if c := &cases[i]; c.Effect == effect && c.Skip == "" {
				requests += len(c.Requests)
				printCase(out, c)
			}
		}
	}
	for i := range cases {
		if c := &cases[i]; c.Skip != "" {
			skipped++
			fmt.Fprintf(out, "%s  not sent: %s\n", c.ID, c.Skip)
		}
	}
	fmt.Fprintf(out, "dry run: %s to %s, %s left out; nothing was sent\n",
		text.Plural(requests, "request"), session.URL(), text.Plural(skipped, "case"))
	return out.Flush()
}

// PrintSettings prints every setting with where its value came from.
func PrintSettings(w io.Writer, all []result.Setting) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range all {
		value := text.Visible(cmp.Or(s.Value, "-"))
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, value, text.Visible(s.From))
	}
	_ = table.Flush() // what it writes to shows its error in the plan below
	fmt.Fprintln(w)
}

func printCase(w io.Writer, c *result.PlannedCase) {
	fmt.Fprintf(w, "%s  effect: %s  %v\n", c.ID, c.Effect, c.Requirements)
	for _, request := range c.Requests {
		fmt.Fprintf(w, "    %s %s  auth: %s", request.Method, request.Target, request.Auth)
		if len(request.Presents) > 0 {
			fmt.Fprintf(w, "  sends %s", strings.Join(request.Presents, ", "))
		}
		for _, item := range request.Resources {
			fmt.Fprintf(w, "  names %s", item)
		}
		fmt.Fprintln(w)
	}
}
