package runner

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/tally"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/internal/throttle"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// maxTimeouts is after how many timeouts the rest of a situation is not sent.
const maxTimeouts = 3

// Options say how cases are sent. The zero value of each has a default.
type Options struct {
	// Journal records every request with an effect; nil: none is recorded.
	Journal     effects.Journal
	Concurrency int           // parallel exchanges; zero: 16
	Rate        float64       // requests a second over all; zero: no limit
	Budget      time.Duration // of the whole run; zero: 2m
	// Notify gets a line, once, when the run begins to wait because the target asks for it; nil:
	// only the report says so.
	Notify func(line string)
	// Record keeps every exchange for the recording; RecordAs is its head.
	Record   bool
	RecordAs recording.Recording
	// Fresh is the number that values are made from that are new in every run; zero: one at
	// random.
	Fresh uint64
	// CleanupBudget is how long steps that clean up may take after the end of the run; zero: 10s.
	CleanupBudget time.Duration
	// Abandon ends cleaning up when it is closed; nil: it is not.
	Abandon <-chan struct{}
	// Replay is a recording to be judged instead of a target.
	Replay *recording.Recording
}

func (o Options) withDefaults() Options {
	if o.Concurrency == 0 {
		o.Concurrency = 16
	}
	if o.Budget == 0 {
		o.Budget = 2 * time.Minute
	}
	if o.CleanupBudget == 0 {
		o.CleanupBudget = 10 * time.Second
	}
	for o.Fresh == 0 {
		o.Fresh = rand.Uint64()
	}
	return o
}

// Run is a set of cases being sent to a target. It is safe for concurrent use.
type Run struct {
	Set     *cases.Set
	Target  *target.Target
	Options Options

	redactor *redact.Live
	state    *state // shared by runs that are started together
	started  time.Time
	preflown time.Duration // what Preflight took of the budget
	cancel   context.CancelFunc
	ctx      context.Context
	// cleaning ends when nothing more is cleaned up, and stopCleaning releases it.
	cleaning     context.Context
	stopCleaning context.CancelCauseFunc
	// fresh is the number that values are made from that are new in every run.
	fresh uint64

	// finished is closed when a prefetched run has sent all that it will.
	finished   chan struct{}
	prefetched bool
	// verified is closed when a prefetched run has sent what has no effect, and again
	// what went over connections that are not to be trusted.
	verified chan struct{}
	// answered is closed at the first response to the run's token that is one
	// of the operation's own: a 403 then is a status like any other.
	answered chan struct{}
	// large has room for the one large response that is judged.
	large chan struct{}

	// What follows is guarded by the lock of the state.

	taken    bool                 // answered is closed
	progress map[string]*progress // by case; the map itself does not change
	timeouts map[string]int       // by situation
	refresh  refreshes
	recorder *recording.Recorder // nil: nothing is recorded
	ended    time.Time
	done     int // instances settled, for progress
	// failing counts the requests with findings, by the highest level of each.
	failing map[spec.Level]int
	faults  faults
	// cutShort reports that the end of the run kept a request from its response.
	cutShort bool
	// setup says what is wrong with the set-up; empty: nothing that is known.
	setup string
	// recordedEnd is why the run that is replayed ended early.
	recordedEnd string
	left        []string // what was not cleaned up, a line each
}

// progress is a case being sent. All but done is guarded by the lock of the state.
type progress struct {
	begun    bool      // lazy runs
	outcomes []outcome // by instance, then step
	left     int       // instances
	done     chan struct{}
	tally    *tally.Tally // of a fuzz case
	surplus  []byte       // that came on a kept connection, and that no outcome of it shows yet
}

// outcome is what became of a request.
type outcome struct {
	exchange  *exchange.Exchange // nil: not sent
	judgement *check.Judgement   // nil: not judged
	forbidden bool               // 403 to the run's token: judged last
	reason    string             // why it is not judged
	// withheld reports that it was not sent so that nothing is acted on twice, or on
	// a target that acts where it must not.
	withheld bool
	sent     int // how often it was sent; 0 where another run of the target did
	// values are numbers for those that must differ over the run, where a
	// recording does not hold them.
	values map[string]int
	// request is what was sent, where it was bound late; nil: the planned one.
	request *cases.Request
	// earlier are the outcomes of the same step, if it was repeated.
	earlier []outcome
	// reached reports that the response ends the repetitions of its step.
	reached bool
	// unneeded reports that nothing was to be sent: there is no outcome.
	unneeded bool
}

// New returns a run that has not begun. Start sends everything; Begin, and then
// Send, a case at a time.
func New(set *cases.Set, to *target.Target, o Options) *Run {
	o = o.withDefaults()
	r := &Run{
		Set: set, Target: to, Options: o,
		redactor: to.Redactor(), fresh: o.Fresh,
		state:    &state{limit: throttle.PerSecond(o.Rate)},
		finished: make(chan struct{}),
		answered: make(chan struct{}),
		verified: make(chan struct{}),
		large:    make(chan struct{}, 1),
		progress: map[string]*progress{},
		timeouts: map[string]int{},
		failing:  map[spec.Level]int{},
	}
	if o.Record {
		r.recorder = &recording.Recorder{}
	}
	for _, c := range set.Cases {
		n := len(c.Instances)
		pr := &progress{
			outcomes: make([]outcome, n*len(c.Steps)), left: n, done: make(chan struct{}),
		}
		switch {
		case c.Fuzz != nil && c.Skip == "":
			pr.tally = tally.New()
		case c.Skip != "" || n == 0:
			pr.left = 0
			close(pr.done)
		}
		r.progress[c.ID] = pr
	}
	return r
}

// Begin starts the clock of the run, from which Preflight took. Nothing is sent.
func (r *Run) Begin(ctx context.Context) {
	r.started = time.Now()
	r.ctx, r.cancel = context.WithTimeout(ctx, r.Options.Budget-r.preflown)
	r.beginCleaning(ctx)
}

// Close ends the run: what was not sent stays inconclusive. A run that has not
// begun has nothing to end.
func (r *Run) Close() {
	if r.cancel == nil {
		return
	}
	r.cancel()
	if r.prefetched {
		<-r.finished
	}
	r.stopCleaning(nil)
}

// sendInstance sends one instance of a case.
func (r *Run) sendInstance(c *cases.Case, instance int) {
	if c.Chained() {
		r.sendChain(c, instance)
	} else {
		w := work{c: c, instance: instance}
		r.note(w, r.sendRequest(w, w.request()))
	}
	r.settle(c)
}

// sendRequest sends and judges one request.
func (r *Run) sendRequest(w work, request *cases.Request) outcome {
	return r.sendAs(w, w.template(), request)
}

// sendAs sends one request, and judges it as a step.
func (r *Run) sendAs(w work, as *cases.Step, request *cases.Request) (o outcome) {
	defer r.survive(func(reason string) { o = outcome{reason: reason} })
	e := r.executedElsewhere(request)
	switch {
	case e == nil:
		return r.carryOut(w, as, request)
	case throttled(as, e):
		o = outcome{exchange: e, reason: throttle.Describe(e.Response)}
	default:
		o = r.judgeStep(w, as, request, e)
	}
	r.record(w, as, request, o)
	return o.kept()
}

// unsendable says why a request is not sent after all, and whether it is withheld;
// empty: it is sent.
func (a *attempt) unsendable() (why string, withheld bool) {
	r, c, request := a.run, a.c, a.request
	switch {
	case a.ctx().Err() != nil && a.cleans:
		return notSent + context.Cause(a.ctx()).Error(), false
	case a.ctx().Err() != nil:
		return r.unsentAtTheEnd(), false
	case request.Effect == "" || request.Effect != spec.None && c.Effect == spec.None:
		return notSent + "what it does to the target was not classified", false
	case r.setUpWrongly() != "":
		return notSent + r.setUpWrongly(), false
	case request.Effect != spec.None && r.Target.NoEffects != "":
		return notSent + r.Target.NoEffects, false
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	if why := r.state.throttle.Open(c.Situation); why != "" {
		return notSent + why, false
	}
	if r.timeouts[c.Situation] >= maxTimeouts {
		return notSent + "three requests of " + c.Situation + " had no response in time", false
	}
	if why := r.state.done.Stopped; why != "" && request.Effect != spec.None && !a.cleans {
		return notSent + why, true
	}
	if why := r.state.done.Why(request.Resources, a.by()); why != "" {
		return notSent + why, true
	}
	return "", false
}

// unsentAtTheEnd says why a request was not sent before the run ended.
func (r *Run) unsentAtTheEnd() string { return notSent + r.endedBefore() }

// notSent begins the reason of a request that was not sent.
const notSent = "not sent: "

// endedBefore notes that the run ended before all was done, and says why.
func (r *Run) endedBefore() string {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	r.cutShort = true
	return r.endReason()
}

func (r *Run) endReason() string {
	if context.Cause(r.ctx) == context.DeadlineExceeded {
		return "the budget of " + r.Options.Budget.String() + " was spent"
	}
	return result.Interrupted
}

// endedEarly says why the run ended early; empty: it did not. A run that left
// requests out for reasons of its own came to its end.
func (r *Run) endedEarly() string {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	if !r.cutShort {
		return r.recordedEnd
	}
	return r.endReason()
}

// noteActed keeps a resource from being acted on twice: one that was, and one
// of which that is not known.
func (a *attempt) noteActed(e *exchange.Exchange) {
	r, c, request := a.run, a.c, a.request
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	switch {
	case e.Fault == nil:
	case e.Fault.Kind == exchange.Timeout:
		r.timeouts[c.Situation]++
	case e.Fault.Kind == exchange.Canceled:
		r.cutShort = true
	}
	switch {
	case a.step.Operation.Reads(e.Request.Method):
	case e.Response != nil && e.Response.Status/100 == 2:
		a.noteDone(e, " was executed by "+c.ID)
	case e.Response == nil && !e.Start.IsZero():
		a.noteDone(e, " may have been executed by "+c.ID+", which had no response")
	case e.Response != nil && e.Response.Status == http.StatusGatewayTimeout &&
		request.Effect != spec.None:
		a.noteDone(e,
			" may have been executed by "+c.ID+", whose response a gateway did not wait for")
	}
}

// noteDone enters what a request did to its resources, with the lock held. Of responses only those
// of a common size are kept.
func (a *attempt) noteDone(e *exchange.Exchange, what string) {
	if len(a.request.Resources) == 0 {
		return
	}
	done := &a.run.state.done
	done.Note(a.request.Resources, a.by(), what)
	if e.Size() <= keptWhole && len(a.c.Steps) == 1 {
		done.Keep(a.run, effects.Asked(a.request.Request, a.run.correlation().Request), e)
	}
}

// executedElsewhere returns the exchange in which another run against the target executed something
// by the same request but for its id; nil: none did.
func (r *Run) executedElsewhere(request *cases.Request) *exchange.Exchange {
	return read(r, func() *exchange.Exchange {
		if r.state.done.IsEmpty() {
			return nil
		}
		return r.state.done.Response(r, effects.Asked(request.Request, r.correlation().Request))
	})
}
