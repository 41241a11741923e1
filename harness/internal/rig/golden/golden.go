// Package golden compares what a test makes with files that are committed. Every
// test that imports it has the flag -update, which writes the files.
package golden

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/infile"
)

// mostBytes bounds a file.
const mostBytes = 16 << 20

var update = flag.Bool("update", false, "write the golden files")

// Update reports whether the test is to write its files.
func Update() bool { return *update }

// File fails a test if a file does not contain got. With -update it writes the file.
func File(t testing.TB, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := infile.Read(file, mostBytes)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s, to be accepted with -update (-want +got):\n%s", file, diff)
	}
}
