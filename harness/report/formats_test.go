package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	all := report.Formats()
	if !slices.IsSorted(all) || len(all) < 3 {
		t.Errorf("got %v", all)
	}
	for _, name := range all {
		if h, err := report.For(name); err != nil || h == nil {
			t.Errorf("%s: %v, %v", name, h, err)
		}
	}
	for name, want := range map[string]string{
		"jnuit": `did you mean "junit"?`, "pdf": "use one of ",
	} {
		if _, err := report.For(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want … %s", name, err, want)
		}
	}
}

// Every format has the settings, why effects were stopped, and what the run did
// beyond sending each request once: a reader may have no other.
func TestEveryFormatSaysHowItRan(t *testing.T) {
	t.Parallel()
	r := run(t, target{
		token: "a-token-of-a-user", options: only("not-found.**"),
		facts: invoked{
			Settings: []result.Setting{
				{Name: "timeout", Value: "4s", From: "toeline.yaml:7"},
				{Name: "waivers", Value: "a-token-of-a-user.yaml", From: "TOELINE_WAIVERS"},
			},
		},
	})
	r.Run.Stopped, r.Run.Notes = "the journal was full", []string{
		"7 responses asked to retry later",
	}
	for _, format := range report.Formats() {
		var b bytes.Buffer
		handler, err := report.For(format)
		if err == nil {
			err = handler.Write(&b, r)
		}
		if err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, want := range []string{
			"toeline.yaml:7", "the journal was full", "7 responses asked to retry later",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
		if strings.Contains(text, "a-token-of-a-user") {
			t.Errorf("%s has the token, which is part of a setting", format)
		}
	}
}
