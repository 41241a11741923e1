package values

import (
	"fmt"
	"maps"
	"slices"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// maxSchemaParts bounds the parts of an allOf, and maxAlternatives those of a oneOf, of which rules
// are broken.
const maxSchemaParts, maxAlternatives = 32, 6

// partsOf lists a schema and the parts of its allOf, theirs among them.
func partsOf(schema *openapi.Schema) []*openapi.Schema {
	all := []*openapi.Schema{schema}
	for i := 0; i < len(all) && i < maxSchemaParts; i++ {
		for _, part := range all[i].Shape().AllOf {
			if !slices.Contains(all, part) {
				all = append(all, part)
			}
		}
	}
	return all
}

// eachPart lists what breaks a part of a schema, one of each rule.
func eachPart(
	parts []*openapi.Schema, breaches func(s openapi.Shape) []Broken,
) (all []Broken) {
	for _, part := range parts {
		for _, b := range breaches(part.Shape()) {
			same := func(other Broken) bool {
				return other.Rule == b.Rule && slices.Equal(other.At, b.At) && other.Of == b.Of
			}
			if !slices.ContainsFunc(all, same) {
				all = append(all, b)
			}
		}
	}
	return all
}

// requiredOf lists the members that some parts of a schema require.
func requiredOf(parts []*openapi.Schema) (all []string) {
	for _, part := range parts {
		for _, name := range part.Shape().Required {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// Alternative is one of the objects that a schema may be.
type Alternative struct {
	Name    string
	Schema  *openapi.Schema
	Members map[string]any
	// Kind is the member whose value says which it is; empty: none does.
	Kind string
}

// Alternatives lists the objects that a schema may be, each with the members beside them; nil: it
// does not say that there are several.
func Alternatives(schema *openapi.Schema, members map[string]any) []Alternative {
	s := schema.Shape()
	choices := slices.DeleteFunc(slices.Concat(s.OneOf, s.AnyOf),
		func(c *openapi.Schema) bool { return len(Members(Chosen(c))) == 0 })
	if len(choices) < 2 {
		return nil
	}
	beside := map[string]any{}
	for _, m := range Members(schema) {
		if value, given := members[m.Name]; given {
			beside[m.Name] = value
		}
	}
	var all []Alternative
	for i, choice := range choices[:min(len(choices), maxAlternatives)] {
		inner, _ := sample.Of(choice, sample.Request)
		made, isObject := inner.(map[string]any)
		if !isObject {
			continue
		}
		one := Alternative{
			Name: fmt.Sprint(i + 1), Schema: Chosen(choice), Members: maps.Clone(beside),
		}
		maps.Copy(one.Members, made)
		if member, value := schema.Discriminator(choice); member != "" {
			one.Members[member], one.Kind, one.Name = value, member, value
		}
		if len(schema.ValidateRequest(one.Members)) == 0 {
			all = append(all, one)
		}
	}
	return all
}

// ofAlternatives lists what breaks the rules of each object that a schema may be. Those inside of
// others are not looked at.
func ofAlternatives(
	schema *openapi.Schema, members map[string]any, depth int,
	breaches func(schema *openapi.Schema, value any, depth int) []Broken,
) (all []Broken) {
	for _, one := range Alternatives(schema, members) {
		below := depth
		if len(Alternatives(one.Schema, one.Members)) > 0 {
			below++ // it may be one of its own
		}
		broken := breaches(one.Schema, one.Members, below)
		if one.Kind != "" {
			odd := maps.Clone(one.Members)
			odd[one.Kind] = Odd
			broken = append(broken, Broken{
				At: []string{one.Kind}, Rule: "enum", Value: odd,
				Text: "a " + one.Kind + " that is not listed",
			})
		}
		for _, b := range broken {
			if b.Of == "" && len(schema.ValidateRequest(b.Value)) > 0 {
				b.Of = one.Name
				all = append(all, b)
			}
		}
	}
	return all
}
