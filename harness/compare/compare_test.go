package compare_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/compare"
	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// compared is a comparison with its text and its Markdown.
func compared(t *testing.T, old, new *result.Report, failOn ...compare.Kind) (
	c *compare.Comparison, text, markdown string,
) {
	t.Helper()
	if failOn == nil {
		failOn = compare.Worse()
	}
	c = compare.Compare(compare.Input{File: "old.json", Report: old},
		compare.Input{File: "new.json", Report: new}, failOn)
	var asText, asMarkdown, made strings.Builder
	for _, err := range []error{
		c.WriteText(&asText, page.Options{}), c.WriteMarkdown(&asMarkdown), c.WriteJSON(&made),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var read compare.Comparison
	if err := json.Unmarshal([]byte(made.String()), &read); err != nil ||
		len(read.Changes) != len(c.Changes) {
		t.Errorf("the JSON is not what was written: %v", err)
	}
	return c, asText.String(), asMarkdown.String()
}

// kinds are the changes as "kind id".
func kinds(c *compare.Comparison) []string {
	var all []string
	for _, change := range c.Changes {
		id := change.Requirement
		if id == "" {
			id = strings.Join(change.Cases, ",")
		}
		all = append(all, string(change.Kind)+" "+id)
	}
	return all
}

func same(t *testing.T, what string, c *compare.Comparison, failing int, want ...string) {
	t.Helper()
	if got := kinds(c); !slices.Equal(got, want) || c.Failing != failing {
		t.Errorf("%s: %d failing of %q, want %d of %q", what, c.Failing, got, failing, want)
	}
}

func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not have %q:\n%s", what, part, text)
		}
	}
}

func TestCompareReportsTheOneThingThatChanged(t *testing.T) {
	t.Parallel()
	green, red := sample.Report(), sample.Report("x.one A-2", "x.two A-2")
	c, text, markdown := compared(t, green, red)
	same(t, "broken", c, 1, "failed A-2")
	has(t, "the text", text, "FAILED  newly failed", "/error/Message: wrong wording",
		"2 cases: x.one, x.two", "toeline verify --only x.one", "FAIL  1 requirement newly failed")
	has(t, "the Markdown", markdown, "❌ 1 thing got worse", "| A-2 | must |")

	c, text, _ = compared(t, red, green)
	same(t, "fixed", c, 0, "fixed A-2")
	has(t, "the text", text, "FIXED  fails no longer",
		"PASS  nothing got worse; 1 requirement fixed")
	c, _, _ = compared(t, red, red)
	same(t, "the same", c, 0)
	c, _, _ = compared(t, green, red, compare.Vanished)
	same(t, "not asked for", c, 0, "failed A-2")
}

// A requirement that failed in another case before has a new failure.
func TestCompareLooksAtCases(t *testing.T) {
	t.Parallel()
	c, text, _ := compared(t, sample.Report("x.one A-2"), sample.Report("x.one A-2", "x.two A-2"))
	same(t, "one more case", c, 1, "failed A-2")
	has(t, "the text", text, "was       failed", "1 case: x.two")
}

// A requirement that fails in the same case in another way has changed; where a waiver covers the
// other way too, nothing got worse.
func TestCompareAnotherFailureOfTheSameCase(t *testing.T) {
	t.Parallel()
	in := sample.Input("x.one A-2", "x.two A-2")
	in.Cases[1].Outcomes[0].Findings[0].Shape = "taskId {id} not found"
	in.Cases[1].Outcomes[0].Findings[0].Got = `"taskId {id} not found"`
	other := result.Fold(in)
	c, text, markdown := compared(t, sample.Report("x.one A-2", "x.two A-2"), other)
	same(t, "another way", c, 1, "changed A-2")
	has(t, "the text", text, "CHANGED  fails in another way than before",
		`was       /error/Message: wrong wording, got "<gone>" in x.two`,
		`got       "taskId {id} not found"`, "1 case: x.two",
		"FAIL  1 requirement failing in another way")
	has(t, "the Markdown", markdown, "#### Fails in another way than before")
	c, _, _ = compared(t, other, other)
	same(t, "the same way", c, 0)
	other.Cases[1].Findings[0].Waiver = 1
	c, _, _ = compared(t, sample.Report("x.one A-2", "x.two A-2"), other)
	same(t, "waived", c, 0, "changed A-2")

	before := sample.Input("x.one A-2")
	again := before.Cases[0].Outcomes[0].Findings[0]
	again.Shape = "another"
	before.Cases[0].Outcomes[0].Findings = append(before.Cases[0].Outcomes[0].Findings, again)
	c, _, _ = compared(t, result.Fold(before), sample.Report("x.one A-2"))
	same(t, "one way of two is left", c, 0)
}

func TestCompareWaivedAndNotGated(t *testing.T) {
	t.Parallel()
	waived := sample.Report("x.one A-2", "y.get A-2")
	for _, i := range []int{0, 2} {
		waived.Cases[i].Findings[0].Waiver = 1
	}
	c, text, _ := compared(t, sample.Report(), waived)
	same(t, "waived", c, 0, "failed A-2")
	has(t, "the text", text, "A-2  must  waived", "PASS")
	waived.Cases[0].Findings[0].Waiver = 0
	c, _, _ = compared(t, sample.Report(), waived)
	same(t, "waived in one of two cases", c, 1, "failed A-2")
	c, text, _ = compared(t, sample.Report(), sample.Report("x.one B-1"))
	same(t, "a should", c, 0, "failed B-1")
	has(t, "the text", text, "B-1  should  does not gate")
}

func TestCompareLostCoverage(t *testing.T) {
	t.Parallel()
	in := sample.Input()
	sample.Inconclusive(&in, "z.put")
	c, text, _ := compared(t, sample.Report(), result.Fold(in))
	same(t, "inconclusive", c, 1, "untested C-1", "unjudged z.put")
	has(t, "the text", text, "UNTESTED  newly untested", "no response within 10s", "UNJUDGED")

	in = sample.Input()
	in.Cases, in.Requirements, in.Run.Only = in.Cases[:3],
		in.Requirements[:3], []string{"x.**", "y.**"}
	in.Run.Skip, in.Run.Level, in.Run.Profile = []string{"z.**"}, "should", "shape"
	narrowed := result.Fold(in)
	c, text, _ = compared(t, sample.Report(), narrowed)
	same(t, "narrowed", c, 2, "vanished C-1", "vanished z.put")
	has(t, "the text", text,
		"narrowed differently: not at all, then --only x.** --only y.** --skip z.**\n",
		"--level should", "the profiles differ")
	c, _, _ = compared(t, narrowed, sample.Report("z.put C-1"))
	same(t, "widened", c, 0, "failing z.put", "new C-1")
	for _, change := range c.Changes {
		if change.Fails {
			t.Error("a new case that fails is nothing that got worse")
		}
	}
}

func TestCompareTexts(t *testing.T) {
	t.Parallel()
	in := sample.Input()
	in.Requirements[0].Text = "Another *text* | with @everybody."
	in.Run.Document.SHA256 = "another"
	new := result.Fold(in)
	new.Requirements[1].Level = "may"
	c, text, markdown := compared(t, sample.Report(), new)
	same(t, "texts", c, 0, "text A-1", "text A-2")
	has(t, "the text", text, "REWORDED", "the documents differ", "Another *text*",
		"PASS  nothing got worse; 2 requirements with another text")
	has(t, "the Markdown", markdown, "Another &#42;text&#42; &#124; with &#64;everybody.")
}

// A document that was moved or renamed says the same: its file is a part of sources alone.
func TestCompareRenamedDocument(t *testing.T) {
	t.Parallel()
	of := func(file, source string) *result.Report {
		in := sample.Input()
		in.Run.Document.File = file
		in.Requirements[0].Source = []string{source + ": GET /a"}
		return result.Fold(in)
	}
	before := of("old/api.yaml", "api.yaml")
	c, _, _ := compared(t, before, of(`new\v2.yaml`, "v2.yaml"))
	same(t, "renamed", c, 0)
	c, _, _ = compared(t, before, of("old/api.yaml", "page 1"))
	same(t, "another source", c, 0, "text A-1")
}

// A requirement that is untested now is not fixed.
func TestCompareUntestedIsNotFixed(t *testing.T) {
	t.Parallel()
	in := sample.Input()
	for i := range in.Cases {
		sample.Inconclusive(&in, in.Cases[i].Case.ID)
	}
	c, _, _ := compared(t, sample.Report("x.one A-2"), result.Fold(in))
	if got := kinds(c); !slices.Contains(got, "untested A-2") || slices.Contains(got, "fixed A-2") {
		t.Errorf("%q", got)
	}
}

func TestMarkdownIsCut(t *testing.T) {
	t.Parallel()
	old, new := sample.Report(), sample.Report()
	for i := range 25 {
		r := result.Requirement{ID: fmt.Sprintf("N-%d", i), Level: "must", Status: "passed"}
		new.Requirements = append(new.Requirements, r)
	}
	_, _, markdown := compared(t, old, new)
	if has(t, "the Markdown", markdown, "| N-19 |",
		"| … | | and 5 more | |\n"); strings.Contains(markdown, "N-20") {
		t.Errorf("it is not cut:\n%s", markdown)
	}
}
