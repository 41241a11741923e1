package verify_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec/openapi"
)

// joint is a description of one operation that takes these alternatives.
const joint = `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/notes": {
"get": {"operationId": "notes", "security": %s, "responses": {
"200": {"description": "ok"}, "401": {"description": "no"}}}}},
"components": {"securitySchemes": {
"app": {"type": "apiKey", "in": "header", "name": "X-App"},
"sig": {"type": "apiKey", "in": "query", "name": "sig"},
"user": {"type": "http", "scheme": "bearer"}}}}`

// presents are what a server looks at for each scheme.
var presents = map[string]func(r *http.Request) bool{
	"app":  func(r *http.Request) bool { return r.Header.Get("X-App") == "toeline" },
	"sig":  func(r *http.Request) bool { return r.URL.Query().Get("sig") == "toeline" },
	"user": func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer toeline" },
}

// TestJointCredentials: a server that does not look at one of the schemes that go together is found
// by the requirements of that scheme, and one that needs no more than it documents by none.
func TestJointCredentials(t *testing.T) {
	t.Parallel()
	missing := func(s string) []string { return []string{"notes-AUTH-" + s, "notes-TOKEN-" + s} }
	for _, tt := range []struct {
		name, security, checks string // checks: what the server takes, alternatives by |
		want                   []string
	}{
		{"keys", `[{"app": [], "sig": []}]`, "app sig", nil},
		{"keys, no query", `[{"app": [], "sig": []}]`, "app", missing("sig")},
		{"keys, no header", `[{"app": [], "sig": []}]`, "sig", missing("app")},
		{"token and key", `[{"user": [], "app": []}]`, "user app", nil},
		{"token and key, no key", `[{"user": [], "app": []}]`, "user", missing("app")},
		{"token and key, no token", `[{"user": [], "app": []}]`, "app", missing("user")},
		{"one is enough", `[{"app": [], "sig": []}, {"app": []}]`, "app", nil},
		{"another way", `[{"app": [], "sig": []}, {"user": []}]`, "app sig|user", nil},
		{
			"another way, no query", `[{"app": [], "sig": []}, {"user": []}]`, "app|user",
			missing("sig"),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			takes := func(r *http.Request) bool {
				for way := range strings.SplitSeq(tt.checks, "|") {
					lacks := func(s string) bool { return !presents[s](r) }
					if !slices.ContainsFunc(strings.Fields(way), lacks) {
						return true
					}
				}
				return false
			}
			server := httptest.NewServer(http.HandlerFunc(
				func(w http.ResponseWriter, r *http.Request) {
					switch {
					case !takes(r):
						w.WriteHeader(http.StatusUnauthorized)
					case r.Method != http.MethodGet:
						w.Header().Set("Allow", http.MethodGet)
						w.WriteHeader(http.StatusMethodNotAllowed)
					}
				}))
			defer server.Close()
			doc, err := lint.LoadSource(openapi.Source{
				File: "joint.json", Data: fmt.Appendf(nil, joint, tt.security),
			})
			if err != nil {
				t.Fatal(err)
			}
			report, err := verify.Run(t.Context(), verify.Config{
				Contract: doc, Seed: 1, Target: verify.Target{URL: server.URL},
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range report.Requirements {
				r := &report.Requirements[i]
				if r.Status == "failed" {
					got = append(got, r.ID)
				}
				judged := r.Status == "failed" || r.Status == "passed"
				if strings.Contains(r.ID, "TOKEN-") && !judged {
					t.Errorf("%s is %s", r.ID, r.Status)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
