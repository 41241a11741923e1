package driver

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
)

// Program is a client that can be started, with a driver that conforms to
// fixtures/clients/README.md.
type Program interface {
	// Start starts it with these variables in addition to its own. It ends with
	// its input or with the context. The error says why it cannot be started.
	Start(ctx context.Context, env []string) (*Process, error)
}

// Process is a running client.
type Process struct {
	Stdin  io.WriteCloser
	Stdout io.Reader // ends with the process
	// Stderr returns what it wrote there so far, without the middle.
	Stderr func() string
	// Done is closed when it has ended; Err then returns why: nil for success.
	Done <-chan struct{}
	Err  func() error
	// Kill ends it and the processes that it started.
	Kill func()
	// Left names the processes that it started and that could not be ended, once Done is closed;
	// nil: nothing is known of any.
	Left func() []string
}

// Driver is a program in this process: it gets the variables, reads calls, writes
// answers, and ends with its input. A panic counts as a crash.
type Driver func(
	ctx context.Context, env map[string]string, stdin io.Reader, stdout, stderr io.Writer,
) error

// Start implements Program.
func (d Driver) Start(ctx context.Context, env []string) (*Process, error) {
	ctx, cancel := context.WithCancel(ctx)
	inReader, inWriter := io.Pipe()
	outReader, outWriter := io.Pipe()
	stderr := &tail{}
	done := make(chan struct{})
	var failure error
	go func() {
		defer close(done)
		defer outWriter.Close()
		defer inReader.Close()
		defer func() {
			if r := recover(); r != nil {
				failure = fmt.Errorf("panic: %v", r)
			}
		}()
		failure = d(ctx, variables(env), inReader, outWriter, stderr)
	}()
	return &Process{
		Stdin: inWriter, Stdout: outReader, Stderr: stderr.String,
		Done: done, Err: func() error { return failure },
		Kill: func() {
			cancel()
			inReader.Close()
			outReader.Close()
		},
	}, nil
}

// Main runs the driver as a program of its own, which toeline client starts, with
// the variables, the input and the outputs of this process. It returns the exit
// code.
func (d Driver) Main(ctx context.Context) int {
	if err := d(ctx, variables(os.Environ()), os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// tail keeps the beginning and the end of what is written to it.
type tail struct {
	mu        sync.Mutex
	head, end []byte
	cut       int
}

// How much is kept of each, in bytes.
const keptHead, keptEnd = 2 << 10, 2 << 10

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	if free := keptHead - len(t.head); free > 0 {
		part := min(free, len(p))
		t.head = append(t.head, p[:part]...)
		p = p[part:]
	}
	t.end = append(t.end, p...)
	if over := len(t.end) - keptEnd; over > 0 {
		t.cut += over
		t.end = append([]byte{}, t.end[over:]...)
	}
	return n, nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cut == 0 {
		return string(t.head) + string(t.end)
	}
	return fmt.Sprintf("%s\n… %d bytes cut …\n%s", t.head, t.cut, t.end)
}
