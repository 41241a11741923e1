package sample

import (
	"fmt"
	"maps"
	"slices"

	"example.com/toeline/spec/openapi"
)

// composition is what a schema and the parts of its allOf say of an object.
type composition struct {
	parts    []*openapi.Schema
	required []string
	members  map[string][]*openapi.Schema
	order    []string // names of members, sorted by part
	least    uint64   // members that there must be
	others   *openapi.Schema
}

// compose gathers what a schema says, itself and by its allOf.
func compose(schema *openapi.Schema, into *composition) {
	if slices.Contains(into.parts, schema) {
		return
	}
	s := schema.Shape()
	into.parts = append(into.parts, schema)
	for _, name := range s.Required {
		if !slices.Contains(into.required, name) {
			into.required = append(into.required, name)
		}
	}
	for _, name := range schema.Properties() {
		p, _ := schema.Property(name)
		if len(into.members[name]) == 0 {
			into.order = append(into.order, name)
		}
		into.members[name] = append(into.members[name], p)
	}
	into.least = max(into.least, s.MinMembers)
	if s.Additional != nil {
		into.others = s.Additional
	}
	for _, part := range s.AllOf {
		if len(into.parts) < maxParts {
			compose(part, into)
		}
	}
}

// composed makes a value of a schema that is an object, or that says what it is by others: by
// allOf, oneOf or anyOf.
func (m *maker) composed(schema *openapi.Schema, kind string, depth int) any {
	c := &composition{members: map[string][]*openapi.Schema{}}
	compose(schema, c)
	known := m.here()
	for _, more := range known.schemas {
		compose(more, c)
	}
	for _, name := range known.required {
		if !slices.Contains(c.required, name) {
			c.required = append(c.required, name)
		}
	}
	if kind == "" && len(c.members)+len(c.required) == 0 {
		if value, ok := m.scalarOf(schema, c, depth); ok {
			return value
		}
	}
	if m.shown && depth < maxOptional && len(c.order) > 0 {
		c.least = max(c.least, 1)
	}
	full := m.full
	m.full = full != (known.variant%2 == 1)
	made := m.object(c, depth)
	m.full = full
	for _, part := range c.parts {
		made = m.chosen(part, made, depth)
		for _, parent := range part.Shape().AllOf {
			if member, value := parent.Discriminator(schema); member != "" &&
				len(parent.Shape().OneOf) == 0 && !m.fits(schema, made) {
				made[member] = value
			}
		}
	}
	return made
}

// scalarOf makes a value of a schema without members: of one of its parts, or of an alternative.
func (m *maker) scalarOf(schema *openapi.Schema, c *composition, depth int) (any, bool) {
	var first any
	found := false
	for _, part := range c.parts {
		s := part.Shape()
		var made []any
		if part != schema && len(s.AllOf) == 0 {
			made = append(made, m.value(part, depth+1))
		}
		choices := slices.Concat(s.OneOf, s.AnyOf)
		for _, choice := range choices[:min(len(choices), maxChoices)] {
			value := m.value(choice, depth+1)
			if members, ok := value.(map[string]any); ok {
				name(part, choice, members)
			}
			if m.fits(schema, value) {
				return value, true
			}
			made = append(made, value)
		}
		for _, value := range made {
			if m.fits(schema, value) {
				return value, true
			}
			if !found && value != nil {
				first, found = value, true
			}
		}
	}
	return first, found && !isObject(first)
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

// name sets the member by which an alternative is chosen.
func name(schema, choice *openapi.Schema, members map[string]any) {
	if member, value := schema.Discriminator(choice); member != "" {
		members[member] = value
	}
}

// chosen adds what an alternative of a part demands, where the value has nothing that it takes.
func (m *maker) chosen(part *openapi.Schema, made map[string]any, depth int) map[string]any {
	s := part.Shape()
	choices := slices.Concat(s.OneOf, s.AnyOf)
	if len(choices) == 0 || m.fits(part, made) {
		return made
	}
	for _, choice := range choices[:min(len(choices), maxChoices)] {
		more, ok := m.value(choice, depth+1).(map[string]any)
		if !ok {
			continue
		}
		both := maps.Clone(made)
		maps.Copy(both, more)
		name(part, choice, both)
		if m.fits(part, both) {
			return both
		}
	}
	return made
}

func (m *maker) object(c *composition, depth int) map[string]any {
	made := map[string]any{}
	for _, name := range c.required {
		if schemas := c.members[name]; len(schemas) == 0 {
			made[name] = m.other(c, name, depth)
		} else if !slices.ContainsFunc(schemas, m.leftOut) {
			made[name] = m.member(name, schemas, depth)
		}
	}
	for _, name := range c.order {
		schemas := c.members[name]
		_, has := made[name]
		wanted := m.full && depth < maxOptional
		if has || !wanted && uint64(len(made)) >= c.least || m.isSurplus(name) ||
			slices.ContainsFunc(schemas, m.leftOut) {
			continue
		}
		if value := m.member(name, schemas, depth); !wanted || m.fits(schemas[0], value) {
			made[name] = value
		}
	}
	for i := 1; uint64(len(made)) < min(c.least, maxItems) && i <= 2*maxItems; i++ {
		name := c.nameOf(i)
		if _, has := made[name]; !has {
			made[name] = m.other(c, name, depth)
		}
	}
	return made
}

// nameOf makes a name of a member that no schema names.
func (c *composition) nameOf(i int) string {
	names := openapi.Shape{Type: "string"}
	open := true
	for _, part := range c.parts {
		s := part.Shape()
		if s.Names != nil {
			names = narrowed(names, []*openapi.Schema{s.Names})
		}
		open = open && !s.Closed
		if len(s.NamePatterns) > 0 && !open && names.Pattern == "" {
			names.Pattern = s.NamePatterns[0]
		}
	}
	if len(names.Enum) > 0 {
		name, _ := openapi.TextOf(names.Enum[i%len(names.Enum)])
		return name
	}
	if names.Pattern == "" && names.Format == "" && names.MinLength <= 2 {
		return fmt.Sprintf("x%d", i)
	}
	return text(names, i)
}

// other is the value of a member that no schema names.
func (m *maker) other(c *composition, name string, depth int) any {
	return m.step(name, func() any {
		of := c.others
		if known := m.here(); len(known.schemas) > 0 {
			of = known.schemas[0]
		}
		if of == nil {
			return "x"
		}
		return m.value(of, depth+1)
	})
}

// member makes a value of a member that several parts describe.
func (m *maker) member(name string, schemas []*openapi.Schema, depth int) any {
	var first any
	for i, s := range schemas {
		value := m.named(name, s, m.step(name, func() any { return m.value(s, depth+1) }))
		if len(schemas) == 1 || !slices.ContainsFunc(schemas, func(other *openapi.Schema) bool {
			return other != s && !m.fits(other, value)
		}) {
			return value
		}
		if i == 0 {
			first = value
		}
	}
	return first
}
