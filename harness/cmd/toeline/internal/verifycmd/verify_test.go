package verifycmd

import (
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// TestContentOfOwnDocuments holds how much content is read where nobody says so: of what a document
// of the user's own describes, valid lists are longer than 1 MiB.
func TestContentOfOwnDocuments(t *testing.T) {
	for _, tt := range []struct {
		document, given string
		want            string
	}{
		{spec.Default, "", "1MiB"},
		{"openapi.yaml", "", "16MiB"},
		{"openapi.yaml", "2MiB", "2MiB"},
	} {
		v, flags := newCommand(app.App{})
		v.Document = tt.document
		if tt.given != "" {
			if err := flags.Set("max-body", tt.given); err != nil {
				t.Fatal(err)
			}
		}
		v.settle(flags, &spec.Contract{})
		if got := v.MaxBody.String(); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.document, tt.given, got, tt.want)
		}
	}
}

// panicking panics with a secret while a connection to a target is made.
type panicking struct{ secret string }

func (p panicking) verify(tls.ConnectionState) error {
	panic("cannot send  " + p.secret + " to /beta/")
}

// A panic of the preflight is caught, before any run began and with many
// editions too.
func TestDefectOfEditions(t *testing.T) {
	t.Parallel()
	const token = "canary-7f3a9c51d2-of-editions"
	v, _ := newCommand(app.App{
		Stdout: io.Discard, Stderr: io.Discard,
		Getenv: func(string) (string, bool) { return "", false },
	})
	server := reference.StartTest(t, http.NotFoundHandler(), reference.Listen{TLS: true})
	target := verify.Target{URL: server.URL, Token: token, TLS: &tls.Config{
		InsecureSkipVerify: true, VerifyConnection: panicking{token}.verify,
	}}
	first := rig.Prepare(t, target, nil)
	defer first.Close()
	err := v.judgeEditions(t.Context(), []*verify.Session{first, first.Again()})
	reported := err.Error()
	if exit.CodeOf(err) != result.ExitCrashed || strings.Contains(reported, "7f3a9c51d2") {
		t.Errorf("exit %d: %v", exit.CodeOf(err), err)
	}
	if !strings.Contains(reported, "please report it: cannot send  [redacted] to /beta/") ||
		!strings.Contains(reported, "panicking.verify:") {
		t.Errorf("the error does not say what and where: %v", err)
	}
}
