package tally

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// judging is a case that judges A and B, and not C.
var judging = &cases.Case{Breaks: []result.Breakable{
	{Requirement: "A", Judged: true}, {Requirement: "B", Judged: true}, {Requirement: "C"},
}}

// came is an outcome of a value, by which requirements break and hold.
func came(value, broken, held string) Outcome {
	j := &check.Judgement{Exercised: map[string]bool{}}
	for _, id := range strings.Fields(broken) {
		j.Findings = append(j.Findings, result.Finding{
			Requirement: id, Where: "/m", Reason: "wrong", Got: value, Shape: "s",
		})
		j.Exercised[id] = true
	}
	for _, id := range strings.Fields(held) {
		j.Exercised[id] = true
	}
	return Outcome{
		Sent: 1, Judgement: j, Size: value,
		Exchange: &exchange.Exchange{Request: exchange.Request{Method: "GET", Target: value}},
		Requests: []cases.Sent{{Step: 0}, {Step: 2}},
	}
}

// plain redacts the word secret.
var plain = Redactor{
	Text: func(s string) string { return strings.ReplaceAll(s, "secret", "[redacted]") },
	Finding: func(f result.Finding) result.Finding {
		f.Got = strings.ReplaceAll(f.Got, "secret", "[redacted]")
		return f
	},
	Exchange: func(e *exchange.Exchange) *exchange.Exchange {
		made := *e
		made.Request.Target = strings.ReplaceAll(e.Request.Target, "secret", "[redacted]")
		return &made
	},
}

// TestCounts: a requirement is counted once an instance, as broken or held, and one that the case
// does not judge is never broken.
func TestCounts(t *testing.T) {
	t.Parallel()
	unseen, unread := came("x", "", ""), came("x", "", "A")
	unseen.Judgement.Unseen = map[string]bool{"B": true}
	unread.Judgement.Unread = map[string]string{"A": "the secret is too long"}
	foreign := came("x", "", "")
	foreign.Judgement.Unread = map[string]string{"C": "too long"}
	hidden := came("x", "", "")
	hidden.Judgement.Hidden = map[string]string{"B": "the secret hides it"}
	failed := Outcome{Sent: 3, Reason: "no secret response"}
	for _, tt := range []struct {
		name string
		all  []Outcome
		want result.Tally
	}{
		{"nothing", nil, result.Tally{}},
		{
			"held and broken",
			[]Outcome{came("x", "A A", "B"), came("y", "A", "B"), came("z", "", "A")},
			result.Tally{
				Sent: 3, Held: map[string]int{"A": 1, "B": 2}, Broke: map[string]int{"A": 2},
			},
		},
		{
			"not judged by the case",
			[]Outcome{came("x", "C", "")},
			result.Tally{Sent: 1, Held: map[string]int{"C": 1}},
		},
		{
			"no judgement",
			[]Outcome{failed, {Sent: 1, Reason: "another"}},
			result.Tally{Sent: 4, Unjudged: 2, Reason: "no [redacted] response"},
		},
		{"unseen", []Outcome{unseen}, result.Tally{Sent: 1, Unseen: map[string]int{"B": 1}}},
		{"unread", []Outcome{unread}, result.Tally{
			Sent: 1, Unjudged: 1, Reason: "the secret is too long", Held: map[string]int{"A": 1},
			Unread: map[string]string{"A": "the [redacted] is too long"},
		}},
		{
			"unread, and not judged by the case",
			[]Outcome{foreign},
			result.Tally{Sent: 1, Unread: map[string]string{"C": "too long"}},
		},
		{
			"hidden",
			[]Outcome{hidden},
			result.Tally{Sent: 1, Hidden: map[string]string{"B": "the [redacted] hides it"}},
		},
	} {
		tt.want.Reason = plain.Text(tt.want.Reason)
		for _, backwards := range []bool{false, true} { // whatever ends first
			made := New()
			for i := range tt.all {
				if backwards {
					i = len(tt.all) - 1 - i
				}
				made.Add(judging, i, tt.all[i])
			}
			got := made.Result(plain)
			got.Findings, got.Exchanges = nil, nil
			if diff := cmp.Diff(&tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
			if made.Started() != (len(tt.all) > 0) {
				t.Errorf("%s: started: %t", tt.name, made.Started())
			}
		}
	}
}

// TestExamples: of each kind of failure the shortest value is kept, redacted, with the requests
// that led to it.
func TestExamples(t *testing.T) {
	t.Parallel()
	made := New()
	made.Add(judging, 0, came("longer secret", "A", ""))
	made.Add(judging, 1, came("secret", "A", ""))
	made.Add(judging, 2, came("long", "B", ""))
	kinds, numbers := made.Kinds()
	if diff := cmp.Diff([]int{1, 2}, numbers); diff != "" || kinds[0].requirement != "A" {
		t.Errorf("kinds %v (-want +got):\n%s", kinds, diff)
	}
	before := made.Clone()
	for _, tt := range []struct {
		name    string
		o       Outcome
		smaller bool
		want    bool
		number  int // of the example
	}{
		{"no judgement", Outcome{Sent: 1}, true, false, 1},
		{"no failure", came("x", "", "A"), true, false, 1},
		{"of another kind", came("x", "B", ""), true, false, 1},
		{"not smaller", came("x", "A", ""), false, true, 1},
		{"smaller", came("x", "B A", ""), true, true, 7},
	} {
		if got := made.Replace(kinds[0], 7, tt.o, tt.smaller); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
		if _, numbers := made.Kinds(); numbers[0] != tt.number {
			t.Errorf("%s: the example is instance %d", tt.name, numbers[0])
		}
	}
	if got := made.Result(plain); got.Sent != 8 || got.Broke["A"] != 2 {
		t.Errorf("sent %d, broken %v", got.Sent, got.Broke)
	}
	if len(made.Requests(7)) != 2 || made.Requests(1) != nil {
		t.Errorf("requests: %v, %v", made.Requests(7), made.Requests(1))
	}
	got := before.Result(plain)
	shown := map[string]string{}
	for i, f := range got.Findings {
		e := got.Exchanges[i]
		if f.Instance != e.Instance || f.Step != 2 || e.Step != 2 || f.Shape != "" {
			t.Errorf("%+v with %+v", f, e)
		}
		shown[f.Requirement] = f.Got + " by " + e.Request.Target
	}
	want := map[string]string{"A": "[redacted] by [redacted]", "B": "long by long"}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("of the copy (-want +got):\n%s", diff)
	}
}

// TestKindsAreSorted: by requirement, place, reason and, of a status, by what came.
func TestKindsAreSorted(t *testing.T) {
	t.Parallel()
	made := New()
	for i, f := range []result.Finding{
		{Requirement: "B", Where: "/a"},
		{Requirement: "A", Where: "status", Got: "501"},
		{Requirement: "A", Where: "status", Got: "500"},
		{Requirement: "A", Where: "/b", Reason: "z"},
		{Requirement: "A", Where: "/b", Reason: "y"},
	} {
		o := Outcome{Judgement: &check.Judgement{Findings: []result.Finding{f}}}
		made.Add(judging, i, o)
	}
	_, numbers := made.Kinds()
	if diff := cmp.Diff([]int{4, 3, 2, 1, 0}, numbers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestReset: what was sent stays counted, and nothing else.
func TestReset(t *testing.T) {
	t.Parallel()
	made := New()
	made.Add(judging, 0, came("x", "A", "B"))
	made.Leave(4, "no time")
	made.Leave(2, "later")
	if got := made.Result(plain); got.Unjudged != 6 || got.Reason != "no time" {
		t.Errorf("left: %d, %q", got.Unjudged, got.Reason)
	}
	made.Reset()
	want := &result.Tally{Sent: 1}
	if diff := cmp.Diff(want, made.Result(plain), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestShorter orders by characters, not bytes, then by text.
func TestShorter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{{"", "a", true}, {"é", "aa", true}, {"a", "b", true}, {"b", "a", false}, {"a", "a", false}} {
		if got := Shorter(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: %t", tt.a, tt.b, got)
		}
	}
}
