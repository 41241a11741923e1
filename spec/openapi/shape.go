package openapi

import (
	"cmp"
	"path"
	"slices"
	"strconv"
)

// Shape is what a schema says itself, as plain data; references are followed.
type Shape struct {
	// Type is the only type that is allowed beside null. Untyped reports whether none is named;
	// of several Type is empty.
	Type            string
	Untyped         bool
	Nullable        bool
	Format, Pattern string
	Example         any // as decoded JSON; nil: none
	Default         any // as decoded JSON; nil: none
	Enum            []any

	MinLength            uint64
	MaxLength            *uint64
	Min, Max, MultipleOf *float64
	// Above and Below are bounds that are not allowed themselves.
	Above, Below *float64

	Required            []string
	ReadOnly, WriteOnly bool
	// MinMembers is how many members there must be; Additional is the schema of those that are not
	// named; nil: none is given.
	MinMembers uint64
	Additional *Schema
	// Closed reports whether members that are not named are refused; but for those whose name
	// matches one of NamePatterns. Names is the schema of names; nil: none is given.
	Closed       bool
	NamePatterns []string
	Names        *Schema

	Items               *Schema // nil: none
	Prefix              []*Schema
	MinItems            uint64
	MaxItems            *uint64
	Unique              bool
	AllOf, AnyOf, OneOf []*Schema
}

// Shape returns what the schema says itself; the zero value, untyped, for none.
func (s *Schema) Shape() Shape {
	if s == nil {
		return Shape{Untyped: true}
	}
	k := s.target().said()
	made := Shape{
		Untyped: k.types == 0, Nullable: k.nullable || k.types&kindNull != 0,
		Format: k.format, Pattern: k.pattern,
		Example: k.example, Default: k.fallback, Enum: k.plainEnum,
		MinLength: *cmp.Or(unsigned(k.minLength), new(uint64)), MaxLength: unsigned(k.maxLength),
		Min: float(k.minimum), Max: float(k.maximum), Above: float(k.above), Below: float(k.below),
		MultipleOf: float(k.multipleOf), Required: distinct(k.required),
		Closed: k.additional != nil && k.additional.said().never ||
			k.unevaluatedProperties != nil && k.unevaluatedProperties.said().never,
		Items: k.items, Prefix: k.prefix, Unique: k.unique,
		MinItems: *cmp.Or(unsigned(k.minItems), new(uint64)), MaxItems: unsigned(k.maxItems),
		AllOf: k.allOf, AnyOf: k.anyOf, OneOf: k.oneOf,
	}
	made.MinMembers, made.Additional = *cmp.Or(unsigned(k.minMembers), new(uint64)), k.additional
	made.Names = k.names
	for _, p := range k.patterns {
		made.NamePatterns = append(made.NamePatterns, p.text)
	}
	if k.constant != nil {
		constant, _ := s.target().at.get("const")
		made.Enum = []any{constant.value()}
	}
	for _, known := range kindNames {
		if k.types&^kindNull == known.kind {
			made.Type = known.name
		}
	}
	made.nearer(s)
	return made
}

// nearer adds the keywords beside the references that lead to the schema.
func (made *Shape) nearer(s *Schema) {
	for hops := 0; s != nil && hops < maxHops; hops++ {
		k := s.said()
		made.ReadOnly, made.WriteOnly = made.ReadOnly || k.readOnly, made.WriteOnly || k.writeOnly
		if hops == 0 && k.ref != nil && k.example != nil {
			made.Example = k.example
		}
		if hops == 0 && k.ref != nil && k.fallback != nil {
			made.Default = k.fallback
		}
		s = k.ref
	}
}

// Discriminator returns the member by which an alternative of the schema is chosen, and its value
// for one of them; empty: it has no discriminator.
func (s *Schema) Discriminator(choice *Schema) (member, value string) {
	d := s.target().said().discriminator
	if d == nil {
		return "", ""
	}
	name := cmp.Or(choice.said().refName, choice.Name)
	for _, value := range sortedKeys(d.mapping) {
		if path.Base(d.mapping[value]) == name {
			return d.property, value
		}
	}
	return d.property, name
}

func unsigned(n *int) *uint64 {
	if n == nil {
		return nil
	}
	made := uint64(*n)
	return &made
}

func float(d *decimal) *float64 {
	if d == nil {
		return nil
	}
	f, err := strconv.ParseFloat(d.show(), 64)
	if err != nil {
		return nil
	}
	return &f
}

// distinct returns names without those that are repeated.
func distinct(names []string) []string {
	var all []string
	for _, name := range names {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
