package runner

import (
	"sync"

	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/internal/throttle"
)

// state is what the runs against one target change while they send. It is their only
// owner, and mu their only lock: it also guards what Run and progress say that it does.
// While it is held nothing is sent, waited for, judged, redacted or journaled, and no
// other lock is taken; so there is no order of locks to keep.
type state struct {
	mu       sync.Mutex
	limit    throttle.Limiter
	throttle throttle.State
	notified bool // that the run waits
	done     effects.Done
}

// locked does something with the state.
func (r *Run) locked(do func()) {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	do()
}

// read returns a part of the state of a run.
func read[T any](r *Run, part func() T) (got T) {
	r.locked(func() { got = part() })
	return got
}
