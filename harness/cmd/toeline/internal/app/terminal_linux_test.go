package app

import (
	"os"
	"syscall"
	"testing"
	"unsafe"
)

// Lines are as wide as the terminal.
func TestTextFitsTheTerminal(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal to be had here: %v", err)
	}
	defer terminal.Close()
	size := [4]uint16{24, 80} // struct winsize: rows, columns, and pixels
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, terminal.Fd(), syscall.TIOCSWINSZ,
		uintptr(unsafe.Pointer(&size))); failed != 0 {
		t.Fatal(failed)
	}
	getenv := func(string) (string, bool) { return "", false }
	if got := TextFor(App{Stdout: terminal, Getenv: getenv}); got.Width != 80 || !got.Color {
		t.Errorf("%+v", got)
	}
	size[1] = 300
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, terminal.Fd(), syscall.TIOCSWINSZ,
		uintptr(unsafe.Pointer(&size))); failed != 0 {
		t.Fatal(failed)
	}
	if got := TextFor(App{Stdout: terminal, Getenv: getenv}); got.Width != 300 {
		t.Errorf("a terminal of 300 columns makes lines of %d", got.Width)
	}
}
