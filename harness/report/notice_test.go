package report_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/result"
)

// Every format that describes a run as a whole says how it went: a replay that reads like a run
// would be taken for the target of today.
func TestNotices(t *testing.T) {
	t.Parallel()
	r := run(t, target{facts: facts(), options: only("not-found.absent-guid")})
	formats := map[string]report.Handler{
		"html":     html.Writer{},
		"junit":    report.JUnit{},
		"sarif":    report.SARIF{},
		"markdown": report.Markdown{},
	}
	for name, format := range formats {
		if got := strings.ToLower(write(t, format, r)); strings.Contains(got, "replay") ||
			strings.Contains(got, "has changed since") {
			t.Errorf("%s: a run that was sent reads like a replay", name)
		}
	}
	r.Run.Replay = &result.Replay{File: "last.har", DocumentSHA256: "another"}
	r.Run.CutShort, r.Run.Stopped, r.Run.Notes = "it was interrupted",
		"a GET was answered 204", []string{
			"3 answers came late",
		}
	r.Identical = "every response is 200"
	for name, format := range formats {
		got := write(t, format, r)
		for _, want := range []string{
			"of a run of " + r.Run.Started.Format("2006-01-02"),
			"nothing was sent: last.har. The document has changed since.",
			"it was interrupted", "a GET was answered 204", "3 answers came late",
			"every response is 200",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not show: %s", name, want)
			}
		}
	}
}

// What is long has a row of its own among the facts.
func TestHTMLSettingsHaveARow(t *testing.T) {
	t.Parallel()
	r := run(t, target{facts: facts(), options: only("not-found.absent-guid")})
	r.Run.Settings = []result.Setting{
		{Name: "seed", Value: "5", From: "flag", Stated: true},
		{Name: "timeout", Value: "5s", From: "toeline.yaml:3"},
	}
	if got := write(t, html.Writer{}, r); !strings.Contains(
		got,
		`<div class="wide"><dt>settings</dt><dd>timeout 5s (toeline.yaml:3)</dd>`,
	) {
		t.Error("the settings stand in a narrow column, or say again what is a fact of its own")
	}
}
