package runner

import "example.com/toeline/harness/internal/exchange"

// What a run remembers of a response is bounded: a target that sends a megabyte to every
// request would fill the memory otherwise. Findings come from the whole response; what is kept
// is evidence for people.
const (
	keptWhole = 64 << 10 // a response of this size in bytes, all in all, is kept as it is
	// largeAnswer is the size in bytes beyond which responses are judged one at
	// a time: as JSON a megabyte takes fifty.
	largeAnswer = 64 << 10
)

// judgeAlone makes large responses wait for each other.
func (r *Run) judgeAlone(e *exchange.Exchange) (done func()) {
	if !isLarge(e) {
		return func() {}
	}
	r.large <- struct{}{}
	return func() { <-r.large }
}

// isLarge says whether judging takes long enough for a run to end meanwhile.
func isLarge(e *exchange.Exchange) bool {
	return e.Response != nil && len(e.Response.Body) > largeAnswer
}

// kept lets go of what is not kept of a response.
func (o outcome) kept() outcome {
	if o.exchange != nil && o.exchange.Size() > keptWhole {
		o.exchange = o.exchange.Shortened()
	}
	return o
}
