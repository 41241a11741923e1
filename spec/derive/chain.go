package derive

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sort"
	"strings"

	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// chain is what comes before a request whose path names something: steps that create it, or find
// it in a list, and what removes it afterwards.
type chain struct {
	steps, finally []string          // each the inside of a flow mapping
	ids            map[string]string // the value of each parameter, by idKey
	// fresh are the values that are new in every run, by name, as a flow mapping has them.
	fresh []string
	// found reports whether an id is of something that was there before: it may be read alone.
	found bool
	// guessed reports whether an id is a member of something else with a like name.
	guessed bool
}

// isUsed reports whether a request has ids that steps know.
func (c *chain) isUsed(request string) bool {
	for _, value := range c.ids {
		if len(c.steps)+len(c.finally)+len(c.fresh) > 0 && strings.Contains(request, ": "+value) {
			return true
		}
	}
	return false
}

// names reports whether each id in the path of an operation is known.
func (c *chain) names(op *openapi.Operation) bool {
	return !slices.ContainsFunc(inPath(op),
		func(p openapi.Parameter) bool { return c.ids[idKey(op, p)] == "" })
}

// opening is what the steps need before them, as keys of a case.
func (c *chain) opening() string {
	if len(c.fresh) == 0 {
		return ""
	}
	return "      fresh: {" + strings.Join(c.fresh, ", ") + "}\n"
}

// cleaning is what removes that which the steps made, as the end of a case.
func (c *chain) cleaning() string {
	if len(c.finally) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("      finally:\n")
	for _, step := range slices.Backward(c.finally) { // parents last
		fmt.Fprintf(&b, "        - {%s}\n", step)
	}
	return b.String()
}

// chainTo makes the chain for the path of an operation. It is false where the description does not
// say how to come by an id.
func (s *skeleton) chainTo(op *openapi.Operation) (chain, bool) {
	made := chain{ids: map[string]string{}}
	for _, p := range inPath(op) {
		if s.given[kindName(s.kind(op, p))] {
			made.ids[idKey(op, p)] = names.Word(s.kind(op, p)) + ".known"
			continue
		}
		if !s.extend(&made, op, p) {
			return chain{}, false
		}
	}
	s.link(&made, op, 0)
	s.put(&made, op)
	s.tag(&made, op)
	return made, true
}

// put adds the step that puts what is at a path before it is read or removed. Below what was
// created just now there may be nothing else.
func (s *skeleton) put(c *chain, op *openapi.Operation) {
	if len(c.steps) == 0 || c.found || strings.HasSuffix(unslashed(op.Path), "}") ||
		op.Method != http.MethodGet && op.Method != http.MethodDelete {
		return
	}
	if r := s.places[nameless(op.Path)]; r != nil {
		if op := cmp.Or(r.replace, r.create); s.of(op, c.ids).bodyIsKnown() {
			s.act(c, op)
			return
		}
	}
	c.guessed = c.guessed || documents(op, "404")
}

// tag adds the step that reads the entity tag which a request must have in If-Match.
func (s *skeleton) tag(c *chain, op *openapi.Operation) {
	step, ids := s.tagged(op, c.ids)
	if step != "" {
		c.steps, c.ids = append(c.steps, step), ids
	}
}

// tagged returns the step that reads the entity tag which a request of an operation must have in
// If-Match, as a documented 428 says too, and the ids with it; without a step: it needs none, or
// nothing reads one.
func (s *skeleton) tagged(
	op *openapi.Operation, ids map[string]string,
) (string, map[string]string) {
	r := s.resources[nameless(op.Path)]
	if r == nil || r.read == nil || r.read == op {
		return "", ids
	}
	for _, p := range op.Parameters {
		if isIfMatch(p) && (p.Required || documents(op, "428")) {
			return s.step(r.read, ids, "") + ", save: {tag: {header: ETag}}",
				with(ids, p.Key, "saved.tag")
		}
	}
	return "", ids
}

// inPath lists the parameters that are ids, in the order of the path.
func inPath(op *openapi.Operation) []openapi.Parameter {
	var all []openapi.Parameter
	for _, p := range op.Parameters {
		if isID(p) {
			all = append(all, p)
		}
	}
	at := func(i int) int { return strings.Index(op.Path, "{"+all[i].Name+"}") }
	sort.SliceStable(all, func(i, j int) bool { return at(i) < at(j) })
	return all
}

// extend adds what gives one more parameter a value.
func (s *skeleton) extend(c *chain, op *openapi.Operation, p openapi.Parameter) bool {
	key := idKey(op, p)
	r := s.resources[key]
	name := savedName(p)
	switch {
	case r == nil:
		return isSafe(op) && (s.follow(c, key, name, op) || s.mentioned(c, key, p, name) ||
			s.shows(c, op, p))
	case r.create != nil && r.create != op && s.creates(c, r, name):
	case r.replace != nil && documents(r.replace, "201"):
		return s.puts(c, r, p, op)
	case !isSafe(op):
		return false
	case s.follow(c, key, name, op):
	case r.item != nil && r.itemID != "" && c.names(r.list):
		s.find(c, r.list, fmt.Sprintf("%s: {pointer: %s}", name, quoted(r.items+"/0"+r.itemID)))
		c.found = true
	default:
		return s.mentioned(c, key, p, name) || s.shows(c, op, p)
	}
	c.ids[key] = "saved." + name
	if !c.found && r.removal != op {
		s.removeLast(c, r, c.ids)
	}
	return true
}

// creates adds the step that creates a resource, and reports whether it says which.
func (s *skeleton) creates(c *chain, r *resource, name string) bool {
	save, ok := r.saves(name)
	if !ok || c.found || s.making[r] {
		return false
	}
	s.making[r] = true
	defer delete(s.making, r)
	made := chain{
		steps: slices.Clip(c.steps), finally: slices.Clip(c.finally), ids: maps.Clone(c.ids),
		fresh: slices.Clip(c.fresh), guessed: c.guessed,
	}
	for _, p := range inPath(r.create) { // what it is below, where the path does not name that
		if made.ids[idKey(r.create, p)] == "" && !s.extend(&made, r.create, p) {
			return false
		}
	}
	if made.found || !s.of(r.create, made.ids).bodyIsKnown() {
		return false
	}
	*c = made
	s.link(c, r.create, 0)
	s.act(c, r.create, save)
	c.guessed = c.guessed || strings.Contains(save, "{sent: ")
	return true
}

// puts adds the step that creates a resource under a name of the caller's; none before the
// operation that does so itself.
func (s *skeleton) puts(c *chain, r *resource, p openapi.Parameter, op *openapi.Operation) bool {
	value, good := sample.Parameter(p)
	if c.found || !good {
		return false
	}
	c.ids[r.path] = fmt.Sprintf("{literal: %s}", jsonText(value))
	if kind := freshID(p.Schema); kind != "" && r.removal != nil {
		// Cases that are sent at once have one each.
		c.ids[r.path] = "saved." + savedName(p)
		c.fresh = append(slices.Clip(c.fresh), savedName(p)+": "+kind)
	}
	if r.replace != op {
		s.act(c, r.replace)
	}
	if r.removal != op {
		s.removeLast(c, r, c.ids)
	}
	return true
}

// mentioned adds the step that finds an id in a list of something else, by a member of like name.
// An id that is called as those of others, such as id, is in a list of its own collection alone.
func (s *skeleton) mentioned(c *chain, key string, p openapi.Parameter, name string) bool {
	for _, path := range s.itemPaths {
		r := s.resources[path]
		if r.item == nil || len(inPath(r.list)) > 0 ||
			names.General[strings.ToLower(p.Name)] && !sameCollection(key, r.collection) {
			continue
		}
		if m, ok := memberCalled(r.item, p.Name); ok {
			s.find(c, r.list, fmt.Sprintf("%s: {pointer: %s}", name,
				quoted(r.items+"/0"+jsonpointer.Join([]string{m.Name}))))
			c.ids[key] = "saved." + name
			c.found, c.guessed = true, true
			return true
		}
	}
	return false
}

// shows takes the id that the description shows as an example, below nothing that the run made.
func (s *skeleton) shows(c *chain, op *openapi.Operation, p openapi.Parameter) bool {
	kind := s.kind(op, p)
	if s.shown[kind] == "" || len(c.steps) > 0 && !c.found {
		return false
	}
	c.ids[idKey(op, p)] = names.Word(kind) + ".known"
	c.found = true
	return true
}

// of is an operation of which no cases are made, with ids that are known.
func (s *skeleton) of(op *openapi.Operation, ids map[string]string) *operationSkeleton {
	return &operationSkeleton{skeleton: s, op: op, ids: ids}
}

// find adds a request that only reads, and saves what it finds.
func (s *skeleton) find(c *chain, op *openapi.Operation, save string) {
	c.steps = append(c.steps, saving(s.step(op, c.ids, ""), save))
}

// act adds a request that changes something, as it is documented.
func (s *skeleton) act(c *chain, op *openapi.Operation, saves ...string) {
	c.steps = append(c.steps, acting(s.step(op, c.ids, ""), saves...))
}

// removeLast adds what removes a resource in the end, where that is described.
func (s *skeleton) removeLast(c *chain, r *resource, ids map[string]string) {
	if r.removal == nil {
		return
	}
	read, ids := s.tagged(r.removal, ids)
	c.finally = append(slices.Clip(c.finally), acting(s.step(r.removal, ids, "")))
	if read != "" {
		c.finally = append(c.finally, read)
	}
}

// bodyIsKnown reports whether the operation has no body, or one that it most likely takes.
func (o *operationSkeleton) bodyIsKnown() bool {
	o.marks = nil
	o.body()
	o.values("known", "")
	return len(o.marks) == 0
}

// documents reports whether a response with the status is described.
func documents(op *openapi.Operation, status string) bool {
	_, ok := op.Response(status)
	return ok
}

// isSafe reports whether an operation only reads.
func isSafe(op *openapi.Operation) bool {
	return op.Method == http.MethodGet || op.Method == http.MethodHead ||
		op.Method == http.MethodOptions
}

// savedName is what the value of a parameter is saved as.
func savedName(p openapi.Parameter) string { return "id_" + names.Word(p.Key) }

// hasLocation reports whether a success is documented to say where the new resource is.
func hasLocation(op *openapi.Operation) bool {
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.Status, "2") {
			continue
		}
		for _, h := range response.Headers {
			if http.CanonicalHeaderKey(h.Name) == "Location" {
				return true
			}
		}
	}
	return false
}

// sameCollection reports whether the path to an id and a collection end with one word.
func sameCollection(toID, collection string) bool {
	return names.Item(strings.TrimSuffix(toID, "/{}")) == names.Item(collection)
}
