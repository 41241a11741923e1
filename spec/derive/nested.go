package derive

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/sample"
)

// children are the resources below the items of another.
func (s *skeleton) children(r *resource) []*resource {
	var all []*resource
	for _, path := range s.itemPaths {
		below := s.resources[path]
		if below.create != nil && strings.HasPrefix(nameless(below.create.Path), r.path+"/") &&
			len(inPath(below.create)) == len(inPath(r.read)) {
			all = append(all, below)
		}
	}
	return all
}

// removedParent: what has something below it is deleted, or that is refused as documented.
func (o *operationSkeleton) removedParent(r *resource) {
	for _, below := range o.children(r) {
		before, ok := o.chainTo(below.create)
		if !ok || len(before.steps) == 0 || before.found ||
			!o.of(below.create, before.ids).bodyIsKnown() {
			continue
		}
		id := o.name + "-PARENT"
		o.require(id, spec.Should, spec.Inferred,
			"To delete what has something below it is answered as documented.", o.source())
		o.scenario("removed-parent", "What has something below it is deleted", before)
		o.then(acting(o.step(below.create, before.ids, "")))
		check := "notStatus: 5XX"
		if !o.has("default") {
			check = fmt.Sprintf("status: [%s]", strings.Join(o.op.Statuses(), ", "))
		}
		o.acts(o.op, before.ids, "", nil, "id: "+id+", "+check)
		return
	}
}

// ofParent: a list below one item has nothing of another.
func (o *operationSkeleton) ofParent(r *resource) {
	parents := inPath(o.op)
	if len(parents) != 1 {
		return
	}
	one, save, after, ok := o.itemToList(r)
	key := idKey(o.op, parents[0])
	if !ok || !o.reached || len(one.steps) == 0 || one.found ||
		!strings.HasPrefix(one.ids[key], "saved.") {
		return
	}
	requirement := o.name + "-PARENT"
	o.require(requirement, spec.May, spec.Inferred,
		"A list below one item has nothing of another.", o.source())
	steps := one.addAnother(o.way, key)
	o.scenario("of-parent", "The list of one item while another has something", one)
	o.then(acting(o.step(r.create, one.ids, ""), save))
	for _, step := range steps {
		o.then(step)
	}
	ids := map[string]string{key: "saved.other"}
	o.listedAll(chain{ids: ids}, r, requirement, "noItem", after)
}

// addAnother adds what removes another parent, and returns the steps that create it: its id, by
// its key, is saved as other.
func (c *chain) addAnother(parent chain, key string) []string {
	name := strings.TrimPrefix(parent.ids[key], "saved.")
	r := strings.NewReplacer("saved."+name, "saved.other", name+":", "other:")
	renamed := func(texts []string) []string {
		all := make([]string, len(texts))
		for i, text := range texts {
			all[i] = r.Replace(text)
		}
		return all
	}
	c.finally = append(slices.Clip(c.finally), renamed(parent.finally)...)
	for _, made := range renamed(parent.fresh) {
		if !slices.Contains(c.fresh, made) {
			c.fresh = append(slices.Clip(c.fresh), made)
		}
	}
	return renamed(parent.steps)
}

// elsewhere: what is below one item is not found below another.
func (o *operationSkeleton) elsewhere() {
	r, ids := o.resources[nameless(o.op.Path)], inPath(o.op)
	if r == nil || r.create == nil || len(ids) != 2 || len(inPath(r.create)) != 1 ||
		!o.has("404") || !o.reached || o.way.found || r.replace == o.op {
		return
	}
	parent, ok := o.chainTo(r.create)
	if !ok || len(parent.steps) == 0 || parent.found || len(o.way.steps) <= len(parent.steps) ||
		!strings.HasPrefix(parent.ids[idKey(o.op, ids[0])], "saved.") || !o.bodyIsKnown() {
		return
	}
	id := o.name + "-ELSEWHERE"
	o.require(id, spec.Should, spec.Inferred,
		"What is below one resource is not found below another.", "RFC 9110, 15.5.5; "+o.source())
	before := o.way
	key := idKey(o.op, ids[0])
	steps := before.addAnother(parent, key)
	if r.removal == o.op {
		o.removeLast(&before, r, before.ids)
	}
	o.scenario("elsewhere", "An id of what is below another resource", before)
	for _, step := range steps {
		o.then(step)
	}
	step := o.step(o.op, with(o.way.ids, key, "saved.other"), "")
	if !o.readOnly() {
		step += ", effect: if-broken"
	}
	o.then(step, fmt.Sprintf("id: %s, status: [404, 410]%s", id, unlessForbidden(o.op)))
}

// unlisted: what was deleted is not in the list.
func (o *operationSkeleton) unlisted(r *resource) {
	before, save, after, ok := o.itemToList(r)
	if !ok || r.removal == nil || !o.of(r.create, before.ids).bodyIsKnown() {
		return
	}
	requirement := o.name + "-UNLISTED"
	o.require(requirement, spec.May, spec.Inferred, "What was deleted is not in the list.",
		o.source())
	o.scenario("unlisted", "What is deleted is looked for in the list", before)
	o.then(acting(o.step(r.create, before.ids, ""), save))
	o.acts(r.removal, after.ids, "", nil)
	o.listedAll(before, r, requirement, "noItem", after)
}

// precondition: a request whose If-Match names another state is not carried out, where 412 is
// documented.
func (o *operationSkeleton) precondition() {
	if !o.has("412") || o.before == nil || o.before.found || o.readOnly() {
		return
	}
	for _, p := range o.op.Parameters {
		if !isIfMatch(p) {
			continue
		}
		var other any = `"toeline-another"`
		if p.Schema != nil && !p.Schema.TakesText(`"toeline-another"`) {
			made, good := sample.Parameter(p)
			if !good {
				continue
			}
			other = made
		}
		id := o.name + "-MATCH"
		o.require(id, spec.Must, spec.Stated,
			"A request whose If-Match names another state is answered 412.",
			"RFC 9110, 13.1.1; "+o.source())
		o.open("another-state", "An If-Match that names another state",
			o.request("known", given(p, other)), spec.IfBroken)
		o.checkLine("id: %s, status: 412", id)
		o.answers([]string{"412"})
	}
}
