package runner

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
)

// How long a run is patient with a target that asks to come back later.
const (
	// maxThrottled is how often a request is sent again in which no other of
	// its situation came through: a target that is shut ends a run in
	// firstPause * (2^maxThrottled - 1) at most, 15 s.
	maxThrottled = 4
	// firstPause is the wait before the first repetition where the target
	// names none; each further one is twice as long.
	firstPause = time.Second
	// maxShut is after how many requests that stayed throttled, with nothing
	// else answered in between, the rest is not sent: of a situation, and of a
	// run.
	maxShut = 3
)

// everything is the key for all situations.
const everything = ""

// throttle is what a run knows of a target that asks to come back later: over
// all workers. The zero value knows nothing.
type throttle struct {
	until time.Time // nothing is sent before it
	holds int       // such times since an answer that did not ask for one
	// through counts the answers that did not ask for it, shut the requests
	// that stayed throttled since the last of those: by situation, and of the
	// whole run.
	through, shut map[string]int
	answers       map[int]int // by status
	notified      bool        // that the run waits
}

// isThrottled says whether a status asks the caller to come back later
// (RFC 6585 4, RFC 9110 15.6.4, 15.6.5).
func isThrottled(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// throttled reports whether a response to a step asks to come back later; not
// where that very status is what the step asks for.
func throttled(s *cases.Step, e *exchange.Exchange) bool {
	return e.Response != nil && isThrottled(e.Response.Status) && !s.Allows(e.Response.Status)
}

// note counts an answer.
func (t *throttle) note(situation string, e *exchange.Exchange, isThrottled bool) {
	if t.answers == nil {
		t.answers, t.through, t.shut = map[int]int{}, map[string]int{}, map[string]int{}
	}
	switch {
	case isThrottled:
		t.answers[e.Response.Status]++
	case e.Response != nil:
		t.through[situation]++
		t.shut[situation], t.shut[everything], t.holds = 0, 0, 0
	}
}

// lost counts a request that stayed throttled; waited means that it was sent until the last
// retry, which says something about the whole target.
func (t *throttle) lost(situation string, waited bool) {
	t.shut[situation]++
	if waited {
		t.shut[everything]++
	}
}

// tellWait says, once, why a run waits, so that it is not taken for a hang.
func (r *Run) tellWait(why string) {
	notify := r.Options.Notify
	if notify == nil {
		return
	}
	notified := true
	r.locked(func() { notified, r.state.throttle.notified = r.state.throttle.notified, true })
	if !notified {
		notify(
			r.redactor.String(
				why,
			) + "; waited for, within the budget of " + r.Options.Budget.String(),
		)
	}
}

// came is how many responses of a situation did not ask to come back later.
func (r *Run) came(situation string) int {
	return read(r, func() int { return r.state.throttle.through[situation] })
}

// isOpen says why nothing of a situation is sent any more; empty: it is.
func (t *throttle) isOpen(situation string) string {
	switch {
	case t.shut[everything] >= maxShut, t.holds > maxThrottled:
		return "the target asks to come back later, whatever is sent"
	case t.shut[situation] >= maxShut:
		return "the target asks to come back later, whatever of " + situation + " is sent"
	}
	return ""
}

// hold keeps all workers from sending for a time: who comes first after it
// asks for all. False: that was done often enough, and the target is shut.
func (t *throttle) hold(wait time.Duration) bool {
	now := time.Now()
	if !now.Before(t.until) {
		if t.holds++; t.holds > maxThrottled {
			return false
		}
	}
	if until := now.Add(wait); until.After(t.until) {
		t.until = until
	}
	return true
}

// waitHeld returns when nothing is held back any more; false: the run ended first.
func (r *Run) waitHeld(ctx context.Context) bool {
	for {
		left := time.Until(read(r, func() time.Time { return r.state.throttle.until }))
		if left <= 0 {
			return ctx.Err() == nil
		}
		if !sleep(ctx, left) {
			return false
		}
	}
}

// sleep returns after a time; false: the run ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// retryAfter is how long an answer asks to stay away, by seconds or by a date
// (RFC 9110 10.2.3). A date is read against the answer's own, so that a clock
// that is wrong does no harm. given says that it asks at all.
func retryAfter(response *exchange.Response, now time.Time) (wait time.Duration, given bool) {
	text, ok := response.Header.Get("Retry-After")
	text = strings.TrimSpace(text)
	if !ok || text == "" {
		return 0, false
	}
	if strings.Trim(text, "0123456789") == "" {
		const most = int64(1<<63-1) / int64(time.Second)
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > most { // more digits than there is time
			seconds = most
		}
		return time.Duration(seconds) * time.Second, true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if sent, ok := response.Header.Get("Date"); ok {
		if own, err := http.ParseTime(sent); err == nil {
			now = own
		}
	}
	return max(0, until.Sub(now)), true
}

// pause is how long to wait before a request is sent for another time, and
// whether the target asks all callers to. tries counts from 0.
func pause(response *exchange.Response, tries int) (wait time.Duration, everybody bool) {
	own := firstPause << tries
	asked, given := retryAfter(response, time.Now())
	return max(asked, own), given || response.Status == http.StatusTooManyRequests
}

// describe says in a line what a throttled answer asks for.
func describeThrottled(response *exchange.Response) string {
	line := "answered " + text.Status(response.Status) + ": the target asks to come back later"
	asked, given := retryAfter(response, time.Now())
	if raw, there := response.Header.Get("Retry-After"); there && !given {
		return fmt.Sprintf("%s; its Retry-After %q is neither seconds nor a date", line,
			text.Line(raw))
	}
	if given && asked > 0 {
		line = fmt.Sprintf("answered %s: the target asks to come back in %s",
			text.Status(response.Status), asked.Round(time.Second))
	}
	return line
}
