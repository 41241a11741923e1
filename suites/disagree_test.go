package suites

import (
	"context"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

func TestDisagreementNamesTheCases(t *testing.T) {
	o, err := Options{
		URLFunc: func() string { return "" }, Only: []string{"not-found.**"},
	}.withDocument()
	if err != nil {
		t.Fatal(err)
	}
	run, err := verify.Prepare(o.config(placeholder, 1))
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	ended, end := context.WithCancel(t.Context())
	end()
	run.Start(ended) // everything is inconclusive
	planned := run.Cases()
	report, err := run.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	spec := func(s types.SpecState) types.SpecReport {
		return types.SpecReport{State: s, NumAttempts: 1}
	}
	seen := map[string]types.SpecReport{}
	for _, c := range planned {
		seen[specText(c)] = spec(types.SpecStateFailed)
	}
	if err := disagreement(planned, report, seen); err != nil {
		t.Errorf("an inconclusive case is a failed spec, but: %v", err)
	}
	seen[specText(planned[0])] = spec(types.SpecStatePassed)
	delete(seen, specText(planned[1]))
	seen["a stranger"], seen["another"] = spec(types.SpecStatePassed), spec(types.SpecStatePassed)
	err = disagreement(planned, report, seen)
	if err == nil {
		t.Fatal("no disagreement")
	}
	for _, part := range []string{
		planned[0].ID + " (plan: inconclusive, Ginkgo: passed)", planned[1].ID,
		"1 specs without a case",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), planned[2].ID) {
		t.Errorf("%q names a case that agrees", err)
	}
	seen[specText(planned[2])] = types.SpecReport{State: types.SpecStateSkipped}
	if !cutShort(seen[specText(planned[2])]) || cutShort(spec(types.SpecStateSkipped)) {
		t.Error("a spec that never ran is not one that skipped itself")
	}
}

func TestLabelsLeaveOutWhatGinkgoRefuses(t *testing.T) {
	for _, id := range []string{"a/b", "a,b", "a b", "(a|b)&!c", ":a", "a:"} {
		if _, err := types.ValidateAndCleanupLabel(label(id), types.CodeLocation{}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestVisible(t *testing.T) {
	if got := visible("a\x1b[31mb\nc ü"); got != "a\uFFFD[31mb\uFFFDc ü" {
		t.Errorf("got %q", got)
	}
	inconclusive := message{
		came: result.Case{ID: "a.b", Verdict: result.Inconclusive, Reason: "no answer"},
	}
	if got := inconclusive.failure(); !strings.HasPrefix(got, "a.b is inconclusive: no answer") {
		t.Errorf("got %q", got)
	}
}
