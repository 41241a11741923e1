package derive

import (
	"fmt"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// replaced: what was put is what is read, and putting it again changes nothing.
func (o *operationSkeleton) replaced(r *resource) {
	before := o.way
	if !o.reached || len(before.steps)+len(before.finally) == 0 || before.found {
		return
	}
	body, sent := o.wholeBody()
	media := o.bodyMedia()
	check := ""
	id := o.name + "-PUT"
	switch {
	case media.Type == "":
		return
	case sent != nil:
		check = o.sameAs("saved.sent", sent, r)
	case !openapi.IsJSON(media.Type) && answersBytes(r.read, media.Type):
		check = "same: {content: true, as: saved.sent}"
	}
	if check == "" {
		return
	}
	o.require(id, spec.Should, spec.Inferred, "What was put is what is read.",
		"RFC 9110, 9.3.4; "+o.source())
	again := o.name + "-AGAIN"
	o.require(again, spec.Should, spec.Inferred,
		"To put the same again succeeds, and changes nothing.",
		"RFC 9110, 9.2.2; "+o.source())
	o.scenario("replaced", "What is put is read again", before)
	o.acts(o.op, before.ids, body, []string{saveSent}, o.succeeding(true)...)
	checks := []string{"id: " + id + ", " + check}
	if sent != nil {
		body = sentAgain(media)
		at, inside := wrapped(readSchema(r.read), r)
		o.then(o.step(r.read, before.ids, "") + ", save: {once: {pointer: " + quoted(at) + "}}")
		checks = append(checks, sameMembers(again, at, inside, "saved.once")...)
	}
	o.acts(o.op, before.ids, body, nil, fmt.Sprintf("id: %s, status: 2XX", again))
	o.then(o.step(r.read, before.ids, ""), checks...)
}

// answersBytes reports whether an operation answers with content of a type that is not JSON.
func answersBytes(op *openapi.Operation, mediaType string) bool {
	for _, response := range op.Responses {
		for _, media := range response.Content {
			if strings.HasPrefix(response.Status, "2") && media.Type == mediaType {
				return true
			}
		}
	}
	return false
}

// omittedMembers: members that a replacement leaves out are not those of before.
func (o *operationSkeleton) omittedMembers(r *resource) {
	media := o.bodyMedia()
	if r.create == nil || !openapi.IsJSON(media.Type) || media.Schema == nil {
		return
	}
	before := o.way
	body, sent := o.wholeBody()
	least, good := sample.Of(media.Schema, sample.Request)
	few, isObject := least.(map[string]any)
	if !o.reached || len(before.steps) == 0 || !good || !isObject || sent == nil {
		return
	}
	at, inside := wrapped(readSchema(r.read), r)
	id := o.name + "-OMITTED"
	var checks []string
	for _, m := range values.Members(media.Schema) {
		_, left := few[m.Name]
		value, given := sent[m.Name]
		reply, known := values.Member(inside, m.Name)
		if left || !given || !known || !returned(m.Schema, reply) ||
			jsonText(value) == jsonText(m.Schema.Shape().Default) || jsonText(value) == "[]" {
			continue
		}
		pointer := jsonpointer.Join([]string{m.Name})
		checks = append(checks, fmt.Sprintf("id: %s, differ: {pointer: %s, as: %s}", id,
			quoted(at+pointer), quoted("saved.sent"+pointer)))
	}
	if len(checks) == 0 {
		return
	}
	o.require(id, spec.Should, spec.Inferred,
		"A member that a replacement leaves out is not the one of before.",
		"RFC 9110, 9.3.4; "+o.source())
	o.scenario("omitted-members", "What is put has fewer members than before", before)
	o.acts(o.op, before.ids, body, []string{saveSent}, o.succeeding(true)...)
	o.acts(o.op, before.ids, o.bodyOf(media, few), nil, o.succeeding(true)...)
	o.then(o.step(r.read, before.ids, ""), checks...)
}
