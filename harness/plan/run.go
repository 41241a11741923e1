package plan

import (
	"context"
	"net/http"
	"sync"
	"time"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/spec"
)

// maxTimeouts is after how many timeouts the rest of a situation is not sent.
const maxTimeouts = 3

// Run is a plan under way. It is safe for concurrent use.
type Run struct {
	Plan     *Plan
	redactor *redact.Live
	limit    *limiter
	throttle *throttle
	renewals renewals
	started  time.Time
	cancel   context.CancelFunc
	ctx      context.Context

	// finished is closed when a prefetched run has sent all that it will.
	finished   chan struct{}
	prefetched bool
	// answered is closed at the first answer to the run's token that is one
	// of the operation's own: a 403 then is a status like any other.
	answered     chan struct{}
	answeredOnce sync.Once

	mu       sync.Mutex
	cases    map[string]*progress
	timeouts map[string]int // by situation
	ledger   *ledger        // of what was executed
	ended    time.Time
	done     int // probes settled, for progress
	faults   faults
	// cutShort says that the end of the run kept a probe from its answer.
	cutShort bool
	// alone are the findings that are no part of others; nil until the run is
	// complete.
	alone map[broken]bool

	large    sync.Mutex // held while a large answer is judged
	recorder *recorder  // nil: nothing is recorded
	// recordedEnd is why the run that is replayed ended before its time.
	recordedEnd string
}

// progress is a case under way.
type progress struct {
	once    sync.Once // lazy runs
	settled []settled // by probe
	left    int
	done    chan struct{}
	tally   *tally // of a fuzz case
}

// settled is what became of a probe.
type settled struct {
	exchange  *exchange.Exchange // nil: not sent
	judgement *check.Judgement   // nil: not judged
	forbidden bool               // 403 to the run's token: judged last
	reason    string             // why it is not judged
	sent      int                // how often it was sent; 0 where another run of those together did
	// values are numbers for those that must differ over the run, where a
	// recording does not hold them.
	values map[string]int
}

// Start sends the whole plan in the background: cases without effect first,
// those that execute last.
func (p *Plan) Start(ctx context.Context) *Run { return StartTogether(ctx, p)[0] }

// Lazy sends nothing until a result is asked for, and then that case alone.
func (p *Plan) Lazy(ctx context.Context) *Run { return p.newRun(ctx) }

func (p *Plan) newRun(ctx context.Context) *Run {
	r := &Run{
		Plan:     p,
		redactor: p.Options.Target.redactor(),
		limit:    &limiter{every: interval(p.Options.Rate)},
		throttle: &throttle{},
		started:  time.Now(),
		finished: make(chan struct{}),
		answered: make(chan struct{}),
		cases:    map[string]*progress{},
		timeouts: map[string]int{},
		ledger:   newLedger(),
	}
	if p.Options.Record {
		r.recorder = &recorder{}
	}
	r.ctx, r.cancel = context.WithTimeout(ctx, p.Options.Budget)
	for _, c := range p.Cases {
		pr := &progress{settled: make([]settled, len(c.Probes)), left: len(c.Probes), done: make(chan struct{})}
		if c.fuzz != nil && c.Skip == "" {
			pr.tally = newTally()
		} else if c.Skip != "" || pr.left == 0 {
			pr.left = 0
			close(pr.done)
		}
		r.cases[c.ID] = pr
	}
	return r
}

// Close ends the run: what was not sent stays undecided.
func (r *Run) Close() {
	r.cancel()
	if r.prefetched {
		<-r.finished
	}
}

// Progress is how many probes are settled, of how many.
func (r *Run) Progress() (settled, all int) {
	for _, c := range r.Plan.Cases {
		all += c.Size()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done, all
}

// send settles one probe.
func (r *Run) send(c *Case, i int) {
	defer r.survive(func(reason string) { r.settle(c, i, settled{reason: reason}) })
	w, probe := work{c, i}, c.Probes[i]
	e := r.ledger.answer(r, probe.Request)
	var s settled
	switch {
	case e == nil:
		r.settle(c, i, r.carryOut(w, c, probe))
		return
	case c.throttled(e):
		s = settled{exchange: e, reason: describeThrottled(e.Response)}
	default:
		s = r.judge(c, probe, e)
	}
	r.record(w, c, probe, s)
	r.settle(c, i, s.kept())
}

// unsendable says why a probe is not sent after all.
func (r *Run) unsendable(c *Case, items []string) string {
	if r.ctx.Err() != nil {
		return r.unsentAtTheEnd()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if why := r.throttle.isShut(c.Situation); why != "" {
		return notSent + why
	}
	if r.timeouts[c.Situation] >= maxTimeouts {
		return notSent + "three requests of " + c.Situation + " had no answer in time"
	}
	if why := r.ledger.stops(); why != "" && c.Effect != spec.None {
		return "not sent: " + why
	}
	if why := r.ledger.acted(items); why != "" {
		return notSent + why
	}
	return ""
}

// unsentAtTheEnd says why a probe was not sent before the run ended.
func (r *Run) unsentAtTheEnd() string { return notSent + r.endedBefore() }

// notSent begins the reason of a request that was not sent.
const notSent = "not sent: "

// endedBefore notes that the run ended before all was done, and says why.
func (r *Run) endedBefore() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cutShort = true
	return r.endReason()
}

func (r *Run) endReason() string {
	if context.Cause(r.ctx) == context.DeadlineExceeded {
		return "the budget of " + r.Plan.Options.Budget.String() + " was spent"
	}
	return interrupted
}

// interrupted begins the reason of a run that a person or a signal ended.
const interrupted = "the run was interrupted"

// endedEarly says why the run ended before its time; empty: it did not. A run
// that left probes out for reasons of its own came to its end.
func (r *Run) endedEarly() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.cutShort {
		return r.recordedEnd
	}
	return r.endReason()
}

// noteActed keeps an item from being executed twice: one that was, and one
// of which that cannot be told.
func (r *Run) noteActed(c *Case, probe Probe, e *exchange.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case e.Fault == nil:
	case e.Fault.Kind == exchange.Timeout:
		r.timeouts[c.Situation]++
	case e.Fault.Kind == exchange.Canceled:
		r.cutShort = true
	}
	switch {
	case c.op.Reads(e.Request.Method):
	case e.Response != nil && e.Response.Status/100 == 2:
		r.ledger.note(r, probe, " was executed by "+c.ID, e)
	case e.Response == nil && !e.Start.IsZero():
		r.ledger.note(r, probe, " may have been executed by "+c.ID+", which had no answer", e)
	case e.Response != nil && e.Response.Status == http.StatusGatewayTimeout && c.Effect != spec.None:
		r.ledger.note(r, probe, " may have been executed by "+c.ID+", whose answer a gateway did not wait for", e)
	}
}

func (r *Run) settle(c *Case, i int, s settled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	pr := r.cases[c.ID]
	pr.settled[i] = s
	pr.left--
	r.done++
	if pr.left == 0 {
		close(pr.done)
	}
}

// judge says what an exchange tells.
func (r *Run) judge(c *Case, probe Probe, e *exchange.Exchange) settled {
	s := settled{exchange: e}
	if e.Fault != nil && e.Fault.Kind != exchange.Malformed && e.Fault.Kind != exchange.Limit {
		s.reason = e.Fault.Detail
		return s
	}
	if e.Response != nil {
		status := e.Response.Status
		s.forbidden = status == http.StatusForbidden && !c.allows(status) && probe.Auth.NeedsToken()
		r.noteAnswered(c.op, probe.Auth, status)
	}
	defer r.judgeAlone(e)()
	if isLarge(e) && r.ctx.Err() != nil {
		s.reason = "not judged: " + r.endedBefore()
		return s
	}
	j := check.Judge(check.Input{
		Doc: r.Plan.Options.Doc, Checks: c.checks, Rules: c.op.Always, Always: c.always, Without: r.Plan.Options.without(),
		Bound: probe.Bound, Exchange: e,
	})
	s.judgement = &j
	return s
}

// allows says whether a status is one that the case asks for by number.
func (c *Case) allows(status int) bool {
	for i := range c.checks {
		for _, m := range c.checks[i].Status {
			if m.Code == status {
				return true
			}
		}
	}
	return false
}

// noteAnswered notes an answer of the operation's own to the run's token.
func (r *Run) noteAnswered(op *spec.Operation, auth spec.Auth, status int) {
	if takes(op, auth, status) {
		r.answeredOnce.Do(func() { close(r.answered) })
	}
}

// takes says whether an answer is the operation's own, to a token.
func takes(op *spec.Operation, auth spec.Auth, status int) bool {
	own := status != http.StatusUnauthorized && status != http.StatusForbidden
	return own && auth.NeedsToken() && documents(op, status)
}

func documents(op *spec.Operation, status int) bool {
	for _, s := range op.Statuses {
		if m, ok := spec.ParseStatus(s); ok && m.Has(status) {
			return true
		}
	}
	return false
}
