package client

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/spec/clients"
)

// lab attributes requests to calls and plays the answers.
type lab struct {
	doc   *clients.Document
	token string

	// base is where the client is sent; the others are for redirects.
	base, otherHost, otherPort string

	mu    sync.Mutex
	calls []*call // of the run, in the document's order
	byID  map[string]*call
	// strays are requests that no call claimed when they came.
	strays []*received
	// gone are the GUIDs of calls that were made again: what still comes for
	// them is nobody's.
	gone map[string]bool
	// life gets a value when a client shows that it lives.
	life time.Time
}

var guid = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// guidIn finds a GUID in a target, however often it was encoded.
func guidIn(target string) string {
	for range 3 {
		if found := guid.FindString(target); found != "" {
			return strings.ToLower(found)
		}
		decoded, err := url.PathUnescape(target)
		if err != nil || decoded == target {
			break
		}
		target = decoded
	}
	return ""
}

// renew gives a call a new id.
func (l *lab) renew(c *call, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.guid != "" {
		delete(l.byID, c.guid)
		l.gone[c.guid] = true
	}
	c.fresh(id)
	l.byID[id] = c
}

// begin notes that a client is asked, end that it has answered.
func (l *lab) begin(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.opened = time.Now()
	c.touched = c.opened
}

func (l *lab) end(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.closed = time.Now()
	l.life = c.closed
}

// touched is the last sign of life of any of these calls.
func (l *lab) touched(calls []*call) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	var last time.Time
	for _, c := range calls {
		if c.touched.After(last) {
			last = c.touched
		}
	}
	return last
}

// alive says whether a client has shown that it lives.
func (l *lab) alive() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.life.IsZero()
}

// openCalls are those that wait for an answer. The lock is held.
func (l *lab) openCalls() []*call {
	return slices.DeleteFunc(slices.Clone(l.calls), func(c *call) bool { return !c.open() })
}

// answerTo attributes a request and makes the answer to it.
func (l *lab) answerTo(rec *received, other bool) *answered {
	c, play, stage := l.cast(rec, other)
	// Without the lock: ten megabytes must not make other calls wait.
	a := compose(l.doc, play, stage)
	if c != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		rec.answer, a.call = a, c
	}
	return a
}

// cast attributes a request, and chooses what is played to it. The call is nil
// where it is nobody's yet.
func (l *lab) cast(rec *received, other bool) (*call, *clients.Play, *stage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.life = time.Now()
	if other {
		rec.kind = elsewhere
	}
	c := l.callOf(rec)
	stage := &stage{base: l.base, otherHost: l.otherHost, otherPort: l.otherPort, request: rec, due: time.Now()}
	if c == nil {
		if found := guidIn(rec.target); !l.gone[found] {
			l.strays = append(l.strays, rec)
		}
		return nil, &l.doc.Otherwise, stage
	}
	stage.id, stage.guid = c.id, c.guid
	if rec.kind == direct && c.led(rec.target) {
		rec.kind = followed
	}
	play := c.play(l.doc)
	if other {
		play = &l.doc.Otherwise
	}
	stage.due = stage.due.Add(play.Delay)
	if len(c.requests) < 2*maxRequests {
		c.requests = append(c.requests, rec)
		c.touched = time.Now()
	}
	return c, play, stage
}

// callOf finds the call of a request: by the GUID in the target, or because
// one call alone is open.
func (l *lab) callOf(rec *received) *call {
	if found := guidIn(rec.target); found != "" {
		if c, ok := l.byID[found]; ok && !c.opened.IsZero() {
			return c
		}
		if l.gone[found] {
			return nil
		}
	}
	if open := l.openCalls(); len(open) == 1 {
		return open[0]
	}
	return nil
}

// led says whether an answer to the call sent the client to a target; what it
// puts into the query there is its own affair.
func (c *call) led(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	for _, r := range c.requests {
		if r.answer == nil {
			continue
		}
		location, ok := r.answer.header.Get("Location")
		if where, err := url.Parse(location); ok && err == nil && where.EscapedPath() == path {
			return true
		}
	}
	return false
}

// shakeHands notes that a client came to the server that nobody vouches for.
func (l *lab) shakeHands() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.life = time.Now()
	for _, c := range l.openCalls() {
		if c.TLS == clients.UnknownAuthority {
			c.handshakes++
			c.touched = l.life
		}
	}
}

// sent notes how an answer went out. From then on the client is the one that is
// waited for.
func (l *lab) sent(a *answered, begun time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	a.begun, a.took, a.wire = begun, now.Sub(begun), nil
	if c := a.call; c != nil && len(c.requests) < 2*maxRequests {
		c.touched = now
	}
}

// claim gives each stray to a call that was open when it came: one that has
// no request before the others, and of several the one that was answered
// first, because its request must have come by then.
func (l *lab) claim() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, rec := range l.strays {
		var best *call
		for _, c := range l.calls {
			if c.during(rec.at) && (best == nil || c.needsMore(best)) {
				best = c
			}
		}
		if best != nil {
			best.requests = append(best.requests, rec)
		}
	}
	l.strays = nil
}

// needsMore says whether a call has a better claim to a stray than another.
func (c *call) needsMore(than *call) bool {
	if bare, otherBare := len(c.requests) == 0, len(than.requests) == 0; bare != otherBare {
		return bare
	}
	return !c.closed.IsZero() && (than.closed.IsZero() || c.closed.Before(than.closed))
}
