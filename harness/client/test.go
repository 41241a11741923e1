package client

import (
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// Run judges a client of the default contract in a Go test, with a subtest for each
// case:
//
//	func TestClient(t *testing.T) {
//		client.Run(t, func(ctx context.Context, server client.Server, id string) error {
//			http, err := server.Client()
//			if err != nil {
//				return err
//			}
//			return mine.New(server.URL, server.Token, http).Execute(ctx, id)
//		})
//	}
//
// The function is called concurrently, and nil is success. Errors that wrap a
// [Reported] carry status, code, message and request id; what they lack is a finding.
// A failed "must" fails the test, a failed "should" is logged. Run takes about four
// seconds, and longer if the client's own retries wait longer.
func Run(t *testing.T, client Func) {
	t.Helper()
	RunWith(t, Options{Program: client})
}

// RunWith is Run with options. Without Doc the default contract is used.
func RunWith(t *testing.T, o Options) {
	t.Helper()
	if o.Doc == nil {
		doc, err := clients.Embedded(clients.Default)
		if err != nil {
			t.Fatal(err)
		}
		o.Doc = doc
	}
	report, err := Judge(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Run.Preflight != "" {
		t.Fatal(report.Run.Preflight)
	}
	for i := range report.Cases {
		res := &report.Cases[i]
		t.Run(res.ID, func(t *testing.T) { logResult(t, o.Doc, res) })
	}
	if report.Run.ExitCode != result.ExitPassed {
		t.Errorf("%s (%s)", report.Run.Reason, o.Doc.File)
	}
}

// logResult fails the subtest of a case with all of its findings at once.
func logResult(t *testing.T, doc *clients.Contract, res *result.Case) {
	t.Helper()
	for _, f := range res.Findings {
		log := t.Logf
		if f.Gating {
			log = t.Errorf
		}
		log("%s", describeFinding(doc, res, f))
	}
	switch res.Verdict {
	case result.Skipped:
		t.Skip(res.Reason)
	case result.Inconclusive:
		t.Errorf("inconclusive: %s", res.Reason)
	}
}

func describeFinding(doc *clients.Contract, res *result.Case, f result.Finding) string {
	r, _ := doc.Requirement(f.Requirement)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s (%s)\n%s\n", r.ID, r.Level, r.Text, r.Source, res.Text)
	fmt.Fprintf(&b, "where     %s: %s\nexpected  %s\ngot       %s\n",
		f.Where, f.Reason, f.Expected, f.Got)
	if e := res.Exchange(&f); e != nil {
		fmt.Fprintf(&b, "> %s %s\n", e.Request.Method, e.Request.Target)
		if e.Response != nil {
			fmt.Fprintf(&b, "< %d\n", e.Response.Status)
		}
	}
	for _, line := range res.Note {
		fmt.Fprintf(&b, "= %s\n", line)
	}
	return b.String()
}
