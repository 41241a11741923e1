package runner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

var (
	errSpent     = errors.New("the cleanup budget was spent")
	errAbandoned = errors.New("cleaning up was interrupted")
)

// Cleans reports whether cases of a set have steps that clean up.
func Cleans(set *cases.Set) bool {
	return slices.ContainsFunc(set.Cases, func(c *cases.Case) bool {
		return c.Skip == "" && c.Steps[len(c.Steps)-1].Finally
	})
}

// beginCleaning makes the context of steps that clean up: it outlives the run by its own budget.
func (r *Run) beginCleaning(ctx context.Context) {
	if !Cleans(r.Set) {
		r.cleaning, r.stopCleaning = r.ctx, func(error) {}
		return
	}
	r.cleaning, r.stopCleaning = context.WithCancelCause(context.WithoutCancel(ctx))
	context.AfterFunc(r.ctx, func() {
		timer := time.NewTimer(r.Options.CleanupBudget)
		defer timer.Stop()
		select {
		case <-timer.C:
			r.stopCleaning(errSpent)
		case <-r.Options.Abandon:
			r.stopCleaning(errAbandoned)
		case <-r.cleaning.Done():
		}
	})
}

// notRemoved says why a request that cleans up did not remove what it names; empty: it did, or it
// is another request.
func notRemoved(o *outcome) string {
	switch e := o.exchange; {
	case e == nil || e.Response == nil:
		return o.reason
	case e.Response.Status/100 == 2, e.Response.Status == http.StatusNotFound,
		e.Response.Status == http.StatusGone:
		return ""
	default:
		return "answered " + text.Status(e.Response.Status)
	}
}

// noteLeft notes what a step that cleans up left behind, in the report and in the journal.
func (r *Run) noteLeft(w work, request *cases.Request, why string) {
	if !w.template().Finally || request.Effect == spec.None {
		return
	}
	line := r.redactor.String(fmt.Sprintf("left behind by %s: %s %s: %s", w.c.ID, request.Method,
		effects.Target(request), why))
	r.locked(func() { r.left = append(r.left, line) })
	if r.Options.Journal == nil || r.Options.Replay != nil {
		return
	}
	effect := effects.Of(r.Set.Options.Contract, w.c, request)
	if err := r.Options.Journal.Left(effect, text.Line(r.redactor.String(why))); err != nil {
		r.stopEffects("the journal could not be written: " + err.Error())
	}
}

// leftBehind returns, a line each, what was not cleaned up.
func (r *Run) leftBehind() []string {
	const most = 10
	left := read(r, func() []string { return slices.Clone(r.left) })
	if more := len(left) - most; more > 0 {
		left = append(left[:most], fmt.Sprintf("%d more were left behind", more))
	}
	return left
}
