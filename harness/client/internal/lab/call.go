package lab

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/spec/clients"
)

// Call is a case in a run with everything that is recorded about it. The lock of
// the Lab guards the times, Requests and Handshakes while the lab is open; the
// rest belongs to whoever drives the client.
type Call struct {
	*clients.Case
	Skip string // why it is not made; empty: it is made
	// Earlier is the call that is made before this one; nil: none.
	Earlier *Call
	// Ended is closed when the connection of an earlier call has ended, as its response says.
	Ended chan struct{}

	// TaskID is the id that the client is given, GUID the one that it contains.
	TaskID, GUID string
	// Given is what the client is given instead, where the contract is derived; nil: TaskID.
	Given  *clients.Call
	number int

	Opened, Closed time.Time // when it was sent to the client, and answered; zero: not yet
	Requests       []*Request
	// Handshakes counts TLS hellos at the server with certificates to refuse.
	Handshakes int
	LastSign   time.Time // of life

	// Answer is what the driver reported; nil: nothing.
	Answer *driver.Answer
	// Failure says in a line how the client failed to answer: it crashed, or hung.
	Failure string
	// Violations are the driver's violations of its contract.
	Violations []string
	// Leaks says where the client's own words contain the token; empty: nowhere.
	Leaks  string
	Stderr string
	// Inconclusive says why the call cannot be judged; empty: it can.
	Inconclusive string
}

// maxRequests is how many requests of a call get its own responses, and
// maxRedirected how many where these are redirects. Later ones get that for requests
// of no case, and from twice as many on they are not a sign of life.
const (
	maxRequests   = 12
	maxRedirected = 64
)

// most is how many requests of the call get its own responses.
func (c *Call) most() int {
	if len(c.Play) == 1 && c.Play[0].Status.Code/100 == 3 {
		return maxRedirected
	}
	return maxRequests
}

// EarlierOf returns the call that is made before one with such a case; nil: none.
func EarlierOf(c *clients.Case) *Call {
	if c.First == nil {
		return nil
	}
	return &Call{Ended: make(chan struct{}), Case: &clients.Case{
		Pos: c.Pos, ID: c.ID + ".first", Text: c.Text, Alone: true, Play: []clients.Play{*c.First},
		Call: c.Call, TLS: c.TLS,
	}}
}

// Breaks reports whether each of its connections ends by a fault.
func (c *Call) Breaks() bool {
	for i := range c.Play {
		if c.Play[i].Fault == "" {
			return false
		}
	}
	return len(c.Play) > 0 && c.First == nil
}

// IsAlone reports whether no other call may be open meanwhile.
func (c *Call) IsAlone() bool { return c.Alone || c.First != nil || c.TLS != "" }

// reset gives the call a new id and discards what was recorded.
func (c *Call) reset(guid string) {
	c.GUID = guid
	c.TaskID = strings.NewReplacer("{"+clients.PlaceGUID+"}", guid,
		"{"+clients.PlaceUpper+"}", strings.ToUpper(guid)).Replace(c.TaskText())
	if c.Call != nil {
		c.Given = c.Call.For(guid, c.number)
	}
	c.Opened, c.Closed, c.LastSign = time.Time{}, time.Time{}, time.Time{}
	c.Requests, c.Handshakes = nil, 0
	if c.Ended != nil {
		c.Ended = make(chan struct{})
	}
	c.Answer, c.Failure, c.Stderr, c.Inconclusive, c.Leaks = nil, "", "", "", ""
}

// HasValidID reports whether the id is a GUID, in any letter case.
func (c *Call) HasValidID() bool { return strings.EqualFold(c.TaskID, c.GUID) }

// isOpen reports whether the client was sent the call and has not answered.
func (c *Call) isOpen() bool { return !c.Opened.IsZero() && c.Closed.IsZero() }

// wasOpen reports whether the call was open at a moment.
func (c *Call) wasOpen(t time.Time) bool {
	return !c.Opened.IsZero() && !t.Before(c.Opened) && (c.Closed.IsZero() || !t.After(c.Closed))
}

// nextPlay returns the response to the next request.
func (c *Call) nextPlay(doc *clients.Contract) *clients.Play {
	n := 0
	for _, r := range c.Requests {
		if r.Asks(doc) || r.Kind == Followed {
			n++
		}
	}
	if n >= c.most() || len(c.Requests) >= 2*c.most() || len(c.Play) == 0 {
		return &doc.Otherwise
	}
	return &c.Play[min(n, len(c.Play)-1)]
}

// Asks reports whether a request of a call asks for the operation: one with another method
// neither repeats it nor carries it out.
func (r *Request) Asks(doc *clients.Contract) bool {
	return r.Kind == Direct && (r.Malformed != "" || r.HasMethod(doc))
}

// HasMethod reports whether a request has the method of the operation.
func (r *Request) HasMethod(doc *clients.Contract) bool {
	return len(doc.Operations) == 0 || r.Method == doc.Operations[0].Method
}

// Of returns the call's requests of a kind.
func (c *Call) Of(k Kind) []*Request {
	var all []*Request
	for _, r := range c.Requests {
		if r.Kind == k {
			all = append(all, r)
		}
	}
	return all
}

// Last returns the last request on the origin that got a response of the call; nil: none.
// Requests for the operation with another method are left out.
func (c *Call) Last(doc *clients.Contract) *Request {
	for i := len(c.Requests) - 1; i >= 0; i-- {
		if r := c.Requests[i]; r.Answer != nil && !r.Late && (r.Kind == Followed || r.Asks(doc)) {
			return r
		}
	}
	return nil
}

// asksToWait reports whether the last response asks the client to wait longer
// than most.
func (c *Call) asksToWait(doc *clients.Contract, most time.Duration) bool {
	last := c.Last(doc)
	if last == nil {
		return false
	}
	text, _ := last.Answer.Header.Get("Retry-After")
	if date, err := http.ParseTime(text); err == nil {
		return time.Until(date) > most
	}
	seconds, err := strconv.ParseUint(text, 10, 64)
	return errors.Is(err, strconv.ErrRange) || err == nil && float64(seconds) > most.Seconds()
}

// leastWait and busyWait bound waits that are asked for without a time: what is below the first is
// none, and what is over the second is no delay of a busy machine.
const (
	leastWait = 90 * time.Millisecond
	busyWait  = time.Second
)

// mayBeSlow reports whether a wait that need only be a short one may be that of a busy machine.
func (c *Call) mayBeSlow(doc *clients.Contract) bool {
	if c.Failure != "" || c.Inconclusive != "" || !slices.ContainsFunc(c.Checks,
		func(one clients.Check) bool { return one.Wait != nil && one.Wait.AtLeast <= leastWait }) {
		return false
	}
	found := false
	var before *Request
	for _, r := range c.Requests {
		if !r.Asks(doc) {
			continue
		}
		if before != nil && before.Answer != nil && !before.Answer.Carries {
			waited := r.At.Sub(before.Answer.Due)
			if waited < leastWait {
				return false // that is certain
			}
			found = found || waited < busyWait
		}
		before = r
	}
	return found
}

// Values returns the non-empty values of a header field with the index of their
// request. Only requests that belong to this call beyond doubt count.
func (c *Call) Values(doc *clients.Contract, name string) []Value {
	var all []Value
	for i, r := range c.Requests {
		if !r.Asks(doc) || r.Malformed != "" || r.Answer == nil || guidIn(r.Target) != c.GUID {
			continue
		}
		for _, text := range r.Header.Values(name) {
			if text != "" {
				all = append(all, Value{text, i})
			}
		}
	}
	return all
}

// Value is the value of a header line.
type Value struct {
	Text    string
	Request int // index in the call
}

// Key is the same for values that differ in letter case only.
func (v Value) Key() string { return strings.ToLower(v.Text) }
