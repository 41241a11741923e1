package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// Journal is told of every request that has an effect, or would have one on a
// broken target. It is safe for use by many goroutines.
type Journal interface {
	// Sending is told before a request is sent, which it is not where that
	// fails.
	Sending(e Effect) error
	// Answered is told after.
	Answered(e Effect, a Answer) error
}

// Effect is a request that carries out something, or would on a broken target.
type Effect struct {
	// ID is the request's own client-request-id.
	ID           string
	Case         string
	Effect       spec.Effect
	Method, Path string
	Items        []Touched
}

// Touched is an item that a request with an effect names.
type Touched struct {
	// Item is kind/id, and Properties are the item's own.
	Item       string            `json:"item"`
	Properties map[string]string `json:"properties,omitempty"`
}

// Answer is what came of an effect, redacted. Status is 0 where none came, and
// Fault says why.
type Answer struct {
	Status int
	Fault  string
	// RequestID is the answer's request-id header; often empty.
	RequestID string
}

// Effects lists what a plan would send that has an effect, or would on a broken
// target, in the order of the document.
func (p *Plan) Effects() []Effect {
	var all []Effect
	for _, c := range p.Cases {
		if c.Effect == spec.None || c.Skip != "" {
			continue
		}
		for _, probe := range c.Probes {
			all = append(all, effectOf(c, probe))
		}
	}
	return all
}

func effectOf(c *Case, probe Probe) Effect {
	e := Effect{Case: c.ID, Effect: c.Effect, Method: probe.Request.Method, Path: probe.Request.Target}
	e.ID, _ = probe.Request.Header.Get(ClientRequestID)
	for _, name := range slices.Sorted(maps.Keys(probe.Bound)) {
		b := probe.Bound[name]
		for _, item := range probe.Items {
			if b.Properties != nil && strings.HasSuffix(item, "/"+strings.ToLower(b.Value)) {
				e.Items = append(e.Items, Touched{item, b.Properties})
			}
		}
	}
	return e
}

// careful says that effects go one after another, and stop at the first one
// that must not be: off loopback they are real.
func (r *Run) careful(effect spec.Effect) bool {
	return effect != spec.None && !r.Plan.Options.Target.OnLoopback
}

// announce tells the journal of a request that is about to be sent, or says why
// it is not.
func (r *Run) announce(c *Case, probe Probe) (reason string) {
	if c.Effect == spec.None || r.Plan.Options.Journal == nil {
		return ""
	}
	if err := r.Plan.Options.Journal.Sending(effectOf(c, probe)); err != nil {
		why := "the journal could not be written: " + err.Error()
		r.ledger.stop(why)
		return "not sent: " + why
	}
	return ""
}

// enter tells the journal what came, and stops what is to follow where that
// fails, or where the target carried out what it must not.
func (r *Run) enter(c, by *Case, probe Probe, e *exchange.Exchange) {
	if c.Effect != spec.None && r.Plan.Options.Journal != nil {
		a := Answer{}
		if e.Response != nil {
			a.Status = e.Response.Status
			id, _ := e.Response.Header.Get("request-id")
			a.RequestID = cut(r.redactor.String(id))
		}
		if e.Fault != nil {
			a.Fault = cut(r.redactor.String(e.Fault.Detail))
		}
		if err := r.Plan.Options.Journal.Answered(effectOf(c, probe), a); err != nil {
			r.ledger.stop("the journal could not be written: " + err.Error())
		}
	}
	if e.Response == nil || r.Plan.Options.Target.OnLoopback || e.Response.Status/100 != 2 || !by.forbids(e.Response.Status) {
		return
	}
	what := probe.Request.Method + " " + probe.Request.Target
	if len(probe.Items) > 0 {
		what += ", which names " + strings.Join(probe.Items, ", ")
	}
	r.ledger.stop(fmt.Sprintf("the target answered %s, and so carried out what it must not: %s (%s)", describeStatus(e.Response.Status), what, c.ID))
}

// forbids says whether a check of the case breaks by a status.
func (c *Case) forbids(status int) bool {
	for i := range c.checks {
		check := &c.checks[i]
		if len(check.Status) > 0 && !check.Status.Has(status) || check.NotStatus.Has(status) {
			return true
		}
	}
	return false
}

// stop ends all effects that were not sent yet; the first reason stands.
func (l *ledger) stop(why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped == "" {
		l.stopped = why
	}
}

// stops says why no further effect is sent; empty: they are.
func (l *ledger) stops() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopped
}
