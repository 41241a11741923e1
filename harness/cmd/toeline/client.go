package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/client"
	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/settings"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/cmd/toeline/internal/verifycmd"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// clientFlags are the flags of the command.
type clientFlags struct {
	input.Narrow
	app                 app.App
	document, operation string
	overlays            []string
	anywhere            bool
	options             client.Options
	require             string
	attach              bool
	waivers             input.Waivers
	known               *waiver.File
	reports             output.Reports
}

func newClient(a app.App) *cobra.Command {
	c := &clientFlags{app: a}
	cmd := &cobra.Command{
		Use:     "client [flags] -- CMD...",
		Short:   "Judge a client or an SDK by a contract",
		Long:    usage.Client,
		Example: usage.ClientExamples,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd, args)
		},
	}
	flags := cmd.Flags()
	flag.Group(flags, "Client", c.addClient)
	flag.Group(flags, "Contract", c.addJudgement)
	flag.Group(flags, "Filtering", c.Narrow.Add)
	flag.Group(flags, "Limits", c.addPace)
	flag.Group(flags, "Output", c.reports.Add)
	cmd.AddCommand(newClientInit(a))
	return cmd
}

func (c *clientFlags) addClient(set *pflag.FlagSet) {
	flag.Add(set, &c.options.PerCase, "per-case", false, flag.Call|flag.Repeat|flag.Often,
		"start CMD once a call; its exit code is the outcome where it prints nothing")
	flag.Add(set, &c.attach, "attach", false, flag.Call|flag.Repeat|flag.Often,
		"print what to start and to call, and read answers; the calls are lines on stdout, the "+
			"answers lines on stdin")
	flag.Add(set, &c.options.Plain, "plain", false, flag.Call|flag.Repeat|flag.Often,
		"serve http, for clients that need no https")
	flag.Add(set, &c.options.Addr, "addr", "", flag.Call,
		"`HOST:PORT` of the lab, on loopback; without it a free port")
}

// addDocument adds the flags that name the contract.
func (c *clientFlags) addDocument(set *pflag.FlagSet) {
	flag.Add(set, &c.document, "document", clients.Default,
		flag.Call|flag.Reads|flag.Repeat|flag.Often,
		"client document or OpenAPI `FILE`, or the name of an embedded one")
	addOperation(set, &c.operation, flag.Call|flag.Repeat)
	input.AddOverlays(set, &c.overlays, flag.Call|flag.Repeat)
	input.AddRemote(set, &c.anywhere, flag.Consent|flag.Repeat)
}

func (c *clientFlags) addJudgement(set *pflag.FlagSet) {
	c.addDocument(set)
	flag.Add(set, &c.options.Strict, "strict", false, flag.Call|flag.Repeat|flag.Often,
		"broken \"should\" requirements fail the run too")
	flag.Add(set, &c.require, "require", "", flag.Call,
		"\"`all`\": a gating requirement that stayed untested fails the run")
	c.waivers.Add(set)
	flag.Add(set, &c.options.Seed, "seed", 0, flag.Call,
		"make the tasks' ids from `S`; 0: from a fresh one")
}

func (c *clientFlags) addPace(set *pflag.FlagSet) {
	flag.Add(
		set,
		&c.options.Timeout,
		"timeout",
		client.DefaultTimeout,
		flag.Call|flag.Repeat|flag.Often,
		"at most `D` without a sign of life; the first, a request, an outcome or its end after "+
			"its input, may take three times that",
	)
	flag.Add(set, &c.options.Budget, "budget", client.DefaultBudget, flag.Call|flag.Often,
		"at most `D` for the whole run")
	flag.Add(set, &c.options.Concurrency, "concurrency", client.DefaultConcurrency, flag.Call,
		"calls open at a time, `N`")
}

func (c *clientFlags) run(cmd *cobra.Command, args []string) error {
	if err := c.check(cmd, args); err != nil {
		return exit.Usage(err)
	}
	known := verifycmd.New(c.app).Flags() // a shell may have settings of verify
	if err := settings.UnknownVariables(c.app.Environ, known); err != nil {
		return exit.Usage(err)
	}
	var err error
	if c.known, err = c.waivers.Load(); err != nil {
		return err
	}
	if err := output.Check(c.app, cmd.Flags(), args...); err != nil {
		return exit.Usage(err)
	}
	o := c.options
	if o.Doc, err = c.contract(); err != nil {
		return exit.Usage(err)
	}
	files := append(slices.Clone(o.Doc.Contract.Others), o.Doc.Contract.File)
	if err := output.Check(c.app, cmd.Flags(), files...); err != nil {
		return exit.Usage(err)
	}
	o.Only, o.Skip, o.Level, o.RequireAll = c.Only, c.Skip, spec.Level(c.Level), c.require == "all"
	if err := driver.Command(args).Check(); !c.attach && err != nil {
		return exit.Usage(err)
	}
	o.Program, o.Secrets = driver.Command(args), auth.Inherited(os.Environ())
	stdout := c.app
	if c.attach {
		o.Attached, o.Program = true, driver.Attach{In: cmd.InOrStdin(), Out: c.app.Stdout}
		stdout.Stdout = c.app.Stderr // stdout is for calls
		args = []string{}
	}
	o.Version = c.app.Version
	o.Invocation = result.Invocation{Client: args, More: c.repeated(cmd.Flags())}
	if c.known != nil {
		o.Waivers = c.known.Rules()
	}
	made, err := client.Judge(cmd.Context(), o)
	if err != nil {
		return exit.Usage(exit.Worded(err))
	}
	return c.reports.Write(stdout, made)
}

// contract is what the client is judged by: a client document, or what an OpenAPI document says of
// an operation.
func (c *clientFlags) contract() (*clients.Contract, error) {
	given := input.Document{Name: c.document, Overlays: c.overlays, Anywhere: c.anywhere}
	doc, err := given.Client()
	switch {
	case err != nil:
		return nil, err
	case doc == nil:
		return given.ClientOf(c.operation)
	case c.operation != "":
		return nil, notOfADocument(c.document)
	}
	return doc, nil
}

// repeated are the flags that a line which repeats a case needs.
func (c *clientFlags) repeated(flags *pflag.FlagSet) []string {
	return append(flag.Repeated(flags), "--seed", strconv.FormatUint(c.options.Seed, 10))
}

// check refuses flags that contradict each other before anything is read.
func (c *clientFlags) check(cmd *cobra.Command, args []string) error {
	switch {
	case c.require != "" && c.require != "all":
		return fmt.Errorf("--require %s: the only value is all", c.require)
	case c.attach && len(args) > 0:
		return errors.New("--attach starts nothing: leave the command out")
	case c.attach && c.options.PerCase:
		return errors.New("--attach and --per-case are two ways to run a client: choose one")
	case !c.attach && len(args) == 0:
		return errors.New("which client? Give its command behind --, as toeline client -- " +
			"python3 driver.py")
	case !c.attach && cmd.ArgsLenAtDash() != 0:
		return fmt.Errorf("write -- before the command, as toeline client -- %s",
			strings.Join(args, " "))
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"timeout", c.options.Timeout}, {"budget", c.options.Budget}} {
		if d.value <= 0 {
			return fmt.Errorf("--%s is a time above zero, as 30s", d.name)
		}
	}
	if c.options.Concurrency < 1 {
		return errors.New("--concurrency is at least 1")
	}
	if c.options.Seed == 0 {
		c.options.Seed = app.FreshSeed()
	}
	if err := c.reports.Check(); err != nil {
		return err
	}
	if len(c.reports.Large) > 0 {
		return errors.New("--report har records what a target answered, and here toeline " +
			"answers; the JSON report has the exchanges of every finding")
	}
	return nil
}
