package values

import (
	"slices"

	"example.com/toeline/spec/openapi"
)

// InForm returns what a form has of a broken value, in one of its fields: a field has texts alone,
// so that what breaks a type is a text that is none of that type. It is false where a form cannot
// have it.
func InForm(schema *openapi.Schema, b Broken) (Broken, bool) {
	fields, isObject := b.Value.(map[string]any)
	isField := len(b.At) == 1 || len(b.At) == 2 && b.At[1] == "-"
	switch {
	case !isObject || !isField || b.Of != "",
		slices.Contains([]string{"null", "coerced", "unknown", "unique"}, b.Rule):
		return b, false
	case b.Rule != "type":
		list, isList := fields[b.At[0]].([]any)
		return b, !isList || len(list) > 0 // no field says that a list is empty
	}
	inner, _ := Member(schema, b.At[0])
	kind := Chosen(inner).Shape().Type
	fields[b.At[0]] = Odd // the object is a copy that this value alone has
	return b, len(b.At) == 1 && slices.Contains([]string{"integer", "number", "boolean"}, kind)
}
