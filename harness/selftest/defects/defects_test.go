package defects

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

func requirements(t *testing.T) []spec.Requirement {
	t.Helper()
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Requirements
}

func TestDefectsAreNamedOnceAndNameKnownRequirements(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range requirements(t) {
		known[r.ID] = true
	}
	seen := map[string]bool{}
	for _, d := range Defects() {
		family, name, ok := strings.Cut(d.Name, "/")
		if seen[d.Name] || !ok || family == "" || name == "" || strings.ContainsAny(d.Name, " \t") {
			t.Errorf("%q: named twice, or no family/name", d.Name)
		}
		seen[d.Name] = true
		if len(d.Breaks) == 0 || !slices.IsSorted(d.Breaks) || d.Wrap == nil {
			t.Errorf("%s: breaks %v: empty or not sorted, or no target", d.Name, d.Breaks)
		}
		for _, id := range d.Breaks {
			if !known[id] {
				t.Errorf("%s: no requirement %s", d.Name, id)
			}
		}
	}
}

// Each requirement is broken by a defect; each that binds, by one that breaks
// nothing else, but for these.
func TestDefectsIsolateRequirements(t *testing.T) {
	t.Parallel()
	shared := map[string]string{
		"ERA-REQ-3": "a 411 or 415 is judged where another status is a must too",
	}
	broken, alone := map[string]bool{}, map[string]bool{}
	for _, d := range Defects() {
		for _, id := range d.Breaks {
			broken[id] = true
			alone[id] = alone[id] || len(d.Breaks) == 1
		}
	}
	var without []string
	for _, r := range requirements(t) {
		if !broken[r.ID] {
			t.Errorf("%s: no defect breaks it", r.ID)
		}
		if r.Level.AtLeast(spec.Should) && !alone[r.ID] {
			without = append(without, r.ID)
		}
	}
	var want []string
	for id := range shared {
		want = append(want, id)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, without); diff != "" {
		t.Errorf("requirements that no defect breaks alone (-want +got):\n%s", diff)
	}
}
