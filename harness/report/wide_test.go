package report_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// manyCauses is a report of so many operations, of which so many break a requirement each, with an
// id that is longer than the column of ids in the details.
func manyCauses(operations, broken int) *result.Report {
	in := sample.Input()
	in.Cases, in.Requirements = nil, nil
	for i := range operations {
		id := fmt.Sprintf("listWarehouses%d-ANSWER", i)
		in.Requirements = append(in.Requirements, spec.Requirement{
			ID: id, Level: spec.Must,
			Text: "A response has the documented media type and conforms to the documented schema.",
		})
		o := result.Outcome{Sent: 1, Looked: []string{id}}
		if i < broken {
			o.Findings = []result.Finding{{
				Requirement: id, Where: "/name", Reason: "wrong type",
				Expected: "an integer", Got: fmt.Sprintf("string \"Hand truck %d\"", i),
			}}
		}
		name := fmt.Sprintf("listWarehouses%d", i)
		in.Cases = append(in.Cases, result.CaseInput{
			Case: result.Case{ID: name + ".documented", Situation: name, Effect: "none"},
			Breaks: []result.Breakable{{
				Requirement: id, Own: true, Exercised: true, Shown: true, Judged: true,
			}},
			Outcomes: []result.Outcome{o},
		})
	}
	in.Run.NeverCame = []string{"GET /a 404, 410", "GET /b 404"}
	for i := range 9 {
		in.Run.NotJudged = append(in.Run.NotJudged, fmt.Sprintf("left out: webhook %d", i))
	}
	return result.Fold(in)
}

// TestWidths holds that no line of a list, of prose or of a table is longer than the terminal is
// wide, and that each cause has a line that says what is wrong.
func TestWidths(t *testing.T) {
	for _, causes := range []int{1, 15, 40} {
		r := manyCauses(40, causes)
		for _, width := range []int{60, 80, 120, 200} {
			got := write(t, text.Writer{Options: page.Options{Width: width}}, r)
			lines := strings.Split(strings.TrimSpace(got), "\n")
			for _, line := range lines[:len(lines)-1] { // the last is one line, however long
				copied := strings.Contains(line, "toeline verify")
				if n := utf8.RuneCountInString(line); n > width && !copied {
					t.Errorf("%d causes: %d characters of %d: %s", causes, n, width, line)
				}
			}
			if n := strings.Count(got, "  /name is stri"); n < causes {
				t.Errorf("%d causes on %d columns: %d titles say what is wrong", causes, width, n)
			}
			if id := "listWarehouses0-ANSWER"; width >= 80 != strings.Contains(lines[5], id) {
				t.Errorf("on %d columns the first cause is %q", width, lines[5])
			}
		}
	}
}

// TestCountsWhatIsMany holds that a report of many operations says what matters, and counts the
// rest.
func TestCountsWhatIsMany(t *testing.T) {
	for broken, want := range map[int]string{
		0: "\n  all 40", 5: "\n  35 others", 39: "\n  … 27 more",
	} {
		r := manyCauses(40, broken)
		brief := write(t, text.Writer{}, r)
		full := write(t, text.Writer{Verbose: true}, r)
		if !strings.Contains(brief, want) || strings.Count(brief, "\n  listWarehouses") > 12 {
			t.Errorf("%d broken: no row %q:\n%s", broken, want, brief)
		}
		if n := strings.Count(full, "\n  listWarehouses"); n != 40 {
			t.Errorf("%d broken: with -v %d situations", broken, n)
		}
		if n := strings.Count(brief, "NOT JUDGED"); n != 5 || !strings.Contains(brief,
			"NOT JUDGED  6 more parts of the contract: -v lists them\n\n"+
				"NOT JUDGED  3 documented responses that never came: -v lists them\n") {
			t.Errorf("%d broken: %d lines of what is not judged:\n%s", broken, n, brief)
		}
		if n := strings.Count(full, "NOT JUDGED"); n != 10 {
			t.Errorf("%d broken: with -v %d lines of what is not judged", broken, n)
		}
	}
}

// TestLongCurl holds that a curl line of a screen is not shown unasked, and that the text says so.
func TestLongCurl(t *testing.T) {
	r := manyCauses(1, 1)
	r.Causes[0].Example.Reproduce = "curl " + strings.Repeat("x", 500)
	brief := write(t, text.Writer{}, r)
	said := strings.Contains(brief, "(the curl line has 505 characters")
	if strings.Contains(brief, "xxx") || !said {
		t.Errorf("the line is shown:\n%s", brief)
	}
	if full := write(t, text.Writer{Verbose: true}, r); !strings.Contains(full, "xxx") {
		t.Errorf("-v does not show it:\n%s", full)
	}
}
