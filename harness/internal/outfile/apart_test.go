package outfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/outfile"
)

// in is a folder with a file, links to it, and a folder that links lead out of.
func in(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "work")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(dir, "sub"), 0o755),
		os.WriteFile(filepath.Join(dir, "in.yaml"), []byte("x"), 0o600),
		os.WriteFile(filepath.Join(root, "outside"), []byte("x"), 0o600),
		os.Symlink("in.yaml", filepath.Join(dir, "link")),
		os.Link(filepath.Join(dir, "in.yaml"), filepath.Join(dir, "hard")),
		os.Symlink("later.json", filepath.Join(dir, "dangling")),
		os.Symlink("..", filepath.Join(dir, "up")),
		os.Symlink("../outside", filepath.Join(dir, "leads-out")),
		os.Symlink("../not-yet", filepath.Join(dir, "dangles-out")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestApart(t *testing.T) {
	t.Parallel()
	dir := in(t)
	t.Run("inputs", func(t *testing.T) {
		for _, path := range []string{
			"in.yaml", "./in.yaml", "sub/../in.yaml", "link", "hard", "IN.yaml", "up/work/in.yaml",
		} {
			err := outfile.Apart(
				[]outfile.Named{{By: "--fixtures", Path: filepath.Join(dir, "in.yaml")}},
				[]outfile.Named{{By: "--report", Path: dir + "/" + path}})
			if err == nil || !strings.Contains(err.Error(), "is the file of --fixtures too") {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
	for _, tt := range []struct {
		first, second string
		same          bool
	}{
		{"out.json", "out.json", true},
		{"out.json", "OUT.json", true},
		{"out.json", "sub/../out.json", true},
		{"later.json", "dangling", true},
		{"up/new.json", "../new.json", true},
		{"no/such/x", "no/such/../such/x", true},
		{"out.json", "out.xml", false},
		{"sub/out.json", "out.json", false},
		{"hard", "out.json", false},
	} {
		err := outfile.Apart(nil, []outfile.Named{
			{By: "a", Path: dir + "/" + tt.first}, {By: "b", Path: dir + "/" + tt.second},
		})
		if (err != nil) != tt.same {
			t.Errorf("%s and %s: %v", tt.first, tt.second, err)
		}
	}
	null := []outfile.Named{{By: "a", Path: os.DevNull}, {By: "b", Path: os.DevNull}}
	if err := outfile.Apart(null, null); err != nil {
		t.Errorf("%s: %v", os.DevNull, err)
	}
	open, err := os.Open(filepath.Join(dir, "hard"))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	err = outfile.Apart([]outfile.Named{{By: "stdout", File: open}},
		[]outfile.Named{{By: "a", Path: filepath.Join(dir, "in.yaml")}})
	if err == nil || !strings.Contains(err.Error(), "the file of stdout") {
		t.Errorf("an open file: %v", err)
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	dir := in(t)
	for path, within := range map[string]bool{
		"out.json": true, "sub/out.json": true, "in.yaml": true, "link": true, "dangling": true,
		"no/out.json": true, "up/work/out.json": true, "../work/out.json": true,
		"../out.json": false, "leads-out": false, "dangles-out": false, "up/out.json": false,
		".git/config": false, "sub/.envrc": false, "sub": false, "": false,
	} {
		if err := outfile.Within(dir, dir+"/"+path); (err == nil) != within {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := outfile.Within(dir, os.DevNull); err == nil {
		t.Errorf("%s is within a folder", os.DevNull)
	}
}
