package runner_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/verify"
)

func TestAlike(t *testing.T) {
	text := func(status int, mediaType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	const envelope = `{"error":{"code":"BadRequest","message":"no","innerError":{"date":"%s","request-id":"%s","client-request-id":"%s"}}}`
	for _, tc := range []struct {
		name    string
		handler http.HandlerFunc
		only    []string
		want    string
	}{
		{
			"empty object", text(200, "application/json", "{}"), nil,
			"all responses of the target are identical: 200 with {}",
		},
		{"no content", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(204)
		}, nil, "all responses of the target are identical: 204 without content"},
		{
			"page", text(404, "text/html",
				"<!DOCTYPE html>\n<html><head><title>\nNot\nhere </title></head></html>"), nil,
			`all responses of the target are identical: 404 with a page of HTML "Not here"; is ` +
				`the base URL right?`,
		},
		{"page without title", text(404, "text/html", " <HTML>no</HTML>"), nil, `all responses ` +
			`of the target are identical: 404 with a page of HTML; is the base URL right?`},
		{"text", http.NotFound, nil, `all responses of the target are identical: 404 with "404 ` +
			`page not found"; is the base URL right?`},
		{
			"redirect", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", "/login")
				w.WriteHeader(302)
			}, nil,
			"all responses of the target are identical: 302 without content, and leads to " +
				"/login; " +
				"redirects are not followed: give the URL of what answers, and the credentials " +
				"that a sign-in page asks for",
		},
		{
			"sign-in page", text(200, "text/html", "<html><title>Sign in</title></html>"), nil,
			`all responses of the target are identical: 200 with a page of HTML "Sign in"; is it ` +
				`a web site or a sign-in page, and not the service?`,
		},
		{
			"forbidden", text(403, "text/plain", "no"), nil,
			`all responses of the target are identical: 403 with "no"; may whom the credentials ` +
				`are of do this?`,
		},
		{
			"proxy", text(407, "text/plain", "no"), nil,
			`all responses of the target are identical: 407 with "no"; a proxy asks for ` +
				`credentials: give them in the URL of HTTP_PROXY, or reach the target without it ` +
				`by NO_PROXY`,
		},
		{
			"no text", text(200, "image/png", "\x89\xff"), nil,
			"all responses of the target are identical: 200 with 2 bytes that are no text",
		},
		{"envelope with ids and dates", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			fmt.Fprintf(w, envelope, time.Now().UTC().Format(time.RFC3339Nano),
				r.Header.Get("client-request-id"), r.Header.Get("client-request-id"))
		}, nil, `all responses of the target are identical: 400 with ` +
			`{"error":{"code":"BadRequest","message":"no","innerError":{"date":"` +
			time.Now().UTC().Format("2006-01-02T") + `…`},
		{"echo of the path", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(404)
			fmt.Fprintf(w, "<html><title>Error</title><pre>Cannot %s %s</pre>", r.Method,
				r.URL.EscapedPath())
		}, nil, `all responses of the target are identical: 404 with a page of HTML "Error"; is ` +
			`the base URL right?`},
		{"echo of the request", func(w http.ResponseWriter, r *http.Request) {
			dump, _ := httputil.DumpRequest(r, true)
			w.Write(dump)
		}, nil, `all responses of the target are identical: 200 with "POST /beta/security/…`},
		{"every POST", func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost {
				w.WriteHeader(404)
				return
			}
			w.WriteHeader(501)
		}, nil, "the responses to every POST are identical: 501 without content; does the " +
			"service work, and what is behind it?"},
		{
			"nothing else is asked", text(200, "application/json", "{}"),
			[]string{"not-found.**"},
			"",
		},
		{"two contents", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			fmt.Fprint(w, len(r.Header.Get("Authorization")))
		}, nil, ""},
		{"two statuses", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400 + len(r.Header.Get("Authorization"))%2)
		}, nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := alikeOf(t, tc.handler, tc.only...)
			start, more := strings.CutSuffix(tc.want, "…")
			if got != tc.want && !(more && strings.HasPrefix(got, start)) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestAlikeIsSilentOnTheReference(t *testing.T) {
	h := rig.Reference(t, "")
	for _, only := range [][]string{nil, {"success.**"}, {"methods.**"}, {"authorization.**"}} {
		if got := alikeOf(t, h, only...); got != "" {
			t.Errorf("--only %v: got %q", only, got)
		}
	}
}

func alikeOf(t *testing.T, h http.Handler, only ...string) string {
	t.Helper()
	return rig.Run(t, h, verify.Target{}, func(c *verify.Config) { c.Only = only }).Identical
}
