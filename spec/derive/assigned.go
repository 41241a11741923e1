package derive

import (
	"encoding/json"
	"fmt"
	"maps"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// assigned: what is readOnly is not taken over from a request, which may be refused for it.
func (o *operationSkeleton) assigned(r *resource) {
	media := o.bodyMedia()
	answer, ok := successJSON(o.op)
	value, good := sample.Body(media, sample.Request)
	sent, isObject := value.(map[string]any)
	if !ok || !good || !isObject || !openapi.IsJSON(media.Type) || media.Schema.Shape().Closed ||
		!o.reached || o.way.found || !o.bodyIsKnown() {
		return
	}
	before, save := o.way, ""
	if r.create == o.op {
		made, saves, _, ok := o.itemOf(r)
		if !ok {
			return
		}
		before, save = made, saves
	}
	at, inside := wrapped(answer.Schema, r)
	given, id := maps.Clone(sent), o.name+"-READONLY"
	var checks, own []string
	for _, m := range values.Members(inside) {
		asked, isAsked := values.Member(media.Schema, m.Name)
		other := assignedValue(m.Schema)
		pointer := jsonpointer.Join([]string{m.Name})
		isOwn := isAsked && asked.Shape().ReadOnly || !isAsked && m.Schema.Shape().ReadOnly
		if !isOwn || other == nil {
			continue
		}
		given[m.Name], own = other, append(own, m.Name)
		checks = append(checks, fmt.Sprintf("id: %s, differ: {pointer: %s, as: %s}, "+
			"when: {status: 2XX}", id, quoted(at+pointer), quoted("sent"+pointer)))
	}
	if len(checks) == 0 {
		return
	}
	o.require(id, spec.May, spec.Stated,
		"What is readOnly is not taken over from a request.", "OpenAPI, readOnly; "+o.source())
	o.scenario("assigned", "A request with what is readOnly", before)
	o.acts(o.op, before.ids, o.bodyOf(media, given, own...), some(save), checks...)
}

// unusedNumber is the id of nothing.
const unusedNumber = json.Number("987654321")

// assignedValue is a value that no service gives a resource; nil: none is known.
func assignedValue(schema *openapi.Schema) any {
	s := values.Chosen(schema).Shape()
	var value any
	switch {
	case s.Type == "integer":
		value = unusedNumber
	case s.Type == "string" && s.Format == "uuid":
		value = "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b"
	case s.Type == "string" && s.Format == "date-time":
		value = "2001-02-03T04:05:06Z"
	}
	if value == nil || len(s.Enum) > 0 || len(schema.Validate(value)) > 0 {
		return nil
	}
	return value
}
