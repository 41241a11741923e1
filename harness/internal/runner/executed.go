package runner

import (
	"bytes"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/exchange"
)

// executed remembers which items were executed, or may have been, so that none
// is executed twice.
type executed struct {
	why       map[string]string    // by item: why it is not touched again
	by        map[string]string    // by item: the instance that executed it
	responses map[string]execution // by what the request asks for
	stopped   string               // why no further effect is sent
}

// execution is an exchange that executed something.
type execution struct {
	by       *Run
	exchange *exchange.Exchange
}

func newExecuted() executed {
	return executed{
		why: map[string]string{}, by: map[string]string{}, responses: map[string]execution{},
	}
}

// acted says why one of the items is not touched again by an instance; empty: all may be. The
// steps of one instance touch an item as often as they say.
func (x *executed) acted(items []string, by string) string {
	for _, item := range items {
		if why := x.why[item]; why != "" && x.by[item] != by {
			return why
		}
	}
	return ""
}

// note enters items with what happened to them. Of answers only those of a
// common size are kept.
func (x *executed) note(a *attempt, what string, e *exchange.Exchange) {
	if len(a.request.Resources) == 0 {
		return
	}
	for _, item := range a.request.Resources {
		x.why[item], x.by[item] = item+what, a.by()
	}
	if e.Size() <= keptWhole && len(a.c.Steps) == 1 {
		x.responses[a.run.sameRequest(a.request.Request)] = execution{a.run, e}
	}
}

// response returns the exchange in which another run executed something by the same request but
// for its id; nil: no run did.
func (x *executed) response(of *Run, request exchange.Request) *exchange.Exchange {
	if len(x.responses) == 0 {
		return nil
	}
	if known := x.responses[of.sameRequest(request)]; known.by != of {
		return known.exchange
	}
	return nil
}

// sameRequest returns what two requests that ask for the same have in common: all but their
// correlation ids and their Accept header, by which requests vary.
func (r *Run) sameRequest(request exchange.Request) string {
	correlation := r.correlation().Request
	var b bytes.Buffer
	fmt.Fprintf(&b, "%q %q", request.Method, request.Target)
	for _, f := range request.Header {
		if !strings.EqualFold(f.Name, correlation) && !strings.EqualFold(f.Name, "Accept") {
			fmt.Fprintf(&b, " %q %q", f.Name, f.Value)
		}
	}
	fmt.Fprintf(&b, " %q", request.Body)
	return b.String()
}
