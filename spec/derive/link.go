package derive

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sort"
	"strings"

	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// maxLinks bounds how long a chain of bodies is that each name what the next creates.
const maxLinks = 4

// link adds steps that create what members of the body of an operation name, as customerId does a
// customer.
func (s *skeleton) link(c *chain, op *openapi.Operation, depth int) {
	media := s.of(op, nil).bodyMedia()
	if media.Schema == nil || !openapi.IsJSON(media.Type) || depth == maxLinks || c.found {
		return
	}
	value, _ := sample.Body(media, sample.Request)
	given, _ := value.(map[string]any)
	members := slices.Clone(values.Members(media.Schema))
	sort.SliceStable(members, func(i, j int) bool { // parents first
		return s.depthOf(members[i]) < s.depthOf(members[j])
	})
	for _, m := range members {
		r := s.referredTo(m)
		if _, is := given[m.Name]; !is || r == nil || r.create == op || r.id == "" ||
			!s.above(c, op, r.create, given) {
			continue
		}
		s.link(c, r.create, depth+1)
		name := "ref_" + names.Word(m.Name)
		if !s.of(r.create, c.ids).bodyIsKnown() {
			continue
		}
		s.act(c, r.create, fmt.Sprintf("%s: {pointer: %s}", name, quoted(r.id)))
		c.ids[linkKey(op, m.Name)] = "saved." + name
		ids := with(c.ids, r.path, "saved."+name)
		if documents(op, "409") {
			s.enable(c, r, ids)
		}
		s.removeLast(c, r, ids)
	}
}

// enable adds the step that makes usable what was created, where an action on it says so by its
// name: of what is a draft yet, others may be refused.
func (s *skeleton) enable(c *chain, r *resource, ids map[string]string) {
	for i := range s.api.Operations {
		op := &s.api.Operations[i]
		action, found := strings.CutPrefix(nameless(op.Path), r.path+"/")
		if found && op.Method == http.MethodPost && names.IsEnabling(action) &&
			s.of(op, ids).bodyIsKnown() {
			c.steps = append(c.steps, acting(s.step(op, ids, "")))
			return
		}
	}
}

// depthOf is how many ids are in the path that creates what a member names.
func (s *skeleton) depthOf(m openapi.Member) int {
	if r := s.referredTo(m); r != nil {
		return len(inPath(r.create))
	}
	return 0
}

// above reports whether the ids in the path that creates what a member names are known, of other
// members of the same body.
func (s *skeleton) above(c *chain, op, create *openapi.Operation, given map[string]any) bool {
	for _, p := range inPath(create) {
		key := idKey(create, p)
		if c.ids[key] != "" {
			continue
		}
		for name := range given {
			if id := c.ids[linkKey(op, name)]; id != "" && names.Same(name, p.Name) {
				c.ids[key] = id
			}
		}
		if c.ids[key] == "" {
			return false
		}
	}
	return true
}

// linkKey is the key of a member of a body among the ids of a chain.
func linkKey(op *openapi.Operation, member string) string {
	return op.Method + " " + op.Path + "#" + jsonpointer.Join([]string{member})
}

// referredTo returns the resource that a member of a body names by its id; nil: none.
func (s *skeleton) referredTo(m openapi.Member) *resource {
	for _, r := range s.byIDName[names.Plain(m.Name)] {
		if r.create != nil && sameType(m.Schema.Shape(), r.parameter.Schema.Shape()) {
			return r
		}
	}
	return nil
}

// createdBy lists the resources that an operation creates, in the order of their paths.
func (s *skeleton) createdBy(op *openapi.Operation) (all []*resource) {
	for _, path := range s.itemPaths {
		if r := s.resources[path]; r.create == op {
			all = append(all, r)
		}
	}
	return all
}

// index orders the resources, and finds them by the names of members that are ids of theirs.
func (s *skeleton) index() {
	s.itemPaths, s.byIDName = slices.Sorted(maps.Keys(s.resources)), map[string][]*resource{}
	for _, path := range s.itemPaths {
		r := s.resources[path]
		known := []string{names.Item(r.collection) + "id"}
		if own := names.Item(r.collection) + names.Plain(r.parameter.Name); own != known[0] {
			known = append(known, own)
		}
		for _, name := range known {
			s.byIDName[name] = append(s.byIDName[name], r)
		}
	}
}
