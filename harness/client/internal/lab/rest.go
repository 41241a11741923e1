package lab

import (
	"slices"
	"sort"

	"example.com/toeline/harness/client/driver"
)

// AttributeRest gives each request that names no call, or a call that is not open, to a call that
// was open when it came, where that is known from what the client reported: the lab is closed.
func (l *Lab) AttributeRest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.attributeOthers()
	// They are recorded when they are read, which a busy machine does in another order.
	rest := l.unattributed
	sort.SliceStable(rest, func(i, j int) bool { return rest[i].At.Before(rest[j].At) })
	for _, r := range rest {
		var best *Call
		for _, c := range l.calls {
			if c.wasOpen(r.At) && (best == nil || c.precedes(best)) {
				best = c
			}
		}
		if best != nil {
			best.Requests = append(best.Requests, r)
		}
	}
	l.unattributed = nil
}

// precedes reports whether an unattributed request belongs to c rather than to
// other: preferably to a call without requests, and of several to the one that was
// answered first, because its request must have come by then.
func (c *Call) precedes(other *Call) bool {
	if bare, otherBare := len(c.Requests) == 0, len(other.Requests) == 0; bare != otherBare {
		return bare
	}
	return !c.Closed.IsZero() && (other.Closed.IsZero() || c.Closed.Before(other.Closed))
}

// attributeOthers finds requests that name another call than the one that caused them. A call with
// a valid id that had no request while it was open caused one: one for a call that was closed, or,
// where it reports a response, one of several for a call that was open. What it sent again is its
// own too.
func (l *Lab) attributeOthers() {
	caused := map[*Call]*Call{}
	// Of calls that were open at a time, the one that ended first gets what came first.
	byEnd := slices.SortedStableFunc(slices.Values(l.calls),
		func(a, b *Call) int { return a.Closed.Compare(b.Closed) })
	for _, late := range []bool{true, false} {
		for _, c := range byEnd {
			if c.asked() || !c.HasValidID() || c.Answer == nil || !late && !c.gotResponse() {
				continue
			}
			for _, owner := range l.calls {
				if i := owner.surplus(c, late); i >= 0 {
					owner.give(i, c)
					caused[c] = owner
					break
				}
			}
		}
	}
	for c, owner := range caused {
		for i := owner.surplus(c, true); i >= 0; i = owner.surplus(c, true) {
			owner.give(i, c)
		}
	}
}

// asked reports whether a request of the call came while it was open.
func (c *Call) asked() bool {
	return slices.ContainsFunc(c.Requests, func(r *Request) bool { return !r.Late })
}

// give gives a request to another call.
func (c *Call) give(i int, other *Call) {
	r := c.Requests[i]
	c.Requests = slices.Delete(c.Requests, i, i+1)
	r.Answer, r.Kind, r.Late = nil, Direct, false // it was that of another call
	other.Requests = append(other.Requests, r)
}

// gotResponse reports whether the client says that a response came.
func (c *Call) gotResponse() bool {
	return c.Answer != nil && (c.Answer.Outcome == driver.Success || c.Answer.Status != 0)
}

// surplus returns the index of a request of the call that came while other was open, and that the
// call itself need not have caused: the first that came late, or the last of the others that was
// not its first; below 0: there is none.
func (c *Call) surplus(other *Call, late bool) int {
	found := -1
	for i, r := range c.Requests {
		if r.Late != late || !other.wasOpen(r.At) {
			continue
		}
		if late {
			return i
		}
		if i > 0 && r.Kind == Direct {
			found = i
		}
	}
	return found
}
