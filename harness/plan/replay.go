package plan

import (
	"context"
	"fmt"
	"strings"

	"example.com/toeline/fixtures"
)

// Replay judges the recording of the options again. Nothing is sent. What the
// recording does not hold stays undecided.
func (p *Plan) Replay(ctx context.Context) *Run {
	r := p.newRun(ctx)
	r.prefetched = true
	recording := p.Options.Replay
	r.started, r.ended = recording.Started, recording.Started.Add(recording.Elapsed)
	r.recordedEnd = recording.CutShort
	r.replayAll(recording)
	close(r.finished)
	r.cancel()
	return r
}

type probeKey struct {
	caseID string
	probe  int
}

func (r *Run) replayAll(recording *Recording) {
	recorded := recording.index()
	for _, c := range r.Plan.Cases {
		if c.Skip != "" {
			continue
		}
		for i := range c.Probes {
			s := r.replay(work{c, i}, c, c.Probes[i], recorded)
			r.settle(c, i, s.kept())
		}
		if c.fuzz != nil {
			r.replayFuzz(c, recorded)
		}
	}
}

func (r *Run) replayFuzz(c *Case, recorded map[probeKey]*Recorded) {
	pr := r.cases[c.ID]
	defer close(pr.done)
	for number := range r.Plan.Options.Fuzz {
		if recorded[probeKey{c.ID, number}] == nil {
			pr.tally.leave(1, r.lacking(c))
			continue
		}
		probe, d, err := c.fuzz.probe(number)
		if err != nil {
			pr.tally.add(r, c, number, probe, settled{reason: err.Error()})
			continue
		}
		s := r.replay(work{c, number}, d.Case, probe, recorded)
		pr.tally.add(r, c, number, probe, s.kept())
	}
}

// replay judges what was recorded of a probe.
func (r *Run) replay(w work, as *Case, probe Probe, recorded map[probeKey]*Recorded) settled {
	entry := recorded[probeKey{w.c.ID, w.probe}]
	switch {
	case r.ctx.Err() != nil:
		return settled{reason: r.unsentAtTheEnd()}
	case entry == nil:
		return settled{reason: r.lacking(w.c)}
	case entry.Request != r.Plan.Options.digest(probe):
		return settled{reason: "the recording holds another request of this case than the document asks for now: record it again"}
	case entry.Exchange == nil:
		return settled{reason: entry.Unsent}
	}
	e := *entry.Exchange
	e.Request = probe.Request
	if entry.Unjudged != "" {
		return settled{exchange: &e, reason: entry.Unjudged, values: entry.Values, sent: entry.Sent}
	}
	s := r.judge(as, probe, &e)
	if entry.Judged != nil && s.judgement != nil {
		s = r.replayJudged(s, entry)
	}
	s.values, s.sent = entry.Values, entry.Sent
	return s
}

// replayJudged takes over the judgement of what is not recorded whole, which
// holds for the document and the profile that it was made by.
func (r *Run) replayJudged(s settled, entry *Recorded) settled {
	recording := r.Plan.Options.Replay
	if recording.Document.SHA256 == r.Plan.Options.Doc.Digest && recording.Profile == r.Plan.Options.Profile {
		s.judgement = entry.Judged
		return s
	}
	what := "a secret stood in the answer, and without it the recording"
	if entry.Cut {
		what = "the answer was cut, and the recording"
	}
	return settled{exchange: s.exchange, reason: what + " cannot be judged by another document or profile: record it again"}
}

func (rec *Recording) index() map[probeKey]*Recorded {
	all := make(map[probeKey]*Recorded, len(rec.Entries))
	for i := range rec.Entries {
		e := &rec.Entries[i]
		all[probeKey{e.Case, e.Probe}] = e
	}
	return all
}

// lacking says why a request of the plan has no exchange.
func (r *Run) lacking(c *Case) string {
	rec := r.Plan.Options.Replay
	if c.fuzz != nil && r.recordedEnd != "" {
		return notSent + r.recordedEnd
	}
	why := "the recording holds no exchange of it"
	var narrowed []string
	for _, n := range []struct {
		flag  string
		words []string
	}{{"--only", rec.Only}, {"--skip", rec.Skip}, {"--level", []string{string(rec.Level)}}} {
		for _, word := range n.words {
			if word != "" && word != "may" {
				narrowed = append(narrowed, n.flag+" "+word)
			}
		}
	}
	if len(narrowed) > 0 {
		why += ": it was made with " + strings.Join(narrowed, " ")
	}
	if rec.Dropped > 0 {
		why += fmt.Sprintf(": %d were over the bound of %d MiB", rec.Dropped, maxRecorded>>20)
	}
	return why
}

// pin gives the slots of a draft the items that the recorded requests named: a
// document with a case more would allot others.
func (a *allotment) pin(d *draft, recorded map[probeKey]*Recorded) {
	for i := range d.slots {
		entry := recorded[probeKey{d.ID, d.slots[i].index}]
		if entry == nil {
			continue
		}
		items := map[string]fixtures.Item{}
		for _, v := range d.roles() {
			for _, item := range a.candidates(d, v) {
				if item.ID == entry.Items[v.Parameter] {
					items[v.Parameter] = item
				}
			}
		}
		if len(items) == len(d.slots[i].items) {
			d.slots[i].items = items
		}
	}
}
