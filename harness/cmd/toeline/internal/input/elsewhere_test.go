package input_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/spec"
)

// description has one operation, whose path item, body and response are where the placeholders say.
const description = `openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    $ref: "ITEM"
`

const item = `get:
  responses:
    "200":
      description: fine
      content:
        application/json:
          schema: {$ref: "SCHEMA"}
`

const schemas = `Thing: {type: object, required: [size], properties: {size: {type: integer}}}
`

// site is a web server with files, which counts what is asked of it.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked map[string]int
	wrong []string
}

func newSite(t *testing.T, files map[string]string) *site {
	t.Helper()
	s := &site{asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked[r.URL.Path]++
		for _, name := range []string{"Authorization", "Cookie", "Referer"} {
			if value := r.Header.Get(name); value != "" {
				s.wrong = append(s.wrong, name+": "+value)
			}
		}
		content, ok := files[r.URL.Path]
		to, moved := strings.CutPrefix(content, "-> ")
		switch {
		case moved:
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "before"})
			http.Redirect(w, r, to, http.StatusFound)
		case !ok:
			http.NotFound(w, r)
		default:
			_, _ = w.Write([]byte(content))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// TestReferences holds where references of a document may lead, with and without
// --allow-remote-refs.
func TestReferences(t *testing.T) {
	other := newSite(t, map[string]string{
		"/shared/schemas.yaml": schemas, "/item.yaml": strings.Replace(item, "SCHEMA",
			"shared/schemas.yaml#/Thing", 1),
	})
	files := map[string]string{
		"/item.yaml":             strings.Replace(item, "SCHEMA", "v1/schemas.yaml#/Thing", 1),
		"/v1/item.yaml":          strings.Replace(item, "SCHEMA", "schemas.yaml#/Thing", 1),
		"/v1/item":               strings.Replace(item, "SCHEMA", "schemas.yaml#/Thing", 1),
		"/v1/leaves.yaml":        strings.Replace(item, "SCHEMA", "../schemas.yaml#/Thing", 1),
		"/v1/schemas.yaml":       schemas,
		"/v10/schemas.yaml":      schemas,
		"/schemas.yaml":          schemas,
		"/v1/moved.yaml":         "-> " + other.URL + "/item.yaml",
		"/v1/moved-within.yaml":  "-> /v1/item.yaml",
		"/v1/loop.yaml":          "-> loop.yaml",
		"/v1/local.yaml":         strings.Replace(item, "SCHEMA", "file:///etc/passwd", 1),
		"/latest/openapi.yaml":   "-> /v1/main.yaml",
		"/v1/main.yaml":          strings.Replace(description, "ITEM", "item.yaml", 1),
		"/v1/own.yaml":           strings.Replace(item, "SCHEMA", "schemas.yaml?v=2#/Thing", 1),
		"/v1/outside.yaml":       strings.Replace(item, "SCHEMA", "/v10/schemas.yaml#/Thing", 1),
		"/v1/encoded/../up.yaml": "",
	}
	one := newSite(t, files)
	const give = "give --allow-remote-refs to follow it"
	for name, tt := range map[string]struct {
		item     string // what the document refers to
		schema   string // and the local item
		url      bool   // the document is fetched
		anywhere bool
		skipped  string // why the operation is left out; empty: it is not
		unjudged string // why its schema is not judged; empty: it is
	}{
		"a file in the folder": {item: "item.yaml", schema: "schemas.yaml#/Thing"},
		"a file beside the folder": {
			item: "../item.yaml", skipped: "openapi.yaml: " + give,
		},
		"a file beside the folder, allowed": {
			item: "../item.yaml", schema: "schemas.yaml#/Thing", anywhere: true,
		},
		"what is no file, allowed": {item: "../", anywhere: true, skipped: "not a regular file"},
		"a URL":                    {item: one.URL + "/v1/item.yaml", skipped: give},
		"a URL, allowed":           {item: one.URL + "/v1/item.yaml", anywhere: true},
		"a schema at a URL": {
			item: "item.yaml", schema: one.URL + "/v1/schemas.yaml#/Thing", unjudged: give,
		},
		"a schema at a URL, allowed": {
			item: "item.yaml", schema: one.URL + "/v1/schemas.yaml#/Thing", anywhere: true,
		},
		"another host after a redirect, allowed": {
			item: one.URL + "/v1/moved.yaml", anywhere: true,
		},
		"redirects without an end": {
			item: one.URL + "/v1/loop.yaml", anywhere: true, skipped: "more than 5 redirects",
		},
		"nothing at a URL": {
			item: one.URL + "/v1/none.yaml", anywhere: true, skipped: "answered 404",
		},
		"a URL with a password": {
			item:     strings.Replace(one.URL, "//", "//me:secret@", 1) + "/v1/item.yaml",
			anywhere: true, skipped: "none is sent",
		},
		"another kind of URL": {
			item: "ftp://127.0.0.1/item.yaml", anywhere: true, skipped: "http(s) URLs",
		},
		"a file from the network": {
			item: one.URL + "/v1/local.yaml", anywhere: true, unjudged: "leads to nothing",
		},
		"of a URL, in its folder":     {url: true, item: "item.yaml"},
		"of a URL, with a query":      {url: true, item: "own.yaml"},
		"of a URL, out of its folder": {url: true, item: "../item.yaml", skipped: give},
		"of a URL, out of its folder later": {
			url: true, item: "leaves.yaml", unjudged: give,
		},
		"of a URL, a folder with a longer name": {
			url: true, item: "outside.yaml", unjudged: give,
		},
		"of a URL, dots that are encoded": {
			url: true, item: "%2e%2e/item.yaml", skipped: give,
		},
		"of a URL, out of its folder, allowed": {url: true, item: "../item.yaml", anywhere: true},
		"of a URL, another host": {
			url: true, item: other.URL + "/item.yaml", skipped: give,
		},
		"of a URL, another host by a redirect": {url: true, item: "moved.yaml", skipped: give},
		"of a URL, a redirect in the folder":   {url: true, item: "moved-within.yaml"},
		"of a URL, another host, allowed": {
			url: true, item: other.URL + "/item.yaml", anywhere: true,
		},
		"of a URL, a redirect out of it, allowed": {url: true, item: "moved.yaml", anywhere: true},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(description, "ITEM", tt.item, 1)
			given := input.Document{Anywhere: tt.anywhere}
			if tt.url {
				one.mu.Lock()
				files["/v1/openapi.yaml"] = text
				one.mu.Unlock()
				given.Name = one.URL + "/v1/openapi.yaml"
			} else {
				given.Name = local(t, text, strings.Replace(item, "SCHEMA", tt.schema, 1))
			}
			before := other.count() + one.count()
			doc, err := given.Contract()
			if tt.skipped != "" {
				if err == nil || !strings.Contains(err.Error(), tt.skipped) ||
					!strings.Contains(err.Error(), ":5:") {
					t.Fatalf("%v, want %q with the place", err, tt.skipped)
				}
			} else {
				if err != nil {
					t.Fatal(err)
				}
				judged(t, doc, tt.unjudged)
			}
			if !tt.anywhere && !tt.url && other.count()+one.count() != before {
				t.Errorf("something was fetched: %v, %v", one.asked, other.asked)
			}
		})
	}
	if len(one.wrong)+len(other.wrong) > 0 {
		t.Errorf("sent %q %q", one.wrong, other.wrong)
	}
}

func (s *site) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := 0
	for _, n := range s.asked {
		all += n
	}
	return all
}

// local writes a document, and its path item and schemas, in its folder and beside it.
func local(t *testing.T, text, item string) (name string) {
	t.Helper()
	dir := t.TempDir()
	for file, content := range map[string]string{
		"api/openapi.yaml": text, "api/item.yaml": item, "api/schemas.yaml": schemas,
		"item.yaml": item, "schemas.yaml": schemas,
	} {
		to := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "api", "openapi.yaml")
}

// judged looks at whether the response of the operation is judged by the schema that was referred
// to; why: it is not, and listed.
func judged(t *testing.T, doc *spec.Contract, why string) {
	t.Helper()
	operations := doc.Description().Operations
	if len(operations) != 1 {
		t.Fatalf("%d operations: %v", len(operations), doc.Skipped)
	}
	schema := operations[0].Responses[0].Content[0].Schema
	found := schema.Validate(map[string]any{"size": "large"})
	var notes []string
	for _, note := range doc.NotJudged() {
		notes = append(notes, note.Text)
	}
	switch listed := strings.Join(notes, "\n"); {
	case why == "" && (len(found) != 1 || listed != ""):
		t.Errorf("found %v, listed %q", found, listed)
	case why != "" && (len(found) != 0 || !strings.Contains(listed, why)):
		t.Errorf("found %v, listed %q, want %q", found, listed, why)
	}
}

// TestReferencesAreBounded holds that a description fetches so many files alone, each once.
func TestReferencesAreBounded(t *testing.T) {
	s := newSite(t, map[string]string{"/thing.yaml": schemas})
	source, err := input.Source(local(t, description, item), true)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := source.Open(s.URL + "/thing.yaml"); err != nil {
			t.Fatal(err)
		}
	}
	var last error
	for i := range 250 {
		_, last = source.Open(s.URL + "/" + strings.Repeat("x", i+1))
	}
	if last == nil || !strings.Contains(last.Error(), "200 files") || s.count() != 200 {
		t.Errorf("%v after %d requests", last, s.count())
	}
}
