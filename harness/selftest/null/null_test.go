package null

import (
	"testing"

	"example.com/toeline/harness/selftest"
)

// TestNullTargets checks that no null target passes, and that the line about
// identical responses is right.
func TestNullTargets(t *testing.T) {
	t.Parallel()
	l, err := selftest.NewLab()
	if err != nil {
		t.Fatal(err)
	}
	rows := runNull(t.Context(), l, 2)
	if len(rows) != 16 {
		t.Errorf("%d targets, want 16", len(rows))
	}
	for _, row := range rows {
		if !row.OK {
			t.Errorf("%s: %s (%s)", row.Name, row.Detail, row.Got)
		}
	}
}
