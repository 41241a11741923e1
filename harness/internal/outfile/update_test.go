package outfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/outfile"
)

// adding appends a line.
func adding(text string) func([]byte) ([]byte, error) {
	return func(old []byte) ([]byte, error) { return append(old, text+"\n"...), nil }
}

func TestOfManyUpdatesNoneIsLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, link := filepath.Join(dir, "known.yaml"), filepath.Join(dir, "link")
	if err := os.Symlink("known.yaml", link); err != nil {
		t.Fatal(err)
	}
	const writers = 40
	var all sync.WaitGroup
	for i := range writers {
		name := []string{path, link}[i%2]
		all.Go(func() {
			if err := outfile.Update(name, os.ReadFile, adding(fmt.Sprintf("%d.", i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	text := read(t, path)
	for i := range writers {
		if strings.Count("\n"+text, fmt.Sprintf("\n%d.\n", i)) != 1 {
			t.Errorf("what %d wrote is not there once", i)
		}
	}
	if diff := cmp.Diff([]string{"known.yaml", "link"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestUpdateSeesWhatAnEditorWrote(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "known.yaml")
	if err := os.WriteFile(path, []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	edited := false
	err := outfile.Update(path, os.ReadFile, func(old []byte) ([]byte, error) {
		if !edited {
			edited = true
			if err := os.WriteFile(path, []byte("edited\n"), 0o600); err != nil {
				return nil, err
			}
		}
		return append(old, "new\n"...), nil
	})
	if got := read(t, path); err != nil || got != "edited\nnew\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestUpdateLeavesTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "known.yaml")
	none := func([]byte) ([]byte, error) { return nil, nil }
	failing := func([]byte) ([]byte, error) { return []byte("x"), errors.New("invalid") }
	if err := outfile.Update(path, os.ReadFile, none); err != nil {
		t.Error(err)
	}
	if err := outfile.Update(path, os.ReadFile, failing); err == nil {
		t.Error("no error")
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("made %v", got)
	}
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, change := range []func([]byte) ([]byte, error){none, failing} {
		_ = outfile.Update(path, os.ReadFile, change)
		if got := read(t, path); got != "old" {
			t.Errorf("it holds %q", got)
		}
	}
	for _, bad := range []string{dir, os.DevNull, filepath.Join(dir, "none", "x")} {
		if err := outfile.Update(bad, os.ReadFile, adding("x")); err == nil {
			t.Errorf("%s was updated", bad)
		}
	}
}

// Two that save at once have temporary files of their own, whatever their process numbers.
func TestTemporaryNamesDiffer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	err := outfile.Save(path, func(w io.Writer) error {
		if err := outfile.Save(path, words("inner")); err != nil {
			return err
		}
		if got := names(t, dir); len(got) != 2 {
			t.Errorf("there are %v", got)
		}
		_, err := io.WriteString(w, "outer")
		return err
	})
	if got := read(t, path); err != nil || got != "outer" {
		t.Errorf("%q, %v", got, err)
	}
}
