package result_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/result"
)

// TestCheck: a report that contradicts itself is refused, with the place.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want string
		edit func(*result.Report)
	}{
		{"", func(*result.Report) {}},
		{`cases/1: the id is empty or occurs twice`, func(r *result.Report) {
			r.Cases[1].ID = "a"
		}},
		{`cases/0: the id is empty or occurs twice`, func(r *result.Report) { r.Cases[0].ID = "" }},
		{`cases/0: no verdict`, func(r *result.Report) { r.Cases[0].Verdict = "good" }},
		{"case a: findings/0: no waiver 2", func(r *result.Report) {
			r.Cases[0].Findings[0].Waiver = 2
		}},
		{"case a: findings/0: no waiver -1", func(r *result.Report) {
			r.Cases[0].Findings[0].Waiver = -1
		}},
		{"case a: waived is false", func(r *result.Report) { r.Cases[0].Waived = false }},
		{"case a: waived is true", func(r *result.Report) { r.Cases[0].Findings[0].Waiver = 0 }},
		{"case b: waived is true", func(r *result.Report) { r.Cases[1].Waived = true }},
		{"causes/0: no case", func(r *result.Report) { r.Causes[0].Cases = nil }},
		{"causes/0: the fingerprint", func(r *result.Report) {
			r.Causes[0].Fingerprints = []string{"0:1"}
		}},
		{`requirements/1: the id is empty or occurs twice`, func(r *result.Report) {
			r.Requirements[1].ID = "M-1"
		}},
		{`requirements/0: the id is empty or occurs twice`, func(r *result.Report) {
			r.Requirements[0].ID = ""
		}},
		{`requirements/0: no status`, func(r *result.Report) {
			r.Requirements[0].Status = "x"
		}},
		{`waivers/0: no state`, func(r *result.Report) { r.Waivers[0].State = "x" }},
		{"totals:", func(r *result.Report) { r.Totals.Cases.Passed++ }},
		{"totals:", func(r *result.Report) { r.Requirements[0].Waived = false }},
	} {
		in := runOf(caseOf("a", "M-1", looked("M-1", broken("M-1"))),
			caseOf("b", "M-2", looked("M-2")))
		in.Waivers = []result.WaiverRule{waive("M-1", "")}
		r := result.Fold(in)
		tt.edit(r)
		err := r.Check()
		if tt.want == "" && err != nil ||
			tt.want != "" && (err == nil || !strings.Contains(err.Error(),
				tt.want)) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	in := subsumes("S-1")
	in.Waivers = []result.WaiverRule{waive("M-1", "")}
	in.Run.Document.File = "spec/small.yaml"
	r := result.Fold(in)
	if c, ok := r.Case("a.odd"); !ok || c.ID != "a.odd" {
		t.Errorf("case: %+v", c)
	}
	c := &r.Cases[0]
	if c.Exchange(&c.Findings[0]) != &c.Exchanges[0] ||
		c.Exchange(&result.Finding{Step: 1}) != nil ||
		c.Exchange(&result.Finding{Instance: 1}) != nil {
		t.Errorf("exchanges: %+v", c.Exchanges)
	}
	want := result.Mismatch{Where: "status", Reason: "wrong", Got: "500"}
	if got := c.Findings[0].Mismatch(); got != want {
		t.Errorf("mismatch: %+v", got)
	}
	if _, ok := r.Case("a"); ok {
		t.Error("there is no case a")
	}
	if _, ok := r.Requirement("M-2"); ok {
		t.Error("the run does not judge M-2")
	}
	if got := strings.Join(r.FailingCases("M-1"), " "); got != "a.main a.odd" {
		t.Errorf("failing cases: %s", got)
	}
	if w := r.WaiverOf(1); w == nil || w.Place() != "known.yaml:2" || w.Fails() || !w.Known() {
		t.Errorf("waiver 1: %+v", w)
	}
	if r.WaiverOf(0) != nil || r.WaiverOf(2) != nil {
		t.Error("there is one waiver")
	}
	if slim := r.ForMatrix(); slim.Cases != nil || len(slim.Requirements) != 2 || r.Cases == nil {
		t.Errorf("%+v", slim)
	}
	if got := r.Run.Document.Name(); got != "small" {
		t.Errorf("name: %s", got)
	}
	if got := r.Run.Subject(); got != "http://127.0.0.1:1" {
		t.Errorf("subject: %s", got)
	}
	r.Run.Client = "./client"
	if got := r.Run.Subject(); got != "./client" {
		t.Errorf("subject: %s", got)
	}
}

func TestContent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		content *result.Content
		bytes   string
		cut     int
	}{
		{nil, "", 0},
		{&result.Content{Text: "ab", Size: 5}, "ab", 3},
		{&result.Content{Base64: []byte{0xff}, Size: 1}, "\xff", 0},
	} {
		if string(tt.content.Bytes()) != tt.bytes || tt.content.Cut() != tt.cut {
			t.Errorf("%+v: %q, cut %d", tt.content, tt.content.Bytes(), tt.content.Cut())
		}
	}
}
