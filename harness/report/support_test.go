package report_test

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

var started = time.Date(2026, 1, 2, 3, 4, 5, 678_901_234, time.UTC)

var update = flag.Bool("update", false, "write the golden files")

// answer is what a handler was about to send.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// spoil decorates a handler: each answer may be changed before it is sent.
func spoil(h http.Handler, change func(*http.Request, *answer)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, r)
		a := &answer{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
		change(r, a)
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.WriteHeader(a.status)
		w.Write(a.body)
	})
}

// target is what a test runs against.
type target struct {
	change  func(*http.Request, *answer) // nil: the reference as it is
	token   string
	headers exchange.Header
	options func(*plan.Options)
	facts   report.Facts
	waive   func(*plan.Outcome)
}

// run carries out a real run over a real socket.
func run(t *testing.T, in target) *report.Report {
	t.Helper()
	handler := rig.Reference(t, in.token)
	if in.change != nil {
		handler = spoil(handler, in.change)
	}
	run, outcome := rig.Run(t, handler, plan.Access{Token: in.token, TokenFrom: report.DefaultTokenEnv, Headers: in.headers}, func(o *plan.Options) {
		o.Record = true
		if in.options != nil {
			in.options(o)
		}
	})
	if in.waive != nil {
		in.waive(outcome)
	}
	in.facts.Took = run.Took
	return report.New(outcome, in.facts)
}

// aPlan is one that nothing is sent for.
func aPlan(t *testing.T) *plan.Plan {
	t.Helper()
	return rig.At(t, plan.Access{URL: "http://127.0.0.1:8765/beta"}, nil)
}

// wrongCode breaks one requirement of one situation.
func wrongCode(_ *http.Request, a *answer) {
	a.body = bytes.ReplaceAll(a.body, []byte(`"NotFound"`), []byte(`"ItemNotFound"`))
}

func only(patterns ...string) func(*plan.Options) {
	return func(o *plan.Options) { o.Only = patterns }
}

var (
	times = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?`)
	dates = regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`)
	ports = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	guids = regexp.MustCompile(`(?i)((?:request-id)(?:\\*"|",\s*"value")?: *\\*"?)[0-9a-f-]{36}`)
	sums  = regexp.MustCompile(`("sha256": )"[0-9a-f]+"`)
	took  = regexp.MustCompile(`("milliseconds": )[\d.]+`)
)

// normal is a report without what differs between two runs. It goes through
// JSON and back, and so holds that what is read tells what was written.
func normal(t *testing.T, r *report.Report) *report.Report {
	t.Helper()
	read, err := report.Read(strings.NewReader(normalText(write(t, report.JSON{}, r))))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func normalText(text string) string {
	text = times.ReplaceAllString(text, "2026-01-02T03:04:05Z")
	text = dates.ReplaceAllString(text, "Fri, 02 Jan 2026 03:04:05 GMT")
	text = ports.ReplaceAllString(text, "127.0.0.1:8765")
	text = guids.ReplaceAllString(text, "${1}00000000-0000-4000-8000-000000000000")
	text = sums.ReplaceAllString(text, `${1}"`+strings.Repeat("0", 64)+`"`)
	return took.ReplaceAllString(text, "${1}65.4")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s, to be accepted with -update (-want +got):\n%s", name, diff)
	}
}

func write(t *testing.T, h report.Handler, r *report.Report) string {
	t.Helper()
	var b strings.Builder
	if err := h.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withWaivers is a red run: one of two broken requirements is waived, and of
// another waiver what it waives holds.
func withWaivers(t *testing.T) *report.Report {
	t.Helper()
	return run(t, target{
		facts: facts(), options: only("not-found.absent-guid", "unsupported-action.**"),
		change: func(r *http.Request, a *answer) {
			wrongCode(r, a)
			a.body = bytes.ReplaceAll(a.body, []byte(" not found"), []byte(" was not found"))
		},
		waive: func(o *plan.Outcome) {
			waived := 0
			for i := range o.Results {
				for j := range o.Results[i].Findings {
					if f := &o.Results[i].Findings[j]; f.Where == "/error/code" {
						f.Waiver = 1
						waived++
					}
				}
			}
			o.Waive([]result.Waiver{
				{File: "waivers.yaml", Line: 3, Requirement: []string{"ERA-NF-2"}, Reason: "the mock says *ItemNotFound*", Owner: "mocks", Link: "https://issues.example/7", Expires: "2027-01-31", State: result.WaiverActive, Findings: waived, Cases: 1},
				{File: "waivers.yaml", Line: 9, Case: []string{"unsupported-action.text"}, Reason: "the mock lacked texts", Owner: "mocks", State: result.WaiverStale, Why: "all that it waives was judged, and holds: take it out"},
			})
		},
	})
}
