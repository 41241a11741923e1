package verify_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// anyToken is a mock that takes every bearer token, as people write them.
func anyToken(t *testing.T, tasks []reference.Task) http.Handler {
	t.Helper()
	h, err := reference.New(reference.Options{Tasks: tasks})
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok &&
			token != "" {
			r.Header.Set("Authorization", "Bearer "+reference.DefaultToken)
		}
		h.ServeHTTP(w, r)
	})
}

// TestAnyToken: a mock that takes any token breaks a "should", and with one task of each kind
// success is still sent. So it is where the contract has a "should" case that names tasks which
// would be executed.
func TestAnyToken(t *testing.T) {
	t.Parallel()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	all, err := fixtures.Embedded(contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	two, err := fixtures.Load("two.yaml", []byte("tasks:\n"+
		"  - {id: 16966c08-e441-4fec-93e1-25de69a48e97, actionType: isolateDevice}\n"+
		"  - {id: 5303e1e6-3a3b-41a5-ade5-1ed682c5fe8c, actionType: text}\n"), contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	const harmless = "{incidentTaskId: task.unsupported, auth: wrongToken}"
	const spending = "{incidentTaskId: task.supported, auth: wrongToken}"
	if !strings.Contains(string(source), harmless) {
		t.Fatalf("the contract does not have %s", harmless)
	}
	other, err := spec.Load("t.yaml",
		[]byte(strings.Replace(string(source), harmless, spending, 1)))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		contract *spec.Contract
		held     *fixtures.Set
	}{
		{"all tasks", contract, all},
		{"two tasks", contract, two},
		{"a request that spends, all tasks", other, all},
		{"a request that spends, two tasks", other, two},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			contract, held := tt.contract, tt.held
			var tasks []reference.Task
			for _, item := range held.Resources("tasks") {
				tasks = append(tasks,
					reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
			}
			served := reference.StartTest(t, anyToken(t, tasks), reference.Listen{})
			report, err := verify.Run(t.Context(), verify.Config{
				Contract: contract, Fixtures: held, Target: verify.Target{URL: served.URL},
			})
			if err != nil {
				t.Fatal(err)
			}
			if report.Run.ExitCode != result.ExitPassed {
				t.Errorf("exit %d: %s", report.Run.ExitCode, report.Run.Reason)
			}
			var failed []string
			for _, r := range report.Requirements {
				if r.Status == result.Failed {
					failed = append(failed, r.ID)
				}
			}
			if len(failed) != 1 || failed[0] != "ERA-AUTH-5" {
				t.Errorf("failed: %v", failed)
			}
			for _, c := range report.Cases {
				if c.Verdict == result.Inconclusive {
					t.Errorf("%s is inconclusive: %s", c.ID, c.Reason)
				}
				if c.ID == "success.isolateDevice" && c.Requests == 0 {
					t.Error("success was not sent")
				}
			}
		})
	}
}
