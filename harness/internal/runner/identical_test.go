package runner_test

import (
	"net/http"
	"testing"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/verify"
)

// TestIdentical: a run says that all responses are identical, and of the reference server that
// they are not. What is identical has the tests of the package diagnose.
func TestIdentical(t *testing.T) {
	const identical = `all responses of the target are identical: 404 with "404 page not found"; ` +
		"is the base URL right?"
	reference := rig.Reference(t, "")
	for _, tt := range []struct {
		name    string
		handler http.Handler
		only    []string
		want    string
	}{
		{"one text", http.NotFoundHandler(), nil, identical},
		{"nothing else is asked", http.NotFoundHandler(), []string{"not-found.**"}, ""},
		{"the reference", reference, nil, ""},
		{"its successes", reference, []string{"success.**"}, ""},
		{"its methods", reference, []string{"methods.**"}, ""},
		{"its authorization", reference, []string{"authorization.**"}, ""},
	} {
		got := rig.Run(t, tt.handler, verify.Target{},
			func(c *verify.Config) { c.Only = tt.only }).Identical
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
