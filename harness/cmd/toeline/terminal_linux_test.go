package main

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"
	"unsafe"

	"example.com/toeline/harness/cmd/toeline/internal/usage"
)

// A terminal of 80 columns gets lines that fit it.
func TestTextFitsTheTerminal(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal to be had here: %v", err)
	}
	defer terminal.Close()
	size := [4]uint16{24, 80} // struct winsize: rows, columns, and pixels
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, terminal.Fd(), syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&size))); failed != 0 {
		t.Fatal(failed)
	}
	getenv := func(string) (string, bool) { return "", false }
	if got := textFor(app{stdout: terminal, getenv: getenv}); got.Width != 80 || !got.Color {
		t.Errorf("%+v", got)
	}
	size[1] = 300
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, terminal.Fd(), syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&size))); failed != 0 {
		t.Fatal(failed)
	}
	if got := textFor(app{stdout: terminal, getenv: getenv}); got.Width != maxWidth {
		t.Errorf("a wide terminal makes lines of %d", got.Width)
	}
}

// Help fits 80 columns, of every command.
func TestHelpFits(t *testing.T) {
	t.Parallel()
	getenv := func(string) (string, bool) { return "", false }
	commands := [][]string{{"--help"}}
	for _, command := range newRoot(app{getenv: getenv}).Commands() {
		commands = append(commands, []string{command.Name(), "--help"})
	}
	for _, command := range commands {
		var out strings.Builder
		if code := execute(context.Background(), command, app{stdout: &out, stderr: &out, getenv: getenv}); code != 0 || out.Len() == 0 {
			t.Errorf("%v: exit %d", command, code)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > usage.Width {
				t.Errorf("%v has a line of %d characters: %s", command, n, line)
			}
		}
	}
}
