//go:build unix

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
)

// fullDisks are ways to write where there is no room, without privileges.
var fullDisks = map[string]string{
	// A limit of the size of a file, in blocks of 512 or 1024 bytes.
	"a file over its limit": `ulimit -f 8; exec "$TOELINE" "$@"`,
	// A file system of its own, where users may have one.
	"a file system without room": `mount -t tmpfs -o size=24k tmpfs . && cd . && cp ../old/* . ` +
		`&& "$TOELINE" "$@"; code=$?; cp * ../seen/; cp .[a-z]* ../seen/ 2>/dev/null; exit $code`,
}

func TestFullDiskLeavesTheOldReport(t *testing.T) {
	t.Parallel()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	url := reference.StartTest(t, refusing(), reference.Listen{}).URL
	for name, script := range fullDisks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shell := []string{"sh", "-c", script, "sh"}
			if strings.Contains(script, "mount ") {
				shell = append([]string{"unshare", "-Urm"}, shell...)
				if out, err := exec.CommandContext(t.Context(), "unshare", "-Urm", "mount", "-t",
					"tmpfs", "tmpfs", t.TempDir()).CombinedOutput(); err != nil {
					t.Skipf("not tested: this machine gives users no file system of their own: "+
						"%v: %s", err, out)
				}
			}
			root := t.TempDir()
			seen := filepath.Join(root, "seen")
			for _, dir := range []string{"old", "work", "seen"} {
				if err := os.Mkdir(filepath.Join(root, dir), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.Contains(script, "mount ") {
				seen = filepath.Join(root, "work")
			}
			for _, dir := range []string{"old", "work"} {
				if err := os.WriteFile(filepath.Join(root, dir, "out.json"), []byte("old"),
					0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), shell[0], append(shell[1:], "verify",
				"--target", url, "--report", "json=out.json", "--report", "har=new.har")...)
			cmd.Dir, cmd.Env = filepath.Join(root, "work"), append(os.Environ(), "TOELINE="+program)
			out, err := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != result.ExitInconclusive {
				t.Errorf("exit %d, %v\n%s", code, err, out)
			}
			for _, file := range []string{"out.json", "new.har"} {
				if !strings.Contains(string(out), "writing the report: "+file) &&
					!strings.Contains(string(out), "\n"+file) {
					t.Errorf("%s is not said to be missing:\n%s", file, out)
				}
			}
			demandNothingElse(t, seen, "out.json")
			if text, err := os.ReadFile(filepath.Join(seen, "out.json")); err != nil ||
				string(text) != "old" {
				t.Errorf("the old report is %q, %v", text, err)
			}
		})
	}
}

// refusing is a target whose report is long.
func refusing() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, r.URL.Path, http.StatusTeapot)
	})
}

// TestFullDevice is for what is written to as it is.
func TestFullDevice(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("not tested: %v", err)
	}
	defer full.Close()
	for _, args := range [][]string{
		{"--report", "json=/dev/full"}, {"--report", "har=/dev/full"}, {"--report", "junit=-"}, {},
	} {
		cmd, out := command(t, t.TempDir(),
			append([]string{"verify", "--only", "not-found.**"}, args...)...)
		cmd.Stdout = full
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != result.ExitInconclusive ||
			strings.Count(out.String(), "no space left on device") != 1 && len(args) == 0 {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
}
