package tally

import (
	"fmt"
	"testing"

	"example.com/toeline/harness/result"
)

// TestTallyKeepsTheShortest: of a status there is an example of each that came, of all else one,
// whatever the order of the instances. Its shape says nothing of a random value.
func TestTallyKeepsTheShortest(t *testing.T) {
	t.Parallel()
	for _, step := range []int{1, 7} {
		statuses, texts := New(), New()
		for i := range 24 {
			number := i * step % 24
			made := failure{number: number, size: fmt.Sprintf("%02d", number)}
			made.finding = result.Finding{
				Requirement: "A-1", Where: "status", Got: fmt.Sprint(500 + number%2),
			}
			statuses.keepShortest(made)
			made.finding.Where, made.finding.Got = "/m", made.size
			made.finding.Came = &result.Came{Text: made.size}
			texts.keepShortest(made)
		}
		if len(statuses.shortest) != 2 || len(texts.shortest) != 1 {
			t.Errorf("step %d: %d statuses, %d texts", step, len(statuses.shortest),
				len(texts.shortest))
		}
		for _, kept := range texts.shortest {
			if kept.number != 0 || kept.finding.Shape != "" || kept.finding.Came != nil {
				t.Errorf("step %d: %+v", step, kept)
			}
		}
	}
}
