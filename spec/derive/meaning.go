package derive

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// meaning writes the cases of what operations on one resource mean for each other: what was
// created can be read, what was deleted cannot.
func (o *operationSkeleton) meaning() {
	if r := o.own(func(r *resource) bool { return r.list == o.op && r.item != nil }); r != nil {
		o.limited(r)
		o.filtered(r)
		o.contains(r)
		o.unlisted(r)
		o.ofParent(r)
		o.bounded(r)
		o.byIDs(r)
		o.ordered(r)
		o.total(r)
		o.cursors(r)
		o.empty(r)
	}
	if r := o.places[nameless(o.op.Path)]; r != nil {
		switch o.op {
		case r.replace:
			o.replaced(r)
		case r.create:
			o.uploaded(r)
		}
	}
	o.acted()
	o.echoed()
	if r := o.own(func(r *resource) bool { return r.create == o.op && r.read != nil }); r != nil {
		o.created(r)
		o.defaults(r)
		o.conflict(r)
		o.assigned(r)
		o.repeated(r)
	}
	for _, path := range o.itemPaths {
		r := o.resources[path]
		switch {
		case r.read == nil:
		case r.removal == o.op:
			o.removed(r)
			o.removedParent(r)
			o.referred(r)
			o.others(r)
		case r.update == o.op:
			o.updated(r)
			o.cleared(r)
			o.assigned(r)
			o.others(r)
			o.otherTag(r)
		case r.replace == o.op:
			o.replaced(r)
			o.omittedMembers(r)
			o.others(r)
			o.otherTag(r)
		}
	}
	o.unknownReferences()
	o.elsewhere()
	o.precondition()
	o.notModified()
	o.unacceptable()
}

// own is the resource of which something is so, of several the one below the path of the operation;
// nil: none.
func (o *operationSkeleton) own(isSo func(*resource) bool) (found *resource) {
	for _, path := range o.itemPaths {
		r := o.resources[path]
		if isSo(r) && (found == nil || r.collection == nameless(o.op.Path)) {
			found = r
		}
	}
	return found
}

// scenario begins a case of several requests, after those that give its ids.
func (o *operationSkeleton) scenario(slug, text string, c chain) {
	o.close()
	fmt.Fprintf(&o.text, "    - id: %s.%s\n      text: %s\n%s      steps:\n", o.name, slug,
		quoted(text), c.opening())
	for _, step := range c.steps {
		o.then(step)
	}
	o.end = c.cleaning()
}

// then writes a step of a scenario with its checks.
func (o *operationSkeleton) then(step string, checks ...string) {
	fmt.Fprintf(&o.text, "        - {%s", step)
	if len(checks) > 0 {
		fmt.Fprintf(&o.text, ", checks: [{%s}]", strings.Join(checks, "}, {"))
	}
	o.text.WriteString("}\n")
}

// acts writes a step of a scenario that changes something, after the one that reads the entity tag
// which it must have.
func (o *operationSkeleton) acts(
	op *openapi.Operation, ids map[string]string, body string, saves []string, checks ...string,
) {
	read, ids := o.tagged(op, ids)
	if read != "" {
		o.then(read)
	}
	o.then(acting(o.step(op, ids, body), saves...), checks...)
}

// itemOf is the chain before this operation, which creates an item and saves its id as save says,
// and the one after it, whose ids name the item.
func (o *operationSkeleton) itemOf(r *resource) (before chain, save string, after chain, ok bool) {
	if before, ok = o.chainTo(o.op); !ok {
		return chain{}, "", chain{}, false
	}
	name := savedName(r.parameter)
	for slices.Contains(slices.Collect(maps.Values(before.ids)), "saved."+name) {
		name += "_" // one above it is called the same
	}
	if save, ok = r.saves(name); !ok {
		return chain{}, "", chain{}, false
	}
	after = before
	after.ids = with(before.ids, r.path, "saved."+name)
	o.removeLast(&before, r, after.ids)
	return before, save, after, true
}

// created: what was created can be read, and has the members that were sent.
func (o *operationSkeleton) created(r *resource) {
	before, save, after, ok := o.itemOf(r)
	body, sent := o.wholeBody()
	if !ok || sent == nil {
		return
	}
	id, echo := o.name+"-STORED", o.name+"-ECHO"
	o.require(id, spec.Should, spec.Inferred, "What was created can be read.",
		"RFC 9110, 15.3.2; "+o.source())
	same := o.sameAs("saved.sent", sent, r)
	said := o.echo(r, sent)
	if same != "" || len(said) > 0 {
		o.require(echo, spec.May, spec.Inferred, "What was created has the members that were sent.",
			o.source())
	}
	if same != "" {
		same = "id: " + echo + ", " + same
	}
	o.scenario("created", "What is created is read again", before)
	secrets := o.secrets(r, sent)
	o.then(acting(o.step(o.op, before.ids, body), save, saveSent),
		append(append(o.succeeding(true), secrets...), said...)...)
	o.then(o.step(r.read, after.ids, ""), some(append(secrets, succeeds(id, r.read), same)...)...)
	if len(secrets) > 0 {
		o.listedSecrets(r, sent, before)
	}
	if !hasLocation(o.op) {
		return
	}
	where := o.name + "-LOCATION"
	o.require(where, spec.Should, spec.Inferred, "What was created can be read at the URL of its "+
		"Location.", "RFC 9110, 15.3.2; "+o.source())
	o.scenario("created-at", "What is created is read at its Location", before)
	o.then(acting(o.step(o.op, before.ids, body), save, "where: {header: Location}"))
	o.then(o.step(r.read, after.ids, "")+", url: saved.where", succeeds(where, r.read))
}

// conflict: to create the same twice is refused, where a conflict is documented.
func (o *operationSkeleton) conflict(r *resource) {
	before, save, _, ok := o.itemOf(r)
	media := o.bodyMedia()
	if !ok || !o.has("409") || !openapi.IsJSON(media.Type) || !o.bodyIsKnown() ||
		!o.of(o.op, before.ids).isUnique(r) ||
		slices.ContainsFunc(o.op.Parameters, isKey) { // which makes the same again no conflict
		return
	}
	id := o.name + "-CONFLICT"
	o.require(id, spec.May, spec.Inferred, "To create the same twice is a conflict.", o.source())
	o.scenario("conflict", "The same is created twice", before)
	o.then(acting(o.step(o.op, before.ids, o.body()), save, saveSent))
	o.then(acting(o.step(o.op, before.ids, sentAgain(media))),
		append(o.answerChecks([]string{"409"}), fmt.Sprintf("id: %s, status: 409", id))...)
}

// isUnique reports whether the body has a member of which two resources are often not allowed to
// have one, or nothing but ids.
func (o *operationSkeleton) isUnique(r *resource) bool {
	media := o.bodyMedia()
	value, _ := sample.Body(media, sample.Request)
	sent, _ := value.(map[string]any)
	ids, unique, strictly := 0, false, false
	for name := range sent {
		switch {
		case o.ids[linkKey(o.op, name)] != "":
			ids++
		case names.Among(names.Identifying, name):
			strictly = true
		case names.Among(names.Unique, name), r.id == jsonpointer.Join([]string{name}):
			unique = true
		}
	}
	// Of a body that names others too, the conflict may be with their state.
	return ids == len(sent) && ids > 0 || unique && ids == 0 || strictly
}

// some returns the texts that are not empty.
func some(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// succeeds is the check of a requirement that a request of an operation succeeds.
func succeeds(id string, op *openapi.Operation) string {
	return fmt.Sprintf("id: %s, status: [%s]", id, strings.Join(success(op), ", "))
}

// success lists the documented statuses of success.
func success(op *openapi.Operation) []string {
	if all := statusesOf(op, "2"); len(all) > 0 {
		return all
	}
	return []string{"2XX"}
}

// defaults: members that are left out have the default that the description gives them.
func (o *operationSkeleton) defaults(r *resource) {
	media := o.bodyMedia()
	answer, ok := successJSON(o.op)
	if !ok || media.Schema == nil || !openapi.IsJSON(media.Type) && !isForm(media.Type) {
		return
	}
	value, good := sample.Of(media.Schema, sample.Request)
	sent, isObject := value.(map[string]any)
	if !good || !isObject {
		return
	}
	at, inside := wrapped(answer.Schema, r)
	id := o.name + "-DEFAULT"
	var checks []string
	for _, m := range values.Members(media.Schema) {
		shape := m.Schema.Shape()
		reply, known := values.Member(inside, m.Name)
		_, given := sent[m.Name]
		if given || !known || !scalar(shape.Default) || !returned(m.Schema, reply) {
			continue
		}
		checks = append(checks, fmt.Sprintf("id: %s, const: {pointer: %s, value: %s}", id,
			quoted(at+jsonpointer.Join([]string{m.Name})), jsonText(shape.Default)))
	}
	before, save := o.way, ""
	if r != nil {
		before, save, _, ok = o.itemOf(r)
	}
	if len(checks) == 0 || !ok {
		return
	}
	o.require(id, spec.Must, spec.Stated,
		"A member that is left out has the default that the document gives it.", o.source())
	o.scenario("defaults", "What is created without the members that have defaults", before)
	o.then(acting(o.step(o.op, before.ids, o.bodyOf(media, sent)), some(save)...), checks...)
}

func scalar(value any) bool {
	switch value.(type) {
	case map[string]any, []any, nil:
		return false
	}
	return true
}

// removed: what was deleted is gone.
func (o *operationSkeleton) removed(r *resource) {
	if !o.reached || len(o.way.steps) == 0 {
		return
	}
	id := o.name + "-GONE"
	o.require(id, spec.Should, spec.Inferred, "What was deleted cannot be read.",
		"RFC 9110, 9.3.5; "+o.source())
	o.scenario("removed", "What is deleted is read again", o.way)
	o.acts(o.op, o.way.ids, "", nil, o.succeeding(false)...)
	o.then(o.step(r.read, o.way.ids, ""),
		fmt.Sprintf("id: %s, status: [404, 410]%s", id, unlessForbidden(r.read)))
	if _, ids := o.tagged(o.op, o.way.ids); o.has("404") && len(ids) == len(o.way.ids) {
		again := o.name + "-GONE-AGAIN"
		o.require(again, spec.May, spec.Inferred, "To delete what was deleted already is answered "+
			"404.", "RFC 9110, 15.5.5; "+o.source())
		o.then(acting(o.step(o.op, o.way.ids, "")),
			fmt.Sprintf("id: %s, status: [404, 410]%s", again, unlessForbidden(o.op)))
	}
}
