package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Command is a program of the operating system: its name and arguments.
type Command []string

// DrainTime is how long the output of an ended process may take to end: processes
// that it started may hold it open.
const DrainTime = 10 * time.Second

// Start implements Program. The processes that the command starts end with it.
func (c Command) Start(ctx context.Context, env []string) (*Process, error) {
	if len(c) == 0 {
		return nil, errors.New("no command is given")
	}
	cmd := exec.Command(c[0], c[1:]...) // ends by Kill, which also ends what it started
	cmd.Env = append(os.Environ(), env...)
	ownGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", c[0], err)
	}
	outReader, outWriter, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", c[0], err)
	}
	errReader, errWriter, err := os.Pipe()
	if err != nil {
		outReader.Close()
		outWriter.Close()
		return nil, fmt.Errorf("starting %s: %w", c[0], err)
	}
	// Files, and no copying goroutines of exec: Wait must not wait for a child
	// of the child that holds them open.
	cmd.Stdout, cmd.Stderr = outWriter, errWriter
	err = cmd.Start()
	outWriter.Close()
	errWriter.Close()
	if err != nil {
		outReader.Close()
		errReader.Close()
		return nil, fmt.Errorf("starting %s: %w", c[0], err)
	}
	return watch(ctx, cmd, stdin, outReader, errReader), nil
}

// watch waits for a running command, and ends what is left of it.
func watch(
	ctx context.Context, cmd *exec.Cmd, stdin io.WriteCloser, stdout, stderr *os.File,
) *Process {
	kept := &tail{}
	var copied sync.WaitGroup
	copied.Go(func() { _, _ = io.Copy(kept, stderr) })
	done := make(chan struct{})
	var failure error
	kill := func() { killGroup(cmd) }
	stop := context.AfterFunc(ctx, kill)
	go func() {
		defer close(done)
		failure = cmd.Wait()
		stop()
		kill() // what it left running
		late := time.AfterFunc(DrainTime, func() {
			stdout.Close()
			stderr.Close()
		})
		copied.Wait()
		late.Stop()
		stderr.Close()
	}()
	return &Process{
		Stdin: stdin, Stdout: closing{stdout}, Stderr: kept.String,
		Done: done, Err: func() error { return failure }, Kill: kill,
	}
}

// closing closes a file once it has been read to its end.
type closing struct{ *os.File }

// Read implements io.Reader.
func (c closing) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	if err != nil {
		c.File.Close()
	}
	return n, err
}

// variables returns the variables of an environment by name.
func variables(env []string) map[string]string {
	all := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		all[name] = value
	}
	return all
}
