package random

import (
	"maps"
	"slices"
	"strconv"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// The bounds of a value: how deep it goes, how many items a list has beyond those that it must
// have, and how often another one is made where the schema refuses it.
const (
	maxDepth = 6
	maxItems = 4
	maxTries = 3
)

// Value makes a value that a schema takes in a request, at a place. Where the choices are the
// simplest it is the known one, which the schema takes.
func Value(schema *openapi.Schema, known any, p Place, s *Source) any {
	m := maker{p}
	for i := range maxTries {
		at := s
		if i > 0 {
			at = s.At("again " + strconv.Itoa(i))
		}
		if made := m.value(schema, known, at, 0); takes(schema, made) {
			return made
		}
	}
	return known
}

func takes(schema *openapi.Schema, value any) bool {
	return len(schema.ValidateRequest(value)) == 0
}

// maker makes values for a place.
type maker struct{ place Place }

// value makes a value of a schema. One that is known comes instead, now and then, and where no
// other is to be had.
func (m maker) value(schema *openapi.Schema, known any, s *Source, depth int) any {
	shape := schema.Shape()
	if depth > maxDepth {
		return known
	}
	if shape.Nullable && m.place == Body && s.At("null").OneIn(8) {
		return nil
	}
	if choices := slices.Concat(shape.OneOf, shape.AnyOf); len(choices) > 0 {
		return m.chosen(schema, choices, known, s, depth)
	}
	if members, isObject := known.(map[string]any); isObject || shape.Type == "object" {
		return m.object(schema, members, s, depth)
	}
	if shape.Type == "array" && shape.Items != nil && len(shape.Prefix) == 0 {
		return m.list(shape, known, s.At("items"), depth)
	}
	return m.scalar(schema, shape, known, s)
}

// scalar makes a value without members or items.
func (m maker) scalar(schema *openapi.Schema, shape openapi.Shape, known any, s *Source) any {
	var made any
	ok := false
	if len(shape.Enum) > 0 {
		if n := s.Below(len(shape.Enum) + 1); n > 0 {
			made, ok = shape.Enum[n-1], true
		}
	} else if s.Below(3) > 0 {
		switch shape.Type {
		case "string":
			made, ok = text(s.At("text"), m.place, shape)
		case "integer", "number":
			made, ok = number(s.At("number"), shape)
		case "boolean":
			made, ok = s.At("boolean").Below(2) == 1, true
		}
	}
	if !ok || !takes(schema, made) {
		return known
	}
	return made
}

// list makes a list.
func (m maker) list(shape openapi.Shape, known any, s *Source, depth int) any {
	before, _ := known.([]any)
	if !s.OneIn(2) {
		return known
	}
	least := shape.MinItems
	if m.place != Body {
		least = max(least, 1) // an empty one cannot be written
	}
	more := uint64(maxItems)
	if shape.MaxItems != nil {
		more = *shape.MaxItems - min(*shape.MaxItems, least)
		if more > 20 {
			more = maxItems
		}
	}
	if least > 50 {
		return known
	}
	s = s.At("list")
	n := least + s.UpTo(more)
	made := make([]any, 0, n)
	for i := range n {
		var from any
		if i < uint64(len(before)) {
			from = before[i]
		} else if from, _ = sample.Of(shape.Items, sample.Request); from == nil {
			return known
		}
		made = append(made, m.value(shape.Items, from, s.At(strconv.FormatUint(i, 10)), depth+1))
	}
	return made
}

// chosen makes a value by one of several schemas, beside what the schema itself says.
func (m maker) chosen(
	schema *openapi.Schema, choices []*openapi.Schema, known any, s *Source, depth int,
) any {
	n := s.At("choice").Below(len(choices) + 1)
	if n == 0 {
		return m.varied(schema, choices, known, s, depth)
	}
	choice := choices[n-1]
	from, good := sample.Of(choice, sample.Request)
	if !good {
		return known
	}
	made := m.value(choice, from, s.At(strconv.Itoa(n)), depth+1)
	own, isObject := made.(map[string]any)
	if !isObject {
		return made
	}
	all := map[string]any{}
	if len(schema.Properties()) > 0 {
		if before, ok := known.(map[string]any); ok {
			maps.Copy(all, before)
		}
	}
	maps.Copy(all, own)
	if member, value := schema.Discriminator(choice); member != "" {
		all[member] = value
	}
	return all
}

// varied makes a value by the first of the schemas that takes the known one.
func (m maker) varied(
	schema *openapi.Schema, choices []*openapi.Schema, known any, s *Source, depth int,
) any {
	for _, choice := range choices {
		if takes(choice, known) && len(schema.Properties()) == 0 {
			return m.value(choice, known, s.At("same"), depth+1)
		}
	}
	return known
}

// object makes an object: of each member it has a value, or leaves it out where that may be.
func (m maker) object(schema *openapi.Schema, known map[string]any, s *Source, depth int) any {
	made := maps.Clone(known)
	if made == nil {
		made = map[string]any{}
	}
	for _, one := range schema.Members(maxDepth) {
		if one.Schema.Shape().ReadOnly {
			continue
		}
		at := s.At(one.Name)
		before, given := known[one.Name]
		if !one.Required { // the simplest is as it is known
			other := at.At("given").OneIn(2)
			if given && other {
				delete(made, one.Name)
			}
			if given == other {
				continue
			}
		}
		if !given {
			var good bool
			if before, good = sample.Of(one.Schema, sample.Request); !good {
				continue
			}
		}
		made[one.Name] = m.value(one.Schema, before, at, depth+1)
	}
	return made
}
