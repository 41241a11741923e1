package runner_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// findingsOf lists what a report found, by requirement, step and turn.
func findingsOf(r *result.Report) [][4]any {
	var all [][4]any
	for i := range r.Cases {
		for _, f := range r.Cases[i].Findings {
			all = append(all, [4]any{f.Requirement, f.Step, f.Turn, f.Got})
		}
	}
	return all
}

// TestStepsAreReplayed: a recorded run of steps, with its fresh values and repetitions, is judged
// again from its HAR as it was, without its target.
func TestStepsAreReplayed(t *testing.T) {
	t.Parallel()
	for cases, defects := range map[string][]string{
		lifeCycle: {"", "list-misses", "etag-stays", "delete-fails"},
		pages:     {"", "page-twice", "never-ready"},
	} {
		for _, defect := range defects {
			sent := runBooks(t, newBooks(defect), cases, func(c *verify.Config) { c.Record = true })
			var file bytes.Buffer
			if err := (har.Writer{}).Write(&file, sent); err != nil {
				t.Fatal(err)
			}
			read, err := har.Read(&file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := lint.Load("books.yaml", booksContract(t, cases))
			if err != nil {
				t.Fatal(err)
			}
			again, err := verify.Run(t.Context(), verify.Config{Contract: doc, Replay: read.Run})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(findingsOf(sent), findingsOf(again)); diff != "" {
				t.Errorf("%q: findings (-sent +replayed):\n%s", defect, diff)
			}
			if diff := cmp.Diff(sent.Totals, again.Totals); diff != "" {
				t.Errorf("%q: totals (-sent +replayed):\n%s", defect, diff)
			}
		}
	}
}
