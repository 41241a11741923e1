package derive

import (
	"fmt"
	"maps"
	"slices"

	"example.com/toeline/spec"
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
	parts []*openapi.Schema, breaches func(s openapi.Shape) []breach,
) (all []breach) {
	for _, part := range parts {
		for _, b := range breaches(part.Shape()) {
			same := func(other breach) bool {
				return other.rule == b.rule && slices.Equal(other.at, b.at) && other.of == b.of
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

// alternative is one of the objects that a schema may be.
type alternative struct {
	name    string
	schema  *openapi.Schema
	members map[string]any
	// kind is the member whose value says which it is; empty: none does.
	kind string
}

// alternatives lists the objects that a schema may be, each with the members beside them; nil: it
// does not say that there are several.
func alternatives(schema *openapi.Schema, members map[string]any) []alternative {
	s := schema.Shape()
	choices := slices.DeleteFunc(slices.Concat(s.OneOf, s.AnyOf),
		func(c *openapi.Schema) bool { return len(membersOf(chosen(c))) == 0 })
	if len(choices) < 2 {
		return nil
	}
	beside := map[string]any{}
	for _, m := range membersOf(schema) {
		if value, given := members[m.Name]; given {
			beside[m.Name] = value
		}
	}
	var all []alternative
	for i, choice := range choices[:min(len(choices), maxAlternatives)] {
		inner, _ := sample.Of(choice, sample.Request)
		made, isObject := inner.(map[string]any)
		if !isObject {
			continue
		}
		one := alternative{
			name: fmt.Sprint(i + 1), schema: chosen(choice), members: maps.Clone(beside),
		}
		maps.Copy(one.members, made)
		if member, value := schema.Discriminator(choice); member != "" {
			one.members[member], one.kind, one.name = value, member, value
		}
		if len(schema.ValidateRequest(one.members)) == 0 {
			all = append(all, one)
		}
	}
	return all
}

// ofAlternatives lists what breaks the rules of each object that a schema may be. Those inside of
// others are not looked at.
func ofAlternatives(
	schema *openapi.Schema, members map[string]any, depth int,
	breaches func(schema *openapi.Schema, value any, depth int) []breach,
) (all []breach) {
	for _, one := range alternatives(schema, members) {
		below := depth
		if len(alternatives(one.schema, one.members)) > 0 {
			below++ // it may be one of its own
		}
		broken := breaches(one.schema, one.members, below)
		if one.kind != "" {
			odd := maps.Clone(one.members)
			odd[one.kind] = oddText
			broken = append(broken, breach{
				at: []string{one.kind}, rule: "enum", value: odd,
				text: "a " + one.kind + " that is not listed",
			})
		}
		for _, b := range broken {
			if b.of == "" && len(schema.ValidateRequest(b.value)) > 0 {
				b.of = one.name
				all = append(all, b)
			}
		}
	}
	return all
}

// otherAlternatives asks for success with each object that a body may be beside the first.
func (o *operationSkeleton) otherAlternatives() {
	media := o.bodyMedia()
	if !openapi.IsJSON(media.Type) || media.Schema == nil || !o.succeed || !o.likely ||
		o.shared() || o.isAction() || !o.reached || o.way.found || o.way.guessed {
		return
	}
	value, _ := sample.Body(media, sample.Request)
	members, _ := value.(map[string]any)
	for _, one := range alternatives(chosen(media.Schema), members) {
		if openapi.SameJSON(one.members, value) {
			continue
		}
		effect := spec.Executes
		if o.readOnly() {
			effect = spec.None
		}
		inside := openapi.Media{Type: media.Type, Schema: one.schema}
		o.open("documented-"+o.word(one.name), "A body that is the alternative "+one.name,
			joined(o.values("known", ""), o.bodyOf(inside, one.members)), effect)
		for _, check := range append(o.succeeding(true), o.answerChecks(o.op.Statuses())...) {
			o.checkLine("%s", check)
		}
	}
}
