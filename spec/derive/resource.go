package derive

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// resource is what an item path such as /todos/{todo_id} names, with the operations on it and on
// the collection before it, as far as they are described.
type resource struct {
	path       string            // nameless
	collection string            // the path before the parameter
	parameter  openapi.Parameter // the last one of the path

	list, create                   *openapi.Operation // of the collection
	read, replace, update, removal *openapi.Operation // of the item

	// id is the JSON pointer to the id in the response to create; empty: it has none, as far as
	// its schema says. items and itemID say where the list has it.
	id       string
	idSchema *openapi.Schema // of it; nil: it is not known
	items    string
	link     string // what saves the id of what was created, as a link says; empty: none does
	// sent is the JSON pointer to the id in the body of create, where the response has none; empty:
	// it is not there either.
	sent   string
	itemID string
	item   *openapi.Schema // of what the response of list lists; nil: it has no list
}

// saves is what a step that creates the resource saves its id by; false: it does not say which.
func (r *resource) saves(name string) (string, bool) {
	if r.link != "" {
		return name + ": " + r.link, true
	}
	if r.id != "" {
		return fmt.Sprintf("%s: {pointer: %s}", name, quoted(r.id)), true
	}
	if r.sent != "" && !hasLocation(r.create) {
		return fmt.Sprintf("%s: {sent: %s}", name, quoted(r.sent)), true
	}
	return name + ": {header: Location, match: '([^/?#]+)/?$'}", hasLocation(r.create)
}

// resources finds those of a description, by their item paths.
func resources(d *openapi.Description) map[string]*resource {
	byPath := map[string]map[string]*openapi.Operation{}
	for i := range d.Operations {
		op := &d.Operations[i]
		path := nameless(op.Path)
		if byPath[path] == nil {
			byPath[path] = map[string]*openapi.Operation{}
		}
		if other := byPath[path][op.Method]; other == nil || !strings.HasSuffix(op.Path, "/") {
			byPath[path][op.Method] = op
		}
	}
	found := map[string]*resource{}
	makers := openapi.Makers(d.Operations)
	for path, item := range byPath {
		collection, ok := strings.CutSuffix(path, "/{}")
		if !ok || collection == "" {
			continue
		}
		r := &resource{
			path: path, collection: collection,
			read: item[http.MethodGet], replace: item[http.MethodPut],
			update: item[http.MethodPatch], removal: item[http.MethodDelete],
			list: byPath[collection][http.MethodGet], create: byPath[collection][http.MethodPost],
		}
		if maker := nameless(makers[collection]); r.create == nil && maker != "" {
			r.create = byPath[maker][http.MethodPost]
			r.list = cmp.Or(r.list, byPath[maker][http.MethodGet])
		}
		for _, method := range slices.Sorted(maps.Keys(item)) {
			for _, p := range item[method].Parameters {
				if p.In == "path" && idKey(item[method], p) == path {
					r.parameter = p
				}
			}
		}
		if r.parameter.Schema == nil || !isID(r.parameter) {
			continue
		}
		r.findIDs()
		found[path] = r
	}
	return found
}

// places finds what is not an item of a collection and can be put and read all the same, as
// /todos/{todo_id}/note, by path.
func places(d *openapi.Description) map[string]*resource {
	found := map[string]*resource{}
	for i := range d.Operations {
		op := &d.Operations[i]
		path := nameless(op.Path)
		if strings.HasSuffix(path, "}") {
			continue
		}
		if found[path] == nil {
			found[path] = &resource{}
		}
		switch r := found[path]; op.Method {
		case http.MethodGet:
			r.read = op
		case http.MethodPut:
			r.replace = op
		case http.MethodPost:
			r.create = op
		case http.MethodDelete:
			r.removal = op
		}
	}
	maps.DeleteFunc(found, func(_ string, r *resource) bool {
		return r.read == nil || r.replace == nil && !uploads(r)
	})
	return found
}

// uploads reports whether the content of a place is sent by POST and read as it is.
func uploads(r *resource) bool {
	if r.create == nil || r.create.Body == nil {
		return false
	}
	_, isJSON := successJSON(r.read)
	return !isJSON && !openapi.IsJSON(r.create.Body.Preferred().Type)
}

// unslashed is a path without the slash at its end, which some frameworks give all of theirs.
func unslashed(path string) string { return strings.TrimSuffix(path, "/") }

var inBraces = regexp.MustCompile(`\{[^{}]*\}`)

// nameless is a path without the names of its parameters, and without a slash at its end: one
// resource has parameters of one name there, and of another in the paths below it.
func nameless(path string) string { return inBraces.ReplaceAllString(unslashed(path), "{}") }

// idKey is what the value of a parameter is known by: of one in the path, the path to it without
// names.
func idKey(op *openapi.Operation, p openapi.Parameter) string {
	if p.In != "path" {
		return p.Key
	}
	before, _, _ := strings.Cut(op.Path, "{"+p.Name+"}")
	return nameless(before + "{}")
}

// findIDs looks for the id of what was created, and of what is listed.
func (r *resource) findIDs() {
	known := names.OfID(r.parameter.Name, r.collection)
	if r.create != nil {
		if media, ok := successJSON(r.create); ok {
			r.id, _ = r.memberOf(media.Schema, known)
			r.idSchema = values.SchemaAt(media.Schema, r.id)
		}
		if body := r.create.Body; r.id == "" && body != nil && body.Required &&
			openapi.IsJSON(body.Preferred().Type) {
			r.sent = r.requiredMember(body.Preferred().Schema, known)
		}
	}
	if r.list == nil {
		return
	}
	media, ok := successJSON(r.list)
	if !ok {
		return
	}
	if r.items, r.item, ok = listIn(media.Schema); ok {
		r.itemID, _ = r.memberOf(r.item, known)
	}
	if r.sent != "" {
		r.listedBy(r.sent)
	}
}

// listedBy says at which pointer of what is created the id is: the items of the list have it in a
// member of that name, or not at all.
func (r *resource) listedBy(pointer string) {
	r.itemID = ""
	name := pointer[strings.LastIndex(pointer, "/")+1:]
	if _, ok := values.Member(r.item, name); ok && r.item != nil {
		r.itemID = "/" + name
	}
}

// memberOf finds the member of a schema that is the id, there or in an only object below.
func (r *resource) memberOf(schema *openapi.Schema, known []string) (string, bool) {
	if found, ok := r.member(schema, known); ok {
		return found, true
	}
	for _, m := range values.Members(schema) {
		if found, ok := r.member(m.Schema, known); ok {
			return jsonpointer.Join([]string{m.Name}) + found, true
		}
	}
	return "", false
}

// requiredMember is member of those that a body must have.
func (r *resource) requiredMember(schema *openapi.Schema, known []string) string {
	pointer, _ := r.member(schema, known)
	for _, m := range values.Members(schema) {
		if m.Required && jsonpointer.Join([]string{m.Name}) == pointer {
			return pointer
		}
	}
	return ""
}

func (r *resource) member(schema *openapi.Schema, known []string) (string, bool) {
	for _, wanted := range known {
		for _, m := range values.Members(schema) {
			if names.Plain(m.Name) == wanted &&
				sameType(m.Schema.Shape(), r.parameter.Schema.Shape()) {
				return jsonpointer.Join([]string{m.Name}), true
			}
		}
	}
	return "", false
}

// sameType reports whether what one schema describes may be a value of the other.
func sameType(a, b openapi.Shape) bool {
	return a.Type == b.Type || a.Type == "" || b.Type == "" ||
		b.Type == "string" && a.Type == "integer"
}

// successJSON returns the JSON content of the first documented success.
func successJSON(op *openapi.Operation) (openapi.Media, bool) {
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.Status, "2") {
			continue
		}
		for _, media := range response.Content {
			if openapi.IsJSON(media.Type) && media.Schema != nil {
				return media, true
			}
		}
	}
	return openapi.Media{}, false
}

// listIn finds the list of a response: the content itself, or its only member that is a list of
// objects or has a usual name.
func listIn(schema *openapi.Schema) (pointer string, items *openapi.Schema, ok bool) {
	if s := schema.Shape(); s.Type == "array" {
		return "", s.Items, s.Items != nil
	}
	var found []string
	var of *openapi.Schema
	for _, m := range values.Members(schema) {
		switch s := m.Schema.Shape(); {
		case s.Items == nil:
		case names.Among(names.List, m.Name):
			return jsonpointer.Join([]string{m.Name}), s.Items, true
		case len(values.Members(s.Items)) > 0:
			found, of = append(found, m.Name), s.Items
		}
	}
	if len(found) != 1 {
		return "", nil, false
	}
	return jsonpointer.Join(found), of, true
}
