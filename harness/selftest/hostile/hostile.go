package hostile

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
	"unicode"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
)

// Bounds of a run against a null or hostile target. The run must end within
// its budget and a moment for winding up.
const (
	shortTimeout   = 300 * time.Millisecond // where a target hangs
	patientTimeout = 3 * time.Second        // where it does not, on a machine that is busy
	hostileBudget  = 6 * time.Second
	hostileMoment  = 10 * time.Second
)

// hostileTarget is a server that tries to stop, bloat or rob a run.
type hostileTarget struct {
	Name string
	// says are texts, one of which the run must show in a line that names the
	// trouble.
	says []string
	// serve is one connection.
	serve func(context.Context, net.Conn)
	// robber makes serve, where it needs an address that must not be reached.
	robber func(elsewhere string) func(context.Context, net.Conn)
	// hangs says that no response comes to its end: the run need not be patient.
	hangs bool
	// https makes the base URL one of https.
	https bool
	// trust are the client's TLS options; nil: the system's roots.
	trust *tls.Config
}

// hostileTargets returns every hostile target, family by family.
func Targets() ([]hostileTarget, error) {
	ciphered, err := cipheredTargets()
	return slices.Concat(hangingTargets(), floodingTargets(), brokenTargets(), contentTargets(),
		robbingTargets(), ciphered), err
}

// runHostile makes a row of each hostile target.
func runHostile(ctx context.Context, l *selftest.Lab, parallel int) []selftest.Row {
	targets, err := Targets()
	if err != nil {
		return []selftest.Row{{Kind: selftest.KindHostile, Name: "all", Detail: err.Error()}}
	}
	var jobs []selftest.Job
	for _, h := range targets {
		jobs = append(jobs, func(ctx context.Context) selftest.Row { return h.row(ctx, l) })
	}
	return selftest.RunJobs(ctx, parallel, jobs)
}

// row judges one hostile target.
func (h hostileTarget) row(ctx context.Context, l *selftest.Lab) selftest.Row {
	row := selftest.Row{Kind: selftest.KindHostile, Name: h.Name, Want: []string{"exit 1 or 3"}}
	o, elsewhere, err := h.Judge(ctx, l)
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Got = []string{fmt.Sprintf("exit %d: %s", o.Run.ExitCode, o.Run.Reason)}
	row.Detail = h.complaint(o, elsewhere)
	row.OK = row.Detail == ""
	return row
}

// judge runs the suite against a hostile target, and returns how many
// connections came to the address that must not be reached.
func (h hostileTarget) Judge(ctx context.Context, l *selftest.Lab) (r *result.Report, elsewhere int,
	err error,
) {
	bystander, err := newTrap(saying("HTTP/1.1 204 No Content\r\n\r\n"))
	if err != nil {
		return nil, 0, err
	}
	defer bystander.close()
	serve := h.serve
	if h.robber != nil {
		serve = h.robber(bystander.host())
	}
	target, err := newTrap(serve)
	if err != nil {
		return nil, 0, err
	}
	defer target.close()
	scheme := "http://"
	if h.https {
		scheme = "https://"
	}
	timeout := patientTimeout
	if h.hangs {
		timeout = shortTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, hostileBudget+hostileMoment)
	defer cancel()
	r, err = l.Outcome(ctx, selftest.Site{
		URL: scheme + target.host() + "/beta", Token: canary, Only: enough,
		Budget: hostileBudget, Timeout: timeout, Trust: h.trust,
	})
	if err != nil {
		err = fmt.Errorf("the run did not end within %s: %w", hostileBudget+hostileMoment, err)
	}
	return r, bystander.reached(), err
}

// enough are the cases that are run against a hostile target: some for each kind of request.
// Corpora would only send the same a hundred times more.
var enough = []string{
	"not-found.**", "unsupported-action.**", "authorization.**", "methods.**", "headers.**",
	"success.**", "qualified-path.**", "invalid-guid.page-example",
}

// complaint says in one line what a run did wrong; empty: nothing.
func (h hostileTarget) complaint(o *result.Report, elsewhere int) string {
	code := o.Run.ExitCode
	said := lines(o)
	switch {
	case code != result.ExitFailed && code != result.ExitInconclusive:
		return fmt.Sprintf("exit %d", code)
	case elsewhere > 0:
		return "a request went to another origin"
	}
	if part := Leaked(everything(o)); part != "" {
		return fmt.Sprintf("the report has the token, as %q", part)
	}
	for _, line := range said {
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return fmt.Sprintf("no plain line: %q", line)
		}
	}
	for _, text := range h.says {
		if slices.ContainsFunc(said,
			func(line string) bool { return strings.Contains(line, text) }) {
			return ""
		}
	}
	return fmt.Sprintf("no line says %q", h.says)
}
