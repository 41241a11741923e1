package infile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// patience is how long a pipe is waited for: until somebody writes into it, and for each part.
const patience = 10 * time.Second

// Open opens a file that the user named, for All. Reading a pipe into which nothing is written
// ends with an error.
func Open(name string) (io.ReadCloser, error) { return openWithin(name, patience) }

func openWithin(name string, patience time.Duration) (io.ReadCloser, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &absentError{name}
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: is a folder: name a file in it", name)
	case err != nil || info.Mode().Type() != fs.ModeNamedPipe:
		return os.Open(name)
	}
	type opened struct {
		file *os.File
		err  error
	}
	open := make(chan opened, 1)
	go func() { // opening a pipe waits for who writes into it
		file, err := os.Open(name)
		open <- opened{file, err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case o := <-open:
		if o.err != nil {
			return nil, o.err
		}
		return &pipe{o.file, patience}, nil
	case <-timer.C:
	}
	// Somebody who writes ends the wait: this does, and goes again.
	writer, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err == nil {
		if o := <-open; o.err == nil {
			_ = o.file.Close()
		}
		_ = writer.Close()
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: silent(patience)}
}

// pipe is a pipe that is waited for so long.
type pipe struct {
	*os.File
	patience time.Duration
}

// Read implements io.Reader. What cannot have a deadline is read without.
func (p *pipe) Read(data []byte) (int, error) {
	_ = p.SetReadDeadline(time.Now().Add(p.patience))
	n, err := p.File.Read(data)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &fs.PathError{Op: "read", Path: p.Name(), Err: silent(p.patience)}
	}
	return n, err
}

func silent(patience time.Duration) error {
	return fmt.Errorf("is a pipe into which nothing was written for %v", patience)
}
