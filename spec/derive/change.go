package derive

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// updated: a member that is changed is changed, and the others are as they were.
func (o *operationSkeleton) updated(r *resource) {
	c, ok := o.changeOf(r)
	if !ok || r.removal == o.op {
		return
	}
	pointer := jsonpointer.Join([]string{c.name})
	changed := map[string]any{c.name: c.value}
	if len(c.media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	id, rest := o.name+"-CHANGED", o.name+"-REST"
	o.require(id, spec.Should, spec.Inferred, "What was changed is read as it was sent.",
		"RFC 5789; "+o.source())
	at, inside := wrapped(readSchema(r.read), r)
	same := unchanged(at, inside, c)
	if same != "" {
		o.require(rest, spec.Should, spec.Inferred,
			"A change of one member leaves the others as they were.", "RFC 5789; "+o.source())
		same = "id: " + rest + ", " + same
	}
	o.scenario("updated", "One member is changed", c.before)
	o.then(acting(o.step(r.create, c.before.ids, c.body), c.save))
	_, last := lastChange(at, inside)
	o.then(o.step(r.read, c.after.ids, "") + fmt.Sprintf(
		", save: {before: {pointer: %s}%s}", quoted(at), last))
	o.acts(o.op, c.after.ids, o.bodyOf(c.media, changed),
		[]string{"sent: {sent: " + quoted(pointer) + "}"},
		o.succeeding(guessed(c.media.Schema, changed))...)
	o.then(o.step(r.read, c.after.ids, ""), some(fmt.Sprintf("id: %s, same: {pointer: %s, as: "+
		"saved.sent}", id, quoted(at+pointer)), same, o.touched(at, inside))...)
	o.changesOthers(r, c, at, inside)
}

// lastChange saves when a resource was changed last, where it is known to the microsecond.
func lastChange(at string, inside *openapi.Schema) (pointer, save string) {
	for _, m := range values.Members(inside) {
		if names.IsModification(m.Name) && values.Chosen(m.Schema).Shape().Format == "date-time" {
			pointer = at + jsonpointer.Join([]string{m.Name})
			return pointer, fmt.Sprintf(", last: {pointer: %s, match: '.*[.][0-9]{4}.*', "+
				"optional: true}", quoted(pointer))
		}
	}
	return "", ""
}

// touched is the check that a change is the last one of its resource; empty: it has no time of it.
func (o *operationSkeleton) touched(at string, inside *openapi.Schema) string {
	pointer, _ := lastChange(at, inside)
	if pointer == "" {
		return ""
	}
	id := o.name + "-TOUCHED"
	o.require(id, spec.May, spec.Inferred, "What was changed has another time of its last change.",
		o.source())
	return fmt.Sprintf("id: %s, differ: {pointer: %s, as: saved.last}", id, quoted(pointer))
}

// changesOthers writes the steps that change the other members, all at once, where the service
// takes that.
func (o *operationSkeleton) changesOthers(
	r *resource, c change, at string, inside *openapi.Schema,
) {
	answer, ok := successJSON(o.op)
	changed := map[string]any{}
	id := o.name + "-CHANGED"
	checks := []string{fmt.Sprintf("id: %s-REST, same: {pointer: %s, as: saved.sent}", o.name,
		quoted(at+jsonpointer.Join([]string{c.name})))}
	for _, m := range values.Members(c.media.Schema) {
		reply, known := values.Member(inside, m.Name)
		if m.Name == c.name || !known || !returned(m.Schema, reply) || names.IsSemantic(m.Name) ||
			names.IsOfRange(m.Name) || c.maker.ids[linkKey(c.maker.op, m.Name)] != "" {
			continue
		}
		value := otherThan(m, c.sent[m.Name])
		if value == nil {
			continue
		}
		changed[m.Name] = value
		pointer := jsonpointer.Join([]string{m.Name})
		checks = append(checks, fmt.Sprintf("id: %s, same: {pointer: %s, as: %s}", id,
			quoted(at+pointer), quoted("saved.others"+pointer)))
	}
	if !ok || len(changed) == 0 || len(c.media.Schema.ValidateRequest(changed)) > 0 {
		return
	}
	key, _ := r.memberOf(answer.Schema, names.OfID(r.parameter.Name, r.collection))
	if key == "" {
		return
	}
	o.acts(o.op, c.after.ids, o.bodyOf(c.media, changed), []string{
		`others: {sent: ""}`,
		fmt.Sprintf("taken: {pointer: %s, append: true, optional: true}", quoted(key)),
	})
	o.then(o.step(r.read, c.after.ids, "")+", forEach: {in: saved.taken, as: one, most: 1}",
		checks...)
}

// otherThan is another value of a member; nil: none is known.
func otherThan(m openapi.Member, sent any) any {
	schema := values.Chosen(m.Schema)
	all := candidates(m.Name, schema.Shape())
	if kind := schema.Shape().Type; kind == "integer" || kind == "number" {
		base := sent
		if base == nil {
			base, _ = sample.Of(m.Schema, sample.Request)
		}
		all = append(all, beyondValue(base, 1), beyondValue(base, -1))
	}
	for _, value := range all {
		if value != nil && jsonText(value) != jsonText(sent) &&
			len(schema.ValidateRequest(value)) == 0 {
			return value
		}
	}
	return nil
}

// unchanged is the check that the members which an item was created with are those of before, but
// for the one that changed; empty: it has no others.
func unchanged(at string, inside *openapi.Schema, c change) string {
	var except []string
	others := 0
	for _, m := range values.Members(inside) {
		_, given := c.sent[m.Name]
		if given && m.Name != c.name && !values.Chosen(m.Schema).Shape().WriteOnly {
			others++
			continue
		}
		if names.IsCreation(m.Name) {
			continue
		}
		except = append(except, quoted(jsonpointer.Join([]string{m.Name}))) // the service adds it
	}
	if others == 0 {
		return ""
	}
	return fmt.Sprintf("same: {pointer: %s, as: saved.before, partial: true, except: [%s]}",
		quoted(at), strings.Join(except, ", "))
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
	for _, semantic := range []bool{false, true} { // what a service may refuse comes last
		for _, m := range values.Members(media.Schema) {
			reply, known := values.Member(inside, m.Name)
			if !known || !returned(m.Schema, reply) || names.IsSemantic(m.Name) != semantic {
				continue
			}
			if value := otherThan(m, sent[m.Name]); value != nil {
				return m.Name, value
			}
		}
	}
	return "", nil
}

// candidates are values that a scalar may have.
func candidates(name string, s openapi.Shape) []any {
	all := slices.Clone(s.Enum)
	switch named := sample.NamedFormat(name, s); {
	case named == "email":
		all = append(all, "toeline@example.com", "changed@example.com")
	case named != "":
		all = append(all, "https://toeline.example/")
	case s.Type == "string":
		all = append(all, "toeline", "toeline changed")
	case s.Type == "boolean":
		all = append(all, true, false)
	}
	return all
}
