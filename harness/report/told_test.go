package report_test

import (
	"bytes"
	"strings"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

// What was set, that effects were stopped, and what the run did beyond its
// requests stand in every format, whichever of them a reader has.
func TestEveryFormatTellsHowItRan(t *testing.T) {
	t.Parallel()
	r := run(t, target{
		token: "a-token-of-a-user", options: only("not-found.**"),
		facts: invoked{Settings: []result.Setting{{Name: "timeout", Value: "4s", From: "toeline.yaml:7"}, {Name: "waivers", Value: "a-token-of-a-user.yaml", From: "TOELINE_WAIVERS"}}},
	})
	r.Run.Stopped, r.Run.Notes = "the journal was full", []string{"7 answers asked to come back later"}
	for _, format := range report.Formats() {
		var b bytes.Buffer
		handler, err := report.For(format)
		if err == nil {
			err = handler.Write(&b, r)
		}
		if err != nil {
			t.Fatal(err)
		}
		told := b.String()
		for _, want := range []string{"toeline.yaml:7", "the journal was full", "7 answers asked to come back later"} {
			if !strings.Contains(told, want) {
				t.Errorf("%s does not tell %q", format, want)
			}
		}
		if strings.Contains(told, "a-token-of-a-user") {
			t.Errorf("%s tells the token, which stands in a setting", format)
		}
	}
}
