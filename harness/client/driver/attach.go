package driver

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// Attach is a client that something else starts: its environment and its calls are
// printed on Out, and it may answer on In. The run ends with In.
type Attach struct {
	In  io.Reader
	Out io.Writer
}

// Start implements Program.
func (a Attach) Start(ctx context.Context, env []string) (*Process, error) {
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if _, err := fmt.Fprintf(a.Out, "export %s='%s'\n", name, value); err != nil {
			return nil, fmt.Errorf("printing the environment: %w", err)
		}
	}
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(ctx)
	reader, writer := io.Pipe()
	go func() {
		_, err := io.Copy(writer, a.In)
		writer.CloseWithError(err)
	}()
	go func() {
		<-ctx.Done()
		writer.Close()
		close(done)
	}()
	return &Process{
		Stdin: callPrinter{a.Out, cancel}, Stdout: reader, Stderr: func() string { return "" },
		Done: done, Err: func() error { return nil }, Kill: cancel,
	}, nil
}

// callPrinter is where calls are printed; closing it ends the client.
type callPrinter struct {
	io.Writer
	cancel context.CancelFunc
}

// Close implements io.Closer.
func (p callPrinter) Close() error {
	p.cancel()
	return nil
}
