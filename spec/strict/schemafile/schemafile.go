// Package schemafile makes the JSON Schema of a format from the Go types that package strict
// reads it into, their comments included, so that editors complete and explain what the reader
// accepts. Tests compare the committed files with it. It never reads a contract.
package schemafile

import (
	"cmp"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Object is a JSON object.
type Object = map[string]any

// Maker makes the schema of one file. Its maps are set before the first call of
// Of.
type Maker struct {
	// Written are the schemas of types that decode themselves.
	Written map[reflect.Type]any
	// Wider makes, of the schema of a struct's keys, that of a struct which
	// takes more than a mapping.
	Wider map[reflect.Type]func(keys any) any
	// Extra is the type of the values of unknown keys.
	Extra reflect.Type
	// Texts describe fields instead of their comments, by Type.key.
	Texts map[string]string

	comments map[string]string // package.Type.Field → text
	defs     Object
}

// New reads the comments of the packages in these folders. Its errors are
// those of files that cannot be read as Go.
func New(folders ...string) (*Maker, error) {
	m := &Maker{
		Written: map[reflect.Type]any{}, Wider: map[reflect.Type]func(any) any{},
		Texts: map[string]string{}, comments: map[string]string{}, defs: Object{},
	}
	for _, folder := range folders {
		if err := m.readComments(folder); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Hold compares a file with a schema: top, and the definitions of what was made for it. update
// writes the file first.
func (m *Maker) Hold(t testing.TB, file string, update bool, top Object) {
	t.Helper()
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["$defs"] = m.defs
	want, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is stale; run this test with -update (-want +got):\n%s", file, diff)
	}
}

// OneOrMany is the schema of an item, or a list of them.
func OneOrMany(item any) any {
	return Object{"anyOf": []any{item, Object{"type": "array", "items": item}}}
}

type enum interface{ Allowed() []string }

// Of is the schema of what a type takes. A struct is a reference to its
// definition.
func (m *Maker) Of(t reflect.Type) any {
	if schema, ok := m.Written[t]; ok {
		return schema
	}
	switch t {
	case reflect.TypeFor[time.Duration]():
		return Object{"type": "string", "description": "a duration, as 10m"}
	case reflect.TypeFor[any](), reflect.TypeFor[*yaml.Node]():
		return Object{}
	}
	if e, ok := reflect.Zero(t).Interface().(enum); ok && t.Kind() == reflect.String {
		return Object{"enum": e.Allowed()}
	}
	if strings.HasPrefix(t.Name(), "Ordered[") {
		entries, _ := t.FieldByName("Entries")
		value, _ := entries.Type.Elem().FieldByName("Value")
		return Object{"type": "object", "additionalProperties": m.Of(value.Type)}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.Of(t.Elem())
	case reflect.Slice:
		return Object{"type": "array", "items": m.Of(t.Elem())}
	case reflect.Map:
		return Object{"type": "object", "additionalProperties": m.Of(t.Elem())}
	case reflect.Struct:
		return m.named(t)
	case reflect.Bool:
		return Object{"type": "boolean"}
	case reflect.Int:
		return Object{"type": "integer"}
	}
	return Object{"type": "string"}
}

// named puts a struct into the definitions.
func (m *Maker) named(t reflect.Type) any {
	if _, ok := m.defs[t.Name()]; !ok {
		m.defs[t.Name()] = nil // against recursion
		m.defs[t.Name()] = m.Keys(t)
		if wider, ok := m.Wider[t]; ok {
			m.defs[t.Name()] = wider(m.defs[t.Name()])
		}
	}
	return Object{"$ref": "#/$defs/" + t.Name()}
}

// Keys is the schema of a struct's keys.
func (m *Maker) Keys(t reflect.Type) Object {
	object := Object{"type": "object", "additionalProperties": false}
	properties, required := Object{}, map[string][]string{}
	m.fields(t, properties, required, object)
	object["properties"] = properties
	if always := required[""]; len(always) > 0 {
		object["required"] = always
	}
	for _, other := range slices.Sorted(maps.Keys(required)) {
		if other != "" {
			object["anyOf"] = []any{
				Object{"required": required[other]}, Object{"required": []string{other}},
			}
		}
	}
	return object
}

// fields adds the keys of a struct. required has those that must be present, by the key that
// stands in for them; empty: none does.
func (m *Maker) fields(
	t reflect.Type, properties Object, required map[string][]string, object Object,
) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Type == reflect.TypeFor[strict.Pos]() || name == "-" || !f.IsExported():
		case options == "inline":
			m.fields(f.Type, properties, required, object)
		case options == "extra":
			object["additionalProperties"] = m.Of(m.Extra)
		default:
			schema := m.Of(f.Type)
			comment := m.comments[filepath.Base(t.PkgPath())+"."+t.Name()+"."+f.Name]
			if text := cmp.Or(m.Texts[t.Name()+"."+name], comment); text != "" {
				schema = Object{"description": text, "allOf": []any{schema}}
			}
			properties[name] = schema
			if rest, ok := strings.CutPrefix(options, "required"); ok {
				other := strings.TrimPrefix(rest, ",unless ")
				required[other] = append(required[other], name)
			}
		}
	}
}

// readComments reads the comments of a package's struct fields.
func (m *Maker) readComments(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		name := filepath.Join(folder, e.Name())
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				m.addComments(file.Name.Name, spec)
			}
			return true
		})
	}
	return nil
}

func (m *Maker) addComments(pkg string, spec *ast.TypeSpec) {
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range body.Fields.List {
		text := field.Doc.Text() + field.Comment.Text()
		for _, name := range field.Names {
			m.comments[pkg+"."+spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(text),
				" ")
		}
	}
}
