package app

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/term"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/verify"
)

// IsTerminal says whether a person looks at what is written.
func IsTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Colorful says whether stdout takes colour (https://no-color.org, https://force-color.org).
func Colorful(a App) bool {
	if off, _ := a.Getenv("NO_COLOR"); off != "" {
		return false
	}
	if on, _ := a.Getenv("FORCE_COLOR"); on != "" && on != "0" {
		return true
	}
	kind, _ := a.Getenv("TERM")
	return IsTerminal(a.Stdout) && kind != "dumb"
}

// TextFor returns how text for people is written to stdout: as wide as the terminal, and in a log
// as COLUMNS says.
func TextFor(a App) page.Options {
	o := page.Options{Color: Colorful(a)}
	columns, _ := a.Getenv("COLUMNS")
	if width, err := strconv.Atoi(columns); err == nil {
		o.Width = max(width, 0)
	}
	if file, ok := a.Stdout.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			o.Width = columns
		}
	}
	return o
}

// progressDelay is how long a run may take before it shows that it goes on.
const progressDelay = time.Second

// ShowProgress keeps one line on a terminal's stderr up to date, and returns
// what takes it away.
func ShowProgress(a App, session *verify.Session) (stop func()) {
	return Show(a, func() string {
		settled, all := session.Progress()
		return progressLine(settled, all, session.Failing())
	})
}

// progressLine says how far a run is, and how many requests have failed so far.
func progressLine(settled, all, failing int) string {
	line := fmt.Sprintf("%d of %d requests", settled, all)
	if failing > 0 {
		line += fmt.Sprintf(", %d failed so far", failing)
	}
	return line
}

// Show keeps a line up to date with what line returns.
func Show(a App, line func() string) (stop func()) {
	if !IsTerminal(a.Stderr) {
		return func() {}
	}
	done := make(chan struct{})
	var drawn sync.WaitGroup
	drawn.Go(func() {
		defer exit.OnPanic(exit.By)
		drawProgress(a.Stderr, line, done)
	})
	return func() {
		close(done)
		drawn.Wait()
	}
}

func drawProgress(w io.Writer, line func() string, done <-chan struct{}) {
	wait := time.NewTimer(progressDelay)
	defer wait.Stop()
	for shown := false; ; shown = true {
		select {
		case <-done:
			if shown {
				fmt.Fprint(w, "\r\x1b[K")
			}
			return
		case <-wait.C:
			fmt.Fprint(w, "\r\x1b[K"+line())
			wait.Reset(progressDelay / 10)
		}
	}
}
