package plan

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// fuzz makes the probes of a fuzz case as they are sent: the case holds none,
// so that memory does not grow with their number.
type fuzz struct {
	o         Options
	from      *spec.Fuzz
	seeds     *fixtures.Pattern
	schema    *spec.Schema
	ambiguous *regexp.Regexp // nil: nothing is
	// as makes probes like those of a case; by whether the value is valid.
	as map[bool]*draft
}

// expandFuzz makes the fuzz cases that the user asked for.
func expandFuzz(o Options, op *spec.Operation) []*draft {
	if o.Fuzz == 0 {
		return nil
	}
	var all []*draft
	for i := range op.Fuzz {
		from := &op.Fuzz[i]
		valid, _ := op.Case(from.Valid)
		invalid, _ := op.Case(from.Invalid)
		parameter, _ := op.Parameter(from.Parameter)
		f := &fuzz{o: o, from: from, schema: parameter.Schema, as: map[bool]*draft{true: newDraft(op, valid, "", ""), false: newDraft(op, invalid, "", "")}}
		kind, _ := o.Doc.Kind(from.From)
		f.seeds, _ = fixtures.NewPattern(kind.Absent) // lint compiled it
		if from.Ambiguous != "" {
			f.ambiguous = regexp.MustCompile(from.Ambiguous)
		}
		situation, _, _ := strings.Cut(from.ID, ".")
		all = append(all, &draft{
			Case: &Case{
				ID: from.ID, Text: fmt.Sprintf("%s: %d of them", from.Text, o.Fuzz), Situation: situation, Effect: spec.None,
				Level: spec.May, checks: append(append([]spec.Check(nil), valid.Checks...), invalid.Checks...), op: op, fuzz: f,
			},
			from: valid, auth: f.as[true].auth,
		})
	}
	return all
}

// probe makes the probe of a number, the same for the same seed.
func (f *fuzz) probe(number int) (Probe, *draft, error) {
	random := rand.New(rand.NewPCG(f.o.Seed, hash(fmt.Sprint(f.from.ID, "#", number))))
	e := edge{random}
	for {
		seed, err := f.seeds.Generate(random)
		if err != nil {
			return Probe{}, nil, err
		}
		text := e.mutate(seed)
		if f.ambiguous != nil && f.ambiguous.MatchString(text) {
			continue
		}
		d := f.as[f.schema.TakesText(text)]
		p := Probe{Auth: d.auth, Bound: map[string]check.Binding{f.from.Parameter: {Value: text}}}
		p.Request = exchange.Request{
			Method: d.method,
			Target: f.o.Target.BasePath + d.target(p.Bound, e.escape),
			Header: d.header(f.o, p.Bound, random),
		}
		return p, d, nil
	}
}

// tally is what a fuzz case has come to so far.
type tally struct {
	mu                 sync.Mutex
	sent, unjudged     int
	reason             string // of the first that was not judged
	first              int    // its number
	held, broke, blind map[string]int
	// shortest is, for each cause, the failing probe with the shortest value.
	shortest map[cause]failure
}

type cause struct{ requirement, where, reason string }

type failure struct {
	number   int
	value    string
	probe    Probe
	finding  result.Finding
	exchange *exchange.Exchange
}

func newTally() *tally {
	return &tally{held: map[string]int{}, broke: map[string]int{}, blind: map[string]int{}, shortest: map[cause]failure{}}
}

// sendFuzz sends all probes of a fuzz case.
func (r *Run) sendFuzz(c *Case) {
	pr := r.cases[c.ID]
	defer close(pr.done)
	var next, begun atomic.Int64
	var workers sync.WaitGroup
	for range min(r.Plan.Options.Concurrency, r.Plan.Options.Fuzz) {
		workers.Go(func() {
			for {
				number := int(next.Add(1)) - 1
				if number >= r.Plan.Options.Fuzz || r.ctx.Err() != nil {
					return
				}
				begun.Add(1)
				r.sendFuzzed(c, pr.tally, number)
			}
		})
	}
	workers.Wait()
	if left := r.Plan.Options.Fuzz - int(begun.Load()); left > 0 {
		pr.tally.leave(left, r.unsentAtTheEnd())
	}
}

// leave counts requests that the end of the run left unsent.
func (t *tally) leave(number int, reason string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unjudged += number
	t.reason = cmp.Or(t.reason, reason)
}

func (r *Run) sendFuzzed(c *Case, t *tally, number int) {
	defer r.survive(func(reason string) { t.leave(1, reason) })
	probe, d, err := c.fuzz.probe(number)
	s := settled{}
	if err != nil {
		s.reason = err.Error()
	} else {
		s = r.carryOut(work{c, number}, d.Case, probe)
	}
	r.mu.Lock()
	r.done++
	r.mu.Unlock()
	t.add(r, c, number, probe, s)
}

func (t *tally) started() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent+t.unjudged > 0
}

func (t *tally) add(r *Run, c *Case, number int, probe Probe, s settled) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent += s.sent
	if s.judgement == nil {
		t.unjudged++
		if t.reason == "" || number < t.first {
			t.reason, t.first = s.reason, number
		}
		return
	}
	broken := map[string]bool{}
	value := probe.Bound[c.fuzz.from.Parameter].Value
	for _, f := range s.judgement.Findings {
		if !r.Plan.judges(c, f.Requirement) {
			continue
		}
		broken[f.Requirement] = true
		k := cause{f.Requirement, f.Where, f.Reason}
		if known, ok := t.shortest[k]; !ok || shorter(value, known.value) {
			t.shortest[k] = failure{number, value, probe, f, s.exchange}
		}
	}
	countExercised(r, c, s.judgement, broken, nil, t.held, t.broke)
	for id := range s.judgement.Unseen {
		t.blind[id]++
	}
}

// shorter orders by length in characters, then by text.
func shorter(a, b string) bool {
	return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(a, b)) < 0
}

// result fills a case's result from the tally.
func (t *tally) result(r *Run, res *Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	res.Sent, res.Unjudged, res.Reason = t.sent, t.unjudged, r.redactor.String(t.reason)
	res.held, res.broke, res.unseen = t.held, t.broke, t.blind
	res.probes = map[int]Probe{}
	for _, f := range t.shortest {
		res.addFinding(r, f.finding, f.number)
		res.probes[f.number] = f.probe
		res.Exchanges[f.number] = r.redactor.Exchange(f.exchange)
	}
	res.sortFindings(r.Plan)
}
