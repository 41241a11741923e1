package suites

import (
	"context"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/plan"
)

func TestDisagreementNamesTheCases(t *testing.T) {
	o, err := Options{URLFunc: func() string { return "" }, Only: []string{"not-found.**"}}.withDocument()
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.outline(1)
	if err != nil {
		t.Fatal(err)
	}
	run := p.Lazy(context.Background()) // everything is undecided
	defer run.Close()
	spec := func(s types.SpecState) types.SpecReport { return types.SpecReport{State: s, NumAttempts: 1} }
	seen := map[string]types.SpecReport{}
	for _, c := range p.Cases {
		seen[specText(c)] = spec(types.SpecStateFailed)
	}
	if err := disagreement(run, seen); err != nil {
		t.Errorf("an undecided case is a failed spec, but: %v", err)
	}
	seen[specText(p.Cases[0])] = spec(types.SpecStatePassed)
	delete(seen, specText(p.Cases[1]))
	seen["a stranger"], seen["another"] = spec(types.SpecStatePassed), spec(types.SpecStatePassed)
	err = disagreement(run, seen)
	if err == nil {
		t.Fatal("no disagreement")
	}
	for _, part := range []string{p.Cases[0].ID + " (plan: undecided, Ginkgo: passed)", p.Cases[1].ID, "1 specs without a case"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), p.Cases[2].ID) {
		t.Errorf("%q names a case that agrees", err)
	}
	seen[specText(p.Cases[2])] = types.SpecReport{State: types.SpecStateSkipped}
	if !cutShort(seen[specText(p.Cases[2])]) || cutShort(spec(types.SpecStateSkipped)) {
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
	undecided := telling{result: plan.Result{Case: &plan.Case{ID: "a.b"}, Verdict: plan.Undecided, Reason: "no answer"}}
	if got := undecided.failure(); !strings.HasPrefix(got, "a.b is undecided: no answer") {
		t.Errorf("got %q", got)
	}
}
