package derive

import (
	"slices"

	"example.com/toeline/spec/openapi"
)

// member is a member of an object.
type member struct {
	name   string
	schema *openapi.Schema
}

// membersOf lists the members that a schema names, those of the parts of an allOf among them.
func membersOf(schema *openapi.Schema) []member {
	var all []member
	var add func(s *openapi.Schema, depth int)
	add = func(s *openapi.Schema, depth int) {
		for _, name := range s.Properties() {
			p, _ := s.Property(name)
			known := func(m member) bool { return m.name == name }
			if !slices.ContainsFunc(all, known) {
				all = append(all, member{name, p})
			}
		}
		for _, part := range s.Shape().AllOf {
			if depth < maxBodyDepth {
				add(part, depth+1)
			}
		}
	}
	if schema != nil {
		add(schema, 0)
	}
	return all
}

// memberNamed returns a member of an object.
func memberNamed(schema *openapi.Schema, name string) (*openapi.Schema, bool) {
	for _, m := range membersOf(schema) {
		if m.name == name {
			return m.schema, true
		}
	}
	return nil, false
}
