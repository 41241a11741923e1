package runner_test

import (
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// lifeCycle creates a book, reads, changes and removes it.
const lifeCycle = `
- id: book.life
  text: A book is created, read, changed and removed
  fresh: {title: name}
  steps:
    - request: {body: {example: book, set: {/title: saved.title}}}
      checks:
        - {id: R-created, status: 201}
        - {id: R-location, header: {name: Location, pattern: "^/books/"}, when: {status: 201}}
        - {id: R-echo, same: {pointer: "", as: sent, partial: true}}
      save: {id: {pointer: /id}, where: {header: Location}, sent: {sent: ""}}
    - operation: getBook
      url: saved.where
      checks:
        - {id: R-at-location, status: 200}
    - operation: getBook
      request: {id: saved.id}
      checks:
        - {id: R-read, status: 200}
        - {id: R-kept, same: {pointer: "", as: saved.sent, partial: true}}
      save: {tag: {header: ETag}}
    - operation: listBooks
      checks:
        - {id: R-listed, someItem: {pointer: /items, at: /id, equal: saved.id}}
    - operation: putBook
      request:
        id: saved.id
        If-Match: saved.tag
        body: {value: {title: x, pages: 1}, set: {/title: {fresh: word}, /pages: {literal: 7}}}
      checks: [{id: R-put, status: 200}, {id: R-pages, const: {pointer: /pages, value: 7}}]
    - operation: putBook
      request:
        id: saved.id
        headers: {If-Match: "{saved.tag}"}
        body: {saved: sent, remove: [/pages]}
      checks: [{id: R-stale, status: 412}]
    - operation: getBook
      request: {id: saved.id}
      checks: [{id: R-new-tag, differ: {header: ETag, as: saved.tag}}]
    - operation: deleteBook
      request: {id: saved.id}
      checks: [{id: R-deleted, status: 204}]
    - operation: getBook
      request: {id: saved.id}
      checks: [{id: R-gone, status: 404}]
    - operation: listBooks
      checks:
        - {id: R-unlisted, noItem: {pointer: /items, at: /id, equal: saved.id}}
  finally:
    - operation: deleteBook
      request: {id: saved.id}
`

// TestSteps: each defect of a service is found by the requirements of its step alone, and a
// service without one passes, twice.
func TestSteps(t *testing.T) {
	t.Parallel()
	for defect, want := range map[string][]string{
		"":              nil,
		"create-fails":  {"R-created"},
		"no-location":   {"R-location"},
		"loses-title":   {"R-echo"},
		"not-kept":      {"R-at-location"},
		"list-misses":   {"R-listed"},
		"match-ignored": {"R-stale"},
		"etag-stays":    {"R-stale"},
		"delete-fails":  {"R-deleted"},
		"delete-keeps":  {"R-gone"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			b := newBooks(defect)
			for range 2 {
				report := runBooks(t, b, lifeCycle, nil)
				if diff := cmp.Diff(want, broken(report)); diff != "" {
					t.Errorf("broken (-want +got):\n%s", diff)
				}
				if defect == "" && (report.Run.ExitCode != 0 ||
					report.Totals.Requirements.Passed != len(report.Requirements)) {
					t.Errorf("exit %d, %+v", report.Run.ExitCode, report.Totals)
				}
			}
			kept := defect == "delete-fails" || defect == "delete-keeps"
			if len(b.held) > 0 != kept {
				t.Errorf("%d books are left", len(b.held))
			}
		})
	}
}

// TestFailedStep: what follows a step that failed is not sent, and says so; what it made is
// removed.
func TestFailedStep(t *testing.T) {
	t.Parallel()
	b := newBooks("loses-title")
	report := runBooks(t, b, lifeCycle, nil)
	if diff := cmp.Diff([]string{"POST /books", "DELETE /books/b1"},
		slices.DeleteFunc(b.log, func(s string) bool { return strings.HasPrefix(s, "GET ") }),
	); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	for _, one := range report.Requirements {
		if one.ID == "R-gone" {
			want := []string{"not sent: step 1 (POST /books) failed R-echo"}
			if diff := cmp.Diff(want, one.Why); diff != "" || one.Status != result.Untested {
				t.Errorf("%s: why (-want +got):\n%s", one.Status, diff)
			}
		}
	}
}

// pages makes books, reads them page by page and one by one, and waits for one.
const pages = `
- id: book.pages
  text: Books are read page by page
  steps:
    - request: {body: {example: book, set: {/title: {fresh: uuid}}}}
      checks: [{id: R-created, status: 201}]
      save: {first: {pointer: /id}, made: {pointer: /id, append: true}}
    - request: {body: {example: book, set: {/title: {fresh: uuid}}}}
      checks: [{id: R-created, status: 201}]
      save: {made: {pointer: /id, append: true}}
    - request: {body: {example: book, set: {/title: {fresh: uuid}}}}
      checks: [{id: R-created, status: 201}]
      save: {made: {pointer: /id, append: true}}
    - operation: listBooks
      request: {limit: {literal: 1}, after: {saved: next, optional: true}}
      checks:
        - {id: R-limit, length: {pointer: /items, max: request.limit}}
        - {id: R-once, eachItem: {of: saved.all, at: /id, distinct: true}}
      save:
        all: {pointer: /items, append: true}
        next: {pointer: /next, optional: true}
      until: {body: {pointer: /next, present: false}, most: 9, each: true, id: R-pages-end}
    - operation: listBooks
      checks: [{id: R-all, length: {of: saved.all, min: 3, is: body./items}}]
    - operation: listBooks
      forEach: {values: ["1", "2"], as: most}
      request: {limit: saved.most}
      checks: [{id: R-limit, length: {pointer: /items, is: saved.most}}]
    - operation: getBook
      forEach: {in: saved.made, as: one}
      request: {id: saved.one}
      checks: [{id: R-each, const: {pointer: /pages, value: 3}}]
    - operation: getBook
      request: {id: saved.first}
      checks: [{id: R-ready, const: {pointer: /state, value: ready}}]
      until: {body: {pointer: /state, pattern: "^ready$"}, most: 5}
  finally:
    - operation: deleteBook
      forEach: {in: saved.made, as: one}
      request: {id: saved.one}
`

// TestRepeatedSteps: each defect of pages and of results that come in the end is found.
func TestRepeatedSteps(t *testing.T) {
	t.Parallel()
	for defect, want := range map[string][]string{
		"":              nil,
		"limit-ignored": {"R-limit", "R-once"},
		"page-twice":    {"R-once"},
		"no-last-page":  {"R-pages-end"},
		"never-ready":   {"R-ready"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			b := newBooks(defect)
			report := runBooks(t, b, pages, nil)
			if diff := cmp.Diff(want, broken(report)); diff != "" {
				t.Errorf("broken (-want +got):\n%s", diff)
			}
			if len(b.held) > 0 {
				t.Errorf("%d books are left", len(b.held))
			}
		})
	}
}

// TestTurns: a finding of a repeated step names the repetition that shows it, with its exchange,
// and the line that repeats it sends all that came before.
func TestTurns(t *testing.T) {
	t.Parallel()
	report := runBooks(t, newBooks("page-twice"), pages, nil)
	c, _ := report.Case("book.pages")
	for _, f := range c.Findings {
		if f.Requirement != "R-once" || f.Step != 3 {
			continue
		}
		e := c.Exchange(&f)
		if f.Turn != 1 || e == nil || !strings.Contains(e.Request.Target, "after=0") {
			t.Errorf("turn %d: %+v", f.Turn, e)
		}
		if n := strings.Count(f.Reproduce, "curl "); n != 5 {
			t.Errorf("%d requests: %s", n, f.Reproduce)
		}
		return
	}
	t.Errorf("findings: %+v", c.Findings)
}

// TestReproduceLineOfSteps: the line of a finding makes what it names again, with other fresh
// values, and takes the ids from the responses.
func TestReproduceLineOfSteps(t *testing.T) {
	t.Parallel()
	b := newBooks("match-ignored")
	report := runBooks(t, b, lifeCycle, nil)
	c, _ := report.Case("book.life")
	if len(c.Findings) != 1 {
		t.Fatalf("%d findings", len(c.Findings))
	}
	line := c.Findings[0].Reproduce
	for _, want := range []string{
		`fresh_1="Name $(echo 1$(date`, `-H 'If-Match: '"$saved_tag"`, `/books/'"$saved_id"`,
		`getpath(["id"])`, `grep -i '^ETag:'`,
	} {
		if !strings.Contains(line, want) {
			t.Errorf("the line has no %s:\n%s", want, line)
		}
	}
	for _, tool := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	server := httptest.NewServer(b)
	defer server.Close()
	first, _, _ := strings.Cut(c.Exchanges[0].Origin, "/books")
	b.log = nil
	again := exec.CommandContext(t.Context(), "sh", "-c",
		strings.ReplaceAll(line, first, server.URL))
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := []string{
		"POST /books", "GET /books/b2", "GET /books/b2", "GET /books", "PUT /books/b2",
		"PUT /books/b2",
	}
	if diff := cmp.Diff(want, b.log); diff != "" {
		t.Errorf("sent (-want +got):\n%s\n%s\n%s", diff, line, out)
	}
}

// TestStepThatGivesNothing: a step without a finding whose response has not what later ones need
// leaves the case inconclusive.
func TestStepThatGivesNothing(t *testing.T) {
	t.Parallel()
	report := runBooks(t, newBooks(""), strings.Replace(createAndRead, "/id}}", "/uid}}", 1), nil)
	c, _ := report.Case("book.made")
	want := "not sent: step 1 (POST /books): the response has no /uid in its content to be saved " +
		"as id"
	if c.Verdict != result.Inconclusive || c.Reason != want {
		t.Errorf("%s: %s", c.Verdict, c.Reason)
	}
}

// TestStepsWithEffectsOffLoopback: steps that change something are sent with the user's word
// alone; where no case names what the fixtures hold, it takes none.
func TestStepsWithEffectsOffLoopback(t *testing.T) {
	t.Parallel()
	for _, allowed := range []bool{false, true} {
		b := newBooks("")
		report := runBooks(t, b, lifeCycle, func(c *verify.Config) {
			c.Target = verify.Target{
				URL: "http://books.example", Token: "secret-token", AllowEffects: allowed,
				RoundTripper: inProcess{b},
			}
		})
		passed := report.Totals.Cases.Passed == 1
		if passed != allowed || len(b.log) > 0 != allowed || len(b.held) > 0 {
			t.Errorf("allowed %t: %d requests, %+v", allowed, len(b.log), report.Totals.Cases)
		}
	}
}
