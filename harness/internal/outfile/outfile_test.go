package outfile_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/outfile"
)

func failing(w io.Writer) error {
	io.WriteString(w, "half a re")
	return errors.New("the disk is full")
}

func words(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
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

func TestSave(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	if err := outfile.Save(path, failing); err == nil ||
		!strings.Contains(err.Error(), "out.json: the disk is full") {
		t.Errorf("got %v", err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
	for _, text := range []string{"old", "new"} {
		if err := outfile.Save(path, words(text)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	if err := outfile.Save(path, failing); err == nil {
		t.Error("no error")
	}
	if got := read(t, path); got != "new" {
		t.Errorf("a failed write left %q", got)
	}
	if diff := cmp.Diff([]string{"out.json"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{dir, filepath.Join(dir, "no", "such.json")} {
		if err := outfile.Save(bad, words("x")); err == nil {
			t.Errorf("%s was written", bad)
		}
	}
}

func TestSaveKeepsLinksAndDevices(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := outfile.Save(link, words("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || read(t, file) != "new" {
		t.Errorf("the link became %v, %v; the file holds %q", info.Mode(), err, read(t, file))
	}
	if info, err = os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode became %v, %v", info.Mode(), err)
	}
	if err := outfile.Save(os.DevNull, words("x")); err != nil {
		t.Error(err)
	}
	if info, err = os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s became %v, %v", os.DevNull, info.Mode(), err)
	}
}

// A path where no file can be saved is an error that names the file, and the check leaves
// nothing behind.
func TestUsable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(loop)
	for path, want := range map[string]string{
		loop: "loop: cannot be written",
		filepath.Join(dir, strings.Repeat("x", 240)): "",
		filepath.Join(dir, "out.json"):               "",
		os.DevNull:                                   "",
		dir:                                          "is a folder: name a file in it",
		filepath.Join(dir, "none",
			"x.json"): "x.json: there is no folder " + filepath.Join(dir, "none"),
	} {
		err := outfile.Usable(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
	err := outfile.Save(filepath.Join(dir, "none", "x.json"), func(io.Writer) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "there is no folder") ||
		strings.Contains(err.Error(), ".tmp") {
		t.Errorf("saving there: %v", err)
	}
}

func TestAPipeWithoutAReaderIsAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", path).Run(); err != nil {
		t.Skipf("no pipe can be made here: %v", err)
	}
	err := outfile.Save(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "report")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), path+": is a pipe that no program reads from") {
		t.Errorf("%v", err)
	}
}
