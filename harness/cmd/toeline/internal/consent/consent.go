// Package consent asks for leave before actions are carried out, and opens the journal that records
// them. It never sends.
package consent

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// Flags are those that say what may be carried out, and what is kept of
// it.
type Flags struct {
	yes     bool
	Journal string

	Given bool          // leave was given for all targets of a run
	file  *journal.File // Open while a run is under way
}

// Add declares --yes and --journal.
func (e *Flags) Add(set *pflag.FlagSet) {
	flag.Add(set, &e.yes, "yes", false, flag.Consent,
		"off loopback: carry out what --allow-effects allows without asking, as in CI")
	flag.Add(
		set,
		&e.Journal,
		"journal",
		"",
		flag.Target|flag.Writes,
		"append each request with an effect to `FILE` before it is sent, and its response after; "+
			"toeline journal reads it",
	)
}

// Confirm shows what plans would carry out off loopback, and asks for leave
// where a person is there to give it. Nothing has been sent yet.
func (e *Flags) Confirm(a app.App, sessions []*verify.Session) error {
	if e.Given || !Announce(a.Stderr, sessions) {
		return nil
	}
	return e.Ask(a)
}

// Announce lists what plans of one target would carry out off loopback, and
// says whether that is anything.
func Announce(w io.Writer, sessions []*verify.Session) bool {
	var effects []result.Effect
	for _, one := range sessions {
		effects = append(effects, one.Effects()...)
	}
	if sessions[0].OnLoopback() || len(effects) == 0 {
		return false
	}
	printEffects(w, sessions[0].URL(), effects)
	return true
}

// Ask asks for leave to carry out what was announced, unless --yes gave it.
func (e *Flags) Ask(a app.App) error {
	if e.yes {
		return nil
	}
	if !attended(a.Stdin) {
		return exit.Usage(errors.New("--allow-effects off loopback, and no terminal to confirm " +
			"at: give --yes too; nothing was sent"))
	}
	fmt.Fprint(a.Stderr, "Type yes to carry this out: ")
	answer, err := bufio.NewReader(io.LimitReader(a.Stdin, 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return exit.Unknown(fmt.Errorf("reading the response: %w; nothing was sent", err))
	}
	if strings.TrimSpace(answer) != "yes" {
		return exit.Unknown(errors.New("not confirmed; nothing was sent"))
	}
	return nil
}

// attended says whether a person sits at an input.
func attended(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// printEffects lists items with what would become of them, each once.
func printEffects(w io.Writer, url string, effects []result.Effect) {
	executes, broken := map[string]bool{}, map[string]bool{}
	var order []string
	for _, e := range effects {
		name := journal.Names(e.Items)
		if name == "" {
			name = e.Method + " " + e.Path
		}
		if !executes[name] && !broken[name] {
			order = append(order, name)
		}
		executes[name] = executes[name] || e.Effect == spec.Executes
		broken[name] = broken[name] || e.Effect != spec.Executes
	}
	section := func(title string, of func(string) bool) {
		for _, name := range order {
			if !of(name) {
				continue
			}
			if title != "" {
				fmt.Fprintf(w, "%s\n", title)
				title = ""
			}
			fmt.Fprintf(w, "  %s\n", name)
		}
	}
	section(
		"This carries out, on what is behind "+url+":",
		func(name string) bool { return executes[name] },
	)
	section(
		"A broken target may carry out these too:",
		func(name string) bool { return !executes[name] },
	)
}

// Open opens the journal of a run and gives it to its plans.
func (e *Flags) Open(sessions []*verify.Session) error {
	if e.Journal == "" {
		return nil
	}
	file, err := journal.Open(e.Journal, sessions[0].URL(), sessions[0].Contract().Digest)
	if info, wrong := os.Stat(e.Journal); err != nil && wrong == nil && info.IsDir() {
		err = fmt.Errorf("%s: is a folder: name a file in it", e.Journal)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s: there is no folder %s; make it first", e.Journal,
			filepath.Dir(e.Journal))
	}
	if err != nil {
		return exit.Usage(fmt.Errorf("--journal: %w", err))
	}
	e.file = file
	for _, one := range sessions {
		one.SetJournal(file)
	}
	return nil
}

// Close closes the journal, if there is one: each entry is on disk already.
func (e *Flags) Close() {
	if e.file != nil {
		_ = e.file.Close()
	}
}
