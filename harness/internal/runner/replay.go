package runner

import (
	"context"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/chain"
	"example.com/toeline/harness/internal/recording"
)

// Replay judges the recording of the options again. Nothing is sent. What the
// recording does not hold stays inconclusive.
func (r *Run) Replay(ctx context.Context) {
	r.Begin(ctx)
	r.prefetched = true
	rec := r.Options.Replay
	r.started, r.ended = rec.Started, rec.Started.Add(rec.Elapsed)
	r.recordedEnd = rec.CutShort
	r.replayAll(rec.Index())
	close(r.verified)
	close(r.finished)
	r.cancel()
	r.stopCleaning(nil)
}

func (r *Run) replayAll(recorded map[recording.Key]*recording.Recorded) {
	for _, c := range r.Set.Cases {
		if c.Skip != "" {
			continue
		}
		for i := range c.Instances {
			if c.Chained() {
				r.replayChain(c, i, recorded)
			} else {
				w := work{c: c, instance: i}
				r.note(w, r.replay(w, c.Steps[0], w.request(), recorded).kept())
			}
			r.settle(c)
		}
		if c.Fuzz != nil {
			r.replayFuzz(c, recorded)
		}
	}
}

// replayChain judges the steps of one instance again. Their requests are made from the responses
// that were recorded.
func (r *Run) replayChain(
	c *cases.Case, instance int, recorded map[recording.Key]*recording.Recorded,
) {
	s := chain.New(r.Set, c, instance, r.fresh)
	for i, step := range c.Steps {
		w := work{c: c, instance: instance, step: i}
		r.note(w, r.carryOutStep(s, w, func(w work, request *cases.Request) outcome {
			return r.replay(w, step, request, recorded).kept()
		}))
	}
}

func (r *Run) replayFuzz(c *cases.Case, recorded map[recording.Key]*recording.Recorded) {
	pr := r.progress[c.ID]
	defer close(pr.done)
	f := &fuzzing{run: r, c: c, pr: pr}
	f.send = func(w work, as *cases.Step, request *cases.Request) outcome {
		return r.replay(w, as, request, recorded).kept()
	}
	for number := range c.Size() {
		if !r.isRecorded(c, number, recorded) {
			why := r.lacking(c)
			r.locked(func() { pr.tally.Leave(1, why) })
			continue
		}
		f.sendOne(number)
	}
	f.shrink()
}

// isRecorded reports whether a recording holds an instance of a fuzz case.
func (r *Run) isRecorded(
	c *cases.Case, number int, recorded map[recording.Key]*recording.Recorded,
) bool {
	_, step := c.Fuzz.Plan()
	return recorded[recording.Key{Case: c.ID, Instance: number, Step: step}] != nil
}

// replay judges what was recorded of an instance.
func (r *Run) replay(
	w work, step *cases.Step, request *cases.Request,
	recorded map[recording.Key]*recording.Recorded,
) outcome {
	entry := recorded[recording.Key{
		Case: w.c.ID, Instance: w.instance, Step: w.step, Turn: w.turn,
	}]
	switch {
	case r.ctx.Err() != nil:
		return outcome{reason: r.unsentAtTheEnd()}
	case entry == nil:
		return outcome{reason: r.lacking(w.c)}
	case entry.Request != r.digest(w, request):
		return outcome{reason: "the recording holds another request of this case than the " +
			"document asks for now: record it again"}
	case entry.Exchange == nil:
		return outcome{reason: entry.Unsent, withheld: entry.Withheld}
	}
	e := *entry.Exchange
	e.Request = request.Request
	if entry.Unjudged != "" {
		return outcome{exchange: &e, reason: entry.Unjudged, values: entry.Values, sent: entry.Sent}
	}
	s := r.judgeStep(w, step, request, &e)
	if entry.Judged != nil && s.judgement != nil {
		s = r.replayJudged(s, entry)
	}
	s.values, s.sent = entry.Values, entry.Sent
	return s
}

// replayJudged takes over the judgement of what is not recorded whole, which
// holds for the document and the profile that it was made by.
func (r *Run) replayJudged(s outcome, entry *recording.Recorded) outcome {
	made := r.Options.Replay
	if made.Document.SHA256 == r.Set.Options.Contract.Digest &&
		made.Profile == r.Set.Options.Profile {
		s.judgement = entry.Judged
		return s
	}
	what := "a secret stood in the response, and without it the recording"
	if entry.Cut {
		what = "the response was cut, and the recording"
	}
	return outcome{
		exchange: s.exchange,
		reason:   what + " cannot be judged by another document or profile: record it again",
	}
}

// lacking says why a request of the plan has no exchange.
func (r *Run) lacking(c *cases.Case) string {
	rec := r.Options.Replay
	if c.Fuzz != nil && r.recordedEnd != "" {
		return notSent + r.recordedEnd
	}
	return rec.Lacking()
}
