package lab

import (
	"slices"

	"example.com/toeline/harness/client/driver"
)

// AttributeRest gives each request that names no call, or a call that is not open, to a call that
// was open when it came, where that is known from what the client reported: the lab is closed.
func (l *Lab) AttributeRest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.attributeOthers()
	for _, r := range l.unattributed {
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
// a valid id and a response, but no request, caused one: one for a call that was closed, or one of
// several for a call that was open. What it sent again is its own too.
func (l *Lab) attributeOthers() {
	caused := map[*Call]*Call{}
	inOrder := slices.SortedStableFunc(slices.Values(l.calls),
		func(a, b *Call) int { return a.Opened.Compare(b.Opened) })
	for _, c := range inOrder {
		if len(c.Requests) > 0 || !c.HasValidID() || !c.gotResponse() {
			continue
		}
		for _, owner := range l.calls {
			if i := owner.surplus(c); i >= 0 {
				owner.give(i, c)
				caused[c] = owner
				break
			}
		}
	}
	for c, owner := range caused {
		for i := owner.surplus(c); i >= 0 && owner.Requests[i].Late; i = owner.surplus(c) {
			owner.give(i, c)
		}
	}
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
// call itself need not have caused: the first that came late, or else the last that was not its
// first; below 0: there is none.
func (c *Call) surplus(other *Call) int {
	found := -1
	for i, r := range c.Requests {
		switch {
		case !other.wasOpen(r.At):
		case r.Late:
			return i
		case i > 0 && r.Kind == Direct:
			found = i
		}
	}
	return found
}
