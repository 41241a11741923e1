package main

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
)

// Help fits 80 columns, of every command.
func TestHelpFits(t *testing.T) {
	t.Parallel()
	getenv := func(string) (string, bool) { return "", false }
	commands := [][]string{{"--help"}}
	for _, command := range newRoot(app.App{Getenv: getenv}).Commands() {
		commands = append(commands, []string{command.Name(), "--help"})
	}
	for _, command := range commands {
		var out strings.Builder
		if code := execute(context.Background(), command,
			app.App{Stdout: &out, Stderr: &out, Getenv: getenv}); code != 0 || out.Len() == 0 {
			t.Errorf("%v: exit %d", command, code)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > usage.Width {
				t.Errorf("%v has a line of %d characters: %s", command, n, line)
			}
		}
	}
}

// The help of the root, and of the commands with many flags, fits a screen with its prompt.
func TestHelpFitsAScreen(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"--help"}, {"verify", "--help"}, {"client", "--help"}} {
		if n := strings.Count(printed(t, command...), "\n"); n > 23 {
			t.Errorf("%v has %d lines, and a screen 24 with its prompt", command, n)
		}
	}
	root := printed(t, "--help")
	for _, c := range newRoot(app.App{}).Commands() {
		if c.IsAvailableCommand() && !strings.Contains(root, c.Name()) {
			t.Errorf("toeline --help does not name %s", c.Name())
		}
	}
}

// Help has the flags that people use; the rest is in the groups that the manual names.
func TestHelpHasTenFlags(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"verify", "client"} {
		short, whole := printed(t, command, "--help"), printed(t, command, "--help-all")
		if n := strings.Count(short, "\n      --"); n != 10 {
			t.Errorf("toeline %s --help has %d flags", command, n)
		}
		if !strings.Contains(short, "toeline "+command+" --help-all") {
			t.Errorf("toeline %s --help does not name the manual", command)
		}
		for _, group := range []string{"Filtering", "Limits", "Output"} {
			if !strings.Contains(whole, "\nFLAGS: "+group+"\n") {
				t.Errorf("toeline %s --help-all has no group %s", command, group)
			}
		}
		cmd, _, err := newRoot(app.App{}).Find([]string{command})
		if err != nil {
			t.Fatal(err)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(whole, "--"+f.Name) {
				t.Errorf("toeline %s --help-all has no --%s", command, f.Name)
			}
		})
	}
	for _, group := range []string{"Authentication", "TLS", "Safety"} {
		if !strings.Contains(printed(t, "verify", "--help-all"), "\nFLAGS: "+group+"\n") {
			t.Errorf("no group %s", group)
		}
	}
	// It needs nothing else to be right.
	if !strings.Contains(printed(t, "init", "--help-all"), "USAGE\n  toeline init") ||
		!strings.Contains(printed(t, "--help-all"), "COMMANDS") {
		t.Error("--help-all is not understood everywhere")
	}
	if got, want := printed(t, "version"), printed(t, "--version"); got != want {
		t.Errorf("toeline version prints %q, --version %q", got, want)
	}
}

func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	if code := execute(context.Background(), args, app.App{
		Stdout: &out, Stderr: &errs, Getenv: func(string) (string, bool) { return "", false },
	}); code != 0 {
		t.Errorf("%v: exit %d: %s", args, code, errs.String())
	}
	return out.String()
}
