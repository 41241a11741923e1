package derive

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// unacceptable: a request that accepts no documented media type is answered 406, where that is
// documented.
func (o *operationSkeleton) unacceptable() {
	if !o.has("406") || o.before != nil && o.before.found && !o.readOnly() {
		return
	}
	effect := spec.IfBroken
	if o.readOnly() {
		effect = spec.None
	}
	id := o.name + "-ACCEPT"
	o.require(id, spec.Must, spec.Stated,
		"A request that accepts no documented media type is answered 406.",
		"RFC 9110, 15.5.7; "+o.source())
	o.open("unacceptable", "An Accept of a type that is not documented",
		o.request("known", "headers: {Accept: application/x-toeline}"), effect)
	o.checkLine("id: %s, status: 406", id)
}

// entityTag returns whether a success of an operation is documented to have an ETag, and whether
// each must.
func entityTag(op *openapi.Operation) (documented, required bool) {
	if op == nil {
		return false, false
	}
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.Status, "2") {
			continue
		}
		for _, h := range response.Headers {
			if strings.EqualFold(h.Name, "ETag") {
				return true, h.Required
			}
		}
	}
	return false, false
}

// headerNamed returns a header of a request, by its name.
func headerNamed(op *openapi.Operation, name string) (openapi.Parameter, bool) {
	for _, p := range op.Parameters {
		if p.In == "header" && strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	return openapi.Parameter{}, false
}

// notModified: what has not changed is answered 304 to the entity tag that it has, where both
// are documented.
func (o *operationSkeleton) notModified() {
	tagged, required := entityTag(o.op)
	if o.op.Method != http.MethodGet || !tagged || !o.has("304") || !o.reached {
		return // a service may ignore the condition
	}
	level, basis := spec.Should, spec.Inferred
	if required {
		level, basis = spec.Must, spec.Stated
	}
	id := o.name + "-UNCHANGED"
	o.require(id, level, basis, "What has not changed is answered 304 to its entity tag.",
		"RFC 9110, 13.1.2; "+o.source())
	condition := `headers: {If-None-Match: "{saved.tag}"}`
	if p, ok := headerNamed(o.op, "If-None-Match"); ok {
		condition = quoted(p.Key) + ": saved.tag"
	}
	o.scenario("not-modified", "What was read is asked for by its entity tag", o.way)
	o.then(o.listing(o.way)+", save: {tag: {header: ETag}}", o.succeeding(false)...)
	o.then(o.listing(o.way, condition), fmt.Sprintf("id: %s, status: 304", id))
}

// otherTag: what is changed has another entity tag, and a request whose If-Match has the one of
// before is answered 412, where that is documented.
func (o *operationSkeleton) otherTag(r *resource) {
	if tagged, _ := entityTag(r.read); !tagged {
		return
	}
	c, ok := o.changeOf(r)
	if !ok {
		return
	}
	changed := map[string]any{}
	if o.op.Method == http.MethodPut {
		changed = maps.Clone(c.sent)
	}
	if changed[c.name] = c.value; len(c.media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	id := o.name + "-NEWTAG"
	o.require(id, spec.Should, spec.Inferred, "What was changed has another entity tag.",
		"RFC 9110, 8.8.3; "+o.source())
	o.scenario("entity-tag", "The entity tag of what is changed", c.before)
	o.then(acting(o.step(r.create, c.before.ids, c.body), c.save))
	o.then(o.step(r.read, c.after.ids, "") + ", save: {old: {header: ETag}}")
	matches, hasMatch := headerNamed(o.op, "If-Match")
	ids := c.after.ids
	if hasMatch {
		ids = with(ids, matches.Key, "saved.old")
	}
	changing := acting(o.step(o.op, ids, o.bodyOf(c.media, changed, c.name)))
	o.then(changing, o.succeeding(false)...)
	o.then(o.step(r.read, c.after.ids, ""),
		fmt.Sprintf("id: %s, differ: {header: ETag, as: saved.old}", id))
	if !hasMatch || !o.has("412") {
		return
	}
	stale := o.name + "-STALE"
	o.require(stale, spec.Should, spec.Inferred,
		"A request whose If-Match has the entity tag of before a change is answered 412.",
		"RFC 9110, 13.1.1; "+o.source())
	o.then(changing, append(o.answerChecks([]string{"412"}),
		fmt.Sprintf("id: %s, status: 412", stale))...)
}

// isKey reports whether a parameter is a key by which a service knows a request that is repeated.
func isKey(p openapi.Parameter) bool {
	return p.In == "header" && strings.EqualFold(p.Name, "Idempotency-Key")
}

// repeated: the same request with the same key creates one resource, and with another key another.
func (o *operationSkeleton) repeated(r *resource) {
	at := slices.IndexFunc(o.op.Parameters, isKey)
	media := o.bodyMedia()
	if at < 0 || r.id == "" || media.Type != "" && !openapi.IsJSON(media.Type) {
		return
	}
	key := o.op.Parameters[at]
	const like = "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b"
	before, save, after, ok := o.itemOf(r)
	if !ok || !o.of(o.op, before.ids).bodyIsKnown() ||
		key.Schema != nil && !key.Schema.TakesText(like) {
		return
	}
	id := o.name + "-ONCE"
	o.require(id, spec.Should, spec.Inferred, "The same request with the same "+key.Name+
		" creates one resource, and with another key another.", o.source())
	ids := with(before.ids, key.Key, "saved.key")
	before.fresh = append(slices.Clip(before.fresh), "key: uuid")
	if r.removal != nil {
		other := with(after.ids, r.path, "saved.other")
		before.finally = append(slices.Clip(before.finally),
			acting(o.step(r.removal, other, "")))
	}
	o.scenario("repeated", "The same is created again with the same key, and another with another",
		before)
	again := ""
	saves := []string{save}
	if media.Type != "" {
		again, saves = sentAgain(media), append(saves, saveSent)
	}
	o.then(acting(o.step(o.op, ids, ""), saves...), o.succeeding(false)...)
	o.then(acting(o.step(o.op, ids, again)), fmt.Sprintf("id: %s, same: {pointer: %s, as: %s}",
		id, quoted(r.id), quoted(after.ids[r.path])))
	o.reused(r, media, ids, save)
	o.then(acting(o.step(o.op, before.ids, ""), fmt.Sprintf("other: {pointer: %s}",
		quoted(r.id))), fmt.Sprintf("id: %s, differ: {pointer: %s, as: %s}", id, quoted(r.id),
		quoted(after.ids[r.path])))
}

// reused writes the step of another request with a key that was used, which is refused where the
// status for it is documented (draft-ietf-httpapi-idempotency-key-header, 2.7).
func (o *operationSkeleton) reused(
	r *resource, media openapi.Media, ids map[string]string, save string,
) {
	if media.Schema == nil || !o.has("409") { // a 422 is of what is wrong by itself
		return
	}
	value, _ := sample.Body(media, sample.Request)
	sent, _ := value.(map[string]any)
	name, other := o.otherValue(media, sent, r.read)
	changed := maps.Clone(sent)
	if name == "" || changed == nil {
		return
	}
	if changed[name] = other; len(media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	id := o.name + "-REUSED"
	o.require(id, spec.May, spec.Inferred, "A key that was used is refused with another request.",
		"draft-ietf-httpapi-idempotency-key-header, 2.7; "+o.source())
	o.then(acting(o.step(o.op, ids, o.bodyOf(media, changed, name))),
		fmt.Sprintf("id: %s, status: 4XX", id))
}
