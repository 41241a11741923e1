package cases

import (
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// TestCorrelationIsTheContracts holds that half of the requests carry an id of their own in the
// header that the contract names, and none where it names no header.
func TestCorrelationIsTheContracts(t *testing.T) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	const declared = "correlation: {request: client-request-id, response: request-id}"
	if !strings.Contains(string(source), declared) {
		t.Fatalf("the contract does not have %q", declared)
	}
	for header, declares := range map[string]string{
		"client-request-id": declared, "x-trace": "correlation: {request: x-trace}",
		"": "correlation: {}",
	} {
		text := strings.Replace(string(source), declared, declares, 1)
		doc, err := spec.Load("t.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		held, err := fixtures.Embedded(doc.Kinds)
		if err != nil {
			t.Fatal(err)
		}
		set, err := New(Options{
			Contract: doc, Fixtures: held, Seed: 1, Only: []string{"not-found.absent-guid"},
			Target: Target{Credentials: Credentials{Token: "t"}, OnLoopback: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]int{}
		requests := set.Planned(&result.Variables{}).Cases[0].Requests
		for _, r := range requests {
			ids[r.ID]++
		}
		if header == "" && len(ids) != 1 || header != "" && (len(ids) != 7 || ids[""] != 6) {
			t.Errorf("header %q: %d requests have the ids %v", header, len(requests), ids)
		}
		for _, f := range set.Cases[0].Instances[0].Requests[0].Header {
			if header != "client-request-id" && strings.EqualFold(f.Name, "client-request-id") {
				t.Errorf("header %q: the request has %s", header, f.Name)
			}
		}
	}
}
