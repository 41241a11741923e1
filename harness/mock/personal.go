package mock

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/openapi"
)

// personal returns a value with what is known of the resource that it is of: its ids, what this
// request sends and what others sent before. A list has what requests made.
func (c *call) personal(schema *openapi.Schema, value any) any {
	if schema == nil {
		return value
	}
	if p, isCollection := c.items[c.op.Path]; isCollection && c.made == "" &&
		c.r.Method == http.MethodGet {
		return c.listed(schema, value, p)
	}
	if _, isText := value.(string); isText && c.r.Method == http.MethodGet {
		stored, _, _ := c.state.get(c.at)
		if stored.text != "" && len(schema.Validate(stored.text)) == 0 {
			return stored.text
		}
	}
	members, ok := value.(map[string]any)
	if !ok {
		return value
	}
	if name, inner, ok := wrapped(schema, members); ok {
		return with(schema, members, name, c.resource(style.Member(schema, name), inner))
	}
	return c.resource(schema, members)
}

// wrapped returns the only member that a schema knows where it is an object, which then is what the
// whole is about: "data".
func wrapped(
	schema *openapi.Schema, members map[string]any,
) (name string, inner map[string]any, ok bool) {
	names := style.Members(schema)
	if len(names) != 1 {
		return "", nil, false
	}
	inner, ok = members[names[0]].(map[string]any)
	return names[0], inner, ok
}

// sent is the object of the content, and its schema; nil: there is none.
func (c *call) sent() (map[string]any, *openapi.Schema) {
	members, ok := c.body.(map[string]any)
	if !ok {
		return nil, nil
	}
	schema := c.op.Body.Preferred().Schema
	if name, inner, ok := wrapped(schema, members); ok {
		return inner, style.Member(schema, name)
	}
	return members, schema
}

// resource returns the members of a resource with what is known of it.
func (c *call) resource(schema *openapi.Schema, members map[string]any) map[string]any {
	at := c.at
	p, path, collection, _ := c.collection()
	if c.made != "" {
		at = collection + "/" + url.PathEscape(c.made)
	}
	stored, isStored, _ := c.state.get(at)
	if !isStored {
		stored.members, _ = c.sent()
	}
	for name, given := range stored.members {
		members = with(schema, members, name, given)
	}
	for _, p := range c.op.Parameters {
		if ids := c.ids[p.Key]; len(ids) == 1 {
			members = with(schema, members, p.Name, fromText(schema, p.Name, ids[0]))
		}
	}
	if p, ok := c.itemParameter(); ok && len(c.ids[p.Key]) == 1 {
		return named(schema, members, p, c.op.Path, c.ids[p.Key][0])
	}
	if c.made != "" {
		return named(schema, members, p, path, c.made)
	}
	return members
}

// listed returns a list, or the object that has it, with what requests made.
func (c *call) listed(schema *openapi.Schema, value any, p openapi.Parameter) any {
	if list, ok := value.([]any); ok {
		return c.longer(schema, list, p)
	}
	members, _ := value.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		inner := style.Member(schema, name)
		if list, ok := members[name].([]any); ok && inner != nil {
			return with(schema, members, name, c.longer(inner, list, p))
		}
	}
	return value
}

// longer returns a list whose items have ids that are known, with what requests made: its first
// item, with what they sent.
func (c *call) longer(schema *openapi.Schema, list []any, p openapi.Parameter) []any {
	items := schema.Shape().Items
	if items == nil || len(list) == 0 {
		return list
	}
	first, isObject := list[0].(map[string]any)
	all := slices.Clone(list)
	known := c.known.of(c.op.Path+"/{"+p.Name+"}", p)
	for i, one := range list {
		members, isObject := one.(map[string]any)
		if !isObject || i >= len(known) {
			break
		}
		id, _ := openapi.TextOf(members[idMember(slices.Sorted(maps.Keys(members)), p, c.op.Path)])
		if !slices.Contains(known, id) {
			all[i] = named(items, members, p, c.op.Path, known[i])
		}
	}
	ids, made := c.state.below(c.at)
	for i := range ids {
		if !isObject {
			break
		}
		one := first
		for name, given := range made[i].members {
			one = with(items, one, name, given)
		}
		all = append(all, named(items, one, p, c.op.Path, ids[i]))
	}
	return all
}

// named sets the member that is the id of a resource.
func named(
	schema *openapi.Schema, members map[string]any, p openapi.Parameter, path, id string,
) map[string]any {
	names := append(slices.Sorted(maps.Keys(members)), style.Members(schema)...)
	name := idMember(names, p, path)
	return with(schema, members, name, fromText(schema, name, id))
}

// idMember is the name of the member that is the id of an item: as its parameter, "id", or what
// else ids are called; empty: none is.
func idMember(names []string, p openapi.Parameter, path string) string {
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	one := ""
	for _, segment := range segments {
		if !strings.Contains(segment, "{") {
			one = strings.TrimSuffix(plain(segment), "s")
		}
	}
	for _, wanted := range []string{
		plain(p.Name), "id", one + "id", strings.TrimPrefix(plain(p.Name), one),
		"uuid", "guid", "key", "slug", "name",
	} {
		for _, name := range names {
			if plain(name) == wanted {
				return name
			}
		}
	}
	return ""
}

// plain is a name without what spellings differ in: todo_id, todoId and todo-id are one.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
}

// with returns members with one of them changed, where the schema knows it and takes the value.
func with(schema *openapi.Schema, members map[string]any, name string, to any) map[string]any {
	known := style.Member(schema, name)
	if _, has := members[name]; !has && (known == nil || known.Shape().WriteOnly) {
		return members
	}
	changed := maps.Clone(members)
	changed[name] = to
	if len(schema.Validate(changed)) > 0 {
		return members
	}
	return changed
}

func fromText(schema *openapi.Schema, name, text string) any {
	if known := style.Member(schema, name); known != nil {
		return known.FromText(text)
	}
	return text
}
