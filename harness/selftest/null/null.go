package null

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
)

// nullTarget is a server that knows no contract at all: it must not pass.
type nullTarget struct {
	Name string
	// answer responds to every request; nil: nothing listens there.
	answer http.HandlerFunc
	// identical is the line about identical responses; empty: the report has no such line.
	identical string
}

// always answers everything with a status, a media type and a text.
func always(status int, mediaType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if mediaType != "" {
			w.Header().Set("Content-Type", mediaType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // a 204 refuses it
	}
}

// later answers everything by asking to retry.
func later(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(status)
	}
}

// budget bounds a run against a null target.
const budget = 6 * time.Second

const (
	loginPage   = "<!doctype html><title>Sign in</title><form action=/login></form>"
	oneEnvelope = `{"error":{"code":"BadRequest","message":"Something is ` +
		`wrong","innerError":{"date":"2026-01-02T03:04:05",` +
		`"request-id":"43067534-c43a-4df8-a4d1-30660b99ac76","client-request-id":"b041e97f-24d2-bf6a-1731-7e0de686464c"}}}`
)

func Targets() []nullTarget {
	return []nullTarget{
		{Name: "closed-port"},
		{
			Name:      "200-with-an-empty-object",
			answer:    always(http.StatusOK, "application/json", "{}"),
			identical: "200",
		},
		{Name: "200-with-nothing", answer: always(http.StatusOK, "", ""), identical: "200"},
		{Name: "204", answer: always(http.StatusNoContent, "", ""), identical: "204"},
		{
			Name: "404", answer: always(http.StatusNotFound, "text/plain", "404 page not found\n"),
			identical: "404",
		},
		{
			Name: "500", answer: always(http.StatusInternalServerError, "text/plain", "oops"),
			identical: "500",
		},
		{Name: "401", answer: always(http.StatusUnauthorized, "", ""), identical: "401"},
		{Name: "403", answer: always(http.StatusForbidden, "", ""), identical: "403"},
		{Name: "429", answer: always(http.StatusTooManyRequests, "", ""), identical: "429"},
		{
			Name: "503-with-a-long-wait", answer: later(http.StatusServiceUnavailable, "86400"),
			identical: "503",
		},
		{
			Name:      "504-with-an-odd-wait",
			answer:    later(http.StatusGatewayTimeout, "soon, -1, 99999999999999999999"),
			identical: "504",
		},
		{
			Name:      "login-page",
			answer:    always(http.StatusOK, "text/html", loginPage),
			identical: "200",
		},
		{Name: "redirect-to-a-login-page", answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login", http.StatusFound)
		}, identical: "302"},
		{
			Name: "one-envelope-for-400",
			answer: always(http.StatusBadRequest, "application/json",
				oneEnvelope), identical: "400",
		},
		{
			Name:   "one-envelope-for-404",
			answer: always(http.StatusNotFound, "application/json", oneEnvelope), identical: "404",
		},
		{Name: "echo", answer: func(w http.ResponseWriter, r *http.Request) {
			_ = r.Write(w) // whoever asks hears the end of it
		}, identical: "200"},
	}
}

// runNull makes a row of each null target.
func runNull(ctx context.Context, l *selftest.Lab, parallel int) []selftest.Row {
	var jobs []selftest.Job
	for _, n := range Targets() {
		jobs = append(jobs, func(ctx context.Context) selftest.Row { return n.row(ctx, l) })
	}
	return selftest.RunJobs(ctx, parallel, jobs)
}

// row judges one null target.
func (n nullTarget) row(ctx context.Context, l *selftest.Lab) selftest.Row {
	row := selftest.Row{Kind: selftest.KindNull, Name: n.Name, Want: []string{"exit 1 or 3"}}
	r, err := n.Judge(ctx, l)
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	code, identical := r.Run.ExitCode, cmp.Or(r.Identical, r.Run.Preflight)
	row.Got = []string{fmt.Sprintf("exit %d: %s", code, cmp.Or(identical, r.Run.Reason))}
	switch {
	case code != result.ExitFailed && code != result.ExitInconclusive:
		row.Detail = fmt.Sprintf("exit %d", code)
	case n.identical == "" && r.Identical != "":
		row.Detail = "all responses are reported as identical: " + identical
	case !strings.Contains(identical, n.identical):
		row.Detail = fmt.Sprintf("the one line %q does not say %s", identical, n.identical)
	}
	row.OK = row.Detail == ""
	return row
}

// judge serves a null target and judges it.
func (n nullTarget) Judge(ctx context.Context, l *selftest.Lab) (*result.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, 16*time.Second)
	defer cancel()
	site := selftest.Site{URL: "http://127.0.0.1:1/beta", Token: "5up3r-53cr3t", Budget: budget}
	if n.answer == nil { // a port of the system's, which no listener gets by chance
		return l.Outcome(ctx, site)
	}
	server := httptest.NewServer(n.answer)
	defer server.Close()
	site.URL = server.URL + "/beta"
	return l.Outcome(ctx, site)
}
