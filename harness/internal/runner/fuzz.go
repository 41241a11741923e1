package runner

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/shape"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/result"
)

// tally is what a fuzz case has come to so far.
type tally struct {
	mu      sync.Mutex
	surplus []byte // that came on a kept connection, and that no outcome shows yet
	counts
}

// counts are the sums of a tally.
type counts struct {
	sent, unjudged      int
	reason              string // of the first that was not judged
	first               int    // its number
	held, broke, unseen map[string]int
	unread, hidden      map[string]string
	// shortest is, for each kind of finding, the instance with the shortest value.
	shortest map[kind]failure
	// shapeless are the kinds, without a shape, of which there were too many shapes.
	shapeless map[kind]bool
}

type kind struct{ requirement, where, reason, shape string }

type failure struct {
	number   int
	value    string
	request  *cases.Request
	finding  result.Finding
	exchange *exchange.Exchange
}

func newTally() *tally { return &tally{counts: newCounts()} }

func newCounts() counts {
	return counts{
		held: map[string]int{}, broke: map[string]int{}, unseen: map[string]int{},
		unread: map[string]string{}, hidden: map[string]string{}, shortest: map[kind]failure{},
		shapeless: map[kind]bool{},
	}
}

// reset begins again, but for the number of requests.
func (t *tally) reset(surplus []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	sent := t.sent
	t.counts, t.surplus = newCounts(), surplus
	t.sent = sent
}

// takeSurplus returns what no outcome shows yet, once.
func (t *tally) takeSurplus() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	surplus := t.surplus
	t.surplus = nil
	return surplus
}

// sendFuzz sends all instances of a fuzz case.
func (r *Run) sendFuzz(c *cases.Case) {
	pr := r.progress[c.ID]
	defer close(pr.done)
	_, before := r.unasked()
	r.sendFuzzes(c, pr.tally)
	if came, sends := r.unasked(); sends && !before { // which were judged by it, is not known
		r.mu.Lock()
		r.done -= c.Size()
		r.mu.Unlock()
		pr.tally.reset(firstOf(came))
		r.sendFuzzes(c, pr.tally)
	}
}

// firstOf returns what came on the connection of the lowest number.
func firstOf(came map[int]wire.Unasked) []byte {
	if len(came) == 0 {
		return nil
	}
	return came[slices.Min(slices.Collect(maps.Keys(came)))].Bytes
}

// sendFuzzes sends all instances of a fuzz case once.
func (r *Run) sendFuzzes(c *cases.Case, t *tally) {
	var next, begun atomic.Int64
	var workers sync.WaitGroup
	for range min(r.Options.Concurrency, c.Size()) {
		workers.Go(func() {
			for {
				number := int(next.Add(1)) - 1
				if number >= c.Size() || r.ctx.Err() != nil {
					return
				}
				begun.Add(1)
				r.sendFuzzed(c, t, number)
			}
		})
	}
	workers.Wait()
	if left := c.Size() - int(begun.Load()); left > 0 {
		t.leave(left, r.unsentAtTheEnd())
	}
}

func (r *Run) sendFuzzed(c *cases.Case, t *tally, number int) {
	defer r.survive(func(reason string) { t.leave(1, reason) })
	request, step, err := c.Fuzz.Instance(number)
	o := outcome{}
	if err != nil {
		o.reason = err.Error()
	} else {
		a := attempt{run: r, c: c, step: step, request: &request, surplus: t.takeSurplus()}
		o = a.outcome(work{c, number, 0})
	}
	r.mu.Lock()
	r.done++
	r.mu.Unlock()
	t.add(c, number, &request, o)
}

// leave counts requests that have no outcome.
func (t *tally) leave(number int, reason string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unjudged += number
	t.reason = cmp.Or(t.reason, reason)
}

func (t *tally) started() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent+t.unjudged > 0
}

func (t *tally) add(c *cases.Case, number int, request *cases.Request, o outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent += o.sent
	if o.judgement == nil {
		t.unjudged++
		if t.reason == "" || number < t.first {
			t.reason, t.first = o.reason, number
		}
		return
	}
	broken := map[string]bool{}
	value := c.Fuzz.Value(request)
	for _, f := range o.judgement.Findings {
		if !c.Judges(f.Requirement) {
			continue
		}
		if !broken[f.Requirement] {
			broken[f.Requirement] = true
			t.broke[f.Requirement]++
		}
		t.keepShortest(failure{number, value, request, f, o.exchange})
	}
	for id := range o.judgement.Exercised {
		if !broken[id] {
			t.held[id]++
		}
	}
	for id := range o.judgement.Unseen {
		t.unseen[id]++
	}
	t.addReasons(c, number, o.judgement)
}

// addReasons notes why requirements were not looked at; what was not read is not judged.
func (t *tally) addReasons(c *cases.Case, number int, j *check.Judgement) {
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

// maxShapes bounds of how many shapes a tally keeps an example, by requirement, place and reason.
// A failure of more has no shape that another seed would show again.
const maxShapes = 8

// keepShortest keeps the failure if it is the shortest of its kind.
func (t *tally) keepShortest(made failure) {
	f := &made.finding
	k := kind{f.Requirement, f.Where, f.Reason, f.Shape}
	if f.Came != nil {
		k.shape = shape.Of(f.Where, f.Came.Text, f.Came.Values)
	}
	if t.shapeless[k.withoutShape()] {
		k.shape, f.Shape, f.Came = "", "", nil
	}
	if known, ok := t.shortest[k]; !ok || shorter(made.value, known.value) {
		t.shortest[k] = made
	}
	var same []kind
	for other := range t.shortest {
		if other.withoutShape() == k.withoutShape() {
			same = append(same, other)
		}
	}
	if len(same) <= maxShapes {
		return
	}
	t.shapeless[k.withoutShape()] = true
	var known []failure
	for _, other := range same {
		known = append(known, t.shortest[other])
		delete(t.shortest, other)
	}
	for _, one := range known {
		t.keepShortest(one)
	}
}

func (k kind) withoutShape() kind {
	k.shape = ""
	return k
}

// shorter orders by length in characters, then by text.
func shorter(a, b string) bool {
	return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(a, b)) < 0
}

// result returns the tally, redacted.
func (t *tally) result(r *Run) *result.Tally {
	t.mu.Lock()
	defer t.mu.Unlock()
	made := &result.Tally{
		Sent: t.sent, Unjudged: t.unjudged, Reason: r.redactor.String(t.reason),
		Held: maps.Clone(t.held), Broke: maps.Clone(t.broke), Unseen: maps.Clone(t.unseen),
		Unread: r.redactReasons(t.unread), Hidden: r.redactReasons(t.hidden),
	}
	for _, f := range t.shortest {
		found := r.redactFinding(f.finding)
		found.Instance = f.number
		made.Findings = append(made.Findings, found)
		made.Exchanges = append(made.Exchanges, evidence.From(f.number, r.redactor.Exchange(f.exchange)))
	}
	return made
}

// request returns the request of a finding.
func (t *tally) request(number int) *cases.Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.shortest {
		if f.number == number {
			return f.request
		}
	}
	return nil
}
