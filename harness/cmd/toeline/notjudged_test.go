package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
)

const notJudgedDocument = `openapi: 3.1.0
info: {title: Not judged, version: "1"}
paths:
  /a:
    get:
      callbacks: {called: {"{$request.query.url}": {post: {responses: {"200": {description: d}}}}}}
      responses:
        "200": {description: d, content: {application/json: {schema: {type: string, format: made-up}}}}
        "404": {description: d}
        "5XX": {description: d}
        default: {description: d}
  /b:
    post:
      requestBody: {required: true, content: {application/json: {schema: {not: {}}}}}
      responses: {"200": {description: d}}
webhooks:
  hooked: {post: {responses: {"200": {description: d}}}}
`

// TestNotJudged holds that the text, the JSON and the HTML report list what is not judged.
func TestNotJudged(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`"x"`))
	}))
	defer server.Close()
	folder := t.TempDir()
	data, page := filepath.Join(folder, "r.json"), filepath.Join(folder, "r.html")
	_, brief := inFolder(t, notJudgedDocument, "--target", server.URL)
	if want := "\nNOT JUDGED  3 documented responses that never came: -v lists them\n"; !strings.
		Contains(brief, want) {
		t.Errorf("the text lacks %q:\n%s", want, brief)
	}
	code, text := inFolder(t, notJudgedDocument, "-v", "--target", server.URL, "--report",
		"json="+data, "--report", "html="+page)
	text = strings.Join(strings.Fields(text), " ")
	html, err := os.ReadFile(page)
	if err != nil || code != 0 {
		t.Fatalf("exit %d, %v\n%s", code, err, text)
	}
	for _, want := range []string{
		"left out: POST /b", "the format made-up is not checked", "webhook hooked: what",
		"callback called of GET /a: what",
		"documented responses that never came: GET /a 404, 5XX, default",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
		if !strings.Contains(string(html), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	var report result.Report
	read, err := os.ReadFile(data)
	if err == nil {
		err = json.Unmarshal(read, &report)
	}
	if err != nil || len(report.Run.NotJudged) != 4 ||
		strings.Join(report.Run.NeverCame, "; ") != "GET /a 404, 5XX, default" {
		t.Errorf("JSON: %v %q %q", err, report.Run.NotJudged, report.Run.NeverCame)
	}
}

// TestMaxBody holds that content that is longer than --max-body is neither a failure nor a proof,
// and that the reason names the option.
func TestMaxBody(t *testing.T) {
	t.Parallel()
	const document = `openapi: 3.1.0
info: {title: Long, version: "1"}
paths:
  /a: {get: {responses: {"200": {description: d, content: {application/json: {schema: {type: string}}}}}}}
`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`"` + strings.Repeat("x", 100<<10) + `"`))
	}))
	defer server.Close()
	for _, tt := range []struct {
		limit string
		code  int
	}{{"1MiB", 0}, {"64KiB", 3}} {
		code, text := inFolder(t, document, "--target", server.URL, "--max-body", tt.limit)
		if code != tt.code || strings.Contains(text, "--max-body raises") != (code == 3) ||
			strings.Contains(text, "FAIL") {
			t.Errorf("%s: exit %d\n%s", tt.limit, code, text)
		}
	}
}
