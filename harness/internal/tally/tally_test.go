package tally

import (
	"fmt"
	"testing"

	"example.com/toeline/harness/result"
)

// TestTallyOfManyShapes: a failure that comes in more shapes than are kept has none, whatever the
// order of its instances, and its example is the shortest of all.
func TestTallyOfManyShapes(t *testing.T) {
	t.Parallel()
	for _, step := range []int{1, 7} {
		few, many := New(), New()
		for i := range 3 * maxShapes {
			number := i * step % (3 * maxShapes)
			made := failure{
				number: number, value: fmt.Sprintf("%02d", number),
				finding: result.Finding{
					Requirement: "A-1", Where: "/m", Reason: "wrong", Shape: fmt.Sprint(number % 2),
				},
			}
			few.keepShortest(made)
			made.finding.Shape = fmt.Sprint(number)
			many.keepShortest(made)
		}
		if len(few.shortest) != 2 {
			t.Errorf("step %d: %d examples of two shapes", step, len(few.shortest))
		}
		for k, kept := range many.shortest {
			if len(many.shortest) != 1 || k.shape != "" || kept.finding.Shape != "" ||
				kept.number != 0 {
				t.Errorf("step %d: %d examples, one of them %+v of %+v", step, len(many.shortest),
					k, kept)
			}
		}
	}
}
