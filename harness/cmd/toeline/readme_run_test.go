//go:build unix

package main

import (
	"fmt"
	"io/fs"
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

// root is where the pages are.
const root = "../../.."

// readmes are the pages that people read: their commands run as printed, one after the other, in an
// empty folder.
func readmes(t *testing.T) (pages []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (name == "testdata" || name == "out" ||
			name == "node_modules" || name[0] == '.' && name != ".github"):
			return filepath.SkipDir
		case filepath.Ext(name) == ".md":
			page, err := filepath.Rel(root, path)
			pages = append(pages, page)
			return err
		}
		return nil
	})
	if err != nil || len(pages) < 10 {
		t.Fatalf("the pages are %v, %v", pages, err)
	}
	return pages
}

var (
	// shell are the files and the commands of a page, and why those are not run, if they are not.
	shell = regexp.MustCompile("(?s)(?:<!-- (not run|file): ([^\n]*?) -->\n\n)?" +
		"```(sh|yaml)\n(.*?)```")
	// outside matches what belongs to a checkout, and not to an empty folder.
	outside = regexp.MustCompile(`^(make [a-z-]+|export PATH=)`)
	coded   = regexp.MustCompile(`(?m)^(.*?) +# exit (\d)$`)
	port    = regexp.MustCompile(`127\.0\.0\.1:(87\d\d)`)
)

// TestReadmesRun runs what each page says, with free ports in the place of those that it names.
func TestReadmesRun(t *testing.T) {
	t.Parallel()
	for _, page := range readmes(t) {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(filepath.Join(root, page))
			if err != nil {
				t.Fatal(err)
			}
			var script []string
			for _, block := range shell.FindAllStringSubmatch(string(source), -1) {
				mark, of, commands := block[1], block[2], block[3] == "sh"
				switch {
				case commands && mark != "not run":
					script = append(script, runnable(t, block[4]))
				case commands && of == "":
					t.Errorf("no reason says why this is not run: %s", block[4])
				case mark == "file":
					script = append(script, "cat > "+of+" <<'README'\n"+block[4]+"README\n")
				}
				if commands {
					holdsFlags(t, block[4])
				}
			}
			if len(script) > 0 {
				runScript(t, strings.Join(script, ""))
			}
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
	fence := regexp.MustCompile("^```(bash|shell|console|shell-session|zsh)")
	for _, page := range readmes(t) {
		source, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(generated.ReplaceAllString(string(source), "")) {
			if strings.HasPrefix(line, "    toeline ") || strings.HasPrefix(line, "    make ") ||
				fence.MatchString(line) {
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
