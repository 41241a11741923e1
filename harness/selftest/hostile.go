package selftest

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
	"unicode"

	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
)

// The kinds of rows of targets that no contract describes.
const (
	KindNull    = "null"
	KindHostile = "hostile"
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
	name string
	// says are texts, one of which the run must show in a line that names the
	// trouble.
	says []string
	// serve is one connection.
	serve func(context.Context, net.Conn)
	// robber makes serve, where it needs an address that must not be reached.
	robber func(elsewhere string) func(context.Context, net.Conn)
	// hangs says that no answer comes to its end: the run need not be patient.
	hangs bool
	// https makes the base URL one of https.
	https bool
	// trust are the client's TLS options; nil: the system's roots.
	trust *tls.Config
}

// hostileTargets returns every hostile target, family by family.
func hostileTargets() ([]hostileTarget, error) {
	ciphered, err := cipheredTargets()
	return slices.Concat(hangingTargets(), floodingTargets(), brokenTargets(), contentTargets(), robbingTargets(), ciphered), err
}

// runHostile makes a row of each hostile target.
func (l *lab) runHostile(ctx context.Context, parallel int) []Row {
	targets, err := hostileTargets()
	if err != nil {
		return []Row{{Kind: KindHostile, Name: "all", Detail: err.Error()}}
	}
	var jobs []job
	for _, h := range targets {
		jobs = append(jobs, func(ctx context.Context) Row { return l.hostileRow(ctx, h) })
	}
	return runJobs(ctx, parallel, jobs)
}

func (l *lab) hostileRow(ctx context.Context, h hostileTarget) Row {
	row := Row{Kind: KindHostile, Name: h.name, Want: []string{"exit 1 or 3"}}
	o, elsewhere, err := l.endure(ctx, h)
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	code, reason := o.Exit()
	row.Got = []string{fmt.Sprintf("exit %d: %s", code, reason)}
	row.Detail = h.complaint(o, elsewhere)
	row.OK = row.Detail == ""
	return row
}

// endure runs the whole plan against a hostile target, and returns how many
// connections came to the address that must not be reached.
func (l *lab) endure(ctx context.Context, h hostileTarget) (o *plan.Outcome, elsewhere int, err error) {
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
	o, err = l.hold(ctx, held{url: scheme + target.host() + "/beta", wire: wire.Options{Timeout: timeout, TLS: h.trust}, only: enough})
	return o, bystander.reached(), err
}

// held is a target that a run is held against, as verify does it.
type held struct {
	url         string
	wire        wire.Options
	concurrency int
	only        []string // patterns; nil: the whole plan
}

// enough are the cases that a hostile target is held against: of each way to
// ask some. Corpora would only send the same a hundred times more.
var enough = []string{"not-found.**", "unsupported-action.**", "authorization.**", "methods.**", "headers.**", "success.**", "qualified-path.**", "invalid-guid.page-example"}

// hold runs preflight and plan, and fails where the run does not end in time.
func (l *lab) hold(ctx context.Context, h held) (*plan.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, hostileBudget+hostileMoment)
	defer cancel()
	target, base, err := plan.NewTarget(plan.Access{URL: h.url, Token: canary})
	if err != nil {
		return nil, err
	}
	h.wire.MaxIdle = h.concurrency
	if target.Sender, err = wire.New(base, h.wire); err != nil {
		return nil, err
	}
	defer target.Sender.Close()
	p, err := plan.New(plan.Options{Doc: l.doc, World: l.world, Target: target, Only: h.only, Budget: hostileBudget, Concurrency: h.concurrency, Record: l.record})
	if err != nil {
		return nil, err
	}
	if err := p.Preflight(ctx); err != nil {
		return p.Unreached(err.Error()), nil
	}
	run := p.Start(ctx)
	defer run.Close()
	o, err := run.Outcome(ctx)
	if err != nil {
		return nil, fmt.Errorf("the run did not end within %s: %w", hostileBudget+hostileMoment, err)
	}
	return o, nil
}

// complaint says in one line what a run did wrong; empty: nothing.
func (h hostileTarget) complaint(o *plan.Outcome, elsewhere int) string {
	code, _ := o.Exit()
	said := lines(o)
	switch {
	case code != plan.ExitBroken && code != plan.ExitUnknown:
		return fmt.Sprintf("exit %d", code)
	case elsewhere > 0:
		return "a request went to another origin"
	}
	if part := leaked(told(o)); part != "" {
		return fmt.Sprintf("the token is told, as %q", part)
	}
	for _, line := range said {
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return fmt.Sprintf("no plain line: %q", line)
		}
	}
	for _, text := range h.says {
		if slices.ContainsFunc(said, func(line string) bool { return strings.Contains(line, text) }) {
			return ""
		}
	}
	return fmt.Sprintf("no line says %q", h.says)
}
