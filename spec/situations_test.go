package spec

import (
	"os"
	"slices"
	"strings"
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

// A contract that names no headers and no variable sends no correlation id, and the token comes
// from the variable that belongs to no contract.
func TestWhatAContractNames(t *testing.T) {
	for _, name := range Documents() {
		doc, err := Embedded(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(doc.Server, ".microsoft.com/") {
			continue
		}
		if doc.Correlation.Request == "" || doc.TokenEnv != DefaultTokenEnv() {
			t.Errorf("%s: %+v, %s", name, doc.Correlation, doc.TokenEnv)
		}
		if title := doc.SituationTitle("success"); !strings.HasPrefix(title, "Success: ") {
			t.Errorf("%s: success has the title %q", name, title)
		}
	}
	text, err := os.ReadFile("testdata/complete.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Load("complete.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Correlation != (Correlation{}) || doc.TokenEnv != PlainTokenEnv {
		t.Errorf("without keys: %+v, %s", doc.Correlation, doc.TokenEnv)
	}
	if title := doc.SituationTitle("gone"); title != "gone" {
		t.Errorf("without a title: %q", title)
	}
}
