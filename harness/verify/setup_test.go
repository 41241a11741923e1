package verify_test

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// below serves a handler below a path, and says of other paths what a framework says.
func below(path string, h http.Handler, other http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, path) {
			h.ServeHTTP(w, r)
			return
		}
		other(w, r)
	})
}

// page is the error page of a framework that repeats the path, as it came and decoded.
func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(w, "<!DOCTYPE html>\n<title>Error</title>\n<pre>Cannot %s %s</pre><i>%s, %d</i>",
		r.Method, html.EscapeString(r.URL.EscapedPath()), r.URL.Path, len(r.URL.Path))
}

// guarded is that page behind a gateway that wants a token.
func guarded(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	page(w, r)
}

func referenceWith(t *testing.T, o reference.Options) http.Handler {
	t.Helper()
	h, err := reference.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestSetUp: a mistake of the set-up is one line with advice, and no list of failures. What is a
// mistake has the tests of the package diagnose.
func TestSetUp(t *testing.T) {
	t.Parallel()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	var o reference.Options
	for _, item := range held.Resources("tasks") {
		o.Tasks = append(o.Tasks, reference.Task{
			ID: item.ID, ActionType: item.Properties["actionType"],
		})
	}
	h := referenceWith(t, o)
	o.Token = "another-token"
	strict := referenceWith(t, o)
	const wrongToken = "every request with the token is answered 401 Unauthorized: " +
		"is the token right?"
	for _, tt := range []struct {
		name   string
		h      http.Handler
		path   string // of the base URL
		target verify.Target
		only   []string
		want   []string // parts of the line
	}{
		{
			name: "wrong base path, an HTML page", h: below("/beta/", h, page),
			want: []string{"404 Not Found", "try http://127.0.0.1:", "/beta"},
		},
		{
			name: "wrong base path, the gateway asks for a token", path: "/api",
			h:    below("/api/beta/", http.StripPrefix("/api", h), guarded),
			want: []string{"try http://127.0.0.1:", "/api/beta"},
		},
		{
			name: "nowhere", h: http.NotFoundHandler(), path: "/beta",
			want: []string{"the target are identical: 404", "is the base URL right?"},
		},
		{
			name: "the token of loopback", h: strict, path: "/beta",
			target: verify.Target{Advice: verify.Advice{Token: "set A_TOKEN"}},
			want:   []string{wrongToken, `"toeline" was sent: set A_TOKEN`},
		},
		{
			name: "a wrong token", h: strict, path: "/beta",
			target: verify.Target{Token: "wrong-one-of-many"}, want: []string{wrongToken},
		},
		{
			name: "no fixtures", h: referenceWith(t, reference.Options{}), path: "/beta",
			want: []string{"holds none of the tasks", "404 Not Found", "load the tasks of"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			served := reference.StartTest(t, tt.h, reference.Listen{})
			tt.target.URL = strings.TrimSuffix(served.URL, "/beta") + tt.path
			report, err := verify.Run(t.Context(), verify.Config{
				Contract: contract, Fixtures: held, Target: tt.target, Only: tt.only,
			})
			if err != nil {
				t.Fatal(err)
			}
			line := cmp.Or(report.Run.Preflight, report.Identical)
			shown := len(report.Cases) + len(report.Causes)
			run := &report.Run
			if run.ExitCode != result.ExitInconclusive || strings.ContainsAny(line, "\r\n") ||
				run.Preflight != "" && shown > 0 {
				t.Errorf("exit %d: %d cases, %q", run.ExitCode, len(report.Cases), run.Reason)
			}
			for _, part := range tt.want {
				if !strings.Contains(line, part) {
					t.Errorf("%q is not in %q", part, line)
				}
			}
			if err := report.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}
