package clients

import (
	"bytes"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict/schemafile"
)

var updateSchema = flag.Bool("update", false,
	"write the JSON Schema of client documents from the types that read them")

const schemaFile = "client.schema.json"

// TestSchemaFile holds the JSON Schema that editors complete by against the
// types that read a document, their comments included.
func TestSchemaFile(t *testing.T) {
	type object = schemafile.Object
	m, err := schemafile.New(".", "..")
	if err != nil {
		t.Fatal(err)
	}
	text := object{"type": "string"}
	m.Written[reflect.TypeFor[spec.Strings]()] = schemafile.OneOrMany(text)
	m.Written[reflect.TypeFor[Each]()] = object{"anyOf": []any{
		object{"type": "array", "items": text},
		object{"type": "object", "additionalProperties": text},
	}}
	m.Written[reflect.TypeFor[Status]()] = object{"anyOf": []any{
		object{"type": "integer", "minimum": 200, "maximum": 599},
		object{"type": "string", "pattern": "^([2-5][0-9]{2}|[{]" + placeEach + "[}])$"},
	}}
	top := m.Keys(reflect.TypeFor[source]())
	top["title"] = "Client document"
	top["description"] = "What toeline reads of a document for clients. See README.md beside " +
		"this file."
	m.Hold(t, schemaFile, *updateSchema, top)
}

// An editor that completes by the schema takes what the reader takes, and
// marks what it refuses.
func TestDocumentsKeepToTheSchema(t *testing.T) {
	t.Parallel()
	embedded, err := os.ReadFile("execute-response-action.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		source string
		fit    bool
	}{
		"embedded":    {string(embedded), true},
		"page":        {page(t), true},
		"small":       {small, true},
		"unknown key": {strings.Replace(small, "    play:", "    plays:", 1), false},
		"unknown word": {
			strings.Replace(small, "outcome: error", "outcome: failure", 1), false,
		},
		"missing key":      {strings.Replace(small, "parameter: incidentTaskId\n", "", 1), false},
		"status of no use": {strings.Replace(small, "status: 404", "status: 99", 1), false},
	} {
		if err := schema(t).Validate(value(t, test.source)); (err == nil) != test.fit {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// value is a YAML text as JSON has it.
func value(t *testing.T, source string) any {
	t.Helper()
	var decoded any
	if err := yaml.NewDecoder(bytes.NewBufferString(source)).Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}
