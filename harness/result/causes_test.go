package result_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

// lines write lines that show what they were asked for.
type lines struct{}

func (lines) Finding(caseID string, f *result.Finding, e *result.Exchange) (request, line string) {
	if e == nil {
		return "", ""
	}
	return "GET /" + caseID, fmt.Sprintf("curl %s %d %d", caseID, f.Instance, f.Step)
}

func (lines) Cases(ids []string) string { return "toeline " + strings.Join(ids, ",") }

// summary is what a test of causes compares.
type summary struct {
	Requirement, Where         string
	Rank                       int
	Findings, Requests, Looked int
	Cases, Subsumed            string
	Verify                     string
}

func summaries(r *result.Report) []summary {
	var all []summary
	for _, c := range r.Causes {
		all = append(all, summary{
			c.Requirement, c.Where, c.Rank(), c.Findings, c.Requests, c.Looked,
			strings.Join(c.Cases, " "), strings.Join(c.Subsumed, " "), c.Verify,
		})
	}
	return all
}

// TestCauses: findings of one requirement, place (its letter case is free), reason and waiver are
// one cause. What fails the run comes first, then what is waived, then what gates nothing.
func TestCauses(t *testing.T) {
	t.Parallel()
	header := func(name, got string) result.Finding {
		return result.Finding{
			Requirement: "M-2", Where: "header " + name, Reason: "missing", Got: got,
			With: []string{"b"},
		}
	}
	in := runOf(caseOf("a", "S-1 M-1",
		looked("S-1 M-1", broken("S-1"), broken("M-1"), broken("M-1")),
		at(0, 1, looked("M-1", broken("M-1"))), at(1, 0, looked("M-1 S-1"))),
		caseOf("b", "M-2", looked("M-2", header("Date", "x")),
			at(1, 0, looked("M-2", header("date", "y")))),
		caseOf("c", "M-1 S-1", looked("M-1 S-1", broken("M-1"), part("S-1", "M-1"))),
		caseOf("d", "S-1 M-1", looked("S-1", part("S-1", "M-1"), part("S-1", "M-1"))))
	in.Lines, in.Waivers = lines{}, []result.WaiverRule{waive("M-1", "c")}
	r := result.Fold(in)
	want := []summary{
		{"M-1", "status", 0, 3, 2, 4, "a", "d", "toeline a"},
		{"M-2", "header Date", 0, 2, 2, 2, "b", "", "toeline b,b"},
		{"M-1", "status", 1, 1, 1, 4, "c", "c", "toeline c"},
		{"S-1", "status", 2, 1, 1, 2, "a", "", "toeline a"},
	}
	if diff := cmp.Diff(want, summaries(r)); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
	first := &r.Causes[0]
	if diff := cmp.Diff([]string{result.Fingerprint("M-1", "STATUS", "wrong", "")},
		first.Fingerprints); diff != "" {
		t.Errorf("fingerprints (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(r.Cases[0].Findings[1], first.Example); diff != "" {
		t.Errorf("example (-want +got):\n%s", diff)
	}
	for i, want := range []bool{false, true, true, false} {
		if got := first.Explains(&r.Cases[0].Findings[i%3]); i < 3 && got != want {
			t.Errorf("finding %d: explains is %t", i, got)
		}
	}
	if !first.Explains(&r.Cases[3].Findings[0]) || first.Explains(&r.Cases[2].Findings[1]) {
		t.Error("a subsumed finding is explained by the cause of its waiver")
	}
}

func TestCauseLines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		repeat, verify string
		want           []string
	}{
		{"curl", "toeline", []string{"curl", "toeline"}},
		{"toeline", "toeline", []string{"toeline"}},
		{"", "toeline", []string{"toeline"}},
	} {
		c := result.Cause{Verify: tt.verify, Example: result.Finding{Reproduce: tt.repeat}}
		if diff := cmp.Diff(tt.want, c.Lines()); diff != "" {
			t.Errorf("lines of %q (-want +got):\n%s", tt.repeat, diff)
		}
	}
}

// TestCausesWithoutLines: the causes of cases alone have no order but theirs.
func TestCausesWithoutLines(t *testing.T) {
	t.Parallel()
	r := result.Fold(runOf(caseOf("a", "S-1", looked("S-1", broken("S-1"))),
		caseOf("b", "M-1", looked("M-1", broken("M-1")))))
	all := result.Causes(r.Cases, nil)
	if len(all) != 2 || all[0].Requirement != "S-1" || all[0].Verify != "" || all[0].Looked != 0 {
		t.Errorf("%+v", all)
	}
	result.SortCauses(all, runOf().Requirements)
	if all[0].Requirement != "M-1" {
		t.Errorf("%+v", all)
	}
}
