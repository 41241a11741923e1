package runner

import (
	"cmp"
	"errors"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/chain"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// sentAs is the request of an outcome.
func (o *outcome) sentAs(w work) *cases.Request {
	if o.request != nil {
		return o.request
	}
	return w.request()
}

// sendChain sends the steps of one instance, in order. After a step that fails or cannot be judged
// the others are not sent, but for those that clean up.
func (r *Run) sendChain(c *cases.Case, instance int) {
	s := chain.New(r.Set, c, instance, r.fresh)
	for i := range c.Steps {
		w := work{c: c, instance: instance, step: i}
		r.note(w, r.carryOutStep(s, w, r.sendRequest))
	}
}

// sending sends a request, or takes it from a recording, and judges what came.
type sending func(w work, request *cases.Request) outcome

// carryOutStep carries out a step as often as it says.
func (r *Run) carryOutStep(s *chain.State, w work, send sending) (o outcome) {
	defer r.survive(func(reason string) { o = outcome{reason: reason} })
	step := w.template()
	if stop := s.Stopped(); stop.Why != "" && !step.Finally {
		if stop.Inconclusive {
			return outcome{reason: notSent + stop.Why, withheld: stop.Withheld}
		}
		return outcome{judgement: s.Unknown(w.step, notSent+stop.Why)}
	}
	switch {
	case step.Each != nil:
		return r.sendEach(s, w, send)
	case step.Until != nil:
		return r.sendUntil(s, w, send)
	}
	return r.sendOnceBound(s, w, send)
}

// sendOnceBound sends a step once, with the values of now.
func (r *Run) sendOnceBound(s *chain.State, w work, send sending) outcome {
	step := w.template()
	request, err := s.Bind(w.step, w.turn)
	var unknown *cases.UnknownError
	switch {
	case step.Finally && (!s.Touched() || errors.As(err, &unknown) ||
		err == nil && s.Removed(&request)):
		return outcome{unneeded: true}
	case err != nil:
		r.noteLeft(w, w.request(), err.Error())
		return outcome{judgement: s.Unknown(w.step, notSent+err.Error())}
	}
	w.chain = s
	o := send(w, &request)
	o.request = &request
	if o.sent > 0 && request.Effect != spec.None {
		s.Touch()
	}
	if why := notRemoved(&o); why != "" {
		r.noteLeft(w, &request, why)
	}
	if o.judgement == nil {
		s.Fail(w.step, o.reason, o.withheld)
	}
	return o
}

// sendEach sends a step for each item of a saved list.
func (r *Run) sendEach(s *chain.State, w work, send sending) outcome {
	items, why := s.Items(w.step)
	if why != "" {
		if w.template().Finally {
			return outcome{unneeded: true}
		}
		return outcome{judgement: s.Unknown(w.step, notSent+why)}
	}
	var all []outcome
	for i, item := range items {
		s.Take(w.step, item)
		w.turn = i
		o := r.sendOnceBound(s, w, send)
		if !o.unneeded {
			all = append(all, o)
		}
	}
	return together(all)
}

// together returns the last of the outcomes of a step, with those before it.
func together(all []outcome) outcome {
	if len(all) == 0 {
		return outcome{unneeded: true}
	}
	last := all[len(all)-1]
	last.earlier = all[:len(all)-1]
	return last
}

// sendUntil sends a step until its response has what it says.
func (r *Run) sendUntil(s *chain.State, w work, send sending) outcome {
	until := w.template().Until
	most := cmp.Or(until.Most, spec.DefaultRounds)
	var all []outcome
	for w.turn = range most {
		if w.turn > 0 && until.Every > 0 && r.Options.Replay == nil && !sleep(r.ctx, until.Every) {
			why := r.unsentAtTheEnd()
			s.Fail(w.step, why, false)
			all = append(all, outcome{reason: why})
			break
		}
		o := r.sendOnceBound(s, w, send)
		all = append(all, o)
		if o.judgement == nil || o.exchange == nil || o.reached || s.Stopped().Why != "" {
			break
		}
	}
	return together(all)
}

// judgeStep judges a response of a case, and keeps what later steps need of it.
func (r *Run) judgeStep(
	w work, step *cases.Step, request *cases.Request, e *exchange.Exchange,
) outcome {
	if w.chain == nil {
		return r.judge(step, request, e)
	}
	until, reached := w.template().Until, false
	last := until != nil && w.turn+1 >= cmp.Or(until.Most, spec.DefaultRounds)
	if until != nil {
		reached = check.Holds(until, r.input(step, request, e))
		if !reached && !last && !until.Each {
			bare := *step
			bare.Checks = nil // what it waits for has not come yet
			step = &bare
		}
	}
	o := r.judge(step, request, e)
	o.reached = reached
	if o.judgement == nil {
		return o
	}
	if until != nil && until.ID != "" && (reached || last) {
		o.judgement.Exercised[until.ID] = true
		if !reached {
			o.judgement.Findings = append(o.judgement.Findings,
				check.NeverHeld(until, w.turn+1, e))
		}
	}
	if why := namesNothing(request, e); why != "" {
		w.chain.Stop(w.step, why)
	}
	w.chain.Note(w.step, e, o.judgement)
	return o
}
