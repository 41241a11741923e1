package driver

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"sync"

	"example.com/toeline/harness/internal/infile"
)

// Server is what a client in Go is sent to.
type Server struct {
	// URL is the base URL, with /beta at its end and no slash after it.
	URL string
	// Token is the bearer token to send.
	Token string
	// CAFile is a PEM file with the server's authority; empty: it speaks http.
	CAFile string
}

// TLS returns a configuration that trusts only the server's authority.
func (s Server) TLS() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.CAFile == "" {
		return config, nil
	}
	pem, err := infile.Read(s.CAFile, infile.Small)
	if err != nil {
		return nil, fmt.Errorf("reading the lab's CA: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", s.CAFile)
	}
	return config, nil
}

// Client returns a plain http.Client that trusts the server: give the client under
// test this one, or only its Transport.
func (s Server) Client() (*http.Client, error) {
	config, err := s.TLS()
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig, transport.Proxy = config, nil
	return &http.Client{Transport: transport}, nil
}

// Reported is an error with what a client reports of a response. A client wraps
// its own errors in it; [Func] finds it by errors.As.
type Reported struct {
	Status                   int
	Code, Message, RequestID string
	Err                      error // the client's own; may be nil
}

// Error implements error.
func (r *Reported) Error() string {
	if r.Err != nil {
		return r.Err.Error()
	}
	return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Message)
}

// Unwrap returns the client's own error.
func (r *Reported) Unwrap() error { return r.Err }

// Func is a client in this process: it makes one call for the id, on the
// server, and returns nil for success. It is called concurrently. Errors may
// wrap a [Reported].
type Func func(ctx context.Context, server Server, id string) error

// Start implements Program.
func (f Func) Start(ctx context.Context, env []string) (*Process, error) {
	return f.Driver().Start(ctx, env)
}

// Driver returns the driver of such a client.
func (f Func) Driver() Driver {
	return func(
		ctx context.Context, env map[string]string, in io.Reader, out, log io.Writer,
	) error {
		server := Server{URL: env[EnvBaseURL], Token: env[EnvToken], CAFile: env[EnvCAFile]}
		return f.drive(ctx, server, in, out, log)
	}
}

// drive reads calls and answers them. The first panic ends the driver: it is a
// crash of the client.
func (f Func) drive(
	ctx context.Context, server Server, stdin io.Reader, stdout, stderr io.Writer,
) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var calls sync.WaitGroup
	var mu sync.Mutex
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, MaxLine)
	done := make(chan error, 1)
	go func() {
		for lines.Scan() {
			var call Call
			if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
				done <- fmt.Errorf("reading a call: %w", err)
				return
			}
			calls.Go(func() {
				answer, crash := f.answer(ctx, server, call, stderr)
				if crash != nil {
					cancel(crash)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				_ = json.NewEncoder(stdout).Encode(answer)
			})
		}
		calls.Wait()
		done <- lines.Err()
	}()
	select {
	case err := <-done:
		return errors.Join(err, context.Cause(ctx))
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// clientStack returns the client's part of a stack: from the place of the panic up
// to its call by this package.
func clientStack(stack []byte) []byte {
	if _, from, found := bytes.Cut(stack, []byte("\npanic(")); found {
		_, from, _ = bytes.Cut(from, []byte("\n\t")) // the runtime's own place
		_, stack, _ = bytes.Cut(from, []byte("\n"))
	}
	if i := bytes.Index(stack, []byte("/driver.Func.answer(")); i >= 0 {
		stack = stack[:bytes.LastIndexByte(stack[:i], '\n')+1]
	}
	return stack
}

func (f Func) answer(
	ctx context.Context, server Server, call Call, stderr io.Writer,
) (a Answer, crash error) {
	defer func() {
		if r := recover(); r != nil {
			crash = fmt.Errorf("panic: %v", r)
			_, _ = stderr.Write(clientStack(debug.Stack()))
		}
	}()
	a = Answer{Case: call.Case, Outcome: Success}
	err := f(ctx, server, call.TaskID)
	if err == nil {
		return a, nil
	}
	a.Outcome, a.Detail = Failure, err.Error()
	var r *Reported
	if errors.As(err, &r) {
		a.Status, a.Code, a.Message, a.RequestID = r.Status, r.Code, r.Message, r.RequestID
	}
	return a, nil
}
