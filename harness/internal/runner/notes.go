package runner

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
)

// faults are those of the connection after which a request was sent again.
type faults struct {
	count int
	first string // in which case, and what
}

func (r *Run) noteFault(c *cases.Case, f *exchange.Fault) {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	if r.faults.count++; r.faults.count == 1 {
		r.faults.first = c.ID + ": " + f.Detail
	}
}

// notes returns, a line each and redacted, what a run did beyond sending each request once.
func (r *Run) notes() []string {
	var all []string
	if r.Target.InClear() {
		all = append(all,
			"the token travelled over plain http, which everybody on the way can read: use https")
	}
	var answers map[int]int
	var faults faults
	refreshed := 0
	r.locked(func() {
		answers = maps.Clone(r.state.throttle.Responses())
		faults, refreshed = r.faults, len(r.refresh.made)
	})
	statuses, n := []string{}, 0
	for _, status := range slices.Sorted(maps.Keys(answers)) {
		statuses = append(statuses, fmt.Sprintf("%s (%d)", text.Status(status), answers[status]))
		n += answers[status]
	}
	if n > 0 {
		all = append(all,
			text.Plural(n, "response")+" asked to retry later: "+strings.Join(statuses, ", "))
	}
	if faults.count > 0 {
		all = append(all,
			fmt.Sprintf("%s sent again after a fault of the connection, such as %s",
				wasOrWere(faults.count, "request"), faults.first))
	}
	if refreshed > 0 {
		all = append(all,
			fmt.Sprintf("the token was refused in the middle of the run, and %s taken",
				wasOrWere(refreshed, "new one")))
	}
	if hint := r.baseHint(); hint != "" {
		all = append(all, hint)
	}
	all = append(all, r.leftBehind()...)
	for i, line := range all {
		all[i] = r.redactor.String(line)
	}
	return all
}

func wasOrWere(n int, noun string) string {
	if n == 1 {
		return text.Plural(n, noun) + " was"
	}
	return text.Plural(n, noun) + " were"
}
