package selftest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"example.com/toeline/harness/plan"
)

// nullTarget is a server that knows no contract at all: it must not pass.
type nullTarget struct {
	name string
	// answer is what it says to every request; nil: nobody listens there.
	answer http.HandlerFunc
	// alike is what the one line about it says; empty: it has no such line.
	alike string
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

// later answers everything by asking to come back.
func later(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(status)
	}
}

const (
	loginPage   = "<!doctype html><title>Sign in</title><form action=/login></form>"
	oneEnvelope = `{"error":{"code":"BadRequest","message":"Something is wrong","innerError":{"date":"2026-01-02T03:04:05",` +
		`"request-id":"43067534-c43a-4df8-a4d1-30660b99ac76","client-request-id":"b041e97f-24d2-bf6a-1731-7e0de686464c"}}}`
)

func nullTargets() []nullTarget {
	return []nullTarget{
		{name: "closed-port"},
		{name: "200-with-an-empty-object", answer: always(http.StatusOK, "application/json", "{}"), alike: "200"},
		{name: "200-with-nothing", answer: always(http.StatusOK, "", ""), alike: "200"},
		{name: "204", answer: always(http.StatusNoContent, "", ""), alike: "204"},
		{name: "404", answer: always(http.StatusNotFound, "text/plain", "404 page not found\n"), alike: "404"},
		{name: "500", answer: always(http.StatusInternalServerError, "text/plain", "oops"), alike: "500"},
		{name: "401", answer: always(http.StatusUnauthorized, "", ""), alike: "401"},
		{name: "403", answer: always(http.StatusForbidden, "", ""), alike: "403"},
		{name: "429", answer: always(http.StatusTooManyRequests, "", ""), alike: "429"},
		{name: "503-with-a-long-wait", answer: later(http.StatusServiceUnavailable, "86400"), alike: "503"},
		{name: "504-with-an-odd-wait", answer: later(http.StatusGatewayTimeout, "soon, -1, 99999999999999999999"), alike: "504"},
		{name: "login-page", answer: always(http.StatusOK, "text/html", loginPage), alike: "200"},
		{name: "redirect-to-a-login-page", answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login", http.StatusFound)
		}, alike: "302"},
		{name: "one-envelope-for-400", answer: always(http.StatusBadRequest, "application/json", oneEnvelope), alike: "400"},
		{name: "one-envelope-for-404", answer: always(http.StatusNotFound, "application/json", oneEnvelope), alike: "404"},
		{name: "echo", answer: func(w http.ResponseWriter, r *http.Request) {
			_ = r.Write(w) // whoever asks hears the end of it
		}, alike: "200"},
	}
}

// runNull makes a row of each null target.
func (l *lab) runNull(ctx context.Context, parallel int) []Row {
	var jobs []job
	for _, n := range nullTargets() {
		jobs = append(jobs, func(ctx context.Context) Row { return l.nullRow(ctx, n) })
	}
	return runJobs(ctx, parallel, jobs)
}

// nullRow judges one null target.
func (l *lab) nullRow(ctx context.Context, n nullTarget) Row {
	row := Row{Kind: KindNull, Name: n.name, Want: []string{"exit 1 or 3"}}
	o, err := l.answerNothing(ctx, n)
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	code, reason := o.Exit()
	row.Got = []string{fmt.Sprintf("exit %d: %s", code, reason)}
	switch {
	case code != plan.ExitBroken && code != plan.ExitUnknown:
		row.Detail = fmt.Sprintf("exit %d", code)
	case n.alike == "" && o.Alike != "":
		row.Detail = "is called alike in all it answers: " + o.Alike
	case !strings.Contains(o.Alike, n.alike):
		row.Detail = fmt.Sprintf("the one line %q does not say %s", o.Alike, n.alike)
	}
	if o.Alike != "" {
		row.Got = []string{fmt.Sprintf("exit %d: %s", code, o.Alike)}
	}
	row.OK = row.Detail == ""
	return row
}

func (l *lab) answerNothing(ctx context.Context, n nullTarget) (*plan.Outcome, error) {
	if n.answer == nil { // a port of the system's, which no listener gets by chance
		return l.hold(ctx, held{url: "http://127.0.0.1:1/beta"})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	url := "http://" + listener.Addr().String() + "/beta"
	server := &http.Server{Handler: n.answer, ReadHeaderTimeout: hostileBudget}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	o, err := l.hold(ctx, held{url: url})
	_ = server.Close()
	<-served
	return o, err
}
