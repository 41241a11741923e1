package derive

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// schemaOf reads a component schema that is given as YAML in one line.
func schemaOf(t *testing.T, text string) *openapi.Schema {
	t.Helper()
	data := []byte("openapi: 3.0.3\ninfo: {title: T, version: v}\npaths: {}\ncomponents:\n  " +
		"schemas:\n" +
		"    Loop: {type: object, required: [next], properties: {next: {$ref: " +
		"\"#/components/schemas/Loop\"}}}\n" +
		"    S: " + text + "\n")
	root, problems := strict.Parse("f", data)
	read := openapi.Read(openapi.Source{File: "f", Data: data, Root: root})
	if problems = append(problems, read.Problems...); len(problems) > 0 {
		t.Fatal(problems)
	}
	s, ok := read.Description.Schema("S")
	if !ok {
		t.Fatalf("no schema: %s", text)
	}
	return s
}

// TestSampleOf holds that a sample is what the schema shows, or else the smallest value that
// it takes; where none is known it says so.
func TestSampleOf(t *testing.T) {
	for _, test := range []struct {
		schema, want string
		good         bool
	}{
		{"{type: string, example: shown}", `"shown"`, true},
		{"{type: string, maxLength: 2, example: too long}", `"x"`, true},
		{"{type: integer, default: 7}", `7`, true},
		{"{type: string, enum: [b, a]}", `"b"`, true},
		{"{type: string, minLength: 3}", `"xxx"`, true},
		{"{type: string, format: date}", `"2026-01-02"`, true},
		{"{type: string, pattern: \"^[0-9]{3}$\", example: x}", `"677"`, true},
		{"{type: integer, minimum: 1.5}", `2`, true},
		{"{type: integer, maximum: -0.5}", `-1`, true},
		{"{type: integer, minimum: 7, multipleOf: 5}", `10`, true},
		{"{type: boolean}", `true`, true},
		{"{type: array, items: {type: string}}", `[]`, true},
		{"{type: array, minItems: 2, items: {type: string}}", `["x","x"]`, true},
		{
			"{type: object, required: [a], properties: {a: {type: boolean}, b: {type: string}}}",
			`{"a":true}`, true,
		},
		{
			"{type: object, required: [id], properties: {id: {type: string, readOnly: true}}}",
			`{}`, true,
		},
		{"{type: object, required: [a]}", `{"a":"x"}`, true},
		{"{oneOf: [{type: boolean}, {type: string}]}", `true`, true},
		{
			"{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, " +
				"{type: object, required: [b], properties: {b: {type: integer}}}]}",
			`{"a":"x","b":1}`,
			true,
		},
		{"{allOf: [{type: string, enum: [one]}]}", `"one"`, true},
	} {
		value, good := sampleOf(schemaOf(t, test.schema))
		got, err := json.Marshal(value)
		if err != nil || string(got) != test.want || good != test.good {
			t.Errorf("%s: %s, %t, %v, want %s, %t", test.schema, got, good, err, test.want,
				test.good)
		}
	}
	if value, good := sampleOf(nil); value != nil || good {
		t.Errorf("of no schema: %v, %t", value, good)
	}
	if _, good := sampleOf(schemaOf(t, "{$ref: \"#/components/schemas/Loop\"}")); good {
		t.Error("a schema that contains itself has a good sample")
	}
}

func TestSampleValue(t *testing.T) {
	for _, test := range []struct {
		parameter openapi.Parameter
		want      string
		good      bool
	}{
		{openapi.Parameter{Example: "shown"}, `"shown"`, true},
		{openapi.Parameter{Example: []any{"a", 1.0}}, `["a",1]`, true},
		{
			openapi.Parameter{Schema: schemaOf(t, "{type: array, items: {type: integer}}")},
			"[1]", true,
		},
		{openapi.Parameter{Schema: schemaOf(t, "{type: object}")}, "{}", true},
		{openapi.Parameter{Schema: schemaOf(t, "{type: boolean}")}, "true", true},
		{
			openapi.Parameter{
				Schema: schemaOf(t, "{type: integer}"), Example: "x",
				Examples: []openapi.Example{{Value: "y"}, {Value: 5}},
			},
			"5", true,
		},
	} {
		value, good := sampleValue(test.parameter)
		if got := jsonText(value); got != test.want || good != test.good {
			t.Errorf("%+v: %s, %t", test.parameter, got, good)
		}
	}
}

func TestSampleBody(t *testing.T) {
	const object = "{type: object, required: [a, b], properties: " +
		"{a: {type: string}, b: {type: integer}}}"
	for _, test := range []struct {
		media openapi.Media
		want  string
		good  bool
	}{
		{
			openapi.Media{Type: "application/json", Example: map[string]any{"a": 1.0}},
			`{"a":1}`,
			true,
		},
		{
			openapi.Media{Type: "application/json", Schema: schemaOf(t, object)},
			`{"a":"x","b":1}`, true,
		},
		{
			openapi.Media{Type: "application/xml", Schema: schemaOf(t, object)},
			`{"a":"x","b":1}`, false,
		},
		{
			openapi.Media{Type: "application/xml", Schema: schemaOf(t, object), Example: "<a/>"},
			`"\u003ca/\u003e"`, true,
		},
		{openapi.Media{Type: "text/csv"}, `"x"`, true},
		{openapi.Media{Type: "application/json"}, `{}`, true},
	} {
		value, good := sampleBody(test.media)
		if got := jsonText(value); got != test.want || good != test.good {
			t.Errorf("%s: %s, %t, want %s, %t", test.media.Type, got, good, test.want, test.good)
		}
	}
}

// TestRefusedText holds that a text that should be refused breaks the schema.
func TestRefusedText(t *testing.T) {
	for text, want := range map[string]string{
		"{type: integer}": oddText, "{type: boolean}": oddText,
		"{type: string, enum: [a]}":    oddText,
		"{type: string, format: uuid}": oddText, "{pattern: \"^[0-9]+$\"}": oddText,
		"{type: string, maxLength: 3}": "xxxx", "{type: string}": "",
		"{type: string, pattern: \"~\"}": "",
	} {
		if got := refusedText(openapi.Parameter{
			In: "query", Schema: schemaOf(t, text),
		}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := refusedText(openapi.Parameter{
		In: "cookie", Schema: schemaOf(t, "{type: integer}"),
	}); got != "" {
		t.Errorf("of a cookie: %q", got)
	}
	if got := refusedText(openapi.Parameter{In: "query"}); got != "" {
		t.Errorf("without a schema: %q", got)
	}
}

// TestSkeletonOfOperations holds which operations have no cases, how those without an id are
// named, and which bodies are taken from the document.
func TestSkeletonOfOperations(t *testing.T) {
	const plain = `openapi: 3.0.3
info: {title: T, version: v}
paths:
  /a/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
      responses: {"200": {description: d}}
  /b:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object}
            examples: {one: {value: {a: 1}}}
      responses: {"204": {description: d}}
  /b/:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: string, pattern: "^(?=x)[0-9]$"}}}}
      responses: {"204": {description: d}}
`
	made, err := Skeleton(openapi.Source{File: "plain.yaml", Data: []byte(plain)})
	if err != nil {
		t.Fatal(err)
	}
	text := string(made.Text)
	for _, want := range []string{
		`"id": id.known, "query.id": {literal: "x"}`, "post-b-OK", "post-b-2-OK",
		"example: \"one\"",
		"EDIT", "a body that the operation takes",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the skeleton has no %q:\n%s", want, text)
		}
	}
	if made.Edits == 0 {
		t.Error("nothing is to be filled in")
	}
	doc := skeletonOf(t, []byte(plain))
	if doc.Correlation.Request != "" || len(doc.Situations.Entries) > 0 ||
		strings.Contains(text, "tokenEnv") {
		t.Errorf("a skeleton names what the document does not: %+v", doc.Correlation)
	}
}
