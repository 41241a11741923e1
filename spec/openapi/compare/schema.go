package compare

import (
	"slices"
	"strings"
)

// schema is a conjunction of schemas, without references and allOf, which hold at once.
type schema struct {
	dir   direction
	nodes []node
	// never reports that no value satisfies it.
	never bool

	// list are the values that enum and const leave, where finite; allowed are the types.
	list    []any
	finite  bool
	allowed types
}

// flatten returns the schemas that a list of them, taken together, comes to.
func flatten(dir direction, from []node) *schema {
	s := &schema{dir: dir}
	seen := map[string]bool{}
	for _, n := range from {
		s.add(n, 0, seen)
	}
	s.settle()
	return s
}

// add adds a schema, what it refers to, and what its allOf has.
func (s *schema) add(n node, depth int, seen map[string]bool) {
	if b, ok := n.value.(bool); ok {
		s.never = s.never || !b
		return
	}
	id := n.at + n.cut
	if _, ok := n.value.(map[string]any); !ok || depth > maxDepth || seen[id] ||
		len(s.nodes) >= maxConjuncts {
		return
	}
	seen[id] = true
	if target := n.resolve(); target.at != n.at {
		s.add(target, depth+1, seen)
	}
	s.nodes = append(s.nodes, without(n, "$ref", "allOf"))
	all, _ := n.member("allOf")
	for _, part := range all.items() {
		s.add(part, depth+1, seen)
	}
}

// settle finds the values and types that all of it allows.
func (s *schema) settle() {
	s.allowed = everyType
	for _, n := range s.nodes {
		s.allowed &= typesOf(n)
		some := enumeration(n)
		switch {
		case some == nil:
		case !s.finite:
			s.list, s.finite = some.list, true
		default:
			s.list = slices.DeleteFunc(slices.Clone(s.list),
				func(v any) bool { return !some.has(v) })
		}
	}
	if s.finite {
		var some types
		for _, v := range s.list {
			some |= typeOf(v)
		}
		s.allowed &= some
	}
}

// types returns the types of the values that all of it allows.
func (s *schema) types() types { return s.allowed }

// values returns the values that enum and const leave; finite is false where neither is given.
func (s *schema) values() (all []any, finite bool) { return s.list, s.finite }

// maxConjuncts bounds how many schemas hold at once.
const maxConjuncts = 200

// with returns the places of a keyword.
func (s *schema) with(keyword string) []node {
	var all []node
	for _, n := range s.nodes {
		if m, ok := n.member(keyword); ok {
			all = append(all, m)
		}
	}
	return all
}

// place returns where the schema has a keyword, or would have it.
func (s *schema) place(keyword string) node {
	if all := s.with(keyword); len(all) > 0 {
		return all[0]
	}
	if len(s.nodes) > 0 {
		return s.nodes[0]
	}
	return node{}
}

// types is a set of JSON types.
type types uint8

const (
	typeNull types = 1 << iota
	typeBoolean
	typeInteger
	typeFraction // a number that is not an integer
	typeString
	typeArray
	typeObject

	typeNumber = typeInteger | typeFraction
	everyType  = typeNull | typeBoolean | typeNumber | typeString | typeArray | typeObject
)

var typeNames = map[string]types{
	"null": typeNull, "boolean": typeBoolean, "integer": typeInteger, "number": typeNumber,
	"string": typeString, "array": typeArray, "object": typeObject, "file": typeString,
}

// typesOf returns the types that a schema itself allows.
func typesOf(n node) types {
	given, ok := n.member("type")
	if !ok {
		return everyType
	}
	var all types
	switch v := given.value.(type) {
	case string:
		all = typeNames[v]
	case []any:
		for _, one := range v {
			name, _ := one.(string)
			all |= typeNames[name]
		}
	}
	if all == 0 {
		return everyType // an unknown type is not a constraint
	}
	if n.flag("nullable") || n.flag("x-nullable") {
		all |= typeNull
	}
	return all
}

func typeOf(value any) types {
	switch v := value.(type) {
	case nil:
		return typeNull
	case bool:
		return typeBoolean
	case string:
		return typeString
	case []any:
		return typeArray
	case map[string]any:
		return typeObject
	case float64:
		if v != float64(int64(v)) {
			return typeFraction
		}
	}
	return typeInteger
}

// enum is a list of values.
type enum struct {
	list []any
	keys map[string]bool
}

// has reports whether the list has a value; that of a nil list does.
func (e *enum) has(value any) bool { return e == nil || e.keys[canonical(value)] }

// enumeration returns the values of enum or const; nil: neither is given.
func enumeration(n node) *enum {
	var list []any
	if m, ok := n.member("const"); ok {
		list = []any{m.value}
	} else if m, _ := n.member("enum"); m.value != nil {
		list, _ = m.value.([]any)
	}
	if list == nil {
		return nil
	}
	if known := n.side.enums[n.at]; known != nil {
		return known
	}
	e := &enum{list: list, keys: map[string]bool{}}
	for _, v := range list {
		e.keys[canonical(v)] = true
	}
	n.side.enums[n.at] = e
	return e
}

// property returns the schemas that hold for a member of an object. known reports whether one of
// them names the member.
func (s *schema) property(name string) (all []node, known bool) {
	for _, n := range s.nodes {
		own, named := ownProperty(n, name)
		known = known || named
		all = append(all, own...)
	}
	return all, known
}

// ownProperty is property of one schema.
func ownProperty(n node, name string) (all []node, named bool) {
	properties, _ := n.member("properties")
	if own, ok := properties.member(name); ok {
		all, named = append(all, own), true
	}
	matched := named
	patterns, _ := n.member("patternProperties")
	for _, pattern := range patterns.names() {
		if n.side.matches(pattern, name) {
			own, _ := patterns.member(pattern)
			all, matched = append(all, own), true
		}
	}
	if !matched {
		all = append(all, rest(n)...)
	}
	return all, named
}

// rest returns the schema of the members that a schema does not name; none: any value.
func rest(n node) []node {
	for _, keyword := range []string{"additionalProperties", "unevaluatedProperties"} {
		if m, ok := n.member(keyword); ok && m.value != true {
			return []node{m}
		}
	}
	return nil
}

// rest returns the schemas of the members that none of it names.
func (s *schema) rest() []node {
	var all []node
	for _, n := range s.nodes {
		all = append(all, rest(n)...)
	}
	return all
}

// propertyNames returns the members that it names, sorted.
func (s *schema) propertyNames() []string {
	var all []string
	for _, p := range s.with("properties") {
		all = append(all, p.names()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// required reports whether it demands a member.
func (s *schema) required(name string) bool {
	for _, list := range s.with("required") {
		if items, _ := list.value.([]any); slices.Contains(items, any(name)) {
			return true
		}
	}
	return false
}

// elements returns the schemas of the items of an array from an index on.
func (s *schema) elements(from int) []node {
	var all []node
	for _, n := range s.nodes {
		prefix, _ := n.member("prefixItems")
		if list := prefix.items(); from < len(list) {
			all = append(all, list[from])
			continue
		}
		if items, ok := n.member("items"); ok && items.value != true {
			if _, isList := items.value.([]any); !isList {
				all = append(all, items)
			}
		}
	}
	return all
}

// key names a conjunction among others.
func key(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.at)
		b.WriteString(n.cut)
		b.WriteByte('\n')
	}
	return b.String()
}
