package openapi

// Shape is what a schema says itself, as plain data.
type Shape struct {
	// Type is the only type that is allowed. Untyped reports whether none is named; of several
	// Type is empty.
	Type            string
	Untyped         bool
	Format, Pattern string
	Example         any // as decoded JSON; nil: none
	Default         any // as decoded JSON; nil: none
	Enum            []any

	MinLength            uint64
	MaxLength            *uint64
	Min, Max, MultipleOf *float64

	Required []string
	ReadOnly bool

	Items               *Schema // nil: none
	MinItems            uint64
	AllOf, AnyOf, OneOf []*Schema
}

// Shape returns what the schema says itself; the zero value, untyped, for none.
func (s *Schema) Shape() Shape {
	if s == nil {
		return Shape{Untyped: true}
	}
	api := s.api
	made := Shape{
		Untyped: api.Type == nil, Format: api.Format, Pattern: api.Pattern,
		Example: AsJSON(api.Example), Default: AsJSON(api.Default), Enum: api.Enum,
		MinLength: api.MinLength, MaxLength: api.MaxLength,
		Min: api.Min, Max: api.Max, MultipleOf: api.MultipleOf,
		Required: api.Required, ReadOnly: api.ReadOnly,
		Items: schemaOf("", api.Items), MinItems: api.MinItems,
		AllOf: parts(api.AllOf), AnyOf: parts(api.AnyOf), OneOf: parts(api.OneOf),
	}
	if api.Type != nil && len(*api.Type) == 1 {
		made.Type = (*api.Type)[0]
	}
	return made
}
