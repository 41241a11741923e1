package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// shutdownPatience is how long a stopping server waits for requests under way.
const shutdownPatience = 2 * time.Second

// serveFlags are the flags of serve.
type serveFlags struct {
	in                            input.Inputs
	addr, caOut, tokenEnv, defect string
	tls, tokenEnvGiven, log       bool
}

func newServe(a app.App) *cobra.Command {
	s := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run a mock that conforms to a contract",
		Long: `Runs a server until it is interrupted: without --document the reference
server, which holds the tasks of the fixtures, carries out nothing, and answers
below any base path. The first line of stdout is its base URL, with /beta. With
--log each request is a line on stderr.

Of any other OpenAPI document, as --document openapi.yaml, it is a mock:
responses are the examples of the document, or samples made by its schemas, and
what is wrong with a request is refused as the document says. It knows the ids
of --fixtures, and without them some that it makes; stdout says which, in the
command line that judges it at once. "Prefer: example=NAME" asks for an example
by its name, "Prefer: code=404" for a response by its status.

The token it takes, in every kind of credentials, is that of the variable named
by --token-env, and where that is not set "toeline".`,
		Example: `  toeline serve --addr 127.0.0.1:8765
  toeline serve --document openapi.yaml
  toeline serve --fixtures tasks.yaml --tls --ca-out ca.pem`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.Check(a, cmd.Flags()); err != nil {
				return exit.Usage(err)
			}
			s.tokenEnvGiven = cmd.Flags().Changed("token-env")
			return s.run(cmd.Context(), a)
		},
	}
	s.add(cmd.Flags())
	return cmd
}

func (s *serveFlags) add(set *pflag.FlagSet) {
	s.in.Add(set)
	flag.Add(set, &s.addr, "addr", "127.0.0.1:8765", flag.Call,
		"`HOST:PORT` to listen on; port 0 takes a free one")
	flag.Add(set, &s.tls, "tls", false, flag.Call,
		"serve https, with a certificate made for this run")
	flag.Add(set, &s.caOut, "ca-out", "", flag.Call|flag.Writes,
		"`FILE` to write the certificate's authority to, for --ca-file; with --tls")
	flag.Add(set, &s.defect, "defect", "", flag.Call,
		"serve it with the `DEFECT` of that name, as selftest lists them, to see what a failure "+
			"looks like")
	flag.Add(set, &s.log, "log", false, flag.Call, "write each request as a line to stderr")
	flag.Add(set, &s.tokenEnv, "token-env", spec.DefaultTokenEnv(), flag.Call,
		"`NAME` of the variable that holds the bearer token to take")
}

func (s *serveFlags) run(ctx context.Context, a app.App) error {
	doc, err := s.in.Load()
	if err != nil {
		return err
	}
	if !s.tokenEnvGiven {
		s.tokenEnv = doc.TokenEnv
	}
	handler, err := s.handler(a, doc)
	if err != nil {
		return err
	}
	server, err := reference.Start(handler, reference.Listen{Addr: s.addr, TLS: s.tls})
	if err != nil {
		return cannotListen(s.addr, err)
	}
	if err := writeCA(s.caOut, server.CA); err != nil {
		return err
	}
	base := server.URL
	if handler.more != nil {
		base = strings.TrimSuffix(base, reference.BasePath) + handler.path
	}
	fmt.Fprintln(a.Stdout, base)
	if handler.more != nil {
		fmt.Fprint(text.Writer(a.Stdout), handler.more(base))
	}
	return serveUntil(ctx, server)
}

// handler is the reference server, or a mock of any other document.
func (s *serveFlags) handler(a app.App, doc *spec.Contract) (*served, error) {
	if isMocked(s.in.Document, doc) {
		return s.serveMock(a, doc)
	}
	handler, err := embedded.Mock(doc, &s.in, s.defect, reference.Options{
		Token: a.EnvOr(s.tokenEnv, ""), Log: reference.LogTo(text.Writer(s.logTo(a))),
	})
	return &served{Handler: handler}, err
}

// logTo is where requests are logged.
func (s *serveFlags) logTo(a app.App) io.Writer {
	if s.log {
		return a.Stderr
	}
	return io.Discard
}

func writeCA(file string, pem []byte) error {
	switch {
	case file == "":
		return nil
	case pem == nil:
		return exit.Usage(fmt.Errorf("--ca-out goes with --tls"))
	}
	write := func(w io.Writer) error { _, err := w.Write(pem); return err }
	if err := outfile.Save(file, write); err != nil {
		return exit.Usage(fmt.Errorf("--ca-out: %w", err))
	}
	return nil
}

// serveUntil serves until the context ends, then lets requests under way
// finish.
func serveUntil(ctx context.Context, server *reference.Server) error {
	stopped := make(chan error, 1)
	go func() { stopped <- server.Wait() }()
	select {
	case err := <-stopped:
		return exit.Unknown(err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return exit.Unknown(fmt.Errorf("stopping: %w", err))
	}
	return nil
}

// unusable says whether nothing could ever listen at an address; else it is
// cannotListen says why no server can listen at an address, and what to give instead: what is no
// address is wrong usage.
func cannotListen(addr string, err error) error {
	var address *net.AddrError
	var lookup *net.DNSError
	why, wrong := err.Error(), true
	switch {
	case errors.As(err, &address):
		why = "write HOST:PORT, as 127.0.0.1:8765, with a port from 0 to 65535"
	case errors.As(err, &lookup):
		why = "the host is not known: write HOST:PORT, as 127.0.0.1:8765"
	case errors.Is(err, syscall.EADDRINUSE):
		why, wrong = "another program listens there: stop it, or give another port; 0 takes a "+
			"free one", false
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		why, wrong = "the host is not an address of this machine", false
	default:
		wrong = false
	}
	if err = fmt.Errorf("--addr %s: %s", addr, why); wrong {
		return exit.Usage(err)
	}
	return exit.Unknown(err)
}
