//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/result"
)

// blocked starts a run whose report goes to a pipe that is open for reading, of which nothing is
// read, and returns when it waits there.
func blocked(t *testing.T) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := syscall.Open(filepath.Join(dir, "pipe"), syscall.O_RDWR|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(pipe) })
	for err == nil { // until nothing more fits
		_, err = syscall.Write(pipe, make([]byte, 4096))
	}
	cmd, out := command(t, dir, "verify", "--only", "not-found.**", "--report", "text=first.txt",
		"--report", "json=pipe")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := os.Stat(filepath.Join(dir, "first.txt")); err == nil ||
			t.Context().Err() != nil {
			return cmd, out
		}
	}
	return cmd, out
}

// TestInterruptedWhileWriting: the report has no reader, and cannot be written.
func TestInterruptedWhileWriting(t *testing.T) {
	inTime(t, atMost, func() (time.Duration, bool) {
		cmd, out := blocked(t)
		took := ends(t, cmd, syscall.SIGINT)
		if code := cmd.ProcessState.ExitCode(); code != result.ExitInconclusive ||
			!strings.Contains(out.String(), "not everything could be written") {
			t.Errorf("exit %d\n%s", code, out)
		}
		return took, true
	})
}

// TestSecondSignalEndsAtOnce: whoever asks twice wants no report.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	inTime(t, exit.Patience/2, func() (time.Duration, bool) {
		cmd, out := blocked(t)
		done := make(chan struct{})
		var asking sync.WaitGroup
		asking.Go(func() {
			tick := time.NewTicker(20 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-done:
					return
				case <-tick.C:
					_ = cmd.Process.Signal(syscall.SIGINT) // until the process has ended
				}
			}
		})
		took := ends(t, cmd, syscall.SIGINT)
		close(done)
		asking.Wait()
		if code := cmd.ProcessState.ExitCode(); code != result.ExitInconclusive {
			t.Errorf("after %s it ended with %d\n%s", took, code, out)
		}
		return took, !strings.Contains(out.String(), late)
	})
}

// TestHangupThatIsIgnored: nohup is for runs that go on.
func TestHangupThatIsIgnored(t *testing.T) {
	t.Parallel()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	const script = `trap "" HUP; "$0" verify --only "not-found.**" --report json=out.json & kill ` +
		`-HUP $!; wait $!`
	cmd := exec.CommandContext(t.Context(), "sh", "-c", script, program)
	cmd.Dir = t.TempDir()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestACrashIsNoWrongUsage: the runtime ends a program that it cannot go on with by the code of
// wrong usage.
func TestACrashIsNoWrongUsage(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), crashVariable+"=1")
	out, _ := cmd.CombinedOutput()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() || status.Signal() != syscall.SIGABRT || status.CoreDump() {
		t.Errorf("%v\n%s", cmd.ProcessState, out)
	}
}
