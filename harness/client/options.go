package client

import (
	"errors"
	"fmt"
	"net"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// Options are the options of a run. Doc and Program are required.
type Options struct {
	Doc     *clients.Contract
	Program Program

	// Plain serves http: there is no CA, and cases about TLS are skipped.
	Plain bool
	// PerCase starts the program once for each call.
	PerCase bool
	// Attached says that the program was not started, and may leave calls
	// unanswered: these are judged only by their requests.
	Attached bool
	// Secrets are redacted in the result: a client may send what it inherited
	// instead of the token that it was given.
	Secrets []string
	// Addr is the HOST:PORT of the lab, on loopback; empty: a free port.
	Addr string

	// Strict makes failed "should" requirements fail the run, and RequireAll
	// untested gating requirements.
	Strict, RequireAll bool
	// Only and Skip are patterns of case or requirement ids; Level leaves
	// requirements below it out.
	Only, Skip []string
	Level      spec.Level

	// Waivers are known failures.
	Waivers []result.WaiverRule
	// Version is the tool's, and Invocation how the run was invoked, for the
	// report.
	Version    string
	Invocation result.Invocation

	Concurrency int           // calls open at a time; zero: 16
	Timeout     time.Duration // without a sign of life, thrice that for the first; zero: 30s
	Budget      time.Duration // of the whole run; zero: 3m
	Seed        uint64        // of the calls' ids; zero: a fresh one
}

// Defaults of a run.
const (
	DefaultConcurrency = 16
	DefaultTimeout     = 30 * time.Second
	DefaultBudget      = 3 * time.Minute
)

func (o Options) withDefaults() (Options, error) {
	if o.Doc == nil || o.Program == nil {
		return o, errors.New("a run of the client lab needs a document and a program")
	}
	if o.Concurrency == 0 {
		o.Concurrency = DefaultConcurrency
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	if o.Level == "" {
		o.Level = spec.May
	}
	if o.Invocation.Client == nil {
		o.Invocation.Client = []string{} // a client was judged, and never the target
		if command, ok := o.Program.(driver.Command); ok {
			o.Invocation.Client = command
		}
	}
	if o.Concurrency < 1 || o.Timeout < 0 || o.Budget < 0 {
		return o, errors.New("concurrency is at least 1; timeout and budget are not below zero")
	}
	if o.PerCase && o.Attached {
		return o, errors.New("a client that is attached is not started once a call")
	}
	if o.Addr != "" {
		host, _, err := net.SplitHostPort(o.Addr)
		// that is where clients are sent
		if err != nil || host != "localhost" && host != "127.0.0.1" {
			return o, fmt.Errorf("the lab listens on loopback alone: "+
				"give HOST:PORT with 127.0.0.1 or localhost, not %q", o.Addr)
		}
	}
	return o, nil
}
