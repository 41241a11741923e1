package lab

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/spec/clients"
)

// Lab attributes requests to calls and plays the responses.
type Lab struct {
	doc *clients.Contract
	// base is the base URL of the client; the others are for redirects.
	base, otherHost, otherPort, insecure string
	listeners

	mu    sync.Mutex
	calls []*Call // of the run, in the contract's order
	byID  map[string]*Call
	// numbered are the calls by the numbers that they give.
	numbered map[int]*Call
	// unattributed are requests without a call when they came.
	unattributed []*Request
	// retired are the former GUIDs of calls that were made again: requests for
	// them belong to no call.
	retired map[string]bool
	// lastSign is the last sign of life of any client.
	lastSign time.Time
	// refused says how a client ended a TLS handshake with the main server; empty: none did.
	refused string
	// reached says that a request came.
	reached bool
	// set are the names of the cookies that responses have set.
	set map[string]bool
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

// Renew gives a call a new GUID and discards what was recorded of it.
func (l *Lab) Renew(c *Call, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.GUID != "" {
		delete(l.byID, c.GUID)
		l.retired[c.GUID] = true
	}
	l.renumber(c, id)
	c.reset(id)
	l.byID[id] = c
}

// Begin records that the client is sent a call.
func (l *Lab) Begin(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.Opened = time.Now()
	c.LastSign = c.Opened
}

// End records that the client has answered a call.
func (l *Lab) End(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.Closed = time.Now()
	l.lastSign = c.Closed
}

// Silent reports whether no request of a call came.
func (l *Lab) Silent(c *Call) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(c.Requests) == 0
}

// LastSign returns the last sign of life of any of these calls.
func (l *Lab) LastSign(calls []*Call) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	var last time.Time
	for _, c := range calls {
		if c.LastSign.After(last) {
			last = c.LastSign
		}
	}
	return last
}

// Heard reports whether the client has shown a sign of life in any of these calls.
func (l *Lab) Heard(calls []*Call) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(calls, func(c *Call) bool { return c.LastSign.After(c.Opened) })
}

// Alive reports whether a client has shown a sign of life.
func (l *Lab) Alive() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.lastSign.IsZero()
}

// AsksToWait reports whether the last response to a call asks the client to wait
// longer than most.
func (l *Lab) AsksToWait(c *Call, most time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return c.asksToWait(l.doc, most)
}

// MayBeSlow reports whether a wait of a call that need only be a short one may be that of a busy
// machine.
func (l *Lab) MayBeSlow(c *Call) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return c.mayBeSlow(l.doc)
}

// openCalls returns the calls that wait for an answer. The lock is held.
func (l *Lab) openCalls() []*Call {
	return slices.DeleteFunc(slices.Clone(l.calls), func(c *Call) bool { return !c.isOpen() })
}

// respond attributes a request and makes the response to it.
func (l *Lab) respond(r *Request, other bool) *Response {
	c, play, values := l.attribute(r, other)
	// Without the lock: ten megabytes must not delay other calls.
	a := compose(l.doc, play, values)
	if c != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		r.Answer, a.call = a, c
		for _, cookie := range a.Header.Values("Set-Cookie") {
			name, _, _ := strings.Cut(cookie, "=")
			l.set[name] = true
		}
	}
	return a
}

// attribute finds the call of a request and chooses the response. The call is
// nil where it is not known yet.
func (l *Lab) attribute(r *Request, other bool) (*Call, *clients.Play, *values) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lastSign, l.reached = time.Now(), true
	if other {
		r.Kind = Elsewhere
	}
	c := l.callOf(r)
	v := &values{
		base: l.base, otherHost: l.otherHost, otherPort: l.otherPort, insecure: l.insecure,
		request: r, due: time.Now(),
	}
	if c == nil {
		if found := guidIn(r.Target); !l.retired[found] {
			l.unattributed = append(l.unattributed, r)
		}
		return nil, &l.doc.Otherwise, v
	}
	v.id, v.guid = c.TaskID, c.GUID
	if r.Kind == Direct && c.redirectedTo(r.Target) {
		r.Kind = Followed
	}
	play := c.nextPlay(l.doc)
	if other {
		play = &l.doc.Otherwise
	}
	v.due = v.due.Add(play.Delay)
	r.Late = !c.isOpen()
	if len(c.Requests) < 2*c.most() {
		c.Requests = append(c.Requests, r)
		c.LastSign = time.Now()
	}
	return c, play, v
}

// continues reports whether a request that expects 100 (Continue) gets it, and records whether it
// gets its response instead.
func (l *Lab) continues(r *Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.callOf(r)
	if c == nil {
		return true
	}
	play := c.nextPlay(l.doc)
	if play.Early {
		r.Early, r.unread = true, true
		return false
	}
	return play.Continues == nil || *play.Continues
}

// callOf finds the call of a request: by the GUID in the target, or because
// only one call is open.
func (l *Lab) callOf(r *Request) *Call {
	if found := guidIn(r.Target); found != "" {
		if c, ok := l.byID[found]; ok && !c.Opened.IsZero() {
			return c
		}
		if l.retired[found] {
			return nil
		}
	}
	if c := l.giving(r); c != nil {
		return c
	}
	if open := l.openCalls(); len(open) == 1 {
		return open[0]
	}
	return nil
}

// redirectedTo reports whether a response to the call redirected the client to a
// target. The query does not count.
func (c *Call) redirectedTo(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	for _, r := range c.Requests {
		if r.Answer == nil {
			continue
		}
		location, ok := r.Answer.Header.Get("Location")
		if where, err := url.Parse(location); ok && err == nil && where.EscapedPath() == path {
			return true
		}
	}
	return false
}

// handshake records that a client came to the server with certificates to refuse, and returns
// the handshake of the call that is open.
func (l *Lab) handshake() clients.TLS {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.openCalls() {
		if c.TLS == "" {
			continue
		}
		// A hello is a sign of life where it is all that is to come.
		if c.TLS.Refused() {
			c.Handshakes++
			l.lastSign = time.Now()
			c.LastSign = l.lastSign
		}
		return c.TLS
	}
	return clients.UnknownAuthority
}

// malform records what is wrong with bytes behind a request, of which no other is known.
func (l *Lab) malform(r *Request, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.Malformed == "" {
		r.Malformed = why
	}
}

// recordEnd ends the connection of an earlier call, and records that.
func (l *Lab) recordEnd(conn net.Conn, c *Call) {
	conn.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-c.Ended: // an earlier one of its connections
	default:
		close(c.Ended)
	}
}

// recordContent records content that came after the response to its request.
func (l *Lab) recordContent(r *Request, content []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Body = content
}

// recordProgress records that the client takes a response.
func (l *Lab) recordProgress(a *Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a.call != nil {
		a.call.LastSign = time.Now()
	}
}

// recordSent records when a response was sent. From then on the lab waits for
// the client.
func (l *Lab) recordSent(a *Response, begun time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	a.Begun, a.Took, a.wire = begun, now.Sub(begun), nil
	if c := a.call; c != nil && len(c.Requests) < 2*c.most() {
		c.LastSign = now
	}
}
