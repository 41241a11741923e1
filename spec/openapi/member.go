package openapi

import "slices"

// Member is a member of an object.
type Member struct {
	Name     string
	Schema   *Schema
	Required bool
}

// Members lists the members that a schema names, and then those of the parts of its allOf, which
// are read at most so deep. Of two with one name it is the first; a nil schema has none.
func (s *Schema) Members(most int) []Member {
	if s == nil {
		return nil
	}
	var all []Member
	known, required := map[string]bool{}, map[string]bool{}
	var add func(s *Schema, depth int)
	add = func(s *Schema, depth int) {
		shape := s.Shape()
		for _, name := range shape.Required {
			required[name] = true
		}
		for _, name := range s.Properties() {
			if !known[name] {
				p, _ := s.Property(name)
				all, known[name] = append(all, Member{Name: name, Schema: p}), true
			}
		}
		for _, part := range shape.AllOf {
			if depth < most {
				add(part, depth+1)
			}
		}
	}
	add(s, 0)
	for i := range all {
		all[i].Required = required[all[i].Name]
	}
	return all
}

// Member returns a member of those that Members lists.
func (s *Schema) Member(name string, most int) (*Schema, bool) {
	if s == nil {
		return nil, false
	}
	if p, ok := s.Property(name); ok {
		return p, true
	}
	if most > 0 {
		for _, part := range s.Shape().AllOf {
			if p, ok := part.Member(name, most-1); ok {
				return p, true
			}
		}
	}
	return nil, false
}

// OnlyChoice returns the alternative beside null of a schema that says nothing else; nil: there are
// more, or none.
func (s *Schema) OnlyChoice() *Schema {
	shape := s.Shape()
	if !shape.Untyped {
		return nil
	}
	var found *Schema
	for _, choice := range slices.Concat(shape.AnyOf, shape.OneOf) {
		switch c := choice.Shape(); {
		case c.Nullable && c.Type == "":
		case found != nil:
			return nil
		default:
			found = choice
		}
	}
	return found
}
