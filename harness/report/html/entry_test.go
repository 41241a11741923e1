package html

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// A case of several steps has an entry for each request, and a finding is in the
// entry of its own step, also where the report did not keep the exchange.
func TestFindingsAreInTheirSteps(t *testing.T) {
	t.Parallel()
	sent := func(instance, step int, target string) result.Exchange {
		e := result.Exchange{Instance: instance, Step: step}
		e.Request.Method, e.Request.Target = "GET", target
		return e
	}
	c := &result.Case{
		Exchanges: []result.Exchange{sent(1, 0, "/b"), sent(0, 1, "/a/next"), sent(0, 0, "/a")},
		Findings: []result.Finding{
			{Requirement: "R-2", Instance: 0, Step: 1},
			{Requirement: "R-1", Instance: 0},
			{Requirement: "R-3", Instance: 1, Step: 1, Request: "DELETE /b"},
		},
	}
	var got []string
	for _, e := range newMaker(&result.Report{}).entry(c).Exchanges {
		line := e.Line
		for _, f := range e.Findings {
			line += " " + f.Requirement
		}
		got = append(got, line)
	}
	want := []string{"GET /a R-1", "GET /a/next R-2", "GET /b", "DELETE /b R-3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// JSON is indented, and what a finding is about is marked: the member, or what lacks it.
func TestWrongMemberIsMarked(t *testing.T) {
	t.Parallel()
	const body = `{"error":{"code":"x","a/b~c":[{"n":1},{"n":2}],"in\"ner":{}},"list":[1,[2,3]]}`
	for place, want := range map[string]string{
		"/error/code":          `"code": "x",`,
		"/error/missing/below": `"error": {`,
		"/error/a~1b~0c/1/n":   `"n": 2`,
		"/error/in\"ner/at":    `"in\"ner": {}`,
		"/list/1/0":            `2,`,
		"/none":                `{`,
		"header etag":          `ETag: 7`,
		"status":               `HTTP/1.1 404 Not Found`,
		"message":              ``,
	} {
		lines := message("HTTP/1.1 404 Not Found", []result.Field{{Name: "ETag", Value: "7"}},
			&result.Content{Text: body, Size: len(body)}, places{place})
		got, all := "", ""
		for _, l := range lines {
			if all += l.Text + "\n"; l.Mark {
				got += strings.TrimSpace(l.Text)
			}
		}
		if got != want || !strings.Contains(all, "\n    \"code\": \"x\",\n") {
			t.Errorf("%s: marked is %q, want %q, in\n%s", place, got, want, all)
		}
	}
	cut := summary.ContentLines(&result.Content{Text: body, Size: 1 << 20}, places{"/error/code"},
		wireContent)
	if len(cut) != 2 || cut[0].Mark || cut[1].Text != "[cut: 1048576 bytes in all]" {
		t.Errorf("of a part of JSON: %v", cut)
	}
}
