package contracts

import (
	"net/http"
	"os"
	"path"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/spec"
)

// TestHowToWriteADocument runs the example of the page for authors: it loads, no check can be
// removed, a conforming server passes, and each defect fails the requirement that it should.
func TestHowToWriteADocument(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../spec/README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) < 3 {
		t.Fatalf("%d blocks of YAML on the page, want the document, the fixtures and steps",
			len(blocks))
	}
	doc, err := spec.Load("contract.yaml", blocks[0][1])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("", doc.Hints().Error()); diff != "" {
		t.Errorf("what would prove more (-want +got):\n%s", diff)
	}
	held, err := fixtures.Load("fixtures.yaml", blocks[1][1], doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, doc, held, selftest.Site{Strict: true, RequireAll: true}, bookServer{})
	if code := r.Run.ExitCode; code != result.ExitPassed {
		t.Errorf("exit %d: %s", code, r.Run.Reason)
		report(t, r)
	}
	broken := map[string]bool{}
	for name, breaks := range map[string]string{
		"201 for a book":    "BOOK-1",
		"no ISBN":           "BOOK-2",
		"title in capitals": "BOOK-3",
		"400 for no book":   "BOOK-4",
		"no ISBN in words":  "BOOK-5",
		"cut short":         "BOOK-6",
	} {
		broken[breaks] = true
		subject{}.checkDefect(t, doc, held, defects.Defect{
			Name: name, Breaks: []string{breaks},
			Wrap: func(*defects.Base) http.Handler { return bookServer{name} },
		})
	}
	for _, r := range doc.Requirements {
		if !broken[r.ID] {
			t.Errorf("no defect breaks %s", r.ID)
		}
	}
}

// bookServer holds the one book of the page's fixtures.
type bookServer struct{ defect string }

func (s bookServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	isbn := path.Base(r.URL.Path)
	book := object{"isbn": isbn, "title": "The C Programming Language"}
	status, message := http.StatusNotFound, "no book "+isbn
	switch s.defect {
	case "no ISBN":
		delete(book, "isbn")
	case "title in capitals":
		book["title"] = "THE C PROGRAMMING LANGUAGE"
	case "400 for no book":
		status = http.StatusBadRequest
	case "no ISBN in words":
		message = "no such book"
	}
	switch {
	case s.defect == "cut short" && isbn != "9780131103627":
		writeBytes(w, "HTTP/1.1 404 Not Found\r\nContent-Type: "+
			"application/json\r\nContent-Length: 99\r\n\r\n{")
	case isbn != "9780131103627":
		writeJSON(w, status, object{"message": message})
	case s.defect == "201 for a book":
		writeJSON(w, http.StatusCreated, book)
	default:
		writeJSON(w, http.StatusOK, book)
	}
}
