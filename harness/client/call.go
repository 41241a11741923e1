package client

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/spec/clients"
)

// call is a case in a run, and all that became of it. The lab's lock guards
// what changes.
type call struct {
	*clients.Case
	skip string // why it is not made; empty: it is

	id, guid string

	opened, closed time.Time // zero: not yet
	requests       []*received
	// handshakes counts clients' hellos at a server that nobody vouches for.
	handshakes int
	touched    time.Time // the last sign of life

	answer *Answer
	// fate says in a line how the client failed to answer: it crashed, or hung.
	fate string
	// slips say what the driver did against its contract.
	slips  []string
	stderr string
	// unjudged says why nothing can be told; empty: it can.
	unjudged string
}

// maxRequests is how many requests of a call are played to; what comes then is
// answered like a request of no case, and at twice as many it is no sign of
// life any more.
const maxRequests = 12

// fresh gives the call an id that was not used before.
func (c *call) fresh(guid string) {
	c.guid = guid
	c.id = strings.ReplaceAll(c.TaskText(), "{"+clients.PlaceGUID+"}", guid)
	c.opened, c.closed, c.touched = time.Time{}, time.Time{}, time.Time{}
	c.requests, c.handshakes = nil, 0
	c.answer, c.fate, c.stderr, c.unjudged = nil, "", "", ""
}

// open says whether the client was asked and has not answered.
func (c *call) open() bool { return !c.opened.IsZero() && c.closed.IsZero() }

// during says whether the call was open at a moment.
func (c *call) during(t time.Time) bool {
	return !c.opened.IsZero() && !t.Before(c.opened) && (c.closed.IsZero() || !t.After(c.closed))
}

// play is the answer to the next request.
func (c *call) play(doc *clients.Document) *clients.Play {
	n := len(c.requests)
	if n >= maxRequests || len(c.Play) == 0 {
		return &doc.Otherwise
	}
	return &c.Play[min(n, len(c.Play)-1)]
}

// of lists the call's requests of a kind.
func (c *call) of(k kind) []*received {
	var all []*received
	for _, r := range c.requests {
		if r.kind == k {
			all = append(all, r)
		}
	}
	return all
}

// last is the last answer that was played on the origin; nil: none.
func (c *call) last() *answered {
	for i := len(c.requests) - 1; i >= 0; i-- {
		if r := c.requests[i]; r.kind != elsewhere && r.answer != nil {
			return r.answer
		}
	}
	return nil
}

// toldToWait says whether the last answer to a call asks for a wait of more than that.
func (l *lab) toldToWait(c *call, most time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	last := c.last()
	if last == nil {
		return false
	}
	text, _ := last.header.Get("Retry-After")
	if date, err := http.ParseTime(text); err == nil {
		return time.Until(date) > most
	}
	seconds, err := strconv.ParseUint(text, 10, 64)
	return errors.Is(err, strconv.ErrRange) || err == nil && float64(seconds) > most.Seconds()
}
