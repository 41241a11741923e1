package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
)

// documents is where small copies of what public descriptions do are.
const documents = "../../../fixtures/documents"

// leastDocuments is how many there are at least, and mostRefused how many of them may be refused
// as a whole.
const leastDocuments, mostRefused = 40, 2

// plannedLine is the last line of a dry run.
var plannedLine = regexp.MustCompile(`dry run: (\d+) requests? to \S+, (\d+) cases? left out`)

// TestDocuments takes descriptions as others write them through lint and a dry run, as they are:
// they are read, each has a case, and what is left out is what expected.txt says.
func TestDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(documents, "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	read, refused := 0, 0
	for _, file := range files {
		name := filepath.Base(file)
		switch filepath.Ext(name) {
		case ".yaml", ".yml", ".json":
		default:
			continue
		}
		read++
		row := outcomeOf(t, file)
		if strings.HasPrefix(row, "refused") {
			refused++
		}
		fmt.Fprintf(&rows, "%-26s %s\n", name, row)
	}
	if read < leastDocuments || refused > mostRefused {
		t.Errorf("%d documents, want %d at least, %d of them are refused, want %d at most",
			read, leastDocuments, refused, mostRefused)
	}
	expected := filepath.Join(documents, "expected.txt")
	if *updateReadme {
		if err := os.WriteFile(expected, []byte(rows.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != rows.String() {
		t.Errorf("got:\n%s\nwant:\n%s", rows.String(), want)
	}
}

// outcomeOf says what becomes of one document.
func outcomeOf(t *testing.T, file string) string {
	t.Helper()
	code, out := documentRun("lint", file)
	dryCode, dry := documentRun("verify", "--dry-run", "--target", "http://127.0.0.1:9",
		"--document", file)
	if code != dryCode {
		t.Errorf("%s: lint exits %d, a dry run %d\n%s\n%s", file, code, dryCode, out, dry)
	}
	if code != result.ExitPassed {
		line, _, _ := strings.Cut(out, "\n")
		_, reason, _ := strings.Cut(line, filepath.Base(file)+":")
		return "refused " + reason
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := lint.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	if !plannedLine.MatchString(dry) {
		t.Errorf("%s: no last line of a dry run:\n%s", file, dry)
	}
	cases := 0
	for _, op := range doc.Operations {
		cases += len(op.Cases)
	}
	if cases == 0 {
		t.Errorf("%s: no case", file)
	}
	return fmt.Sprintf("operations %d, left out %d", len(doc.Operations), len(doc.Skipped))
}

// documentRun runs a command and returns its exit code and what it printed.
func documentRun(args ...string) (int, string) {
	var out bytes.Buffer
	code := execute(context.Background(), args, app.App{
		Stdout: &out, Stderr: &out, Getenv: func(string) (string, bool) { return "", false },
	})
	return code, out.String()
}
