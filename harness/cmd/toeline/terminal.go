package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/verify"
)

// isTerminal says whether a person looks at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// colorful says whether stdout takes colour (https://no-color.org).
func colorful(a app) bool {
	off, _ := a.getenv("NO_COLOR")
	kind, _ := a.getenv("TERM")
	return isTerminal(a.stdout) && off == "" && kind != "dumb"
}

// textFor is how text for people is written to stdout: as wide as a narrow
// terminal, and no wider than people read.
func textFor(a app) report.Text {
	text := report.Text{Color: colorful(a)}
	if file, ok := a.stdout.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			text.Width = min(columns, maxWidth)
		}
	}
	return text
}

// maxWidth is the most characters of a line of text on a terminal.
const maxWidth = 100

// progressDelay is how long a run may take before it shows that it goes on.
const progressDelay = time.Second

// showProgress keeps one line on a terminal's stderr up to date, and returns
// what takes it away.
func showProgress(a app, session *verify.Session) (stop func()) {
	return show(a, func() string {
		settled, all := session.Progress()
		return fmt.Sprintf("%d of %d requests", settled, all)
	})
}

// tell writes a line to stderr while a run goes on; many runs at a time tell
// their own in their reports alone.
func (v *verifyFlags) tell() func(string) {
	if v.targets.file != "" {
		return nil
	}
	return func(line string) {
		over := ""
		if isTerminal(v.app.stderr) {
			over = "\r\x1b[K" // the progress
		}
		fmt.Fprintf(v.app.stderr, "%stoeline: %s\n", over, line)
	}
}

// show keeps a line up to date with what line returns.
func show(a app, line func() string) (stop func()) {
	if !isTerminal(a.stderr) {
		return func() {}
	}
	done := make(chan struct{})
	var drawn sync.WaitGroup
	drawn.Go(func() {
		defer tellOtherDefect(exitBy)
		drawProgress(a.stderr, line, done)
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
