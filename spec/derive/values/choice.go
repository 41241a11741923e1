package values

import (
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// Chosen returns the alternative beside null of a schema that says nothing else, or the only part
// of its allOf, and else the schema.
func Chosen(schema *openapi.Schema) *openapi.Schema {
	for range MaxDepth {
		s := schema.Shape()
		only := schema.OnlyChoice()
		if only == nil && s.Untyped && len(s.AllOf) == 1 &&
			len(s.Enum)+len(s.AnyOf)+len(s.OneOf)+len(schema.Properties()) == 0 {
			only = s.AllOf[0]
		}
		if only == nil {
			break
		}
		schema = only
	}
	return schema
}

// onlyChoice follows the only alternatives beside null. Where they lead back, what it returns has
// one too.
func onlyChoice(schema *openapi.Schema) *openapi.Schema {
	for range MaxDepth {
		only := schema.OnlyChoice()
		if only == nil {
			break
		}
		schema = only
	}
	return schema
}

// Members lists the members that a schema names, those of the parts of an allOf among them.
func Members(schema *openapi.Schema) []openapi.Member { return schema.Members(MaxDepth) }

// SchemaAt is the schema of the member that a JSON pointer leads to; nil: there is none.
func SchemaAt(schema *openapi.Schema, pointer string) *openapi.Schema {
	if pointer == "" {
		return nil
	}
	for _, name := range jsonpointer.Split(pointer) {
		var known bool
		if schema, known = Member(schema, name); !known {
			return nil
		}
	}
	return schema
}

// Member returns a member of an object.
func Member(schema *openapi.Schema, name string) (*openapi.Schema, bool) {
	return schema.Member(name, MaxDepth)
}
