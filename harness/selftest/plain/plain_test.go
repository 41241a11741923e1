package plain_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

const folder = "../../../fixtures/plain/fastapi"

// contractOf is what is derived from a document.
func contractOf(t *testing.T, document string) *spec.Contract {
	t.Helper()
	data, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	return contractIn(t, document, string(data))
}

// contractIn is what is derived from the text of a document.
func contractIn(t *testing.T, document, text string) *spec.Contract {
	t.Helper()
	contract, err := lint.Load(document, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return contract
}

// judgedBy runs a contract against a service that asks for no credentials.
func judgedBy(t *testing.T, contract *spec.Contract, service http.Handler) *result.Report {
	t.Helper()
	server := httptest.NewServer(service)
	defer server.Close()
	report, err := verify.Run(t.Context(), verify.Config{
		Contract: contract, Target: verify.Target{URL: server.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// judged runs what is derived from the document against a service, and returns the report with the
// ids of the requirements that failed.
func judged(t *testing.T, s *todos) (*result.Report, []string) {
	t.Helper()
	contract := contractOf(t, filepath.Join(folder, "openapi.json"))
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	report, err := verify.Run(t.Context(), verify.Config{
		Contract: contract, Target: verify.Target{URL: server.URL, Token: token},
	})
	if err != nil {
		t.Fatal(err)
	}
	return report, failedOf(report)
}

// failedOf returns the ids of the requirements that failed.
func failedOf(report *result.Report) (failed []string) {
	for _, r := range report.Requirements {
		if r.Status == result.Failed {
			failed = append(failed, r.ID)
		}
	}
	return failed
}

// TestHealthyService: a service that conforms has no finding, when it is judged twice too, and
// each of its operations answers with success.
func TestHealthyService(t *testing.T) {
	t.Parallel()
	s := newTodos("")
	for range 2 {
		report, failed := judged(t, s)
		if len(failed) > 0 || report.Run.ExitCode != 0 {
			t.Errorf("exit %d, failed: %v", report.Run.ExitCode, failed)
		}
		for _, r := range report.Requirements {
			if r.Status == result.Untested {
				t.Errorf("%s is untested: %v", r.ID, r.Why)
			}
		}
	}
	if len(s.order) != 12 {
		t.Errorf("%d todos are left of 12", len(s.order))
	}
}

// TestEachDefect: each defect is found.
func TestEachDefect(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile(filepath.Join(folder, "defects.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defects := strings.Fields(string(list))
	if len(defects) != 35 {
		t.Fatalf("%d defects", len(defects))
	}
	for _, defect := range defects {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			if _, failed := judged(t, newTodos(defect)); len(failed) == 0 {
				t.Error("nothing failed")
			}
		})
	}
}

// TestNumericIDs: an id of fixtures may be written as the number that it is.
func TestNumericIDs(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "../../../spec/derive/testdata/shop.yaml")
	held, err := fixtures.Load("ids.yaml", []byte("order_ids: [{id: 12}]\n"), contract.Kinds)
	if err != nil || held.Len() != 1 {
		t.Fatalf("%v, %v", held, err)
	}
	if _, err := fixtures.Load("ids.yaml", []byte("order_ids: [{id: true}]\n"),
		contract.Kinds); err == nil {
		t.Error("true is not an id")
	}
}
