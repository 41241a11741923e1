package runner

import (
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/tally"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Facts is what a run knows beside its cases, redacted.
type Facts struct {
	Started time.Time
	Elapsed time.Duration
	// CutShort says why the run ended early; empty: it did not.
	CutShort string
	// Stopped says why no further request with an effect was sent.
	Stopped string
	// Notes say, a line each, what the run did beyond sending each request once.
	Notes []string
	// NotJudged says, a line each, what of the contract is not judged, and NeverCame which
	// documented responses of an operation did not come.
	NotJudged, NeverCame []string
	// Identical says in one line that all responses look the same, and how.
	Identical string
	// Setup says what is wrong with the set-up, and what to do; empty: nothing that is
	// known.
	Setup string
}

// Facts returns what the run knows so far beside its cases.
func (r *Run) Facts() Facts {
	f := Facts{
		Started: r.started, Elapsed: r.elapsed(), CutShort: r.endedEarly(), Setup: r.setUpWrongly(),
		Notes: append(r.notes(), r.Set.Notes...), Stopped: r.redactor.String(r.effectsStopped()),
		NotJudged: r.Set.NotJudged,
	}
	if f.Setup == "" {
		f.Identical = r.identical()
	}
	if f.Setup+f.CutShort == "" {
		f.NeverCame = r.neverCame()
	}
	if rec := r.Options.Replay; rec != nil {
		f.Notes, f.Stopped = rec.Notes, rec.Stopped
	}
	return f
}

// neverCame lists the documented responses of the operations of the run that did not come, a line
// an operation.
func (r *Run) neverCame() []string {
	var order []*spec.Operation
	came := map[*spec.Operation]map[int]bool{}
	r.locked(func() {
		for _, c := range r.Set.Cases {
			pr := r.progress[c.ID]
			if pr == nil {
				continue
			}
			for i := range pr.outcomes {
				op := c.Steps[i%len(c.Steps)].Operation
				if came[op] == nil {
					order, came[op] = append(order, op), map[int]bool{}
				}
				for _, o := range pr.outcomes[i].turns() {
					if o.exchange != nil && o.exchange.Response != nil {
						came[op][o.exchange.Response.Status] = true
					}
				}
			}
		}
	})
	var all []string
	for _, op := range order {
		missing := op.Unseen(slices.Collect(maps.Keys(came[op])))
		if len(missing) > 0 {
			all = append(all, op.Method+" "+op.Path+" "+strings.Join(missing, ", "))
		}
	}
	slices.Sort(all)
	return all
}

// CaseInputs returns what became of the cases so far, redacted, to be folded.
func (r *Run) CaseInputs() []result.CaseInput {
	var all []result.CaseInput
	for _, c := range r.Set.Cases {
		if r.Asked(c) {
			all = append(all, r.CaseInput(c))
		}
	}
	return all
}

// CaseInput returns what became of a case so far, redacted, to be folded.
func (r *Run) CaseInput(c *cases.Case) result.CaseInput {
	in := c.Input()
	if c.Skip != "" {
		return in
	}
	var outcomes []outcome
	var counted *tally.Tally
	r.locked(func() {
		pr := r.progress[c.ID]
		if outcomes = slices.Clone(pr.outcomes); pr.tally != nil {
			counted = pr.tally.Clone()
		}
	})
	for i := range outcomes {
		for turn, o := range outcomes[i].turns() {
			made := r.redacted(o, work{
				instance: i / len(c.Steps), step: i % len(c.Steps), turn: turn,
			})
			in.Outcomes = append(in.Outcomes, made)
			if o.exchange != nil {
				in.Took += o.exchange.Total
			}
		}
	}
	if counted != nil {
		in.Tally = counted.Result(tally.Redactor{
			Text: r.redactor.String, Finding: r.redactFinding, Exchange: r.redactor.Exchange,
		})
	}
	in.Outcomes = append(in.Outcomes, r.uniqueOutcomes(c)...)
	return in
}

// turns returns the outcomes of a step, in the order in which its requests were sent; none, where
// nothing was to be sent.
func (o *outcome) turns() []*outcome {
	if o.unneeded {
		return nil
	}
	all := make([]*outcome, 0, len(o.earlier)+1)
	for i := range o.earlier {
		all = append(all, &o.earlier[i])
	}
	return append(all, o)
}

// redacted is an outcome without secrets. Only what has a finding, or no
// judgement, has evidence.
func (r *Run) redacted(o *outcome, w work) result.Outcome {
	made := result.Outcome{
		Instance: w.instance, Step: w.step, Turn: w.turn, Sent: o.sent, Withheld: o.withheld,
	}
	judgement, reason := o.judgement, o.reason
	if o.forbidden && !r.tokenTaken() {
		judgement, reason = nil, "answered 403 Forbidden: the caller may not"
	}
	if judgement == nil {
		made.Inconclusive = r.redactor.String(reason)
	} else {
		made.Looked = slices.Sorted(maps.Keys(judgement.Exercised))
		made.Unseen = slices.Sorted(maps.Keys(judgement.Unseen))
		made.Unread, made.Hidden = r.redactReasons(judgement.Unread),
			r.redactReasons(judgement.Hidden)
		for _, f := range judgement.Findings {
			made.Findings = append(made.Findings, r.redactFinding(f))
		}
	}
	if o.exchange != nil && (judgement == nil || len(made.Findings)+len(made.Unread) > 0) {
		kept := evidence.From(w.instance, r.redactor.Exchange(o.exchange))
		kept.Step, kept.Turn = w.step, w.turn
		made.Exchange = &kept
	}
	return made
}

func (r *Run) redactReasons(reasons map[string]string) map[string]string {
	if len(reasons) == 0 {
		return nil
	}
	redacted := map[string]string{}
	for id, why := range reasons {
		redacted[id] = r.redactor.String(why)
	}
	return redacted
}

// Unsent returns the cases as they are folded where nothing was sent.
func (r *Run) Unsent() []result.CaseInput {
	var all []result.CaseInput
	for _, c := range r.Set.Cases {
		all = append(all, c.Input())
	}
	return all
}

// Requests returns the requests of an instance that were sent until one of a step, in their order:
// that one is the last. nil: it is not known.
func (r *Run) Requests(caseID string, instance, step, turn int) []cases.Sent {
	c, ok := r.Set.Case(caseID)
	one := func(request *cases.Request) []cases.Sent {
		return []cases.Sent{{Request: request, Case: c, Instance: instance, Step: step}}
	}
	switch {
	case !ok:
		return nil
	case c.Fuzz != nil:
		return read(r, func() []cases.Sent {
			return r.progress[caseID].tally.Requests(instance)
		})
	case instance >= len(c.Instances) || step >= len(c.Instances[instance].Requests):
		return nil
	case !c.Chained():
		return one(&c.Instances[instance].Requests[step])
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	var all []cases.Sent
	for i := range step + 1 {
		w := work{c: c, instance: instance, step: i}
		for t, o := range r.progress[caseID].outcomes[w.index()].turns() {
			if o.request == nil || o.exchange == nil || i == step && t > turn {
				continue
			}
			sent := cases.Sent{Request: o.request, Case: c, Instance: instance, Step: i, Turn: t}
			sent.Show = func(
				text func(string, *spec.Fresh, any) any,
			) (cases.Request, bool) {
				return r.Set.Again(c, sent, r.fresh, text)
			}
			all = append(all, sent)
		}
	}
	return all
}
