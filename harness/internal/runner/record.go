package runner

import (
	"reflect"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/recording"
)

// record keeps what became of an instance: judged as of a case, and not cut yet.
func (r *Run) record(w work, as *cases.Step, request *cases.Request, s outcome) {
	if r.recorder == nil {
		return
	}
	entry := recording.Recorded{
		Case: w.c.ID, Instance: w.instance, Step: w.step, Turn: w.turn,
		Requirements: w.c.Requirements,
		Request:      r.digest(w, request), Items: request.Named, Sent: s.sent,
	}
	if s.exchange == nil {
		if w.c.Fuzz != nil && r.recordingFull(0) {
			r.locked(func() { r.recorder.Dropped++ })
			return
		}
		entry.Unsent, entry.Withheld = r.redactor.String(s.reason), s.withheld
		r.locked(func() { r.recorder.Add(entry) })
		return
	}
	whole := s.exchange
	if r.recordingFull(whole.Size()) {
		if w.c.Fuzz != nil {
			r.locked(func() { r.recorder.Dropped++ })
			return
		}
		// It is cut before it is redacted, which takes time by its length.
		entry.Cut = whole.Size() > exchange.ShortPart
		whole = whole.Shortened()
	}
	kept := r.redactor.Exchange(whole)
	entry.Exchange = kept
	if s.judgement == nil &&
		(kept.Fault == nil || kept.Fault.Detail != r.redactor.String(s.reason)) {
		entry.Unjudged = r.redactor.String(s.reason)
	}
	if !exchange.SameToJudge(s.exchange, kept) {
		entry.Judged = r.judgedOtherwise(as, request, s, kept, entry.Cut)
		entry.Values = r.numbered(s.exchange, kept)
	}
	r.locked(func() { r.recorder.Add(entry) })
}

// digest is that of a request; of one that is bound late it is that of the planned one, since its
// values differ from run to run.
func (r *Run) digest(w work, request *cases.Request) string {
	if w.chain != nil {
		request = w.request()
	}
	return r.Set.Options.Digest(request)
}

// judgedOtherwise is the judgement of a whole response, redacted, where what is
// kept of it would be judged otherwise; nil: it would not.
func (r *Run) judgedOtherwise(
	as *cases.Step, request *cases.Request, s outcome, kept *exchange.Exchange, cut bool,
) *check.Judgement {
	if s.judgement == nil {
		return nil
	}
	shown := r.redactedJudgement(s.judgement)
	if !cut {
		again := *kept
		again.Request = request.Request
		if j := r.judge(as, request, &again).judgement; j != nil &&
			reflect.DeepEqual(shown, r.redactedJudgement(j)) {
			return nil
		}
	}
	return shown
}

func (r *Run) redactedJudgement(j *check.Judgement) *check.Judgement {
	shown := *j
	shown.Findings = slices.Clone(j.Findings)
	for i := range shown.Findings {
		shown.Findings[i] = r.redactFinding(shown.Findings[i])
	}
	shown.Unread, shown.Hidden = r.redactReasons(j.Unread), r.redactReasons(j.Hidden)
	return &shown
}

// numbered numbers the values of a response that must differ over the run and
// that are not kept as they came.
func (r *Run) numbered(e, kept *exchange.Exchange) map[string]int {
	if e.Response == nil {
		return nil
	}
	all := map[string]int{}
	for _, c := range r.Set.Cases {
		for _, one := range c.UniqueChecks() {
			where, value := check.UniqueWhere(one.Unique), check.UniqueValue(one.Unique, e.Response)
			if value != "" && value != check.UniqueValue(one.Unique, kept.Response) {
				all[where] = read(
					r,
					func() int { return r.recorder.Number(where, strings.ToLower(value)) },
				)
			}
		}
	}
	return all
}

// recordingFull reports whether so many bytes more are over the bound.
func (r *Run) recordingFull(more int) bool {
	return read(r, func() bool { return r.recorder.Full(more) })
}

// Recording returns what was recorded of a run, with its facts; nil: nothing was
// asked to be.
func (r *Run) Recording(f Facts) *recording.Recording {
	if r.recorder == nil {
		return nil
	}
	made := r.Options.RecordAs
	made.Started, made.Elapsed, made.CutShort = f.Started, f.Elapsed, f.CutShort
	made.Notes, made.Stopped = f.Notes, f.Stopped
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	made.Fresh = r.fresh
	made.Entries, made.Dropped = r.recorder.Entries(), r.recorder.Dropped
	return &made
}
