package lint

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict/schemafile"
)

// TestSchemaFile compares the JSON Schema that editors use with the types that read a contract,
// their comments included, and with the descriptions of the operators.
func TestSchemaFile(t *testing.T) {
	type object = schemafile.Object
	m, err := schemafile.New("../../spec")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range check.Operators() {
		m.Texts["Check."+string(o.Key)] = "holds if " + o.Text
	}
	text := object{"type": "string"}
	m.Written[reflect.TypeFor[spec.Strings]()] = schemafile.OneOrMany(text)
	m.Written[reflect.TypeFor[spec.Statuses]()] = schemafile.OneOrMany(object{"anyOf": []any{
		object{"type": "integer", "minimum": 100, "maximum": 599},
		object{"type": "string", "pattern": "^[1-5](XX|xx|[0-9]{2})$"},
	}})
	m.Written[reflect.TypeFor[spec.Ref]()] = object{
		"type": "string", "pattern": "^((request|header|body|saved)[.]|sent(/|$))",
		"description": "request.PARAMETER, request.PARAMETER.PROPERTY, request./POINTER, " +
			"request.header.NAME, sent/POINTER, header.NAME, body./POINTER or saved.NAME",
	}
	m.Written[reflect.TypeFor[spec.SavedRef]()] = object{
		"type": "string", "pattern": "^(saved[.])?[A-Za-z][A-Za-z0-9_-]*(/.*)?$",
		"description": "saved.NAME, or saved.NAME/POINTER for a part of it",
	}
	m.Written[reflect.TypeFor[spec.Bound]()] = object{"anyOf": []any{
		object{"type": "integer", "minimum": 0}, m.Written[reflect.TypeFor[spec.Ref]()],
	}}
	m.Written[reflect.TypeFor[spec.Differ]()] = object{"anyOf": []any{
		text, m.Of(reflect.TypeFor[spec.Compare]()),
	}}
	m.Written[reflect.TypeFor[spec.RequestAuth]()] = object{"anyOf": []any{
		object{"enum": spec.Auth("").Allowed()},
		object{"allOf": []any{
			m.Of(reflect.TypeFor[spec.OneAuth]()), object{"minProperties": 1, "maxProperties": 1},
		}},
	}}
	m.Wider[reflect.TypeFor[spec.Fresh]()] = func(keys any) any {
		return object{"anyOf": []any{object{"enum": spec.FreshKind("").Allowed()}, keys}}
	}
	m.Wider[reflect.TypeFor[spec.Value]()] = func(keys any) any {
		return object{"anyOf": []any{
			object{
				"enum": []string{"each", "omitted"},
				"description": "forEach: one of the case's each; " +
					"omitted: without this query parameter, header or cookie",
			},
			object{
				"type": "string", "pattern": "^[^.]+[.].+",
				"description": "KIND.ROLE, as task.known or task.absent, " +
					"request.PARAMETER.PROPERTY, of the item that another parameter names, or " +
					"saved.NAME",
			},
			keys,
		}}
	}
	m.Wider[reflect.TypeFor[spec.Fill]()] = func(keys any) any {
		return object{"anyOf": []any{text, keys}}
	}
	m.Wider[reflect.TypeFor[spec.Body]()] = func(keys any) any {
		return object{"anyOf": []any{
			object{"enum": []string{"each"}},
			object{"type": "string", "pattern": "^saved[.].+"},
			keys,
		}}
	}
	m.Extra = reflect.TypeFor[spec.Value]()
	m.Hold(t, "../../spec/x-conformance.schema.json", golden.Update(), object{
		"title": "OpenAPI document with x-conformance",
		"description": "What toeline reads of a document beyond OpenAPI 3.0. See README.md " +
			"beside this file.",
		"type":     "object",
		"required": []string{"openapi", "paths", "x-conformance"},
		"properties": object{
			"x-conformance": m.Of(reflect.TypeFor[spec.Conformance]()),
			"paths": object{"additionalProperties": object{"additionalProperties": object{
				"properties": object{
					"x-conformance": m.Of(reflect.TypeFor[spec.OperationConformance]()),
				},
			}}},
		},
	})
}

// TestOperatorTable compares the table in the README of contracts with the operators.
func TestOperatorTable(t *testing.T) {
	const file, begin, end = "../../spec/README.md", "<!-- begin: operators -->\n", "<!-- end -->"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), begin)
	got, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		t.Fatalf("%s has no %s", file, strings.TrimSpace(begin))
	}
	var b strings.Builder
	b.WriteString("| operator | holds if |\n|---|---|\n")
	for _, o := range check.Operators() {
		fmt.Fprintf(&b, "| %s | %s |\n", o.Usage, o.Text)
	}
	if golden.Update() {
		got = b.String()
		text := before + begin + got + end + after
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(b.String(), got); diff != "" {
		t.Errorf("%s is stale; go test ./harness/lint -update (-want +got):\n%s", file, diff)
	}
}
