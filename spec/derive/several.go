package derive

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// another is what saves the id of a second item, its ids, and the chain that removes it too; false:
// a second one would have the id of the first, which the request gives.
func (s *skeleton) another(
	r *resource, before chain, save string, after chain,
) (both chain, other string, ids map[string]string, ok bool) {
	given := s.of(r.create, before.ids).body()
	if member := strings.TrimPrefix(cmp.Or(r.id, r.sent), "/"); member != "" &&
		strings.Contains(given, quoted(member)) {
		return before, "", nil, false
	}
	ids = with(after.ids, r.path, "saved.other")
	s.removeLast(&before, r, ids)
	return before, "other" + save[strings.Index(save, ":"):], ids, true
}

// unstable are parts of names of members that may change without a request that says so.
var unstable = []string{
	"version", "revision", "generation", "sequence", "etag", "hash", "token", "count", "views",
	"hits", "update", "modified", "modification", "changed", "edited", "last", "age", "seen",
	"expire", "remaining", "time", "now", "date",
}

// maxCompared bounds the members that are compared one by one.
const maxCompared = 16

// sameMembers are the checks that the members that a resource always has are those that were saved,
// but for those that may change on their own.
func sameMembers(id, at string, inside *openapi.Schema, saved string) []string {
	var checks []string
	for _, m := range values.Members(inside) {
		s, name := values.Chosen(m.Schema).Shape(), names.Plain(m.Name)
		isStable := names.IsCreation(name) || !slices.ContainsFunc(unstable,
			func(part string) bool { return strings.Contains(name, part) })
		if !isStable || len(checks) == maxCompared || s.WriteOnly ||
			!slices.Contains(inside.Shape().Required, m.Name) {
			continue
		}
		switch s.Type {
		case "boolean", "integer", "number", "string":
		default:
			continue
		}
		if (strings.Contains(s.Format, "date") || strings.Contains(s.Format, "time")) &&
			!names.IsCreation(name) || s.Format == "uri" {
			continue
		}
		pointer := jsonpointer.Join([]string{m.Name})
		checks = append(checks, fmt.Sprintf("id: %s, same: {pointer: %s, as: %s}", id,
			quoted(at+pointer), quoted(saved+pointer)))
	}
	return checks
}

// others: what changes or removes one resource leaves another as it was.
func (o *operationSkeleton) others(r *resource) {
	if r.create == nil {
		return
	}
	maker := o.of(r.create, nil)
	before, save, after, ok := maker.itemOf(r)
	if !ok || !o.of(r.create, before.ids).bodyIsKnown() {
		return
	}
	both, other, ids, ok := o.another(r, before, save, after)
	if !ok {
		return
	}
	body := ""
	if r.removal != o.op {
		c, ok := o.changeOf(r)
		changed := map[string]any{}
		if r.replace == o.op {
			changed = maps.Clone(c.sent)
		}
		if !ok || changed == nil {
			return
		}
		if changed[c.name] = c.value; len(c.media.Schema.ValidateRequest(changed)) > 0 {
			return
		}
		body = o.bodyOf(c.media, changed)
	}
	at, inside := wrapped(readSchema(r.read), r)
	id := o.name + "-OTHERS"
	checks := append([]string{succeeds(id, r.read)}, sameMembers(id, at, inside, "saved.before")...)
	o.require(id, spec.Should, spec.Inferred, "Another resource is as it was before.",
		"RFC 9110, 9.3; "+o.source())
	o.scenario("others", "Of two resources one is changed", both)
	o.then(acting(o.step(r.create, before.ids, ""), other))
	o.then(acting(o.step(r.create, before.ids, ""), save))
	if len(checks) > 1 {
		o.then(o.step(r.read, ids, "") + ", save: {before: {pointer: " + quoted(at) + "}}")
	}
	o.acts(o.op, after.ids, body, nil, o.succeeding(body != "")...)
	o.then(o.step(r.read, ids, ""), checks...)
}

// cleared: a member that is changed to null is not as it was before.
func (o *operationSkeleton) cleared(r *resource) {
	c, ok := o.changeOf(r)
	if !ok || r.removal == o.op {
		return
	}
	at, inside := wrapped(readSchema(r.read), r)
	var checks []string
	changed := map[string]any{}
	id := o.name + "-CLEARED"
	for _, m := range values.Members(c.media.Schema) {
		reply, known := values.Member(inside, m.Name)
		nulled := map[string]any{m.Name: nil}
		if c.sent[m.Name] == nil || !known || !returned(m.Schema, reply) ||
			len(c.media.Schema.ValidateRequest(nulled)) > 0 || len(reply.Validate(nil)) > 0 {
			continue
		}
		changed[m.Name] = nil
		pointer := jsonpointer.Join([]string{m.Name})
		checks = append(checks, fmt.Sprintf("id: %s, differ: {pointer: %s, as: %s}", id,
			quoted(at+pointer), quoted("saved.sent"+pointer)))
	}
	if len(checks) == 0 || len(c.media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	o.require(id, spec.May, spec.Inferred,
		"A member that is changed to null has no longer the value of before.",
		"RFC 7396; "+o.source())
	o.scenario("cleared", "Members are changed to null", c.before)
	o.then(acting(o.step(r.create, c.before.ids, c.body), c.save, saveSent))
	o.acts(o.op, c.after.ids, o.bodyOf(c.media, changed), nil, o.succeeding(true)...)
	o.then(o.step(r.read, c.after.ids, ""), checks...)
}

// acted: what an action on a resource answers of it is what is read of it.
func (o *operationSkeleton) acted() {
	path := nameless(o.op.Path)
	slash := strings.LastIndex(path, "/")
	if o.op.Method != "POST" || slash < 0 || strings.Contains(path[slash:], "{") ||
		!o.reached || len(o.way.steps) == 0 || o.way.found {
		return
	}
	r := o.resources[path[:slash]]
	if r == nil || r.read == nil || !o.of(o.op, o.way.ids).bodyIsKnown() {
		return
	}
	answer, ok := successJSON(o.op)
	read, alike := successJSON(r.read)
	if !ok || !alike || answer.SchemaComponent == "" ||
		answer.SchemaComponent != read.SchemaComponent {
		return
	}
	at, inside := wrapped(read.Schema, r)
	id := o.name + "-ACTED"
	checks := sameMembers(id, at, inside, "saved.answer")
	if len(checks) == 0 {
		return
	}
	becomes := some(o.becomes(at, inside))
	o.require(id, spec.May, spec.Inferred,
		"What an action answers of a resource is what is read of it.", o.source())
	o.scenario("acted", "A resource is read after an action on it", o.way)
	o.acts(o.op, o.way.ids, "", []string{"answer: {pointer: " + quoted(at) + "}"},
		append(o.succeeding(o.madeUp()), becomes...)...)
	o.then(o.step(r.read, o.way.ids, ""), checks...)
	o.twice(inside)
}

// uploaded: what was uploaded is what is read.
func (o *operationSkeleton) uploaded(r *resource) {
	at, ok := uploadedIn(o.bodyMedia())
	if !ok || !o.reached || len(o.way.steps) == 0 || o.way.found ||
		!o.of(o.op, o.way.ids).bodyIsKnown() {
		return
	}
	id := o.name + "-UPLOADED"
	o.require(id, spec.May, spec.Inferred, "What was uploaded is what is read.", o.source())
	o.scenario("uploaded", "What is uploaded is read again", o.way)
	o.acts(o.op, o.way.ids, "", []string{"sent: {sent: " + quoted(at) + "}"},
		o.succeeding(true)...)
	o.then(o.step(r.read, o.way.ids, ""), fmt.Sprintf(
		"id: %s, same: {content: true, as: saved.sent}", id))
}

// uploadedIn is the JSON pointer to the bytes in a content that is uploaded: the only part of a
// form that is binary, or all of it.
func uploadedIn(media openapi.Media) (string, bool) {
	if isPlain(media.Type) {
		return "", true
	}
	if !strings.HasPrefix(media.Type, "multipart/form-data") || media.Schema == nil {
		return "", false
	}
	var found []string
	for _, m := range values.Members(media.Schema) {
		if s := values.Chosen(m.Schema).Shape(); s.Type == "string" && s.Format == "binary" {
			found = append(found, m.Name)
		}
	}
	return jsonpointer.Join(found), len(found) == 1
}
