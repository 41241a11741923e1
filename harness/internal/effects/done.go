package effects

import (
	"bytes"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/exchange"
)

// Done remembers which resources were acted on, or may have been, so that none is acted on twice.
// The zero value remembers nothing. It has no lock.
type Done struct {
	// Stopped says why no further effect is sent; empty: they are.
	Stopped string

	why       map[string]string // by resource: why it is not touched again
	by        map[string]string // by resource: the instance that acted on it
	responses map[string]response
}

// response is an exchange that executed something, and the run that sent it.
type response struct {
	run      any
	exchange *exchange.Exchange
}

// Why says why one of the resources is not touched again by an instance; empty: all may be. The
// steps of one instance touch a resource as often as they say.
func (d *Done) Why(resources []string, by string) string {
	for _, resource := range resources {
		if why := d.why[resource]; why != "" && d.by[resource] != by {
			return why
		}
	}
	return ""
}

// Note enters resources with what an instance did to them, which is said after their names.
func (d *Done) Note(resources []string, by, what string) {
	if d.why == nil {
		d.why, d.by = map[string]string{}, map[string]string{}
	}
	for _, resource := range resources {
		d.why[resource], d.by[resource] = resource+what, by
	}
}

// Keep remembers the exchange in which a run executed something, by what its request asks for.
func (d *Done) Keep(run any, asked string, e *exchange.Exchange) {
	if d.responses == nil {
		d.responses = map[string]response{}
	}
	d.responses[asked] = response{run, e}
}

// Response returns the exchange in which another run executed something by a request that asks for
// the same; nil: no run did.
func (d *Done) Response(run any, asked string) *exchange.Exchange {
	if known := d.responses[asked]; known.run != run {
		return known.exchange
	}
	return nil
}

// IsEmpty reports whether no exchange is kept.
func (d *Done) IsEmpty() bool { return len(d.responses) == 0 }

// Asked returns what two requests that ask for the same have in common: all but their correlation
// ids, in a header of that name, and their Accept header, by which requests vary.
func Asked(request exchange.Request, correlation string) string {
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
