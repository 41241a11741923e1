package client

import (
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/harness/plan"
	"example.com/toeline/spec/clients"
)

// Run judges a client of the default document in a Go test, a subtest a case:
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
// [Reported] tell status, code, message and request id; what is not told is
// reported as missing. A broken "must" fails the test, a broken "should" is
// logged. It takes about four seconds, and longer where the client's own
// retries wait longer.
func Run(t *testing.T, client Func) {
	t.Helper()
	RunWith(t, Options{Program: client})
}

// RunWith is Run with options: another document, Strict, Only and Skip, and
// what else a run has. Without Doc it is the default one.
func RunWith(t *testing.T, o Options) {
	t.Helper()
	if o.Doc == nil {
		doc, err := clients.Embedded(clients.Default)
		if err != nil {
			t.Fatal(err)
		}
		o.Doc = doc
	}
	result, err := Judge(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if result.Preflight != "" {
		t.Fatal(result.Preflight)
	}
	for i := range result.Outcome.Results {
		res := &result.Outcome.Results[i]
		t.Run(res.Case.ID, func(t *testing.T) { tellResult(t, o.Doc, res) })
	}
	if code, reason := result.Outcome.Exit(); code != plan.ExitHolds {
		t.Errorf("%s (%s)", reason, o.Doc.File)
	}
}

// tellResult fails a case's subtest with all of its findings at once.
func tellResult(t *testing.T, doc *clients.Document, res *plan.Result) {
	t.Helper()
	for _, f := range res.Findings {
		tell := t.Logf
		if f.Gated {
			tell = t.Errorf
		}
		tell("%s", describeFinding(doc, res, f))
	}
	switch res.Verdict {
	case plan.Skip:
		t.Skip(res.Reason)
	case plan.Undecided:
		t.Errorf("undecided: %s", res.Reason)
	}
}

func describeFinding(doc *clients.Document, res *plan.Result, f plan.Finding) string {
	r, _ := doc.Requirement(f.Requirement)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s (%s)\n%s\n", r.ID, r.Level, r.Text, r.Source, res.Case.Text)
	fmt.Fprintf(&b, "where     %s: %s\nexpected  %s\ngot       %s\n", f.Where, f.Reason, f.Expected, f.Got)
	if e := res.Exchanges[f.Probe]; e != nil {
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
