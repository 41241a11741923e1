package derive

import (
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// creates reports whether the operation creates what its path names, where nothing else in the path
// names something: then no id is unknown to it.
func (o *operationSkeleton) creates() bool {
	ids := 0
	for _, p := range o.op.Parameters {
		if isID(p) {
			ids++
		}
	}
	return o.op.Method == http.MethodPut && o.has("201") && ids == 1
}

func (o *operationSkeleton) unknownIDs() {
	level, basis, statuses := spec.Must, spec.Stated, []string{"404"}
	switch {
	case !o.namesSomething(), o.creates():
		return
	case o.has("404"):
	case len(o.statuses("4")) == 0 && o.has("default"):
		level, basis, statuses = spec.Should, spec.Inferred, []string{"4XX"}
	default:
		return
	}
	o.require(o.name+"-NF", level, basis,
		"An id that names nothing is answered "+statuses[0]+".", o.source())
	o.open("unknown-id", "An id that names nothing", o.request(spec.Absent), spec.None)
	o.notFound(o.name+"-NF", statuses[0], slices.ContainsFunc(o.op.Parameters, isFree))
	o.unknownLike(statuses[0])
}

// notFound writes the checks that something is not there. An id that is made up may be malformed.
func (o *operationSkeleton) notFound(id, status string, malformed bool) {
	unless, statuses := unlessForbidden(o.op), []string{status}
	if o.has("403") {
		statuses = append(statuses, "403")
	}
	var known []string
	if malformed {
		unless, known = ", when: {notStatus: [400, 403, 422]}", o.statusKnown()
	}
	o.checkLine("id: %s, status: %s%s", id, status, unless)
	for _, check := range known {
		o.checkLine("%s", check)
	}
	o.answers(statuses)
}

// unknownLike is an id that names nothing, of the form of one that steps know where the description
// shows no form, and below something that exists. Of the latter a documented 404 says less: it may
// be of what is above alone.
func (o *operationSkeleton) unknownLike(status string) {
	ids := inPath(o.op)
	last := ids[len(ids)-1]
	known := o.ids[idKey(o.op, last)]
	if !o.reached || len(o.way.steps) == 0 || o.way.found && !o.readOnly() {
		return
	}
	value, id := names.Word(o.kind(o.op, last))+"."+spec.Absent, o.name+"-NF"
	switch {
	case isFree(last) && strings.HasPrefix(known, "saved."):
		value = "{like: " + known + "}"
	case len(ids) == 1:
		return
	}
	effect, level := spec.IfBroken, spec.May
	if o.readOnly() {
		effect, level = spec.None, spec.Should
	}
	if len(ids) > 1 {
		if o.op.Method == http.MethodPut || o.op.Method == http.MethodPost &&
			strings.HasSuffix(unslashed(o.op.Path), "}") {
			return // it may create what its path names
		}
		id += "-BELOW"
		o.require(id, level, spec.Inferred, "An id that names nothing, below one that names "+
			"something, is answered "+status+".", o.source())
	}
	o.open("unknown-like", "An id of the form of one that names something",
		joined(append(o.values("known", last.Key), quoted(last.Key)+": "+value), o.body()), effect)
	o.notFound(id, status, isFree(last))
}

// isFree reports whether a parameter names something by a text of which no form is documented.
func isFree(p openapi.Parameter) bool {
	s := p.Schema.Shape()
	return isID(p) && s.Type != "integer" && s.Type != "number" && s.Format == "" &&
		(s.Pattern == "" || !pattern.Compiles(s.Pattern))
}

// unlessForbidden is the condition of a check that something is not there: whoever may not see a
// thing does not learn whether it is.
func unlessForbidden(op *openapi.Operation) string {
	if documents(op, "403") {
		return ", when: {notStatus: 403}"
	}
	return ""
}
