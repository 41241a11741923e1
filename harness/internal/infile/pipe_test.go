//go:build unix

package infile

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestPipes(t *testing.T) {
	defer goleak.VerifyNone(t)
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openWithin(name, time.Millisecond); err == nil ||
		!strings.Contains(err.Error(), name+": is a pipe into which nothing was written") {
		t.Errorf("without a writer: %v", err)
	}
	written := make(chan error, 1)
	release := make(chan struct{})
	go func() {
		writer, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err == nil {
			_, err = io.WriteString(writer, "strict: true\n")
		}
		<-release
		_ = writer.Close()
		written <- err
	}()
	reader, err := openWithin(name, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	reader.(*pipe).patience = 50 * time.Millisecond
	data, err := io.ReadAll(reader)
	if string(data) != "strict: true\n" || err == nil || strings.Count(err.Error(), name) != 1 {
		t.Errorf("a writer that falls silent: %q, %v", data, err)
	}
	close(release)
	if err := <-written; err != nil {
		t.Error(err)
	}
}
