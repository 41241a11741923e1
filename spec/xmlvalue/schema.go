package xmlvalue

import (
	"cmp"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// schemaSpace is the namespace of xsi:nil.
const schemaSpace = "http://www.w3.org/2001/XMLSchema-instance"

// member is a member of an object.
type member struct {
	name     string
	schemas  []*openapi.Schema // what several parts of a schema say of it
	required bool
}

func (m *member) schema() *openapi.Schema { return m.schemas[0] }

// membersOf returns the members that a schema knows, itself or by its parts, in their order.
func membersOf(s *openapi.Schema) []*member {
	var all []*member
	byName := map[string]*member{}
	seen := map[*openapi.Schema]bool{}
	var visit func(s *openapi.Schema, certain bool)
	visit = func(s *openapi.Schema, certain bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		shape := s.Shape()
		for _, name := range s.InOrder() {
			m := byName[name]
			if m == nil {
				m = &member{name: name}
				byName[name] = m
				all = append(all, m)
			}
			p, _ := s.Property(name)
			m.schemas = append(m.schemas, p)
		}
		for _, part := range shape.AllOf {
			visit(part, certain)
		}
		for _, part := range slices.Concat(shape.AnyOf, shape.OneOf) {
			visit(part, false)
		}
		for _, name := range shape.Required {
			if m := byName[name]; m != nil && certain {
				m.required = true
			}
		}
	}
	visit(s, true)
	return all
}

// names returns the names that an element or attribute of a member may have, the one that is
// written first. A schema that is referred to may name itself, or leave the name to the member.
func names(name string, x openapi.XML) []string {
	switch {
	case x.Name == "":
		return []string{name}
	case x.Elsewhere:
		return []string{x.Name, name}
	}
	return []string{x.Name}
}

// itemNames returns the names that the elements of items may have.
func itemNames(name string, list, items openapi.XML) []string {
	switch {
	case items.Name == "":
		return []string{cmp.Or(list.Name, name)}
	case items.Elsewhere:
		return []string{items.Name, cmp.Or(list.Name, name), name}
	}
	return []string{items.Name}
}

func isList(s *openapi.Schema) bool {
	return slices.Contains(s.Types(), "array")
}

// listOf returns the part of a schema that is the list.
func listOf(s *openapi.Schema) *openapi.Schema {
	if s.Shape().Type == "array" || s.Shape().Items != nil {
		return s
	}
	shape := s.Shape()
	for _, part := range slices.Concat(shape.AllOf, shape.AnyOf, shape.OneOf) {
		if part != s && isList(part) {
			return listOf(part)
		}
	}
	return s
}

func contains(all []string, name string, fold bool) bool {
	return slices.ContainsFunc(all, func(s string) bool {
		return s == name || fold && strings.EqualFold(s, name)
	})
}
