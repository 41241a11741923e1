//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
)

// readmes are the pages whose commands run as printed, one after the other, in an empty folder.
var readmes = []string{
	"README.md", "harness/waiver/README.md", "harness/report/README.md", "harness/auth/README.md",
	"harness/fleet/README.md", "spec/README.md", "spec/clients/README.md",
	"fixtures/clients/README.md",
}

var (
	// shell are the commands of a page, and why they are not run, if they are not.
	shell = regexp.MustCompile("(?s)(?:<!-- not run: ([^\n]*?) -->\n\n)?```sh\n(.*?)```")
	// outside matches what belongs to a checkout, and not to an empty folder.
	outside = regexp.MustCompile(`^(make [a-z-]+|export PATH=)`)
	coded   = regexp.MustCompile(`(?m)^(.*?) +# exit (\d)$`)
	port    = regexp.MustCompile(`127\.0\.0\.1:(87\d\d)`)
)

// TestReadmesRun runs what each page says, with free ports in the place of those that it names.
func TestReadmesRun(t *testing.T) {
	t.Parallel()
	for _, page := range readmes {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(filepath.Join("..", "..", "..", page))
			if err != nil {
				t.Fatal(err)
			}
			var script []string
			for _, block := range shell.FindAllStringSubmatch(string(source), -1) {
				if block[1] == "" {
					script = append(script, runnable(t, block[2]))
				}
				holdsFlags(t, block[2])
			}
			runScript(t, strings.Join(script, ""))
		})
	}
}

// runnable is a block of commands without those of a checkout, each of which must be a target of
// the Makefile.
func runnable(t *testing.T, block string) string {
	t.Helper()
	makefile, err := os.ReadFile("../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	for line := range strings.Lines(block) {
		if !outside.MatchString(line) {
			kept.WriteString(line)
		} else if target, ok := strings.CutPrefix(strings.TrimSpace(line), "make "); ok &&
			!strings.Contains(string(makefile), "\n"+target+":") {
			t.Errorf("the Makefile has no target %s", target)
		}
	}
	return kept.String()
}

// holdsFlags checks that the command of each line has the flags that it gives, also where it is
// not run.
func holdsFlags(t *testing.T, block string) {
	t.Helper()
	for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", " ")) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "toeline" {
			continue
		}
		for _, word := range words {
			name, ok := strings.CutPrefix(word, "--")
			if name, _, _ = strings.Cut(name, "="); !ok || name == "" {
				continue
			}
			cmd, _, err := newRoot(app.App{}).Find(words[1:2])
			if err != nil || cmd.Flags().Lookup(name) == nil {
				t.Errorf("%s: there is no flag --%s: %v", line, name, err)
			}
		}
	}
}

// runScript runs commands in an empty folder. Servers in the background end with it.
func runScript(t *testing.T, script string) {
	t.Helper()
	for _, used := range port.FindAllStringSubmatch(script, -1) {
		script = strings.ReplaceAll(script, used[0], freeAddress(t))
	}
	script = coded.ReplaceAllString(script, `code=0; $1 || code=$$?; [ "$$code" = $2 ]`)
	dir := t.TempDir()
	said, err := os.Create(filepath.Join(t.TempDir(), "said")) // no pipe: servers would hold it
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	cmd := exec.CommandContext(t.Context(), "sh", "-e", "-x", "-c", script)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, said, said
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // the servers; an error: there are none
	if err != nil {
		out, _ := os.ReadFile(said.Name())
		t.Errorf("%v\n%s", err, out)
	}
}

// freeAddress is an address of this machine at which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr())
}

// No page shows a command of toeline where TestReadmesRun does not look.
func TestReadmesShowCommandsInFences(t *testing.T) {
	t.Parallel()
	generated := regexp.MustCompile(`(?s)<!-- begin: .*?<!-- end -->`)
	for _, page := range readmes {
		source, err := os.ReadFile(filepath.Join("..", "..", "..", page))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(generated.ReplaceAllString(string(source), "")) {
			if strings.HasPrefix(line, "    toeline ") || strings.HasPrefix(line, "    make ") {
				t.Errorf("%s: %s: write it in a block that begins with ```sh", page, line)
			}
		}
	}
}

// The page that newcomers read is short.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), "\n"); n < 120 || n > 180 {
		t.Errorf("the README has %d lines, want 120 to 180", n)
	}
}
