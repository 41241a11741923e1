package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/spf13/cobra"

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

func newServe(a app.App) *cobra.Command {
	var in input.Inputs
	var addr, caOut, tokenEnv, defect string
	var tls bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the reference server, a mock that keeps to the contract",
		Long: `Runs the reference server until it is interrupted. It holds the tasks of the
fixtures, carries out nothing, and answers below any base path. The first line
of stdout is its base URL, with /beta; each request is a line on stderr.

The token it takes is that of the variable named by --token-env, and where
that is not set "toeline".`,
		Example: `  toeline serve --addr 127.0.0.1:8765
  toeline serve --fixtures tasks.yaml --tls --ca-out ca.pem`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.Check(a, cmd.Flags()); err != nil {
				return exit.Usage(err)
			}
			doc, err := input.LoadDocument(in.Document)
			if err != nil {
				return err
			}
			if !cmd.Flags().Changed("token-env") {
				tokenEnv = doc.TokenEnv
			}
			handler, err := embedded.Mock(doc, &in, defect,
				reference.Options{
					Token: a.EnvOr(tokenEnv, ""), Log: reference.LogTo(text.Writer(a.Stderr)),
				})
			if err != nil {
				return err
			}
			server, err := reference.Start(handler, reference.Listen{Addr: addr, TLS: tls})
			if err != nil {
				if unusable(err) {
					return exit.Usage(
						fmt.Errorf("--addr %s: %w: write HOST:PORT, as 127.0.0.1:8765", addr, err),
					)
				}
				return exit.Unknown(fmt.Errorf("--addr %s: %w", addr, err))
			}
			if err := writeCA(caOut, server.CA); err != nil {
				return err
			}
			fmt.Fprintln(a.Stdout, server.URL)
			return serveUntil(cmd.Context(), server)
		},
	}
	in.Add(cmd.Flags())
	flag.Add(cmd.Flags(), &addr, "addr", "127.0.0.1:8765", flag.Call,
		"`HOST:PORT` to listen on; port 0 takes a free one")
	flag.Add(cmd.Flags(), &tls, "tls", false, flag.Call,
		"serve https, with a certificate made for this run")
	flag.Add(cmd.Flags(), &caOut, "ca-out", "", flag.Call|flag.Writes,
		"`FILE` to write the certificate's authority to, for --ca-file; with --tls")
	flag.Add(
		cmd.Flags(),
		&defect,
		"defect",
		"",
		flag.Call,
		"serve it with the `DEFECT` of that name, as selftest lists them, to see what a failure "+
			"looks like",
	)
	flag.Add(cmd.Flags(), &tokenEnv, "token-env", spec.DefaultTokenEnv(), flag.Call,
		"`NAME` of the variable that holds the bearer token to take")
	return cmd
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
// taken, or not allowed, and another time may be better.
func unusable(err error) bool {
	var address *net.AddrError
	var lookup *net.DNSError
	return errors.As(err, &address) || errors.As(err, &lookup)
}
