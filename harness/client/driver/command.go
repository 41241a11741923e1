package driver

import (
	"context"
	"crypto/rand"
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

// envProcess is a variable that marks what a command has started from all else that runs. Its name
// is none of a setting.
const envProcess = "_TOELINE_PROCESS"

// Start implements Program. The processes that the command starts end with it, in whatever group or
// session they are; Left names those that do not.
func (c Command) Start(ctx context.Context, env []string) (*Process, error) {
	if len(c) == 0 {
		return nil, errors.New("no command is given")
	}
	cmd := exec.Command(c[0], c[1:]...) // ends by Kill, which also ends what it started
	mark := envProcess + "=" + rand.Text()
	cmd.Env = append(append(os.Environ(), env...), mark)
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
	started := trackStrays(cmd.Process.Pid, mark)
	return watch(ctx, cmd, started, stdin, outReader, errReader), nil
}

// watch waits for a running command, and ends what is left of it.
func watch(
	ctx context.Context, cmd *exec.Cmd, started *strays,
	stdin io.WriteCloser, stdout, stderr *os.File,
) *Process {
	kept := &tail{}
	var copied sync.WaitGroup
	copied.Go(func() { _, _ = io.Copy(kept, stderr) })
	done := make(chan struct{})
	var failure error
	var left []string
	kill := func() {
		started.grow() // while parents and children know each other
		killGroup(cmd)
	}
	stop := context.AfterFunc(ctx, kill)
	go func() {
		defer close(done)
		failure = cmd.Wait()
		stop()
		killGroup(cmd) // what it left running
		left = started.end()
		started.forget()
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
		Left: func() []string { return left },
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
