package exit

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"example.com/toeline/harness/result"
)

// Patience is how long winding up may take after an interruption: a pipe without a reader would
// block a report for ever.
const Patience = 1600 * time.Millisecond

// Cleanup is what a run that was interrupted may still remove. A nil pointer is nothing.
type Cleanup struct {
	abandon chan struct{}
	budget  atomic.Int64
}

type cleanupKey struct{}

// WithCleanup returns a context by which a command finds the cleanup of the program.
func WithCleanup(ctx context.Context) (context.Context, *Cleanup) {
	c := &Cleanup{abandon: make(chan struct{})}
	return context.WithValue(ctx, cleanupKey{}, c), c
}

// CleanupOf returns the cleanup of a context; nil: it has none.
func CleanupOf(ctx context.Context) *Cleanup {
	c, _ := ctx.Value(cleanupKey{}).(*Cleanup)
	return c
}

// Allow lets the program remove what a run made for so long after an interruption.
func (c *Cleanup) Allow(budget time.Duration) {
	if c != nil {
		c.budget.Store(int64(budget))
	}
}

// Abandoned is closed by the second signal.
func (c *Cleanup) Abandoned() <-chan struct{} {
	if c == nil {
		return nil
	}
	return c.abandon
}

// EndBy interrupts the run at the first signal. What it made may be removed then, until the
// second one; at the next, or when the run is not wound up in time, it ends the program.
func EndBy(signals <-chan os.Signal, interrupt context.CancelCauseFunc, cleanup *Cleanup) {
	defer OnPanic(By)
	interrupt(fmt.Errorf("%v signal received", <-signals))
	if budget := time.Duration(cleanup.budget.Load()); budget > 0 {
		select {
		case <-signals:
		case <-time.After(budget):
		}
		close(cleanup.abandon)
	}
	select {
	case <-signals:
	case <-time.After(Patience):
		reported := make(chan struct{})
		go func() {
			defer close(reported)
			fmt.Fprintln(os.Stderr, "toeline: interrupted; not everything could be written in time")
		}()
		select {
		case <-reported:
		case <-time.After(Patience / 8): // that may have no reader either
		}
	}
	os.Exit(result.ExitInconclusive)
}
