package derive

import (
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// source returns a description that is parsed, and the files beside it.
func source(t *testing.T, text string, files map[string]string) openapi.Source {
	t.Helper()
	root, problems := strict.Parse("plain.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return openapi.Source{
		File: "plain.yaml", Data: []byte(text), Root: root,
		Open: func(location string) ([]byte, error) {
			if data, ok := files[location]; ok {
				return []byte(data), nil
			}
			return nil, fmt.Errorf("no file %s", location)
		},
	}
}

// TestContract holds that what is derived in memory is what init writes, that other files are
// read, and that what one operation cannot be used for leaves that operation out.
func TestContract(t *testing.T) {
	const text = `openapi: 3.1.0
info: {title: T, version: 1.0}
paths:
  /a/{id}:
    get:
      operationId: getA
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200": {description: d, content: {application/json: {schema: {$ref: "schemas/a.yaml#/A"}}}}
        "404": {description: d}
  /b: {$ref: "#/components/pathItems/b"}
  /c: {$ref: "paths.yaml#/c"}
  /d: {$ref: "../outside.yaml#/d"}
  /e:
    get: {responses: {"200": {$ref: "#/components/responses/lost"}}}
components:
  pathItems:
    b: {get: {responses: {"204": {description: d}}}}
`
	doc, err := Contract(source(t, text, map[string]string{
		"schemas/a.yaml": "A: {type: object, required: [b], properties: {b: {$ref: " +
			"\"b.yaml#/B\"}}}\n",
		"schemas/b.yaml":  "B: {type: string, format: colour}\n",
		"paths.yaml":      "c: {get: {responses: {\"204\": {description: d}}}}\n",
		"../outside.yaml": "d: {get: {responses: {\"204\": {description: d}}}}\n",
	}), nil)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, op := range doc.Operations {
		paths = append(paths, op.Path)
	}
	if got := strings.Join(paths, " "); got != "/a/{id} /b /c" {
		t.Errorf("operations: %s", got)
	}
	var left []string
	for _, s := range doc.Skipped {
		left = append(left, fmt.Sprintf("%s:%s %s: %s", s.Pos.Where(), s.Method, s.Path, s.Reason))
	}
	want := `13:7: /d: $ref "../outside.yaml#/d" leads to nothing
15:10:GET /e: the response 200: $ref "#/components/responses/lost" leads to nothing`
	if got := strings.Join(left, "\n"); got != want {
		t.Errorf("left out:\n%s\nwant:\n%s", got, want)
	}
	notes := doc.NotJudged()
	if len(notes) != 1 || notes[0].Text != "the format colour is not checked" {
		t.Errorf("not judged: %v", notes)
	}
	schema, ok := doc.Schema("Toeline_getA_200")
	if !ok {
		t.Fatalf("schemas: %v", doc.Schemas())
	}
	if found := schema.Validate(map[string]any{"b": 1.0}); len(found) != 1 ||
		found[0].Pointer != "/b" {
		t.Errorf("the schema in another file: %v", found)
	}
}
