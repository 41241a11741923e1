package compare_test

import (
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/compare"
	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// changed is a report in which every kind of change from Report("z.put C-1") happened.
func changed() *result.Report {
	in := sample.Input("x.one A-2", "y.get B-1", "new.case A-2")
	in.Run.Target, in.Run.Strict, in.Run.Only = "https://host.example/beta", true, []string{"**"}
	in.Requirements[0].Text = "An absent thing gives 404 | or 410."
	made := in.Cases[0]
	made.Case.ID = "new.failing"
	in.Cases = append(in.Cases, made)
	made.Case.ID, made.Outcomes = "new.passing",
		[]result.Outcome{{Sent: 1, Looked: []string{"A-1"}}}
	in.Cases = append(in.Cases[1:2], in.Cases[0], in.Cases[2], in.Cases[4], made, in.Cases[3])
	sample.Inconclusive(&in, "x.two")
	return result.Fold(in)
}

func before() *result.Report {
	in := sample.Input("z.put C-1", "x.two B-1")
	gone := in.Cases[3]
	gone.Case.ID = "z.gone"
	in.Cases = append(in.Cases, gone)
	r := result.Fold(in)
	r.Requirements = append(r.Requirements,
		result.Requirement{ID: "D-1", Level: "must", Text: "Gone.", Gating: true, Status: "passed"})
	return r
}

func TestCompareGolden(t *testing.T) {
	after := changed()
	after.Requirements = append(after.Requirements, result.Requirement{
		ID: "E-1", Level: "must", Text: "Is new.", Gating: true, Status: "passed",
	})
	after.Requirements[3].Status, after.Requirements[3].Why = "untested", []string{"no response"}
	after.Run.CutShort = "interrupted"
	for name, pair := range map[string][2]*result.Report{
		"changed": {before(), after},
		"fixed":   {sample.Report("x.one A-1"), sample.Report()},
	} {
		c := compare.Compare(compare.Input{File: "old.json", Report: pair[0]},
			compare.Input{File: "new.json", Report: pair[1]}, compare.Worse())
		var text, markdown strings.Builder
		for _, err := range []error{
			c.WriteText(&text, page.Options{Color: name == "changed"}), c.WriteMarkdown(&markdown),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		golden.File(t, filepath.Join("testdata", name+".txt"), text.String())
		golden.File(t, filepath.Join("testdata", name+".md"), markdown.String())
	}
}
