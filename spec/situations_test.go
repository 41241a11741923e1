package spec

import (
	"slices"
	"testing"
)

// Each error that the page describes is judged by a case of its own, by
// status, code and wording: other cases may send the same, and may go.
func TestEachErrorOfThePageHasItsCase(t *testing.T) {
	doc, err := Embedded(Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"not-found.absent-guid", "invalid-guid", "unsupported-action"} {
		c, ok := doc.Operations[0].Case(id)
		if !ok {
			t.Errorf("no case %s", id)
			continue
		}
		for _, want := range []Operator{OpStatus, OpEqual, OpTemplate} {
			if !slices.ContainsFunc(c.Checks, func(c Check) bool { return c.Operator() == want }) {
				t.Errorf("case %s has no check by %s", id, want)
			}
		}
	}
}
