package suites_test

import (
	"context"
	"net/http"
	"testing"

	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/suites"
)

func TestDriveAgreesWithThePlan(t *testing.T) {
	alone(t)
	every403 := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	})
	for name, test := range map[string]struct {
		handler http.Handler
		exit    int
	}{
		"the reference server": {mock(), result.ExitPassed},
		"a defect":             {wrongCode(), result.ExitFailed},
		"inconclusive cases":   {every403, result.ExitInconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			server := reference.StartTest(t, test.handler, reference.Listen{})
			s := planned(t, server.URL)
			s.Start(t.Context())
			if _, err := suites.Drive(s); err != nil {
				t.Error(err)
			}
			report, err := s.Report(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if report.Run.ExitCode != test.exit || len(report.Cases) != len(s.Cases()) {
				t.Errorf("exit %d (%s), %d results for %d cases", report.Run.ExitCode,
					report.Run.Reason, len(report.Cases), len(s.Cases()))
			}
		})
	}
}

func TestDriveAfterAnInterruption(t *testing.T) {
	alone(t)
	server := reference.StartTest(t, mock(), reference.Listen{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := planned(t, server.URL)
	s.Start(ctx)
	if _, err := suites.Drive(s); err != nil {
		t.Error(err)
	}
}
