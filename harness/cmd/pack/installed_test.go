package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestInstalled installs the packages of make dist from their files, without a registry, and
// runs what they install. make test-dist runs it.
func TestInstalled(t *testing.T) {
	dist := os.Getenv("TOELINE_DIST")
	if dist == "" {
		t.Skip("TOELINE_DIST names no packages: make test-dist makes them")
	}
	described := strings.TrimSpace(
		carriedOut(t, ".", "git", "describe", "--tags", "--always", "--dirty"))
	t.Run("npm", func(t *testing.T) {
		dir := t.TempDir()
		packages, err := filepath.Glob(filepath.Join(dist, "npm", "*.tgz"))
		if err != nil || len(packages) != 2 {
			t.Fatalf("the packages are %q, %v: want one for this platform", packages, err)
		}
		install := []string{
			"npm", "install", "--offline", "--no-audit", "--no-fund", "--loglevel=error",
		}
		carriedOut(t, dir, append(install, packages...)...)
		command := filepath.Join(dir, "node_modules", ".bin", "toeline")
		runs(t, command, described)
		ends(t, command)
		if err := os.RemoveAll(filepath.Join(dir, "node_modules", "@toeline")); err != nil {
			t.Fatal(err)
		}
		refuses(t, "is not installed", command, "version")
	})
	t.Run("wheel", func(t *testing.T) {
		dir := t.TempDir()
		carriedOut(t, dir, "python3", "-m", "venv", "venv")
		carriedOut(t, dir, "venv/bin/pip", "install", "-q", "--disable-pip-version-check",
			"--no-index", "--find-links", filepath.Join(dist, "wheel"), "toeline")
		command := filepath.Join(dir, "venv", "bin", "toeline")
		runs(t, command, described)
		ends(t, command)
	})
	t.Run("image", func(t *testing.T) {
		binaries, err := filepath.Glob(filepath.Join(dist, "image", "toeline-linux-*"))
		if err != nil || len(binaries) != 1 {
			t.Fatalf("the image has %q, %v", binaries, err)
		}
		runs(t, binaries[0], described)
	})
}

// carriedOut runs a command in a folder, and returns what it prints to standard output.
func carriedOut(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Dir = dir
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", args, err, out, errs.String())
	}
	return string(out)
}

// runs checks that the command prints its version, and that its exit code comes through.
func runs(t *testing.T, command, described string) {
	t.Helper()
	if got, want := carriedOut(t, ".", command, "version"), "toeline "+described+"\n"; got != want {
		t.Errorf("%s prints %q, want %q", command, got, want)
	}
	refuses(t, "no flag --no-such-flag", command, "verify", "--no-such-flag")
}

// refuses checks that a command line ends with 2, and why.
func refuses(t *testing.T, why string, args ...string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 2 || !strings.Contains(string(out), why) {
		t.Errorf("%v ends with %v: %s", args, err, out)
	}
}

// ends starts a server, and checks that a signal to the command ends the server.
func ends(t *testing.T, command string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command, "serve", "--addr", "127.0.0.1:0")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	lines := bufio.NewScanner(reader)
	if !lines.Scan() {
		t.Errorf("%s serve prints nothing", command)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	// The pipe ends when no process holds it: the server is gone too.
	for lines.Scan() {
		t.Log(lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%s serve ends with %v", command, err)
	}
}
