package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// TestCheckRule holds what the rules of operators see of a check, and where their problems are
// reported.
func TestCheckRule(t *testing.T) {
	saved := map[string][]string{}
	var keys []string
	var kind Kind
	rule := func(s *Scope, c *Check) {
		saved[c.ID] = s.Saved()
		switch c.ID {
		case "S-1":
			s.Problem(c.Pos, ".status", "a problem")
			s.Suggest(c.Pos, "", "a suggestion", "near")
			s.Unknown(c.Pos, ".of", "colour", "gren", []string{"green", "red"})
		case "T-4":
			keys = s.RequestKeys()
			kind, _ = s.ItemKind("id")
		}
	}
	lint := func(text string) []string {
		root, err := strict.Parse("f", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		source := openapi.Source{File: "f", Data: []byte(text), Root: root}
		_, refused := LoadLinted(source, rule)
		if refused == nil {
			return nil
		}
		return strings.Split(refused.Error(), "\n")
	}
	at := "case thing.life: steps[0]: checks[0]"
	want := []string{
		"f:18:21: " + at + `: a suggestion (did you mean "near"?)`,
		"f:18:21: " + at + `.of: unknown colour "gren" (did you mean "green"?)`,
		"f:18:21: " + at + ".status: a problem",
	}
	if diff := cmp.Diff(want, lint(stepped)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"code", "id", "name", "where"}, saved["S-2"]); diff != "" {
		t.Errorf("saved for the first step (-want +got):\n%s", diff)
	}
	if got := lint(complete); got != nil {
		t.Errorf("problems of a valid contract: %v", got)
	}
	if diff := cmp.Diff([]string{"method", "auth", "headers", "body", "id"}, keys); diff != "" {
		t.Errorf("keys of a request (-want +got):\n%s", diff)
	}
	if kind.Singular != "thing" {
		t.Errorf("kind of the id: %+v", kind)
	}
	if got, ok := saved["T-8"]; !ok || got != nil {
		t.Errorf("a rule for every response has saved values: %v, %t", got, ok)
	}
}
