package clients

import (
	"slices"
	"testing"
)

// One run of the clients of two operations that are judged by their description alone: a wrong
// one breaks exactly what it names, a right one nothing.
func TestEveryCaller(t *testing.T) {
	t.Parallel()
	wrong, right := wrongCallers(), rightCallers()
	for _, row := range runClients(t.Context(), wrong, right) {
		t.Run(row.Kind+"/"+row.Name, func(t *testing.T) {
			if !row.OK {
				t.Errorf("%s\nwant %v\ngot  %v", row.Detail, row.Want, row.Got)
			}
		})
	}
	if len(wrong) != 87 || len(right) != 22 {
		t.Errorf("%d wrong and %d right clients", len(wrong), len(right))
	}
}

// Each requirement that only a description gives is broken by a client that breaks nothing else.
func TestWrongCallersIsolateRequirements(t *testing.T) {
	t.Parallel()
	docs, err := contracts(wrongCallers())
	if err != nil {
		t.Fatal(err)
	}
	alone := map[string]bool{}
	for _, w := range wrongCallers() {
		for _, id := range w.breaks {
			if _, ok := docs[w.operation].Requirement(id); !ok {
				t.Errorf("%s: no requirement %s", w.name, id)
			}
		}
		if len(w.breaks) == 1 {
			alone[w.breaks[0]] = true
		}
	}
	for _, doc := range docs {
		for _, r := range doc.Requirements {
			given := slices.ContainsFunc(r.Source, func(s string) bool {
				return len(s) > 12 && s[:12] == "description:"
			})
			if given && !alone[r.ID] {
				t.Errorf("no client breaks %s alone", r.ID)
			}
		}
	}
}
