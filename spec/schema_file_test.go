package spec

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"example.com/toeline/spec/strict"
)

var updateSchema = flag.Bool("update-schema", false, "write the JSON Schema of x-conformance from the types that read it")

const schemaFile = "x-conformance.schema.json"

// TestSchemaFile holds the JSON Schema that editors complete by against the
// types that read a document, their comments included.
func TestSchemaFile(t *testing.T) {
	g := &schemaMaker{docs: fieldComments(t), defs: map[string]any{}}
	made := map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "OpenAPI document with x-conformance",
		"description": "What toeline reads of a document beyond OpenAPI 3.0. See README.md beside this file.",
		"type":        "object",
		"required":    []string{"openapi", "paths", extension},
		"properties": map[string]any{
			extension: g.of(reflect.TypeFor[conformance]()),
			"paths": map[string]any{"additionalProperties": map[string]any{"additionalProperties": map[string]any{
				"properties": map[string]any{extension: g.of(reflect.TypeFor[operationConformance]())},
			}}},
		},
	}
	made["$defs"] = g.defs
	data, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *updateSchema {
		if err := os.WriteFile(schemaFile, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(got)); diff != "" {
		t.Errorf("%s is stale; go test ./spec -run SchemaFile -update-schema (-want +got):\n%s", schemaFile, diff)
	}
}

// schemaMaker makes a JSON Schema of the types that strict decodes.
type schemaMaker struct {
	docs map[string]string // Type.Field → comment
	defs map[string]any
}

type enum interface{ Allowed() []string }

// written are the schemas of types that decode themselves.
var written = map[reflect.Type]any{
	reflect.TypeFor[Strings]():       oneOrMany(map[string]any{"type": "string"}),
	reflect.TypeFor[Statuses]():      oneOrMany(map[string]any{"anyOf": []any{map[string]any{"type": "integer", "minimum": 100, "maximum": 599}, map[string]any{"type": "string", "pattern": "^[1-5](XX|xx|[0-9]{2})$"}}}),
	reflect.TypeFor[Ref]():           map[string]any{"type": "string", "pattern": "^(request|header|body)[.]", "description": "request.PARAMETER, request.PARAMETER.PROPERTY, request./POINTER, request.header.NAME, header.NAME or body./POINTER"},
	reflect.TypeFor[time.Duration](): map[string]any{"type": "string", "description": "a duration, as 10m"},
	reflect.TypeFor[any]():           map[string]any{},
	reflect.TypeFor[*yaml.Node]():    map[string]any{},
}

func oneOrMany(item any) any {
	return map[string]any{"anyOf": []any{item, map[string]any{"type": "array", "items": item}}}
}

func (g *schemaMaker) of(t reflect.Type) any {
	if schema, ok := written[t]; ok {
		return schema
	}
	if e, ok := reflect.Zero(t).Interface().(enum); ok && t.Kind() == reflect.String {
		return map[string]any{"enum": e.Allowed()}
	}
	if strings.HasPrefix(t.Name(), "Ordered[") {
		entries, _ := t.FieldByName("Entries")
		value, _ := entries.Type.Elem().FieldByName("Value")
		return map[string]any{"type": "object", "additionalProperties": g.of(value.Type)}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.of(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.of(t.Elem())}
	case reflect.Struct:
		return g.named(t)
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	}
	return map[string]any{"type": "string"}
}

// named puts a struct into $defs. Those that also take a text say so.
func (g *schemaMaker) named(t reflect.Type) any {
	if _, ok := g.defs[t.Name()]; !ok {
		g.defs[t.Name()] = nil // against recursion
		object := map[string]any{"type": "object", "additionalProperties": false}
		properties, required := map[string]any{}, []string{}
		g.fields(t, properties, &required, object)
		object["properties"] = properties
		if len(required) > 0 {
			object["required"] = required
		}
		switch t {
		case reflect.TypeFor[Value]():
			g.defs[t.Name()] = map[string]any{"anyOf": []any{
				map[string]any{"enum": []string{"each", omitted}, "description": "each: one of the case's each; omitted: without this query parameter, header or cookie"},
				map[string]any{"type": "string", "pattern": "^[^.]+[.].+", "description": "KIND.ROLE, as task.known or task.absent, or request.PARAMETER.PROPERTY, of the item that another parameter names"},
				object,
			}}
		case reflect.TypeFor[Fill]():
			g.defs[t.Name()] = map[string]any{"anyOf": []any{map[string]any{"type": "string"}, object}}
		case reflect.TypeFor[Body]():
			g.defs[t.Name()] = map[string]any{"anyOf": []any{map[string]any{"enum": []string{"each"}}, object}}
		default:
			g.defs[t.Name()] = object
		}
	}
	return map[string]any{"$ref": "#/$defs/" + t.Name()}
}

func (g *schemaMaker) fields(t reflect.Type, properties map[string]any, required *[]string, object map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Type == reflect.TypeFor[strict.Pos]() || name == "-" || !f.IsExported():
		case options == "inline":
			g.fields(f.Type, properties, required, object)
		case options == "extra":
			object["additionalProperties"] = g.of(reflect.TypeFor[Value]())
		default:
			schema := g.of(f.Type)
			if doc := g.docs[t.Name()+"."+f.Name]; doc != "" {
				schema = map[string]any{"description": doc, "allOf": []any{schema}}
			}
			properties[name] = schema
			if options == "required" {
				*required = append(*required, name)
			}
		}
	}
}

// fieldComments reads the comments of this package's struct fields.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				addComments(spec, comments)
			}
			return true
		})
	}
	return comments
}

func addComments(spec *ast.TypeSpec, comments map[string]string) {
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range body.Fields.List {
		text := field.Doc.Text() + field.Comment.Text()
		for _, name := range field.Names {
			comments[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(text), " ")
		}
	}
}
