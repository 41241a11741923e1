package report_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/report"
)

type failing struct{}

func (failing) Write(w io.Writer, _ *report.Report) error {
	io.WriteString(w, "half a re")
	return errors.New("the disk is full")
}

type words string

func (s words) Write(w io.Writer, _ *report.Report) error {
	_, err := io.WriteString(w, string(s))
	return err
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWriteFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	if err := report.WriteFile(path, failing{}, nil); err == nil || !strings.Contains(err.Error(), "out.json: the disk is full") {
		t.Errorf("got %v", err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
	for _, text := range []string{"old", "new"} {
		if err := report.WriteFile(path, words(text), nil); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	if err := report.WriteFile(path, failing{}, nil); err == nil {
		t.Error("no error")
	}
	if got := read(t, path); got != "new" {
		t.Errorf("a failed write left %q", got)
	}
	if diff := cmp.Diff([]string{"out.json"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{dir, filepath.Join(dir, "no", "such.json")} {
		if err := report.WriteFile(bad, words("x"), nil); err == nil {
			t.Errorf("%s was written", bad)
		}
	}
}

func TestWriteFileKeepsLinksAndDevices(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteFile(link, words("new"), nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || read(t, file) != "new" {
		t.Errorf("the link became %v, %v; the file holds %q", info.Mode(), err, read(t, file))
	}
	if info, err = os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode became %v, %v", info.Mode(), err)
	}
	if err := report.WriteFile(os.DevNull, words("x"), nil); err != nil {
		t.Error(err)
	}
	if info, err = os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s became %v, %v", os.DevNull, info.Mode(), err)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	all := report.Formats()
	if !slices.IsSorted(all) || len(all) < 3 {
		t.Errorf("got %v", all)
	}
	for _, name := range all {
		if h, err := report.For(name); err != nil || h == nil {
			t.Errorf("%s: %v, %v", name, h, err)
		}
	}
	for name, want := range map[string]string{"jnuit": `did you mean "junit"?`, "pdf": "use one of "} {
		if _, err := report.For(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want … %s", name, err, want)
		}
	}
}

// A place where no file can be is told before a run, by the file's own name,
// and the question leaves nothing behind.
func TestUsable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "out.json"):       "",
		os.DevNull:                           "",
		dir:                                  "is a directory; name a file",
		filepath.Join(dir, "none", "x.json"): "x.json: there is no folder " + filepath.Join(dir, "none"),
	} {
		err := report.Usable(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
	err := report.Save(filepath.Join(dir, "none", "x.json"), func(io.Writer) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "there is no folder") || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("saving there: %v", err)
	}
}
