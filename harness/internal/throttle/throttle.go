// Package throttle says when the next request to a target may be sent: by the rate of a run,
// and by what a target that asks to retry later says. It is pure: the caller waits, and
// guards what is shared.
package throttle

import (
	"net/http"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// How long a run is patient with a target that asks to retry later.
const (
	// MaxRetries is how often a request is sent again in which no other of its situation came
	// through: a target whose circuit is open ends a run in firstPause * (2^MaxRetries - 1) at
	// most, 15 s.
	MaxRetries = 4
	// firstPause is the wait before the first repetition where the target
	// names none; each further one is twice as long.
	firstPause = time.Second
	// maxHeld is after how many requests that stayed throttled, with nothing
	// else answered in between, the rest is not sent: of a situation, and of a
	// run.
	maxHeld = 3
)

// everything is the key for all situations.
const everything = ""

// State is what a run knows of a target that asks to retry later, over all workers. The
// zero value knows nothing.
type State struct {
	until time.Time // nothing is sent before it
	holds int       // such times since a response that did not ask for one
	// through counts the responses that did not ask for it, held the requests
	// that stayed throttled since the last of those: by situation, and of the
	// whole run.
	through, held map[string]int
	answers       map[int]int // by status
}

// Until returns the time before which nothing is sent; a past one: nothing is held back.
func (t *State) Until() time.Time { return t.until }

// Through counts the responses of a situation that did not ask to retry later.
func (t *State) Through(situation string) int { return t.through[situation] }

// Responses counts those that asked to retry later, by status. The caller changes nothing.
func (t *State) Responses() map[int]int { return t.answers }

// Asked says whether a status asks the caller to retry later
// (RFC 6585 4, RFC 9110 15.6.4, 15.6.5).
func Asked(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// Note counts a response, and whether it asks to retry later.
func (t *State) Note(situation string, e *exchange.Exchange, isThrottled bool) {
	if t.answers == nil {
		t.answers, t.through, t.held = map[int]int{}, map[string]int{}, map[string]int{}
	}
	switch {
	case isThrottled:
		t.answers[e.Response.Status]++
	case e.Response != nil:
		t.through[situation]++
		t.held[situation], t.held[everything], t.holds = 0, 0, 0
	}
}

// Lost counts a request that stayed throttled; waited means that it was sent until the last
// retry, which says something about the whole target.
func (t *State) Lost(situation string, waited bool) {
	t.held[situation]++
	if waited {
		t.held[everything]++
	}
}

// Open says why nothing of a situation is sent any more; empty: it is.
func (t *State) Open(situation string) string {
	switch {
	case t.held[everything] >= maxHeld, t.holds > MaxRetries:
		return "the target asks to retry later, whatever is sent"
	case t.held[situation] >= maxHeld:
		return "the target asks to retry later, whatever of " + situation + " is sent"
	}
	return ""
}

// Hold keeps all workers from sending for a time: who comes first after it
// asks for all. False: that was done often enough, and the circuit is open.
func (t *State) Hold(wait time.Duration) bool {
	now := time.Now()
	if !now.Before(t.until) {
		if t.holds++; t.holds > MaxRetries {
			return false
		}
	}
	if until := now.Add(wait); until.After(t.until) {
		t.until = until
	}
	return true
}
