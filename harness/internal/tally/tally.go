package tally

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// Outcome is what became of one request.
type Outcome struct {
	Sent      int // how often it was sent
	Exchange  *exchange.Exchange
	Judgement *check.Judgement // nil: not judged, and Reason says why
	Reason    string
	// Requests are those that were sent until this one, which is the last.
	Requests []cases.Sent
	// Size orders values, the smallest first: shorter texts, then by their characters.
	Size string
}

// Tally is what a fuzz case has come to so far. It is not safe for concurrent use.
type Tally struct {
	sent, unjudged      int
	reason              string // of the first that was not judged
	first               int    // its number
	held, broke, unseen map[string]int
	unread, hidden      map[string]string
	// shortest is, for each kind of finding, the instance with the shortest value.
	shortest map[Kind]failure
}

// Kind is what failures have in common.
type Kind struct{ requirement, where, reason, came string }

type failure struct {
	number   int
	size     string
	requests []cases.Sent
	finding  result.Finding
	exchange *exchange.Exchange
}

// New returns a tally of nothing.
func New() *Tally {
	return &Tally{
		held: map[string]int{}, broke: map[string]int{}, unseen: map[string]int{},
		unread: map[string]string{}, hidden: map[string]string{}, shortest: map[Kind]failure{},
	}
}

// Reset begins again, but for the number of requests.
func (t *Tally) Reset() {
	sent := t.sent
	*t = *New()
	t.sent = sent
}

// Clone returns a copy that does not change with the tally.
func (t *Tally) Clone() *Tally {
	made := *t
	made.held, made.broke, made.unseen = maps.Clone(t.held), maps.Clone(t.broke), maps.Clone(
		t.unseen,
	)
	made.unread, made.hidden = maps.Clone(t.unread), maps.Clone(t.hidden)
	made.shortest = maps.Clone(t.shortest)
	return &made
}

// Leave counts requests that have no outcome.
func (t *Tally) Leave(number int, reason string) {
	t.unjudged += number
	t.reason = cmp.Or(t.reason, reason)
}

// Started reports whether anything was sent, or left out.
func (t *Tally) Started() bool {
	return t.sent+t.unjudged > 0
}

// Add counts what became of the instance of a number.
func (t *Tally) Add(c *cases.Case, number int, o Outcome) {
	t.sent += o.Sent
	if o.Judgement == nil {
		t.unjudged++
		if t.reason == "" || number < t.first {
			t.reason, t.first = o.Reason, number
		}
		return
	}
	broken := map[string]bool{}
	for _, f := range o.Judgement.Findings {
		if !c.Judges(f.Requirement) {
			continue
		}
		if !broken[f.Requirement] {
			broken[f.Requirement] = true
			t.broke[f.Requirement]++
		}
		t.keepShortest(failure{number, o.Size, o.Requests, f, o.Exchange})
	}
	for id := range o.Judgement.Exercised {
		if !broken[id] {
			t.held[id]++
		}
	}
	for id := range o.Judgement.Unseen {
		t.unseen[id]++
	}
	t.addReasons(c, number, o.Judgement)
}

// addReasons notes why requirements were not looked at; what was not read is not judged.
func (t *Tally) addReasons(c *cases.Case, number int, j *check.Judgement) {
	maps.Copy(t.hidden, j.Hidden)
	maps.Copy(t.unread, j.Unread)
	for id, why := range j.Unread {
		if c.Judges(id) {
			t.unjudged++
			if t.reason == "" || number < t.first {
				t.reason, t.first = why, number
			}
			return
		}
	}
}

// keepShortest keeps the failure if it is the shortest of its kind. Only of a status does the kind
// say what came: texts repeat parts of random values, and another seed would show others.
func (t *Tally) keepShortest(made failure) {
	k := kindOf(&made.finding)
	if known, ok := t.shortest[k]; !ok || Shorter(made.size, known.size) {
		t.shortest[k] = made
	}
}

// kindOf returns the kind of a finding, from which it takes what differs from one to another.
func kindOf(f *result.Finding) Kind {
	k := Kind{f.Requirement, f.Where, f.Reason, ""}
	if f.Where == "status" {
		k.came = f.Got
	} else {
		f.Shape, f.Came = "", nil
	}
	return k
}

// Kinds lists the kinds of the failures so far, sorted, with the number of an instance of each.
func (t *Tally) Kinds() (kinds []Kind, numbers []int) {
	kinds = slices.Collect(maps.Keys(t.shortest))
	sort.Slice(kinds, func(i, j int) bool {
		a, b := &kinds[i], &kinds[j]
		return cmp.Or(strings.Compare(a.requirement, b.requirement),
			strings.Compare(a.where, b.where), strings.Compare(a.reason, b.reason),
			strings.Compare(a.came, b.came)) < 0
	})
	for _, k := range kinds {
		numbers = append(numbers, t.shortest[k].number)
	}
	return kinds, numbers
}

// Replace reports whether an outcome is a failure of a kind, and where it is smaller takes it for
// the example of the kind. It is counted as sent, and not among the instances.
func (t *Tally) Replace(k Kind, number int, o Outcome, smaller bool) bool {
	t.sent += o.Sent
	if o.Judgement == nil {
		return false
	}
	for _, f := range o.Judgement.Findings {
		if kindOf(&f) == k {
			if smaller {
				t.shortest[k] = failure{number, o.Size, o.Requests, f, o.Exchange}
			}
			return true
		}
	}
	return false
}

// Shorter orders by length in characters, then by text.
func Shorter(a, b string) bool {
	return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)),
		strings.Compare(a, b)) < 0
}

// Redactor hides secrets in what is kept.
type Redactor struct {
	Text     func(string) string
	Finding  func(result.Finding) result.Finding
	Exchange func(*exchange.Exchange) *exchange.Exchange
}

// Result returns the tally, redacted.
func (t *Tally) Result(r Redactor) *result.Tally {
	made := &result.Tally{
		Sent: t.sent, Unjudged: t.unjudged, Reason: r.Text(t.reason),
		Held: maps.Clone(t.held), Broke: maps.Clone(t.broke), Unseen: maps.Clone(t.unseen),
		Unread: r.reasons(t.unread), Hidden: r.reasons(t.hidden),
	}
	for _, f := range t.shortest {
		found := r.Finding(f.finding)
		found.Instance = f.number
		kept := evidence.From(f.number, r.Exchange(f.exchange))
		if len(f.requests) > 0 {
			found.Step = f.requests[len(f.requests)-1].Step
			kept.Step = found.Step
		}
		made.Findings = append(made.Findings, found)
		made.Exchanges = append(made.Exchanges, kept)
	}
	return made
}

// reasons redacts the reasons of requirements.
func (r Redactor) reasons(by map[string]string) map[string]string {
	if len(by) == 0 {
		return nil
	}
	made := map[string]string{}
	for id, why := range by {
		made[id] = r.Text(why)
	}
	return made
}

// Requests returns the requests that led to a finding; nil: it is of another instance.
func (t *Tally) Requests(number int) []cases.Sent {
	for _, f := range t.shortest {
		if f.number == number {
			return f.requests
		}
	}
	return nil
}
