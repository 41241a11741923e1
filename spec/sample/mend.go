package sample

import (
	"cmp"
	"slices"
	"strconv"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// maxRounds bounds how often a value that the schema refuses is made again.
const maxRounds = 12

// learnt is what refusals say of one place of a value.
type learnt struct {
	schemas  []*openapi.Schema // that the value there must satisfy too
	required []string
	least    uint64 // items
	variant  int    // which of several values is tried
	surplus  bool
}

// made makes a value of a schema. Where the schema refuses it, it is made again with what the
// refusals demand of its places: by if and then, contains, patternProperties, dependentRequired or
// any other keyword. It is false where the schema refuses the last one too.
func (m *maker) made(schema *openapi.Schema) (value any, good bool) {
	budget := m.left
	for range maxRounds {
		value = m.value(schema, 0)
		if fits(schema, value, m.to) {
			return value, m.left > 0 || !m.full
		}
		if m.left <= 0 || !m.learn(schema, value) {
			break
		}
		m.left = budget
	}
	return value, false
}

// learn notes what a schema has against a value, and reports whether there is anything.
func (m *maker) learn(schema *openapi.Schema, value any) bool {
	refusals := schema.Refusals(value, m.to == Request)
	for _, r := range refusals {
		known := m.at(r.Pointer)
		switch {
		case r.Surplus:
			known.surplus = true
		case r.Contained != nil:
			list, _ := inside(value, r.Pointer).([]any)
			i := len(list)
			if most := r.Schema.Shape().MaxItems; most != nil && uint64(i) >= *most {
				i--
			}
			for ; i >= 0 && !m.demand(r.Pointer+"/"+strconv.Itoa(i), r.Contained); i-- {
			}
			known.least = max(known.least, uint64(i+1))
		case r.Member != "":
			m.demand(r.Pointer, r.Schema)
			if !slices.Contains(known.required, r.Member) {
				known.required = append(known.required, r.Member)
			}
		case !m.demand(r.Pointer, r.Schema):
			m.vary(r.Pointer, inside(value, r.Pointer))
		}
	}
	return len(refusals) > 0
}

// vary makes the value at a place another one: an object with more or fewer members, and then with
// other values of them, and a list that is empty with an item.
func (m *maker) vary(pointer string, value any) {
	known := m.at(pointer)
	if list, ok := value.([]any); ok && len(list) == 0 && known.least == 0 {
		known.least = 1
		return
	}
	known.variant++
	if members, ok := value.(map[string]any); ok && known.variant > 1 {
		for name := range members {
			m.at(pointer+"/"+jsonpointer.Escape(name)).variant++
		}
	}
}

// at is what is known of a place.
func (m *maker) at(pointer string) *learnt {
	if m.learnt == nil {
		m.learnt = map[string]*learnt{}
	}
	known := m.learnt[pointer]
	if known == nil {
		known = &learnt{}
		m.learnt[pointer] = known
	}
	return known
}

// demand makes the value at a place satisfy a schema too; false: it was to do so already.
func (m *maker) demand(pointer string, schema *openapi.Schema) bool {
	known := m.at(pointer)
	if slices.Contains(known.schemas, schema) {
		return false
	}
	known.schemas = append(known.schemas, schema)
	return true
}

// here is what is known of the place of which a value is being made.
func (m *maker) here() learnt {
	known := m.learnt[jsonpointer.Join(m.path)]
	if known == nil {
		return learnt{}
	}
	return *known
}

// step runs make for a place inside of the present one.
func (m *maker) step(name string, make func() any) any {
	m.path = append(m.path, name)
	made := make()
	m.path = m.path[:len(m.path)-1]
	return made
}

func (m *maker) isSurplus(name string) bool {
	if len(m.learnt) == 0 {
		return false
	}
	known := m.learnt[jsonpointer.Join(append(slices.Clip(m.path), name))]
	return known != nil && known.surplus
}

func inside(value any, pointer string) any {
	for _, step := range jsonpointer.Split(pointer) {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		}
	}
	return value
}

// narrowed is what several schemas say of one value.
func narrowed(s openapi.Shape, others []*openapi.Schema) openapi.Shape {
	for _, other := range others {
		o := other.Shape()
		if s.Untyped || s.Type == "" && o.Type != "" || s.Type == "number" && o.Type == "integer" {
			s.Type, s.Untyped = o.Type, o.Untyped && s.Untyped
		}
		s.Nullable = s.Nullable && (o.Nullable || o.Untyped)
		s.Format, s.Pattern = cmp.Or(s.Format, o.Format), cmp.Or(s.Pattern, o.Pattern)
		s.MinLength, s.MaxLength = max(s.MinLength, o.MinLength), least(s.MaxLength, o.MaxLength)
		s.Min, s.Above = most(s.Min, o.Min), most(s.Above, o.Above)
		s.Max, s.Below = least(s.Max, o.Max), least(s.Below, o.Below)
		s.MultipleOf = most(s.MultipleOf, o.MultipleOf)
		s.MinItems, s.MaxItems = max(s.MinItems, o.MinItems), least(s.MaxItems, o.MaxItems)
		s.Unique = s.Unique || o.Unique
		s.Items = cmp.Or(s.Items, o.Items)
		if len(s.Prefix) < len(o.Prefix) {
			s.Prefix = o.Prefix
		}
		if len(o.Enum) > 0 {
			s.Enum = o.Enum
		}
	}
	return s
}

func least[N float64 | uint64](a, b *N) *N {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

func most[N float64 | uint64](a, b *N) *N {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
