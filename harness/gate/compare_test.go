package gate_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/gate"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// compared is a comparison as every format tells it.
func compared(t *testing.T, old, new *report.Report, failOn ...gate.Kind) (c *gate.Comparison, texts map[string]string) {
	t.Helper()
	if failOn == nil {
		failOn = gate.Worse()
	}
	c = gate.Compare(gate.Input{File: "old.json", Report: old}, gate.Input{File: "new.json", Report: new}, failOn)
	var text, markdown, made strings.Builder
	for _, err := range []error{c.WriteText(&text, report.Text{}), c.WriteMarkdown(&markdown), c.WriteJSON(&made)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var read gate.Comparison
	if err := json.Unmarshal([]byte(made.String()), &read); err != nil || len(read.Changes) != len(c.Changes) {
		t.Errorf("the JSON is not what was written: %v", err)
	}
	return c, map[string]string{"text": text.String(), "markdown": markdown.String()}
}

// kinds are the changes as "kind id".
func kinds(c *gate.Comparison) []string {
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

func same(t *testing.T, what string, c *gate.Comparison, failing int, want ...string) {
	t.Helper()
	if got := kinds(c); !slices.Equal(got, want) || c.Failing != failing {
		t.Errorf("%s: %d failing of %q, want %d of %q", what, c.Failing, got, failing, want)
	}
}

func TestCompareTellsTheOneThingThatChanged(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**", "methods.**")
	green, red := reportOf(t, "", narrow), reportOf(t, period, narrow)
	c, texts := compared(t, green, red)
	same(t, "broken", c, 1, "broken ERA-NF-3")
	has(t, "the text", texts["text"], "BROKEN  newly broken", "/error/message: wrong wording", "2 cases: not-found.absent-guid, not-found.gzip-accepted", "toeline verify --target", "FAIL  1 requirement newly broken")
	has(t, "the Markdown", texts["markdown"], "❌ 1 thing got worse", "| ERA-NF-3 | must |")

	c, texts = compared(t, red, green)
	same(t, "healed", c, 0, "healed ERA-NF-3")
	has(t, "the text", texts["text"], "HEALED  fails no longer", "PASS  nothing got worse; 1 requirement healed")
	c, _ = compared(t, red, red)
	same(t, "the same", c, 0)
	c, _ = compared(t, green, red, gate.Vanished)
	same(t, "not asked for", c, 0, "broken ERA-NF-3")
}

// A requirement that was broken elsewhere before breaks anew.
func TestCompareLooksAtCases(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**", "methods.**")
	some := reportOf(t, period, narrow)
	for i := range some.Cases {
		if some.Cases[i].ID == "not-found.gzip-accepted" {
			some.Cases[i].Findings, some.Cases[i].Verdict = nil, report.Pass
		}
	}
	c, texts := compared(t, some, reportOf(t, period, narrow))
	same(t, "one more case", c, 1, "broken ERA-NF-3")
	has(t, "the text", texts["text"], "was       broken", "1 case: not-found.gzip-accepted")
}

func TestCompareWaivedAndNotGated(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	green := reportOf(t, "", narrow)
	o := run(t, period, narrow)
	waivers(t, "requirement: ERA-NF-3").Apply(o)
	c, texts := compared(t, green, report.New(o, report.Facts{Target: "x"}))
	same(t, "waived", c, 0, "broken ERA-NF-3")
	has(t, "the text", texts["text"], "ERA-NF-3  must  waived", "PASS")
	c, texts = compared(t, green, reportOf(t, noRequest, narrow))
	if got := kinds(c); c.Failing != 0 || got[0] != "broken ERA-HDR-1" {
		t.Errorf("a should: %d failing of %q", c.Failing, got)
	}
	has(t, "the text", texts["text"], "ERA-HDR-1  should  does not gate")
}

func TestCompareLostCoverage(t *testing.T) {
	t.Parallel()
	whole := reportOf(t, "", nil)
	c, texts := compared(t, whole, reportOf(t, "", func(o *plan.Options) { o.Target.NoEffects = "effects are not allowed" }))
	if c.Failing == 0 || !slices.Contains(kinds(c), "unproven ERA-OK-1") || slices.ContainsFunc(kinds(c), func(k string) bool { return strings.HasPrefix(k, "broken") }) {
		t.Errorf("%d failing of %q", c.Failing, kinds(c))
	}
	has(t, "the text", texts["text"], "UNPROVEN  newly unproven", "effects are not allowed", "UNJUDGED")
	c, _ = compared(t, whole, reportOf(t, "", only("not-found.**")))
	if !slices.Contains(kinds(c), "vanished ERA-OK-1") || len(c.Notes) == 0 {
		t.Errorf("%q, notes %q", kinds(c), c.Notes)
	}
	c, _ = compared(t, reportOf(t, "", only("not-found.**")), reportOf(t, period, only("not-found.**", "valid-guid.layout.nil")))
	if !slices.Contains(kinds(c), "failing valid-guid.layout.nil") {
		t.Errorf("%q", kinds(c))
	}
	for _, change := range c.Changes {
		if change.Kind == gate.Failing && change.Fails {
			t.Error("a new case that fails is nothing that got worse")
		}
	}
}

func TestCompareTexts(t *testing.T) {
	t.Parallel()
	old, new := reportOf(t, "", only("not-found.**")), reportOf(t, "", only("not-found.**"))
	new.Requirements[0].Text = "Another *text* | with @everybody."
	new.Requirements[1].Level = "may"
	new.Run.Document.SHA256 = "another"
	c, texts := compared(t, old, new)
	same(t, "texts", c, 0, "text "+old.Requirements[0].ID, "text "+old.Requirements[1].ID)
	has(t, "the text", texts["text"], "CHANGED", "the documents differ", "Another *text*", "PASS  nothing got worse; 2 requirements with another text")
	has(t, "the Markdown", texts["markdown"], "Another &#42;text&#42; &#124; with &#64;everybody.")
}

// A requirement of which nothing is seen now has not healed.
func TestCompareUnseenIsNotHealed(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	red, gone := reportOf(t, period, narrow), reportOf(t, "", narrow)
	for i := range gone.Cases {
		gone.Cases[i].Verdict, gone.Cases[i].Unjudged = report.Undecided, 1
	}
	for i := range gone.Requirements {
		if gone.Requirements[i].ID == "ERA-NF-3" {
			gone.Requirements[i].Standing, gone.Requirements[i].Why = report.Unproven, []string{"no answer"}
		}
	}
	c, _ := compared(t, red, gone)
	got := kinds(c)
	if !slices.Contains(got, "unproven ERA-NF-3") || slices.Contains(got, "healed ERA-NF-3") {
		t.Errorf("%q", got)
	}
}
