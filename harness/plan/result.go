package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/result"
)

// Result waits for a case and returns its verdict. A lazy run sends the case
// now. The error says that the id is unknown, or that ctx ended.
func (r *Run) Result(ctx context.Context, id string) (Result, error) {
	c, ok := r.Plan.Case(id)
	if !ok {
		return Result{}, fmt.Errorf("no case %q in this run", id)
	}
	pr := r.cases[id]
	if !r.prefetched {
		r.sendCase(c)
	}
	select {
	case <-pr.done:
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	if err := r.awaitTheRest(ctx, c, pr); err != nil {
		return Result{}, err
	}
	return r.result(c, pr), nil
}

// sendCase sends a case of a lazy run, once.
func (r *Run) sendCase(c *Case) {
	r.cases[c.ID].once.Do(func() {
		if c.Skip != "" {
			return
		}
		if c.fuzz != nil {
			r.sendFuzz(c)
			return
		}
		var chains chains
		for i := range c.Probes {
			chains.add(work{c, i})
		}
		workers := r.Plan.Options.Concurrency
		if r.careful(c.Effect) {
			workers = 1
		}
		r.sendUnits(chains.units, workers)
	})
}

// awaitTheRest waits for what a verdict needs beyond its own case: a 403 reads
// differently once the token was taken elsewhere; a rule over the whole run,
// and a finding that may be part of another, need the whole run.
func (r *Run) awaitTheRest(ctx context.Context, c *Case, pr *progress) error {
	forbidden, shared := false, c.overRun()
	for _, s := range pr.settled {
		forbidden = forbidden || s.forbidden
		shared = shared || s.judgement != nil && slices.ContainsFunc(s.judgement.Findings, isPart)
	}
	switch {
	case r.prefetched && shared:
		return wait(ctx, r.finished)
	case !forbidden:
		return nil
	case r.prefetched:
		return wait(ctx, r.finished, r.answered)
	}
	r.seekAnswer()
	return nil
}

func wait(ctx context.Context, any ...<-chan struct{}) error {
	first := any[0]
	second := first
	if len(any) > 1 {
		second = any[1]
	}
	select {
	case <-first:
	case <-second:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// seekAnswer lets a lazy run learn whether the token is taken at all, by the
// first cases that send it and have no effect.
func (r *Run) seekAnswer() {
	const tries = 3
	tried := 0
	for _, c := range r.Plan.Cases {
		if r.tokenTaken() || tried == tries {
			return
		}
		if c.Effect == "none" && c.Skip == "" && len(c.Probes) > 0 && c.Probes[0].Auth.NeedsToken() {
			r.sendCase(c)
			tried++
		}
	}
}

func (r *Run) tokenTaken() bool {
	select {
	case <-r.answered:
		return true
	default:
		return false
	}
}

// overRun says whether a case has a rule over the whole run.
func (c *Case) overRun() bool {
	for i := range c.checks {
		if c.checks[i].Unique != nil {
			return true
		}
	}
	return false
}

// result turns what became of the probes into a verdict.
func (r *Run) result(c *Case, pr *progress) Result {
	res := Result{Case: c, Exchanges: map[int]*exchange.Exchange{}, held: map[string]int{}, broke: map[string]int{}, unseen: map[string]int{}}
	if c.Skip != "" {
		res.Verdict, res.Reason = Skip, c.Skip
		return res
	}
	for i, s := range pr.settled {
		r.addProbe(&res, i, s)
	}
	if pr.tally != nil {
		pr.tally.result(r, &res)
	}
	if c.overRun() {
		r.addUnique(&res)
	}
	switch {
	case res.gated():
		res.Verdict = Fail
	case res.Unjudged > 0:
		res.Verdict = Undecided
	default:
		res.Verdict = Pass
	}
	return res
}

func (res *Result) gated() bool {
	for _, f := range res.Findings {
		if f.Gated {
			return true
		}
	}
	return false
}

func (r *Run) addProbe(res *Result, i int, s settled) {
	res.Sent += s.sent
	if s.forbidden && !r.tokenTaken() {
		s.reason, s.judgement = "answered 403 Forbidden: the caller may not", nil
	}
	if s.judgement == nil {
		res.Unjudged++
		if res.Reason == "" {
			res.Reason = r.redactor.String(s.reason)
		}
		if s.exchange != nil {
			res.Exchanges[i] = r.redactor.Exchange(s.exchange)
		}
		return
	}
	broken, moved := map[string]bool{}, map[string]bool{}
	for _, f := range s.judgement.Findings {
		if f.PartOf != "" && r.standsAlone(f.PartOf, f.Key()) {
			moved[f.Requirement], f.Requirement = true, f.PartOf
		}
		if r.Plan.judges(res.Case, f.Requirement) {
			broken[f.Requirement] = true
			res.addFinding(r, f, i)
		}
	}
	countExercised(r, res.Case, s.judgement, broken, moved, res.held, res.broke)
	for id := range s.judgement.Unseen {
		res.unseen[id]++
	}
	if len(broken) > 0 {
		res.Exchanges[i] = r.redactor.Exchange(s.exchange)
	}
}

// redactedFinding returns f without secrets in what a target has a say in.
func redactedFinding(r *redact.Live, f result.Finding) result.Finding {
	r.Evidence(nil, &f.Got, &f.Expected, &f.Where)
	return f
}

// addFinding adds a finding, redacted, with what it means for the run.
func (res *Result) addFinding(r *Run, f result.Finding, probe int) {
	f = redactedFinding(r.redactor, f)
	level := r.Plan.levels[f.Requirement]
	res.Findings = append(res.Findings, Finding{Finding: f, Level: level, Gated: r.Plan.Options.gates(level), Probe: probe})
}

// sortFindings brings findings into the document's order.
func (res *Result) sortFindings(p *Plan) {
	order := map[string]int{}
	for i, r := range p.Options.Doc.Requirements {
		order[r.ID] = i
	}
	slices.SortFunc(res.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order[a.Requirement], order[b.Requirement]), strings.Compare(a.Where+a.Reason, b.Where+b.Reason))
	})
}

// countExercised counts a judged exchange for the requirements it looked at.
// One whose findings moved to another requirement was neither held nor broken.
func countExercised(r *Run, c *Case, j *check.Judgement, broken, moved map[string]bool, held, broke map[string]int) {
	for id := range broken {
		broke[id]++
	}
	for id := range j.Exercised {
		if r.Plan.judges(c, id) && !broken[id] && !moved[id] {
			held[id]++
		}
	}
}

// Wait waits until a prefetched run has sent all that it will.
func (r *Run) Wait(ctx context.Context) error {
	if !r.prefetched {
		return errors.New("a lazy run has no end of its own")
	}
	return wait(ctx, r.finished)
}
