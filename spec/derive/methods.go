package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// allowID is the requirement of every 405.
const allowID = "HTTP-405"

// otherMethods: a method that is not documented on a path is neither carried out nor an error of
// the server. What steps made is changed and removed by it at most; where the path names nothing
// that they made, it is asked for by no method that removes or creates.
func (o *operationSkeleton) otherMethods() {
	if !o.leads() || o.shared() {
		return
	}
	all := []string{http.MethodPatch, http.MethodPut}
	// Many services answer every method where there is nothing to change.
	role, before, level := spec.Absent, chain{}, spec.May
	if o.reached && len(o.way.steps) > 0 && !o.way.found && len(inPath(o.op)) > 0 {
		role, before, level = "known", o.way, spec.Should
		if r := o.resources[nameless(o.op.Path)]; r != nil && r.removal == o.op {
			o.removeLast(&before, r, before.ids) // it is not sent
		}
		all = append(all, http.MethodDelete)
	}
	all = slices.DeleteFunc(all, o.isDocumented)
	if len(all) == 0 {
		return
	}
	id := o.name + "-METHOD"
	o.require(id, level, spec.Inferred, "A method that is not documented on the path is "+
		"neither carried out nor an error of the server.", "RFC 9110, 9.1; "+o.source())
	o.scenario("other-methods", "Methods that are not documented", before)
	for _, method := range all {
		o.then(fmt.Sprintf("request: {%s}, effect: if-broken",
			joined(o.values(role, ""), "", "method: "+method)),
			fmt.Sprintf("id: %s, status: [3XX, 4XX, 501]", id),
			fmt.Sprintf(
				"id: %s, header: {name: Allow, present: true}, when: {status: 405}", allowID))
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

// allowText is the requirement that every 405 says which methods there are; empty: none is asked
// for.
func (s *skeleton) allowText() string {
	if !slices.ContainsFunc(s.parts, func(part operationPart) bool {
		return strings.Contains(part.text, "id: "+allowID+",")
	}) {
		return ""
	}
	return fmt.Sprintf("    - {id: %s, level: may, basis: inferred, text: \"A response 405 has "+
		"the header Allow.\", source: \"RFC 9110, 15.5.6\"}\n", allowID)
}
