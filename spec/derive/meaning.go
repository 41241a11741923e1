package derive

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// meaning writes the cases of what operations on one resource mean for each other: what was
// created can be read, what was deleted cannot.
func (o *operationSkeleton) meaning() {
	if r := o.listedResource(); r != nil {
		o.limited(r)
		o.filtered(r)
		o.contains(r)
		o.unlisted(r)
		o.ofParent(r)
		o.bounded(r)
	}
	if r := o.places[nameless(o.op.Path)]; r != nil && r.replace == o.op {
		o.replaced(r)
	}
	for _, path := range o.itemPaths {
		r := o.resources[path]
		switch {
		case r.read == nil:
		case r.create == o.op:
			o.created(r)
			o.defaults(r)
			o.conflict(r)
			o.repeated(r)
		case r.removal == o.op:
			o.removed(r)
			o.removedParent(r)
		case r.update == o.op:
			o.updated(r)
			o.otherTag(r)
		case r.replace == o.op:
			o.replaced(r)
			o.omittedMembers(r)
			o.otherTag(r)
		}
	}
	o.precondition()
	o.notModified()
	o.unacceptable()
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
	if same != "" {
		o.require(echo, spec.May, spec.Inferred, "What was created has the members that were sent.",
			o.source())
		same = "id: " + echo + ", " + same
	}
	o.scenario("created", "What is created is read again", before)
	o.then(acting(o.step(o.op, before.ids, body), save, saveSent))
	o.then(o.step(r.read, after.ids, ""), some(succeeds(id, r.read), same)...)
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
	if !ok || !o.has("409") || !openapi.IsJSON(media.Type) || !o.bodyIsKnown() {
		return
	}
	id := o.name + "-CONFLICT"
	o.require(id, spec.Should, spec.Inferred, "To create the same twice is a conflict.", o.source())
	o.scenario("conflict", "The same is created twice", before)
	o.then(acting(o.step(o.op, before.ids, o.body()), save, saveSent))
	o.then(acting(o.step(o.op, before.ids, sentAgain(media))),
		append(o.answerChecks([]string{"409"}), fmt.Sprintf("id: %s, status: 409", id))...)
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
	if !ok || !openapi.IsJSON(media.Type) || media.Schema == nil {
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
	for _, m := range membersOf(media.Schema) {
		shape := m.Schema.Shape()
		reply, known := memberNamed(inside, m.Name)
		_, given := sent[m.Name]
		if given || !known || !scalar(shape.Default) || !returned(m.Schema, reply) {
			continue
		}
		checks = append(checks, fmt.Sprintf("id: %s, const: {pointer: %s, value: %s}", id,
			quoted(at+openapi.Pointer([]string{m.Name})), jsonText(shape.Default)))
	}
	before, save, _, ok := o.itemOf(r)
	if len(checks) == 0 || !ok {
		return
	}
	o.require(id, spec.Must, spec.Stated,
		"A member that is left out has the default that the document gives it.", o.source())
	o.scenario("defaults", "What is created without the members that have defaults", before)
	o.then(acting(o.step(o.op, before.ids, o.bodyOf(media, sent)), save), checks...)
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
}

// updated: a member that is changed is changed, and the others are as they were.
func (o *operationSkeleton) updated(r *resource) {
	c, ok := o.changeOf(r)
	if !ok || r.removal == o.op {
		return
	}
	pointer := openapi.Pointer([]string{c.name})
	changed := map[string]any{c.name: c.value}
	if len(c.media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	id, rest := o.name+"-CHANGED", o.name+"-REST"
	o.require(id, spec.Should, spec.Inferred, "What was changed is read as it was sent.",
		"RFC 5789; "+o.source())
	at, inside := wrapped(readSchema(r.read), r)
	var without []string
	for _, m := range membersOf(inside) {
		if _, given := c.sent[m.Name]; !given || m.Name == c.name { // the service adds it
			without = append(without, m.Name)
		}
	}
	same := c.maker.sameAs("saved.before", c.sent, r, without...)
	if same != "" {
		o.require(rest, spec.Should, spec.Inferred,
			"A change of one member leaves the others as they were.", "RFC 5789; "+o.source())
		same = "id: " + rest + ", " + same
	}
	o.scenario("updated", "One member is changed", c.before)
	o.then(acting(o.step(r.create, c.before.ids, c.body), c.save))
	o.then(o.step(r.read, c.after.ids, "") + fmt.Sprintf(
		", save: {before: {pointer: %s}}", quoted(at)))
	o.acts(o.op, c.after.ids, o.bodyOf(c.media, changed),
		[]string{"sent: {sent: " + quoted(pointer) + "}"},
		o.succeeding(guessed(c.media.Schema, changed))...)
	o.then(o.step(r.read, c.after.ids, ""), some(fmt.Sprintf("id: %s, same: {pointer: %s, as: "+
		"saved.sent}", id, quoted(at+pointer)), same)...)
}

// change is what changes a member of an item that a case creates first.
type change struct {
	maker  *operationSkeleton // of the item
	before chain              // what the case begins with
	after  chain              // once the item is there
	save   string             // what is saved of the item when it is created
	body   string             // it is created with
	sent   map[string]any     // the same, decoded

	media openapi.Media // of the change
	name  string        // of the member
	value any           // another one for it
}

// changeOf returns how the operation changes a member; false: the item cannot be created, or has no
// member that is known to be read as it was sent.
func (o *operationSkeleton) changeOf(r *resource) (c change, ok bool) {
	c.media = o.bodyMedia()
	if r.create == nil || !openapi.IsJSON(c.media.Type) || c.media.Schema == nil ||
		strings.Contains(c.media.Type, "json-patch") {
		return c, false
	}
	c.maker = o.of(r.create, nil)
	c.before, c.save, c.after, ok = c.maker.itemOf(r)
	c.maker.ids = c.before.ids
	c.body, c.sent = c.maker.wholeBody()
	c.name, c.value = o.otherValue(c.media, c.sent, r.read)
	return c, ok && c.name != ""
}

// otherValue is a member of a body, and a value of it that differs from the one that was sent.
func (o *operationSkeleton) otherValue(
	media openapi.Media, sent map[string]any, read *openapi.Operation,
) (string, any) {
	_, inside := wrapped(readSchema(read), o.resources[nameless(o.op.Path)])
	for _, m := range membersOf(media.Schema) {
		reply, known := memberNamed(inside, m.Name)
		if !known || !returned(m.Schema, reply) {
			continue
		}
		schema := chosen(m.Schema)
		for _, value := range candidates(schema.Shape()) {
			if jsonText(value) != jsonText(sent[m.Name]) &&
				len(schema.ValidateRequest(value)) == 0 {
				return m.Name, value
			}
		}
	}
	return "", nil
}

// candidates are values that a scalar may have.
func candidates(s openapi.Shape) []any {
	all := slices.Clone(s.Enum)
	switch s.Type {
	case "string":
		all = append(all, "toeline", "toeline changed")
	case "boolean":
		all = append(all, true, false)
	}
	return all
}
