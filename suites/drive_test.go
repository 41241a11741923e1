package suites_test

import (
	"context"
	"net/http"
	"testing"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/suites"
)

func TestDriveAgreesWithThePlan(t *testing.T) {
	alone(t)
	every403 := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	for name, test := range map[string]struct {
		handler http.Handler
		start   func(*plan.Plan, context.Context) *plan.Run
		exit    int
	}{
		"the reference server": {mock(), (*plan.Plan).Start, plan.ExitHolds},
		"a lazy run":           {mock(), (*plan.Plan).Lazy, plan.ExitHolds},
		"a defect":             {wrongCode(), (*plan.Plan).Start, plan.ExitBroken},
		"undecided cases":      {every403, (*plan.Plan).Start, plan.ExitBroken},
	} {
		t.Run(name, func(t *testing.T) {
			server := reference.StartTest(t, test.handler, reference.Listen{})
			run := test.start(planned(t, server.URL, asIs), context.Background())
			defer run.Close()
			if err := suites.Drive(run); err != nil {
				t.Error(err)
			}
			outcome, err := run.Outcome(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if code, reason := outcome.Exit(); code != test.exit || len(outcome.Results) != len(run.Plan.Cases) {
				t.Errorf("exit %d (%s), %d results for %d cases", code, reason, len(outcome.Results), len(run.Plan.Cases))
			}
		})
	}
}

func TestDriveAfterAnInterruption(t *testing.T) {
	alone(t)
	server := reference.StartTest(t, mock(), reference.Listen{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	run := planned(t, server.URL, asIs).Start(ctx)
	defer run.Close()
	if err := suites.Drive(run); err != nil {
		t.Error(err)
	}
}
