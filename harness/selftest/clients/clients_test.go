package clients

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// One run, a subtest a client: a wrong one breaks exactly what it names, a
// right one nothing.
func TestEveryClient(t *testing.T) {
	t.Parallel()
	for _, row := range runClients(t.Context(), wrongClients(), rightClients()) {
		t.Run(row.Kind+"/"+row.Name, func(t *testing.T) {
			if !row.OK {
				t.Errorf("%s\nwant %v\ngot  %v", row.Detail, row.Want, row.Got)
			}
		})
	}
}

func TestClientsAreNamedOnceAndNameKnownRequirements(t *testing.T) {
	t.Parallel()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, w := range slices.Concat(wrongClients(), rightClients()) {
		if seen[w.name] || w.program == nil || !slices.IsSorted(w.breaks) {
			t.Errorf("%s: named twice, or no client, or not sorted: %v", w.name, w.breaks)
		}
		seen[w.name] = true
		for _, id := range w.breaks {
			if _, ok := doc.Requirement(id); !ok {
				t.Errorf("%s: no requirement %s", w.name, id)
			}
		}
	}
	if wrong, right := len(wrongClients()), len(rightClients()); wrong != 203 || right != 31 {
		t.Errorf("%d wrong and %d right clients, want 203 and 31", wrong, right)
	}
}

// Each requirement of a client is broken by a wrong client that breaks nothing
// else.
func TestWrongClientsIsolateRequirements(t *testing.T) {
	t.Parallel()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	alone := map[string]bool{}
	for _, w := range wrongClients() {
		if len(w.breaks) == 0 {
			t.Errorf("%s breaks nothing", w.name)
		}
		if len(w.breaks) == 1 {
			alone[w.breaks[0]] = true
		}
	}
	var without []string
	for _, r := range doc.Requirements {
		if r.Level.AtLeast(spec.May) && !alone[r.ID] {
			without = append(without, r.ID)
		}
	}
	if diff := cmp.Diff([]string(nil), without); diff != "" {
		t.Errorf("requirements that no wrong client breaks alone (-want +got):\n%s", diff)
	}
}
