package derive

import (
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// membersOf lists the members that a schema names, those of the parts of an allOf among them.
func membersOf(schema *openapi.Schema) []openapi.Member { return schema.Members(maxBodyDepth) }

// schemaAt is the schema of the member that a JSON pointer leads to; nil: there is none.
func schemaAt(schema *openapi.Schema, pointer string) *openapi.Schema {
	if pointer == "" {
		return nil
	}
	for _, name := range strict.Steps(pointer) {
		var known bool
		if schema, known = memberNamed(schema, name); !known {
			return nil
		}
	}
	return schema
}

// memberNamed returns a member of an object.
func memberNamed(schema *openapi.Schema, name string) (*openapi.Schema, bool) {
	for _, m := range membersOf(schema) {
		if m.Name == name {
			return m.Schema, true
		}
	}
	return nil, false
}
