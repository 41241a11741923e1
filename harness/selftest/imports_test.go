package selftest

import (
	"os/exec"
	"strings"
	"testing"
)

// TestWhatTheCommandHolds checks that the command has the targets that an owner
// of a target can look at, and no others.
func TestWhatTheCommandHolds(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../cmd/toeline").Output()
	if err != nil {
		t.Fatal(err)
	}
	const folder = "example.com/toeline/harness/selftest/"
	var held []string
	for name := range strings.Lines(string(out)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(name), folder); ok {
			held = append(held, name)
		}
	}
	if got := strings.Join(held, " "); got != "defects variations" {
		t.Errorf("the command holds %q of %s, want defects and variations alone", got, folder)
	}
}
