package harness_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRename renames the module in a clone of what is committed: no file names the old path any
// more, and Go finds every package by the new one.
func TestRename(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		t.Skip("this is not a clone: there is nothing to clone from")
	}
	dir := filepath.Join(t.TempDir(), "clone")
	const renamed = "code.example.org/team/toeline"
	run := func(in string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = in
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run(root, "git", "clone", "-q", "--depth", "1", "file://"+root, dir)
	run(dir, "make", "-s", "rename", "MODULE="+renamed)
	// git grep ends with 1 where nothing is found.
	old := strings.TrimSuffix(module, "/")
	if out, err := exec.CommandContext(t.Context(), "git", "-C", dir, "grep", "-lF",
		old).Output(); err == nil {
		t.Errorf("these files still name the old path:\n%s", out)
	}
	for line := range strings.Lines(run(dir, "go", "list", "./...")) {
		if !strings.HasPrefix(line, renamed) {
			t.Errorf("a package has the path %s", line)
		}
	}
	run(dir, "go", "vet", "./spec/strict", "./harness/internal/text")
}
