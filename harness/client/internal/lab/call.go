package lab

import (
	"errors"
	"net/http"
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

	// TaskID is the id that the client is given, GUID the one that it contains.
	TaskID, GUID string
	// Given is what the client is given instead, where the contract is derived; nil: TaskID.
	Given  *clients.Call
	number int

	Opened, Closed time.Time // when it was sent to the client, and answered; zero: not yet
	Requests       []*Request
	// Handshakes counts TLS hellos at the server with the untrusted certificate.
	Handshakes int
	LastSign   time.Time // of life

	// Answer is what the driver reported; nil: nothing.
	Answer *driver.Answer
	// Failure says in a line how the client failed to answer: it crashed, or hung.
	Failure string
	// Violations are the driver's violations of its contract.
	Violations []string
	Stderr     string
	// Inconclusive says why the call cannot be judged; empty: it can.
	Inconclusive string
}

// maxRequests is how many requests of a call get its own responses. Later ones
// get that for requests of no case, and from twice as many on they are not a
// sign of life.
const maxRequests = 12

// reset gives the call a new id and discards what was recorded.
func (c *Call) reset(guid string) {
	c.GUID = guid
	c.TaskID = strings.ReplaceAll(c.TaskText(), "{"+clients.PlaceGUID+"}", guid)
	if c.Call != nil {
		c.Given = c.Call.For(guid, c.number)
	}
	c.Opened, c.Closed, c.LastSign = time.Time{}, time.Time{}, time.Time{}
	c.Requests, c.Handshakes = nil, 0
	c.Answer, c.Failure, c.Stderr, c.Inconclusive = nil, "", "", ""
}

// isOpen reports whether the client was sent the call and has not answered.
func (c *Call) isOpen() bool { return !c.Opened.IsZero() && c.Closed.IsZero() }

// wasOpen reports whether the call was open at a moment.
func (c *Call) wasOpen(t time.Time) bool {
	return !c.Opened.IsZero() && !t.Before(c.Opened) && (c.Closed.IsZero() || !t.After(c.Closed))
}

// nextPlay returns the response to the next request.
func (c *Call) nextPlay(doc *clients.Contract) *clients.Play {
	n := len(c.Requests)
	if n >= maxRequests || len(c.Play) == 0 {
		return &doc.Otherwise
	}
	return &c.Play[min(n, len(c.Play)-1)]
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

// Last returns the last response that was played on the origin; nil: none.
func (c *Call) Last() *Response {
	for i := len(c.Requests) - 1; i >= 0; i-- {
		if r := c.Requests[i]; r.Kind != Elsewhere && r.Answer != nil {
			return r.Answer
		}
	}
	return nil
}

// asksToWait reports whether the last response asks the client to wait longer
// than most.
func (c *Call) asksToWait(most time.Duration) bool {
	last := c.Last()
	if last == nil {
		return false
	}
	text, _ := last.Header.Get("Retry-After")
	if date, err := http.ParseTime(text); err == nil {
		return time.Until(date) > most
	}
	seconds, err := strconv.ParseUint(text, 10, 64)
	return errors.Is(err, strconv.ErrRange) || err == nil && float64(seconds) > most.Seconds()
}

// Values returns the non-empty values of a header field with the index of their
// request. Only requests that belong to this call beyond doubt count.
func (c *Call) Values(name string) []Value {
	var all []Value
	for i, r := range c.Requests {
		if r.Kind != Direct || r.Answer == nil || guidIn(r.Target) != c.GUID {
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
