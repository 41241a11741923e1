package derive

import "example.com/toeline/spec/openapi"

// membersOf lists the members that a schema names, those of the parts of an allOf among them.
func membersOf(schema *openapi.Schema) []openapi.Member { return schema.Members(maxBodyDepth) }

// memberNamed returns a member of an object.
func memberNamed(schema *openapi.Schema, name string) (*openapi.Schema, bool) {
	for _, m := range membersOf(schema) {
		if m.Name == name {
			return m.Schema, true
		}
	}
	return nil, false
}
