package derive

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// isForm reports whether content of a media type is a form.
func isForm(mediaType string) bool {
	return strings.HasPrefix(mediaType, "application/x-www-form-urlencoded") ||
		strings.HasPrefix(mediaType, "multipart/form-data")
}

// echoed: what cannot be read later is answered as it was sent, where it was stored.
func (o *operationSkeleton) echoed() {
	var r *resource
	if made := o.createdBy(o.op); len(made) > 0 {
		r = made[0]
	}
	if o.op.Method != http.MethodPost || r != nil && r.read != nil || !o.reached ||
		o.way.found || !o.bodyIsKnown() {
		return
	}
	before, save := o.way, ""
	if r != nil {
		made, saves, _, ok := o.itemOf(r)
		if ok {
			before, save = made, strings.TrimSuffix(saves, "}")+", optional: true}"
		}
	}
	body, sent := o.wholeBody()
	echo, secrets := o.echo(r, sent), o.secrets(r, sent)
	if len(echo) > 0 {
		o.require(o.name+"-ECHO", spec.May, spec.Inferred,
			"What was created has the members that were sent.", o.source())
	}
	if checks := append(echo, secrets...); len(checks) > 0 {
		o.scenario("echoed", "What is sent is in the response", before)
		o.then(acting(o.step(o.op, before.ids, body), some(save)...),
			append(o.succeeding(true), checks...)...)
		if len(secrets) > 0 {
			o.listedSecrets(r, sent, before)
		}
	}
	o.defaults(r)
}

// echo are the checks that a response has the members that the request sends.
func (o *operationSkeleton) echo(r *resource, sent map[string]any) (checks []string) {
	answer, ok := successJSON(o.op)
	if !ok || sent == nil {
		return nil
	}
	at, inside := wrapped(answer.Schema, r)
	media := o.bodyMedia()
	fresh := o.set(media.Schema, sent)
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		asked, _ := values.Member(media.Schema, name)
		reply, known := values.Member(inside, name)
		pointer := jsonpointer.Join([]string{name})
		isMade := strings.Contains(fresh, quoted(pointer)+": ")
		switch {
		case !known || asked == nil || sent[name] == nil, o.isOwnID(pointer):
			continue
		case isRewritten(asked, reply): // it is there, as the service writes it
			checks = append(checks, fmt.Sprintf("id: %s-ECHO, body: {pointer: %s, present: true}, "+
				"when: {status: 2XX}", o.name, quoted(at+pointer)))
			continue
		case !returned(asked, reply) || isForm(media.Type) && isMade:
			continue
		}
		is := fmt.Sprintf("same: {pointer: %s, as: %s, partial: true}", quoted(at+pointer),
			quoted("sent"+pointer))
		if isForm(media.Type) {
			is = fmt.Sprintf("const: {pointer: %s, value: %s}", quoted(at+pointer),
				jsonText(sent[name]))
		}
		checks = append(checks, fmt.Sprintf("id: %s-ECHO, %s, when: {status: 2XX}", o.name, is))
	}
	return checks
}

// secrets are the checks that what may only be written is not in a response; where the document
// says so of nothing, what is usually secret and is no documented member of the response.
func (o *operationSkeleton) secrets(r *resource, sent map[string]any) []string {
	answer, ok := successJSON(o.op)
	if !ok {
		return nil
	}
	at, inside := wrapped(answer.Schema, r)
	var checks []string
	hidden, stated := o.hidden(inside, sent)
	for _, name := range hidden {
		checks = append(checks,
			fmt.Sprintf("id: %s-SECRET, body: {pointer: %s, present: false}, when: {status: "+
				"2XX}", o.name, quoted(at+jsonpointer.Join([]string{name}))))
	}
	switch {
	case len(checks) == 0:
	case stated:
		o.require(o.name+"-SECRET", spec.Should, spec.Stated,
			"What may only be written is not in a response.", "OpenAPI, writeOnly; "+o.source())
	default:
		o.require(o.name+"-SECRET", spec.May, spec.Inferred,
			"What is usually secret is not in a response.", o.source())
	}
	return checks
}

// hidden lists the members of a body that are not to be in a response, and reports whether the
// document says so.
func (o *operationSkeleton) hidden(
	inside *openapi.Schema, sent map[string]any,
) (all []string, stated bool) {
	var usual []string
	for _, m := range values.Members(o.bodyMedia().Schema) {
		reply, known := values.Member(inside, m.Name)
		switch {
		case sent[m.Name] == nil:
		case m.Schema.Shape().WriteOnly && (!known || reply.Shape().WriteOnly):
			all = append(all, m.Name)
		case !known && len(values.Members(inside)) > 0 && names.IsSecret(m.Name):
			usual = append(usual, m.Name)
		}
	}
	if len(all) > 0 {
		return all, true
	}
	return usual, false
}

// listedSecrets writes the step that gets the list of what was created, in which is no secret.
func (o *operationSkeleton) listedSecrets(r *resource, sent map[string]any, c chain) {
	if r == nil || r.list == nil || r.item == nil || !c.names(r.list) {
		return
	}
	hidden, _ := o.hidden(r.item, sent)
	var checks []string
	for _, name := range hidden {
		checks = append(checks, fmt.Sprintf("id: %s-SECRET, eachItem: {pointer: %s, at: %s, "+
			"present: false}, when: {status: 2XX}", o.name, quoted(r.items),
			quoted(jsonpointer.Join([]string{name}))))
	}
	if len(checks) > 0 {
		o.then(o.step(r.list, c.ids, ""), checks...)
	}
}
