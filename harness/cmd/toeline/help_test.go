package main

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

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
