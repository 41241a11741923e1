package waiver_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/waiver"
)

// run judges the reference server with a defect; empty: as it is.
func run(t *testing.T, defect string, edit func(*plan.Options)) *plan.Outcome {
	t.Helper()
	if defect == "" {
		return judge(t, rig.Reference(t, ""), edit)
	}
	return judge(t, defective(t, defect), edit)
}

func defective(t *testing.T, defect string) http.Handler {
	t.Helper()
	h, err := defects.Defective(defect, rig.Holding(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// judge judges any handler.
func judge(t *testing.T, h http.Handler, edit func(*plan.Options)) *plan.Outcome {
	t.Helper()
	_, outcome := rig.Run(t, h, plan.Access{}, edit)
	return outcome
}

// waivers reads entries, each given in YAML's flow style without its owner and
// reason.
func waivers(t *testing.T, entries ...string) *waiver.File {
	t.Helper()
	text := "waivers:\n"
	for _, e := range entries {
		text += "  - {owner: me, reason: known, " + e + "}\n"
	}
	if len(entries) == 0 {
		text = "waivers: []\n"
	}
	f, err := waiver.Load("known.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func only(patterns ...string) func(*plan.Options) {
	return func(o *plan.Options) { o.Only = patterns }
}

func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not say %q:\n%s", what, part, text)
		}
	}
}
