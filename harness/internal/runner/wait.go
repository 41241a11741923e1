package runner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
)

// Wait returns when all is known that the verdict of a case needs. A case that
// was not sent in a lazy run needs Send first. The error is that the id is
// unknown, or that ctx ended.
func (r *Run) Wait(ctx context.Context, id string) error {
	c, ok := r.Set.Case(id)
	if !ok {
		return fmt.Errorf("no case %q in this run", id)
	}
	if err := wait(ctx, r.progress[id].done); err != nil {
		return err
	}
	if r.prefetched && r.anyOutcome(c, (*outcome).overKept) {
		if err := wait(ctx, r.verified); err != nil {
			return err
		}
	}
	switch {
	case !r.prefetched:
		return nil
	case len(c.UniqueChecks()) > 0 || r.sawSubsumable(c):
		return wait(ctx, r.finished)
	case r.sawForbidden(c):
		return wait(ctx, r.finished, r.answered)
	}
	return nil
}

// WaitStarted returns when a run has sent all that it will, at once where it was not
// started.
func (r *Run) WaitStarted(ctx context.Context) error {
	if !r.prefetched {
		return nil
	}
	return r.WaitAll(ctx)
}

// WaitAll returns when a started run has sent all that it will.
func (r *Run) WaitAll(ctx context.Context) error { return wait(ctx, r.finished) }

// sawForbidden reports whether a response of the case reads differently once the
// token was taken elsewhere.
func (r *Run) sawForbidden(c *cases.Case) bool {
	return r.anyOutcome(c, func(o *outcome) bool { return o.forbidden }) && !r.tokenTaken()
}

// sawSubsumable reports whether the case has a finding that another may explain.
func (r *Run) sawSubsumable(c *cases.Case) bool {
	return r.anyOutcome(c, func(o *outcome) bool {
		return o.judgement != nil && slices.ContainsFunc(o.judgement.Findings,
			func(f result.Finding) bool { return f.PartOf != "" })
	})
}

func (r *Run) anyOutcome(c *cases.Case, is func(*outcome) bool) bool {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	outcomes := r.progress[c.ID].outcomes
	for i := range outcomes {
		if is(&outcomes[i]) {
			return true
		}
	}
	return false
}

// wait returns when one of the channels is closed, or with the error of ctx.
func wait(ctx context.Context, one <-chan struct{}, others ...<-chan struct{}) error {
	other := one
	if len(others) > 0 {
		other = others[0]
	}
	select {
	case <-one:
	case <-other:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (r *Run) tokenTaken() bool {
	select {
	case <-r.answered:
		return true
	default:
		return false
	}
}

// Asked reports whether anything of a case was sent, or is left out.
func (r *Run) Asked(c *cases.Case) bool {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	pr := r.progress[c.ID]
	return r.prefetched || c.Skip != "" || pr.left < len(c.Instances) ||
		pr.tally != nil && pr.tally.Started()
}

// elapsed is the time from the begin of the run to its end, or until now.
func (r *Run) elapsed() time.Duration {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	if r.ended.IsZero() {
		r.ended = time.Now()
	}
	return r.ended.Sub(r.started)
}
