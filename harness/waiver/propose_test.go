package waiver

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

// TestFolded: cases that share a prefix are written once, in any order.
func TestFolded(t *testing.T) {
	t.Parallel()
	r := &result.Report{}
	for _, id := range []string{"a.x", "b.x", "c.x", "a.y", "b.y", "c.y", "d"} {
		r.Cases = append(r.Cases, result.Case{ID: id})
	}
	got := folded(r, []string{"a.x", "b.x", "c.x", "a.y", "c.y", "d"})
	if diff := cmp.Diff([]string{"a.**", "b.x", "c.**", "d"}, got); diff != "" {
		t.Errorf("patterns (-want +got):\n%s", diff)
	}
}
