package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// otherMethods: a method that is not documented on a path is no error of the server, a 405 says
// which methods there are, and what the path names is there afterwards. Where it names nothing that
// steps made, it is asked for by no method that removes or creates.
func (o *operationSkeleton) otherMethods() {
	if !o.leads() || o.shared() || o.isUnreached() {
		return
	}
	all := []string{http.MethodPatch, http.MethodPut}
	made := o.reached && len(o.way.steps) > 0 && !o.way.found && len(inPath(o.op)) > 0
	before := chain{}
	if made {
		before = o.way
		if r := o.resources[nameless(o.op.Path)]; r != nil && r.removal == o.op {
			o.removeLast(&before, r, before.ids) // it is not sent
		}
		all = append(all, http.MethodDelete)
	}
	all = slices.DeleteFunc(all, o.isDocumented)
	if len(all) == 0 || len(inPath(o.op)) > 0 && !made {
		return
	}
	if !made {
		all = all[:1]
	}
	id := o.name + "-METHOD"
	// Many services answer every method with what they read.
	o.require(id, spec.May, spec.Inferred, "A method that is not documented on the path is no "+
		"error of the server, removes nothing, and has Allow where it is answered 405.",
		"RFC 9110, 9.1 and 15.5.6; "+o.source())
	o.scenario("other-methods", "Methods that are not documented", before)
	reads := made && o.op.Method == http.MethodGet && o.succeed
	if reads {
		o.then(o.step(o.op, before.ids, ""), o.succeeding(false)...)
	}
	for _, method := range all {
		o.then(fmt.Sprintf("request: {%s}, effect: if-broken",
			joined(o.values("known", ""), "", "method: "+method)),
			fmt.Sprintf("id: %s, notStatus: [500, 502, 503, 504]", id),
			fmt.Sprintf("id: %s, header: {name: Allow, present: true}, when: {status: 405}", id))
	}
	if reads {
		o.then(o.step(o.op, before.ids, ""), succeeds(id, o.op))
	}
}

// leads reports whether the cases of the path are those of this operation: the one that reads, or
// the first.
func (o *operationSkeleton) leads() bool {
	var first *openapi.Operation
	for i := range o.api.Operations {
		op := &o.api.Operations[i]
		if op.Path == o.op.Path && (first == nil || op.Method == http.MethodGet) {
			first = op
		}
	}
	return first == o.op
}

// isDocumented reports whether a method is documented on a path that may be the same: one with a
// parameter in the place of a word, too.
func (o *operationSkeleton) isDocumented(method string) bool {
	return slices.ContainsFunc(o.api.Operations, func(op openapi.Operation) bool {
		return op.Method == method && overlap(nameless(op.Path), nameless(o.op.Path))
	})
}

// overlap reports whether a path may be of both templates.
func overlap(a, b string) bool {
	one, other := strings.Split(a, "/"), strings.Split(b, "/")
	if len(one) != len(other) {
		return false
	}
	for i := range one {
		if one[i] != other[i] && !strings.Contains(one[i]+other[i], "{}") {
			return false
		}
	}
	return true
}
