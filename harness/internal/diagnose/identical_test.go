package diagnose

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
)

// TestIdentical: a target whose responses all look the same is described in one line, with what to
// look at, whatever ids, dates and parts of the request are in them; any other is not.
func TestIdentical(t *testing.T) {
	t.Parallel()
	const identical = "all responses of the target are identical: "
	all, _ := planned(t, "/beta")
	number := 0
	for _, tt := range []struct {
		name   string
		target answers
		want   string
	}{
		{"an empty object", always(200, "{}"), identical + "200 with {}"},
		{"no content", always(204, ""), identical + "204 without content"},
		{
			"a page",
			always(404, "<!DOCTYPE html>\n<html><head><title>\nNot\nhere </title></head></html>"),
			identical + `404 with a page of HTML "Not here"; is the base URL right?`,
		},
		{
			"a page without a title", always(404, " <HTML>no</HTML>"),
			identical + "404 with a page of HTML; is the base URL right?",
		},
		{
			"a text", always(404, "404 page not found\n"),
			identical + `404 with "404 page not found"; is the base URL right?`,
		},
		{
			"a redirect", always(302, "", "Location", "/login"), identical +
				"302 without content, and leads to /login; redirects are not followed: give the " +
				"URL of what answers, and the credentials that a sign-in page asks for",
		},
		{"moved", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			if r.Method == http.MethodGet {
				return response(301, "moved")
			}
			return response(301, "")
		}, identical + `301 with "moved"; redirects are not followed: give the URL of what ` +
			"answers, and the credentials that a sign-in page asks for"},
		{
			"a sign-in page", always(200, "<html><title>Sign in</title></html>"), identical +
				`200 with a page of HTML "Sign in"; is it a web site or a sign-in page, and not ` +
				"the service?",
		},
		{
			"pages that differ", func(*cases.Step, *cases.Request) *exchange.Response {
				number++
				return response(200, fmt.Sprintf("<html><title>P</title>%d</html>", number))
			}, "all responses of the target are pages of one kind: 200 with a page of HTML " +
				`"P"; is it a web site or a sign-in page, and not the service?`,
		},
		{
			"unauthorized", always(401, "no"),
			identical + `401 with "no"; are the credentials right?`,
		},
		{
			"forbidden", always(403, "no"),
			identical + `403 with "no"; may whom the credentials are of do this?`,
		},
		{
			"a proxy", always(407, "no"), identical + `407 with "no"; a proxy asks for ` +
				"credentials: give them in the URL of HTTP_PROXY, or reach the target without " +
				"it by NO_PROXY",
		},
		{
			"too many requests", always(429, "no"),
			identical + `429 with "no"; send fewer requests a second`,
		},
		{
			"no text", always(200, "\x89\xff"),
			identical + "200 with 2 bytes that are no text",
		},
		{"ids and dates", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			id, _ := r.Header.Get("client-request-id")
			number++
			return response(400, fmt.Sprintf(
				`{"date":"2026-01-02T03:04:%02d.5Z","id":"%032d","client":"%s"}`, number%60,
				0, id))
		}, identical + `400 with {"date":"2026-01-02T03:04:…`},
		{"the path", page, identical + `404 with a page of HTML "Error"; is the base URL right?`},
		{"the request", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			text := r.Method + " " + r.Target + " HTTP/1.1\r\n"
			for _, f := range r.Header {
				text += f.Name + ": " + f.Value + "\r\n"
			}
			return response(200, text)
		}, identical + `200 with "POST /beta/security/…`},
		{"every POST", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			if r.Method != http.MethodPost {
				return response(404, "")
			}
			return response(501, "")
		}, "the responses to every POST are identical: 501 without content; does the service " +
			"work, and what is behind it?"},
		{"two contents", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			return response(400, fmt.Sprint(hasToken(r)))
		}, ""},
		{"two statuses", func(_ *cases.Step, r *cases.Request) *exchange.Response {
			if hasToken(r) {
				return response(401, "")
			}
			return response(400, "")
		}, ""},
		{"what is right", right, ""},
	} {
		got := Identical(by(tt.target, all), unredacted)
		start, more := strings.CutSuffix(tt.want, "…")
		if got != tt.want && !(more && strings.HasPrefix(got, start)) {
			t.Errorf("%s (-want +got):\n%s", tt.name, cmp.Diff(tt.want, got))
		}
	}
	narrowed, _ := planned(t, "/beta", "not-found.**")
	if got := Identical(by(always(200, "{}"), narrowed), unredacted); got != "" {
		t.Errorf("where nothing else is asked for: %q", got)
	}
	if got := Identical(nil, unredacted); got != "" {
		t.Errorf("without a response: %q", got)
	}
}

// TestIdenticalOfOneOperation: the one operation of a contract that reads may have one response,
// but not a page.
func TestIdenticalOfOneOperation(t *testing.T) {
	t.Parallel()
	some, _ := planned(t, "/beta", "success.**", "not-found.**", "invalid-guid.**")
	reads := *some[0].Step.Operation
	reads.Method = http.MethodGet
	for i, a := range some {
		step, request := *a.Step, *a.Request
		step.Operation, request.Method = &reads, http.MethodGet
		some[i].Step, some[i].Request = &step, &request
	}
	success := slices.IndexFunc(some, func(a Answered) bool {
		return right(a.Step, a.Request).Status < 300
	})
	status := right(some[success].Step, some[success].Request).Status
	for body, silent := range map[string]bool{"{}": true, "<html></html>": false} {
		if got := Identical(by(always(status, body), some), unredacted); (got == "") != silent {
			t.Errorf("%s: %q", body, got)
		}
	}
}

// TestIdenticalIsRedacted: what is shown of a response has no secret in it.
func TestIdenticalIsRedacted(t *testing.T) {
	t.Parallel()
	all, _ := planned(t, "/beta")
	got := Identical(by(always(400, "secret"), all), func(*exchange.Exchange) *exchange.Exchange {
		return &exchange.Exchange{Response: response(400, "[redacted]")}
	})
	const want = `all responses of the target are identical: 400 with "[redacted]"`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
