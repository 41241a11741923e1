package plan

import (
	"context"
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Standing is what a run knows of a requirement.
type Standing string

// The standings. Unproven says that nothing was seen either way.
const (
	Proven   Standing = "proven"
	Broken   Standing = "broken"
	Unproven Standing = "unproven"
)

// Coverage is a requirement with its standing.
type Coverage struct {
	Requirement spec.Requirement
	Standing    Standing
	Gated       bool
	// Held and Broke count the exchanges in which a check looked.
	Held, Broke int
	// Why says what kept an unproven requirement from being seen; Undecided
	// that a case which could have shown it was sent.
	Why       []string
	Undecided bool
	// Waived says that it is broken, as is known: all its findings are waived.
	Waived bool
}

// Outcome is a finished run.
type Outcome struct {
	Plan     *Plan
	Results  []Result
	Coverage []Coverage
	Started  time.Time
	Elapsed  time.Duration
	// Sent is how many requests were sent, without the preflight's.
	Sent int
	// CutShort says why the run ended before its time; empty: it did not.
	CutShort string
	// Alike says in one line that the target answers everything alike, and
	// how; empty: it does not, or nothing is wrong, or nothing else was asked.
	Alike string
	// Waivers are known failures with what came of them; see Waive.
	Waivers []result.Waiver
	// Notes tell, a line each, what the run did beyond sending each request
	// once: it was asked to come back later, a connection broke.
	Notes []string
	// Stopped says why no further request with an effect was sent; empty: all
	// were.
	Stopped string
	// Recording is what was recorded; nil where nothing was asked to be.
	Recording *Recording
}

// Outcome waits for the run and sums it up. Of a lazy run it sums up the cases
// that were asked for.
func (r *Run) Outcome(ctx context.Context) (*Outcome, error) {
	o := &Outcome{Plan: r.Plan, Started: r.started}
	for _, c := range r.Plan.Cases {
		if !r.prefetched && !r.asked(c) {
			continue
		}
		result, err := r.Result(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		o.Results = append(o.Results, result)
		o.Sent += result.Sent
	}
	o.Elapsed = r.elapsed()
	o.CutShort = r.endedEarly()
	o.Coverage = coverage(r.Plan, o.Results)
	o.Alike = r.alike(o)
	o.Notes = r.notes()
	o.Stopped = r.redactor.String(r.ledger.stops())
	if rec := r.Plan.Options.Replay; rec != nil {
		o.Notes, o.Stopped = rec.Notes, rec.Stopped
	}
	o.Recording = r.recording(o)
	return o, nil
}

// Unreached is the outcome of a run that ended before its first case.
func (p *Plan) Unreached(why string) *Outcome {
	redactor := p.Options.Target.redactor()
	o := &Outcome{Plan: p, Started: time.Now(), CutShort: redactor.String(why), Coverage: coverage(p, nil)}
	if p.Options.Record {
		o.Recording = newRecording(p.Options, redactor)
		o.Recording.Started, o.Recording.CutShort, o.Recording.Unreached = o.Started, o.CutShort, true
	}
	return o
}

func (r *Run) asked(c *Case) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	pr := r.cases[c.ID]
	return c.Skip != "" || pr.left < len(c.Probes) || pr.tally != nil && pr.tally.started()
}

func (r *Run) elapsed() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended.IsZero() {
		r.ended = time.Now()
	}
	return r.ended.Sub(r.started)
}

func coverage(p *Plan, results []Result) []Coverage {
	var all []Coverage
	for _, r := range p.Scope() {
		c := Coverage{Requirement: r, Gated: p.Options.gates(r.Level), Standing: Unproven}
		for i := range results {
			c.add(p, &results[i])
		}
		switch {
		case c.Broke > 0:
			c.Standing = Broken
		case c.Held > 0:
			c.Standing = Proven
		}
		if c.Standing != Unproven {
			c.Why = nil
		}
		all = append(all, c)
	}
	return all
}

func (c *Coverage) add(p *Plan, res *Result) {
	id := c.Requirement.ID
	c.Held += res.held[id]
	c.Broke += res.broke[id]
	if !res.Case.canBreak(p, id) {
		return
	}
	switch {
	case res.moved[id] != "":
		c.because("what breaks it is told at " + res.moved[id])
	case res.unseen[id] > 0:
		c.because("it takes the bytes of the connection, which this transport hides")
	case res.Verdict == Skip:
		c.because(res.Reason)
	case res.Verdict == Undecided:
		c.Undecided = true
		c.because(res.Reason)
	}
}

func (c *Coverage) because(why string) {
	for _, known := range c.Why {
		if known == why {
			return
		}
	}
	c.Why = append(c.Why, why)
}

// canBreak says whether some check of a case speaks of a requirement.
func (c *Case) canBreak(p *Plan, id string) bool {
	for _, own := range c.Requirements {
		if own == id {
			return true
		}
	}
	if c.always != "" {
		return false
	}
	for i := range c.op.Always {
		if c.op.Always[i].ID == id {
			return p.judges(c, id)
		}
	}
	return false
}

// Exit is the first of the exit codes that applies to the outcome, with the
// reason in one line.
func (o *Outcome) Exit() (code int, reason string) {
	exercised, undecided := 0, 0
	for _, res := range o.Results {
		if res.Verdict == Pass || res.Verdict == Fail {
			exercised++
		}
		if res.Verdict == Undecided && o.Plan.Options.gates(res.Case.Level) || res.Waived() && res.Unjudged > 0 {
			undecided++
		}
	}
	broken, missing := 0, 0
	for _, c := range o.Coverage {
		switch {
		case !c.Gated:
		case c.Standing == Broken && !c.Waived:
			broken++
		case c.Standing == Unproven && !c.Undecided:
			missing++
		}
	}
	failing := o.failingWaivers()
	switch {
	case strings.HasPrefix(o.CutShort, interrupted):
		return ExitUnknown, o.CutShort // whatever it saw, it is no run
	case broken > 0 && failing != "":
		return ExitBroken, Plural(broken, "gated requirement") + " broken, and " + failing
	case broken > 0:
		return ExitBroken, Plural(broken, "gated requirement") + " broken"
	case failing != "":
		return ExitBroken, failing
	case o.Plan.Options.RequireAll && missing > 0 && exercised > 0:
		return ExitBroken, Plural(missing, "gated requirement") + " unproven, and --require all"
	case o.CutShort != "":
		return ExitUnknown, o.CutShort
	case exercised == 0:
		return ExitUnknown, "no case was exercised"
	case undecided > 0:
		return ExitUnknown, Plural(undecided, "gated case") + " undecided"
	}
	for _, c := range o.Coverage {
		if c.Gated && c.Waived {
			return ExitHolds, "every gated requirement that was exercised holds, or is known to be broken"
		}
	}
	return ExitHolds, "every gated requirement that was exercised holds"
}

// The exit codes of a run. Wrong usage is another, the command line's own.
const (
	ExitHolds   = 0
	ExitBroken  = 1
	ExitUnknown = 3
)
