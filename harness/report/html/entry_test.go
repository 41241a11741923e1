package html

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

// A case of several steps has an entry for each request, and a finding is in the
// entry of its own step, also where the report did not keep the exchange.
func TestFindingsAreInTheirSteps(t *testing.T) {
	t.Parallel()
	sent := func(instance, step int, target string) result.Exchange {
		e := result.Exchange{Instance: instance, Step: step}
		e.Request.Method, e.Request.Target = "GET", target
		return e
	}
	c := &result.Case{
		Exchanges: []result.Exchange{sent(1, 0, "/b"), sent(0, 1, "/a/next"), sent(0, 0, "/a")},
		Findings: []result.Finding{
			{Requirement: "R-2", Instance: 0, Step: 1},
			{Requirement: "R-1", Instance: 0},
			{Requirement: "R-3", Instance: 1, Step: 1, Request: "DELETE /b"},
		},
	}
	var got []string
	for _, e := range newMaker(&result.Report{}).entry(c).Exchanges {
		line := e.Line
		for _, f := range e.Findings {
			line += " " + f.Requirement
		}
		got = append(got, line)
	}
	want := []string{"GET /a R-1", "GET /a/next R-2", "GET /b", "DELETE /b R-3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
