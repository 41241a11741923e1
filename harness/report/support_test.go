package report_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

var started = time.Date(2026, 1, 2, 3, 4, 5, 678_901_234, time.UTC)

// answer is what a handler was about to send.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// spoil decorates a handler: each response may be changed before it is sent.
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
	headers []result.Field
	options func(*verify.Config)
	facts   invoked
}

// invoked is how a run was invoked.
type invoked struct {
	result.Invocation
	Version  string
	Settings []result.Setting
}

func (f invoked) into(c *verify.Config) {
	c.Invocation, c.Version, c.Settings = f.Invocation, f.Version, f.Settings
}

// run carries out a real run over a real socket.
func run(t *testing.T, in target) *result.Report {
	t.Helper()
	handler := rig.Reference(t, in.token)
	if in.change != nil {
		handler = spoil(handler, in.change)
	}
	access := verify.Target{
		Token:   in.token,
		Headers: in.headers,
		Advice:  verify.Advice{Token: "set " + spec.DefaultTokenEnv()},
	}
	return rig.Run(t, handler, access, func(c *verify.Config) {
		c.Record = true
		in.facts.into(c)
		if in.options != nil {
			in.options(c)
		}
	})
}

// unreached is the report of a run that sent nothing.
func unreached(t *testing.T, why string) *result.Report {
	t.Helper()
	s := rig.Prepare(t, verify.Target{URL: "http://127.0.0.1:8765/beta"}, facts().into)
	return s.Unreached(why)
}

// wrongCode breaks one requirement of one situation.
func wrongCode(_ *http.Request, a *answer) {
	a.body = bytes.ReplaceAll(a.body, []byte(`"NotFound"`), []byte(`"ItemNotFound"`))
}

func only(patterns ...string) func(*verify.Config) {
	return func(o *verify.Config) { o.Only = patterns }
}

var (
	times = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?`)
	dates = regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`)
	ports = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	guids = regexp.MustCompile(`(?i)((?:request-id)(?:\\*"|",\s*"value")?: *\\*"?)[0-9a-f-]{36}`)
	sums  = regexp.MustCompile(`("sha256": )"[0-9a-f]+"`)
	took  = regexp.MustCompile(`("milliseconds": )[\d.]+`)
)

// normal returns a report without what differs between two runs. It goes through JSON and back,
// and so checks that reading returns what was written.
func normal(t *testing.T, r *result.Report) *result.Report {
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

func write(t *testing.T, h report.Handler, r *result.Report) string {
	t.Helper()
	var b strings.Builder
	if err := h.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withWaivers is a red run: one of two broken requirements is waived, and of
// another waiver what it waives holds.
func withWaivers(t *testing.T) *result.Report {
	t.Helper()
	return run(t, target{
		facts: facts(), options: func(c *verify.Config) {
			c.Only = []string{"not-found.absent-guid", "unsupported-action.**"}
			c.Waivers = []result.WaiverRule{
				rule(
					t,
					result.Waiver{
						Line:    3,
						Reason:  "the mock says *ItemNotFound*",
						Owner:   "mocks",
						Link:    "https://issues.example/7",
						Expires: "2027-01-31",
					},
					"ERA-NF-2",
					"",
				),
				rule(t, result.Waiver{Line: 9, Reason: "the mock lacked texts", Owner: "mocks"}, "",
					"unsupported-action.text"),
			}
		},
		change: func(r *http.Request, a *answer) {
			wrongCode(r, a)
			a.body = bytes.ReplaceAll(a.body, []byte(" not found"), []byte(" was not found"))
		},
	})
}

// rule is an entry of waivers.yaml.
func rule(t *testing.T, w result.Waiver, requirement, caseID string) result.WaiverRule {
	t.Helper()
	w.File = "waivers.yaml"
	r := result.WaiverRule{Waiver: w}
	for text, into := range map[string]*[]result.WaiverPattern{
		requirement: &r.RequirementPatterns, caseID: &r.CasePatterns,
	} {
		if text == "" {
			continue
		}
		p, err := spec.ParsePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		*into = append(*into, result.WaiverPattern{Pattern: p, Line: w.Line})
	}
	return r
}
