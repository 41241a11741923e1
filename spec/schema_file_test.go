package spec

import (
	"flag"
	"reflect"
	"testing"

	"example.com/toeline/spec/strict/schemafile"
)

var updateSchema = flag.Bool("update-schema", false, "write the JSON Schema of x-conformance from the types that read it")

const schemaFile = "x-conformance.schema.json"

// TestSchemaFile holds the JSON Schema that editors complete by against the
// types that read a document, their comments included.
func TestSchemaFile(t *testing.T) {
	type object = schemafile.Object
	m, err := schemafile.New(".")
	if err != nil {
		t.Fatal(err)
	}
	text := object{"type": "string"}
	m.Written[reflect.TypeFor[Strings]()] = schemafile.OneOrMany(text)
	m.Written[reflect.TypeFor[Statuses]()] = schemafile.OneOrMany(object{"anyOf": []any{object{"type": "integer", "minimum": 100, "maximum": 599}, object{"type": "string", "pattern": "^[1-5](XX|xx|[0-9]{2})$"}}})
	m.Written[reflect.TypeFor[Ref]()] = object{"type": "string", "pattern": "^(request|header|body)[.]", "description": "request.PARAMETER, request.PARAMETER.PROPERTY, request./POINTER, request.header.NAME, header.NAME or body./POINTER"}
	m.Wider[reflect.TypeFor[Value]()] = func(keys any) any {
		return object{"anyOf": []any{
			object{"enum": []string{"each", omitted}, "description": "each: one of the case's each; omitted: without this query parameter, header or cookie"},
			object{"type": "string", "pattern": "^[^.]+[.].+", "description": "KIND.ROLE, as task.known or task.absent, or request.PARAMETER.PROPERTY, of the item that another parameter names"},
			keys,
		}}
	}
	m.Wider[reflect.TypeFor[Fill]()] = func(keys any) any { return object{"anyOf": []any{text, keys}} }
	m.Wider[reflect.TypeFor[Body]()] = func(keys any) any { return object{"anyOf": []any{object{"enum": []string{"each"}}, keys}} }
	m.Extra = reflect.TypeFor[Value]()
	m.Hold(t, schemaFile, *updateSchema, object{
		"title":       "OpenAPI document with x-conformance",
		"description": "What toeline reads of a document beyond OpenAPI 3.0. See README.md beside this file.",
		"type":        "object",
		"required":    []string{"openapi", "paths", extension},
		"properties": object{
			extension: m.Of(reflect.TypeFor[conformance]()),
			"paths": object{"additionalProperties": object{"additionalProperties": object{
				"properties": object{extension: m.Of(reflect.TypeFor[operationConformance]())},
			}}},
		},
	})
}
