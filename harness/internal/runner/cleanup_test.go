package runner_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// createAndRead leaves a book behind unless it cleans up.
const createAndRead = `
- id: book.made
  text: A book is created and read
  steps:
    - request: {body: {example: book, set: {/title: {fresh: uuid}}}}
      checks: [{id: R-created, status: 201}]
      save: {id: {pointer: /id}}
    - {operation: getBook, request: {id: saved.id}, checks: [{id: R-read, status: 200}]}
  finally:
    - {operation: deleteBook, request: {id: saved.id}}
`

// hooked calls a function before requests of a method to one book.
type hooked struct {
	*books
	method string
	hook   func(w http.ResponseWriter, r *http.Request) (done bool)
}

func (h hooked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == h.method && strings.HasPrefix(r.URL.Path, "/books/") && h.hook(w, r) {
		return
	}
	h.books.ServeHTTP(w, r)
}

// interrupted judges a service, and interrupts the run when a book is read. The session is given
// before it starts.
func interrupted(
	t *testing.T, b *books, method string, before func(*verify.Session),
	hook func(w http.ResponseWriter, r *http.Request) bool, change func(*verify.Config),
) *result.Report {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	target := hooked{b, http.MethodGet, func(http.ResponseWriter, *http.Request) bool {
		interrupt()
		return false
	}}
	var handler http.Handler = target
	if hook != nil {
		handler = hookedTwice{target, method, hook}
	}
	doc, err := lint.Load("books.yaml", booksContract(t, createAndRead))
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	c := verify.Config{Contract: doc, Fixtures: held, Target: verify.Target{
		URL: "http://127.0.0.1/", RoundTripper: inProcess{handler},
	}}
	if change != nil {
		change(&c)
	}
	s, err := verify.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if before != nil {
		before(s)
	}
	s.Start(ctx)
	report, err := s.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// hookedTwice has a hook of its own for another method.
type hookedTwice struct {
	hooked
	method string
	hook   func(w http.ResponseWriter, r *http.Request) bool
}

func (h hookedTwice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == h.method && h.hook(w, r) {
		return
	}
	h.hooked.ServeHTTP(w, r)
}

// TestCleanupAfterAnInterruption: what a case made is removed after the run was interrupted.
func TestCleanupAfterAnInterruption(t *testing.T) {
	t.Parallel()
	b := newBooks("")
	report := interrupted(t, b, "", nil, nil, nil)
	if len(b.held) > 0 || report.Run.CutShort == "" {
		t.Errorf("%d books are left; cut short: %q", len(b.held), report.Run.CutShort)
	}
	if slices.ContainsFunc(report.Run.Notes,
		func(s string) bool { return strings.HasPrefix(s, "left behind") }) {
		t.Errorf("notes: %q", report.Run.Notes)
	}
}

// TestCleanupThatDoesNotEnd: cleaning up ends with its own budget, or when it is abandoned; what
// is left is in the report and in the journal.
func TestCleanupThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, why string
		budget    time.Duration
		abandon   bool
	}{
		{"budget", "the cleanup budget was spent", 50 * time.Millisecond, false},
		{"abandoned", "cleaning up was interrupted", time.Hour, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "journal")
			log, err := journal.Open(file, "http://127.0.0.1", "")
			if err != nil {
				t.Fatal(err)
			}
			abandon := make(chan struct{})
			b := newBooks("")
			report := interrupted(t, b, http.MethodDelete, func(s *verify.Session) {
				s.SetAbandoned(abandon)
				s.SetJournal(log)
			}, func(_ http.ResponseWriter, r *http.Request) bool {
				if tt.abandon {
					close(abandon)
				}
				<-r.Context().Done()
				return true
			}, func(c *verify.Config) { c.CleanupBudget = tt.budget })
			var left []string
			for _, note := range report.Run.Notes {
				if strings.HasPrefix(note, "left behind") {
					left = append(left, note)
				}
			}
			if len(left) != 1 ||
				!strings.HasPrefix(left[0], "left behind by book.made: DELETE /books/b1: ") {
				t.Errorf("notes: %q", report.Run.Notes)
			}
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			if got := leftIn(t, file); len(got) != 1 || got[0] != "DELETE /books/b1" {
				t.Errorf("left by the journal: %q", got)
			}
		})
	}
}

// TestCleanupThatFails: what a target does not remove is in the report.
func TestCleanupThatFails(t *testing.T) {
	t.Parallel()
	report := runBooks(t, newBooks("delete-fails"), createAndRead, nil)
	want := "left behind by book.made: DELETE /books/b1: answered 500 Internal Server Error"
	if !slices.Contains(report.Run.Notes, want) {
		t.Errorf("notes: %q", report.Run.Notes)
	}
}

// TestNothingToCleanUp: where nothing was made, nothing is removed.
func TestNothingToCleanUp(t *testing.T) {
	t.Parallel()
	b := newBooks("create-fails")
	runBooks(t, b, createAndRead, nil)
	if slices.ContainsFunc(b.log, func(s string) bool { return strings.HasPrefix(s, "DELETE") }) {
		t.Errorf("sent: %q", b.log)
	}
}

func leftIn(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read, err := journal.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, run := range read.Runs {
		for _, l := range run.Left {
			all = append(all, l.Method+" "+l.Path)
		}
	}
	return all
}
