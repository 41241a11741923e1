//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// workdir is where the built program runs, with all that it writes.
type workdir struct {
	t       *testing.T
	dir     string
	secrets *finder
	printed map[string]string // stdout and stderr, by command line

	mu    sync.Mutex
	lines map[string]bool // command lines of all processes while it ran
}

func newWorkdir(t *testing.T, secrets ...string) *workdir {
	t.Helper()
	b := &workdir{
		t: t, dir: t.TempDir(), secrets: newFinder(secrets...), printed: map[string]string{},
		lines: map[string]bool{},
	}
	if err := os.Mkdir(filepath.Join(b.dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.search)
	return b
}

// sample notes the process list. It is read while each command runs, and while the program of
// --auth-command does.
func (b *workdir) sample() {
	processes, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range processes {
		if line, err := os.ReadFile(name); err == nil { // else it is gone
			b.mu.Lock()
			b.lines[string(bytes.ReplaceAll(line, []byte{0}, []byte(" ")))] = true
			b.mu.Unlock()
		}
	}
}

// run runs a command line to its end, which must be one of the codes.
func (b *workdir) run(codes []int, env []string, args ...string) string {
	b.t.Helper()
	program, err := built()
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = b.dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.dir, "TMPDIR=" + filepath.Join(b.dir, "tmp"),
	}, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.sample()
	err = cmd.Wait()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) ||
		!slices.Contains(codes, cmd.ProcessState.ExitCode()) {
		b.t.Errorf("toeline %q: %v, want one of %v\n%.2000s", args, err, codes, &out)
	}
	b.printed[fmt.Sprintf("%d toeline %s", len(b.printed), strings.Join(args, " "))] = out.String()
	return out.String()
}

// search looks for secrets in all that was written.
func (b *workdir) search() {
	for name, text := range b.written() {
		for spelling, at := range b.secrets.in(text) {
			b.t.Errorf("%s: a secret, %s: …%q…", name, spelling, at)
		}
	}
}

// written is all that was written, by where.
func (b *workdir) written() map[string]string {
	all := map[string]string{}
	for name, text := range b.printed {
		all[name] = text
	}
	err := filepath.WalkDir(b.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(name)
		short, _ := filepath.Rel(b.dir, name)
		all[short] = short + "\n" + string(text)
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
	b.mu.Lock()
	all["the process list"] = strings.Join(keys(b.lines), "\n")
	b.mu.Unlock()
	return all
}

// shows checks that written files contain the decoy: then what is beside a secret reached them.
func (b *workdir) shows(files ...string) {
	b.t.Helper()
	decoys := newFinder(decoy)
	all := b.written()
	for _, name := range files {
		if len(decoys.in(all[name])) == 0 {
			b.t.Errorf("%s (%d bytes) shows nothing of what the target repeats: this test tells "+
				"nothing of it", name, len(all[name]))
		}
	}
}

func (b *workdir) write(name, text string) {
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// derived makes all that is made of a run's files.
func (b *workdir) derived() {
	b.run([]int{1}, nil, "verify", "--replay", "out.har", "--report", "json=again.json", "--report",
		"html=again.html", "--report", "sarif=again.sarif",
		"--report", "junit=again.xml", "--report", "markdown=again.md", "--report",
		"github=again.github", "--report", "text=-")
	b.run([]int{0}, nil, "waive", "--from", "out.json")
	b.run([]int{0}, nil, "waive", "--from", "out.json", "--waivers", "known.yaml", "--reason",
		"known", "--owner", "us", "--expires", "2999-12-31")
	b.run([]int{0, 1}, nil, "compare", "out.json", "again.json", "--report", "json=compared.json",
		"--report", "markdown=compared.md", "--report", "text=-")
	b.run([]int{0}, nil, "matrix", "a=out.json", "b=again.json", "--report", "json=matrix.json",
		"--report", "html=matrix.html", "--report", "markdown=matrix.md", "--report", "text=-")
	b.shows("again.json", "again.html", "matrix.json", "matrix.html")
}

// everySpelling holds that a file shows the decoy in each spelling, and so would
// have shown the secrets.
func (b *workdir) everySpelling(file string) {
	text := strings.ToLower(b.written()[file])
	unescaped := strings.ReplaceAll(text, `\\`, `\`)
	for _, s := range spellings() {
		if whole := strings.ToLower(s.of(decoy)); !strings.Contains(text, whole) &&
			!strings.Contains(unescaped, whole) {
			b.t.Errorf("%s: the target's %s did not reach it", file, s.name)
		}
	}
}
