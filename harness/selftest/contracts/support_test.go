package contracts

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/spec"
)

// subject is a document with its server and the server's defects.
type subject struct {
	// document is the name of an embedded one; empty: doc and fixtures are given.
	document string
	doc      *spec.Contract
	held     *fixtures.Set
	basePath string
	// server makes the server with the defect of a name, which may be empty; it
	// holds the items of the fixtures.
	server func(held *fixtures.Set, defect string) http.Handler
	// defects are the requirements that each breaks.
	defects map[string][]string
	// alone demands for each gating requirement a defect that breaks nothing else.
	alone bool
	// variations are what the contract leaves open, read the other way.
	variations []string
}

func (s subject) test(t *testing.T) {
	doc, held := s.doc, s.held
	if s.document != "" {
		doc, held = embedded(t, s.document)
	}
	t.Run("faithful", func(t *testing.T) {
		t.Parallel()
		s.checkConforms(t, doc, held, s.server(held, ""))
	})
	for _, name := range s.variations {
		t.Run("variation "+name, func(t *testing.T) {
			t.Parallel()
			s.checkConforms(t, doc, held, s.server(held, name))
		})
	}
	for name, vary := range variations() {
		t.Run("variation "+name, func(t *testing.T) {
			t.Parallel()
			s.checkConforms(t, doc, held, vary(s.server(held, "")))
		})
	}
	for _, d := range s.table(held) {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			s.checkDefect(t, doc, held, d)
		})
	}
	for name, handler := range nullTargets() {
		t.Run("null "+name, func(t *testing.T) {
			t.Parallel()
			const want = result.ExitInconclusive // one line, and no list of failures
			r := run(t, doc, held, selftest.Site{BasePath: s.basePath}, handler)
			if code := r.Run.ExitCode; code != want {
				t.Errorf("exit %d, want %d: %s", code, want, r.Run.Reason)
			}
		})
	}
	t.Run("every requirement is broken by a defect", func(t *testing.T) { s.checkTable(t, doc) })
}

// table returns the defects. They break servers of their own, not the reference.
func (s subject) table(held *fixtures.Set) []defects.Defect {
	var all []defects.Defect
	for name, breaks := range s.defects {
		all = append(all, defects.Defect{
			Name: name, Breaks: slices.Sorted(slices.Values(breaks)),
			Wrap: func(*defects.Base) http.Handler { return s.server(held, name) },
		})
	}
	return all
}

func embedded(t *testing.T, name string) (*spec.Contract, *fixtures.Set) {
	t.Helper()
	doc, err := spec.Embedded(name)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	if held.Len() == 0 && len(doc.Kinds) > 0 {
		t.Fatalf("no embedded fixtures have the kinds of %s", name)
	}
	return doc, held
}

// checkConforms runs a server that conforms to the contract: all that gates is
// passed, with --strict and without.
func (s subject) checkConforms(
	t *testing.T, doc *spec.Contract, held *fixtures.Set, server http.Handler,
) {
	for _, strict := range []bool{false, true} {
		site := selftest.Site{BasePath: s.basePath, Strict: strict, RequireAll: true}
		r := run(t, doc, held, site, server)
		if r.Run.ExitCode != result.ExitPassed {
			t.Errorf("strict %t: exit %d: %s", strict, r.Run.ExitCode, r.Run.Reason)
		}
		for _, c := range r.Requirements {
			if c.Status != result.Passed && c.Level != string(spec.May) {
				t.Errorf("strict %t: %s is %s: %s", strict, c.ID, c.Status,
					strings.Join(c.Why, "; "))
			}
		}
		report(t, r)
	}
}

// checkDefect runs a defect: under --strict it breaks what it names of what
// gates, and no more.
func (s subject) checkDefect(
	t *testing.T, doc *spec.Contract, held *fixtures.Set, d defects.Defect,
) {
	site := selftest.Site{BasePath: s.basePath, Strict: true}
	r := run(t, doc, held, site, d.Wrap(nil))
	if r.Run.ExitCode != result.ExitFailed {
		t.Errorf("exit %d: %s", r.Run.ExitCode, r.Run.Reason)
	}
	if diff := cmp.Diff(d.Breaks, selftest.Broken(r, true)); diff != "" {
		t.Errorf("broken (-want +got):\n%s", diff)
		report(t, r)
	}
}

// checkTable wants ten defects or more, ten of them red without --strict, and no
// gating requirement that none of them breaks.
func (s subject) checkTable(t *testing.T, doc *spec.Contract) {
	broken, alone := map[string]bool{}, map[string]bool{}
	red := 0
	for name, ids := range s.defects {
		if len(ids) == 1 {
			alone[ids[0]] = true
		}
		breaksMust := false
		for _, id := range ids {
			r, known := doc.Requirement(id)
			if !known || r.Level == spec.May {
				t.Errorf("%s: %s is not a gating requirement of the document", name, id)
			}
			broken[id] = true
			breaksMust = breaksMust || r.Level == spec.Must
		}
		if breaksMust {
			red++
		}
	}
	if red < 10 {
		t.Errorf("%d defects break a must; ten are wanted", red)
	}
	for _, r := range doc.Requirements {
		if r.Level != spec.May && !broken[r.ID] {
			t.Errorf("no defect breaks %s: %s", r.ID, r.Text)
		}
		if s.alone && r.Level != spec.May && !alone[r.ID] {
			t.Errorf("no defect breaks %s alone: %s", r.ID, r.Text)
		}
	}
}

// run judges a server by a contract.
func run(
	t *testing.T, doc *spec.Contract, held *fixtures.Set, site selftest.Site, handler http.Handler,
) *result.Report {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	site.URL, site.Seed, site.Timeout = server.URL+site.BasePath, 1, 20*time.Second
	lab := selftest.Lab{Doc: doc, Fixtures: held}
	r, err := lab.Outcome(ctx, site)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// report logs what a run found, a line for each finding, a few of each requirement.
func report(t *testing.T, r *result.Report) {
	t.Helper()
	shown := map[string]int{}
	for _, c := range r.Cases {
		if c.Verdict == result.Inconclusive || c.Verdict == result.Skipped {
			t.Logf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
		}
		for _, f := range c.Findings {
			if shown[f.Requirement]++; shown[f.Requirement] < 4 {
				t.Logf("%s: %s: %s at %s: want %s; got %s",
					f.Requirement, c.ID, f.Reason, f.Where, f.Expected, f.Got)
			}
		}
	}
}

// nullTargets give every request the same response.
func nullTargets() map[string]http.Handler {
	answer := func(status int, contentType, body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if body != "" {
				w.Header().Set("Content-Type", contentType)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // a 204 takes none
		})
	}
	return map[string]http.Handler{
		"200": answer(200, "application/json", "{}"),
		"201": answer(201, "application/json", "{}"),
		"204": answer(204, "", ""),
		"401": answer(401, "", ""),
		"404": answer(404, "application/json", `{"error":{"code":"NotFound","message":"no"}}`),
		"500": answer(500, "text/plain", "oops"),
		"envelope": answer(
			400,
			"application/json",
			`{"error":{"code":"BadRequest","message":"no","target":"1fa66c0f-18bd-4133-b378-36d76f3a2ba0"}}`,
		),
		"login":    answer(200, "text/html", "<!DOCTYPE html><title>Sign in</title>"),
		"redirect": http.RedirectHandler("/login", http.StatusFound),
		"nothing": http.HandlerFunc(func(w http.ResponseWriter,
			_ *http.Request,
		) {
			writeBytes(w, "")
		}),
	}
}

// writeJSON answers with a value.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client has gone
}

// writeBytes answers with bytes as they are, which net/http would not send, and
// closes the connection.
func writeBytes(w http.ResponseWriter, format string, args ...any) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(conn, format, args...)
	_ = conn.Close()
}

// object is a JSON object.
type object = map[string]any
