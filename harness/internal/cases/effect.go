package cases

import (
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/spec"
)

// namelessBits is how many random bits make a value that names nothing. A random GUID
// has 122.
const namelessBits = 64

// isSafe reports whether a method only reads (RFC 9110 9.2.1).
func isSafe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	return false
}

// classify returns the effect of a request of an operation. Where the method is not
// safe, that is if-broken at least, whatever the contract says: only a request that
// names nothing, and has no content that could create something, has no effect.
func classify(says spec.Effect, op *spec.Operation, r *Request) spec.Effect {
	if says != spec.None || isSafe(r.Method) || namesNothing(op, r) {
		return says
	}
	return spec.IfBroken
}

// namesNothing reports whether no value of a request can name a resource. A path
// without a value names something.
func namesNothing(op *spec.Operation, r *Request) bool {
	inPath := false
	for name, b := range r.Bound {
		p, ok := op.Parameter(name)
		if !ok || !r.random[name] && !refuses(p.Schema, b) {
			return false
		}
		inPath = inPath || p.In == "path"
	}
	return inPath && len(r.Body) == 0
}

// refuses reports whether a schema takes a value for no id at all. A number that is
// only written otherwise may be taken by a lenient target, and what a schema without
// a single plain type refuses is not certain.
func refuses(schema *spec.Schema, b check.Binding) bool {
	if schema == nil || len(b.Members) > 1 {
		return false
	}
	switch schema.Shape().Type {
	case "string":
		return !schema.TakesText(b.Value)
	case "integer", "number", "boolean":
		return !schema.TakesText(b.Value) && !strings.ContainsAny(b.Value, "0123456789")
	}
	return false
}

// effects are in the order of what they do.
var effects = []spec.Effect{spec.None, spec.IfBroken, spec.Executes}

// higher returns the one of two effects that does more.
func higher(a, b spec.Effect) spec.Effect {
	return effects[max(slices.Index(effects, a), slices.Index(effects, b))]
}

// settleEffect raises the effect of a case to the highest of its requests, and gives
// it to all of them. A step has the effect of its own requests.
func (b *builder) settleEffect() {
	for i := range b.Instances {
		for _, r := range b.Instances[i].Requests {
			b.Effect = higher(b.Effect, r.Effect)
		}
	}
	for i := range b.Instances {
		for j := range b.Instances[i].Requests {
			r := &b.Instances[i].Requests[j]
			if len(b.Steps) == 1 {
				r.Effect = b.Effect
			}
			// A request with an effect is never sent twice, and what follows a
			// response without content shows only when its connection ends.
			r.Alone = r.Effect != spec.None || r.Method == http.MethodHead
		}
	}
}
