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
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
	"example.com/toeline/spec"
)

// flaw is the name of what is wrong with a server; empty: nothing.
type flaw string

// subject is a document with its server and the server's flaws.
type subject struct {
	// document is the name of an embedded one; empty: doc and world are given.
	document string
	doc      *spec.Document
	world    *fixtures.World
	basePath string
	// server makes the server with a flaw; it holds the items of the world.
	server func(*fixtures.World, flaw) http.Handler
	// flaws are the requirements that each breaks.
	flaws map[flaw][]string
	// harmless are what the contract leaves open, read the other way.
	harmless []flaw
}

func (s subject) test(t *testing.T) {
	doc, world := s.doc, s.world
	if s.document != "" {
		doc, world = embedded(t, s.document)
	}
	t.Run("faithful", func(t *testing.T) {
		t.Parallel()
		s.holdFaithful(t, doc, world, s.server(world, ""))
	})
	for _, name := range s.harmless {
		t.Run("harmless "+string(name), func(t *testing.T) {
			t.Parallel()
			s.holdFaithful(t, doc, world, s.server(world, name))
		})
	}
	for name, vary := range variations() {
		t.Run("harmless "+name, func(t *testing.T) {
			t.Parallel()
			s.holdFaithful(t, doc, world, vary(s.server(world, "")))
		})
	}
	for name, breaks := range s.flaws {
		t.Run(string(name), func(t *testing.T) {
			t.Parallel()
			s.holdFlaw(t, doc, s.server(world, name), world, breaks)
		})
	}
	for name, handler := range nullTargets() {
		t.Run("null "+name, func(t *testing.T) {
			t.Parallel()
			want := plan.ExitBroken
			if name == "nothing" {
				want = plan.ExitUnknown
			}
			o := run(t, plan.Options{Doc: doc, World: world}, s.basePath, handler)
			if code, reason := o.Exit(); code != want {
				t.Errorf("exit %d, want %d: %s", code, want, reason)
			}
		})
	}
	t.Run("every requirement is broken by a flaw", func(t *testing.T) { s.holdTable(t, doc) })
}

func embedded(t *testing.T, name string) (*spec.Document, *fixtures.World) {
	t.Helper()
	doc, err := spec.Embedded(name)
	if err != nil {
		t.Fatal(err)
	}
	world, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	if world.Len() == 0 {
		t.Fatalf("no embedded world has the kinds of %s", name)
	}
	return doc, world
}

// holdFaithful runs a server that keeps to the contract: all that gates is
// proven, as strict and as not.
func (s subject) holdFaithful(t *testing.T, doc *spec.Document, world *fixtures.World, server http.Handler) {
	for _, strict := range []bool{false, true} {
		o := run(t, plan.Options{Doc: doc, World: world, Strict: strict, RequireAll: true}, s.basePath, server)
		if code, reason := o.Exit(); code != plan.ExitHolds {
			t.Errorf("strict %t: exit %d: %s", strict, code, reason)
		}
		for _, c := range o.Coverage {
			if c.Standing != plan.Proven && c.Requirement.Level != spec.May {
				t.Errorf("strict %t: %s is %s: %s", strict, c.Requirement.ID, c.Standing, strings.Join(c.Why, "; "))
			}
		}
		report(t, o)
	}
}

// holdFlaw runs a server with a flaw: what gates under --strict breaks where it
// should, and a must among it turns a default run red as well.
func (s subject) holdFlaw(t *testing.T, doc *spec.Document, server http.Handler, world *fixtures.World, want []string) {
	o := run(t, plan.Options{Doc: doc, World: world, Strict: true}, s.basePath, server)
	if code, reason := o.Exit(); code != plan.ExitBroken {
		t.Errorf("exit %d: %s", code, reason)
	}
	var got []string
	for _, c := range o.Coverage {
		if c.Gated && c.Standing == plan.Broken {
			got = append(got, c.Requirement.ID)
		}
	}
	want = slices.Clone(want)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("broken (-want +got):\n%s", diff)
		report(t, o)
	}
}

// holdTable wants ten flaws or more, ten of them red without --strict, and no
// gated requirement that none of them breaks.
func (s subject) holdTable(t *testing.T, doc *spec.Document) {
	broken := map[string]bool{}
	red := 0
	for name, ids := range s.flaws {
		breaksMust := false
		for _, id := range ids {
			r, known := doc.Requirement(id)
			if !known || r.Level == spec.May {
				t.Errorf("%s: %s is no gated requirement of the document", name, id)
			}
			broken[id] = true
			breaksMust = breaksMust || r.Level == spec.Must
		}
		if breaksMust {
			red++
		}
	}
	if red < 10 {
		t.Errorf("%d flaws break a must; ten are wanted", red)
	}
	for _, r := range doc.Requirements {
		if r.Level != spec.May && !broken[r.ID] {
			t.Errorf("no flaw breaks %s: %s", r.ID, r.Text)
		}
	}
}

// run holds a server to a document by plan alone.
func run(t *testing.T, o plan.Options, basePath string, handler http.Handler) *plan.Outcome {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	target, base, err := plan.NewTarget(plan.Access{URL: server.URL + basePath})
	if err != nil {
		t.Fatal(err)
	}
	if target.Sender, err = wire.New(base, wire.Options{Timeout: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	defer target.Sender.Close()
	o.Target, o.Seed = target, 1
	p, err := plan.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	r := p.Start(ctx)
	defer r.Close()
	outcome, err := r.Outcome(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// report shows what a run found, one line a finding, a few of each requirement.
func report(t *testing.T, o *plan.Outcome) {
	t.Helper()
	shown := map[string]int{}
	for _, res := range o.Results {
		if res.Verdict == plan.Undecided || res.Verdict == plan.Skip {
			t.Logf("%s: %s: %s", res.Case.ID, res.Verdict, res.Reason)
		}
		for _, f := range res.Findings {
			if shown[f.Requirement]++; shown[f.Requirement] < 4 {
				t.Logf("%s: %s: %s at %s: want %s; got %s", f.Requirement, res.Case.ID, f.Reason, f.Where, f.Expected, f.Got)
			}
		}
	}
}

// nullTargets answer everything alike.
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
		"200":      answer(200, "application/json", "{}"),
		"201":      answer(201, "application/json", "{}"),
		"204":      answer(204, "", ""),
		"401":      answer(401, "", ""),
		"404":      answer(404, "application/json", `{"error":{"code":"NotFound","message":"no"}}`),
		"500":      answer(500, "text/plain", "oops"),
		"envelope": answer(400, "application/json", `{"error":{"code":"BadRequest","message":"no","target":"1fa66c0f-18bd-4133-b378-36d76f3a2ba0"}}`),
		"login":    answer(200, "text/html", "<!DOCTYPE html><title>Sign in</title>"),
		"redirect": http.RedirectHandler("/login", http.StatusFound),
		"nothing":  http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { writeBytes(w, "") }),
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

// nobody is a sender of plans that are not run.
type nobody struct{ wire.Sender }
