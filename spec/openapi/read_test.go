package openapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// parsed returns a text with its tree.
func parsed(t *testing.T, text string) openapi.Source {
	t.Helper()
	root, problems := strict.Parse("f", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return openapi.Source{File: "f", Data: []byte(text), Root: root}
}

// described returns the description of a text that is valid.
func described(t *testing.T, text string) *openapi.Description {
	t.Helper()
	read := openapi.Validate(parsed(t, text))
	if len(read.Problems) > 0 || read.Description == nil {
		t.Fatalf("%v: %s", read.Problems, text)
	}
	return read.Description
}

const things = `openapi: 3.0.3
info: {title: Things, version: "1"}
servers:
  - url: https://things.example/v1
  - url: https://other.example
security:
  - bearer: []
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {$ref: "#/components/schemas/Id"}}
      - {name: fields, in: query, schema: {type: string}}
    put:
      operationId: replace
      parameters:
        - {name: fields, in: query, explode: false, schema: {type: array, items: {type: string}}, example: [a, b]}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-A, in: header, schema: {type: string}, examples: {one: {value: first}}}
      requestBody:
        required: true
        content:
          text/plain: {schema: {type: string}, example: seven}
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
            examples:
              inline: {value: {id: "1"}}
              named: {$ref: "#/components/examples/thing"}
      responses:
        "404": {$ref: "#/components/responses/gone"}
        "200": {description: The thing., content: {application/json: {schema: {type: object}}}}
    get:
      security: []
      responses: {default: {description: Anything.}}
  /a:
    get:
      security: [{}, {bearer: []}]
      responses: {"204": {description: Done.}}
    post:
      security: [{key: []}]
      responses: {"204": {description: Done.}}
    patch:
      security: [{oauth: []}, {key: [], bearer: []}]
      responses: {"204": {description: Done.}}
components:
  securitySchemes:
    bearer: {type: http, scheme: Bearer}
    oauth: {type: openIdConnect, openIdConnectUrl: "https://id.example"}
    key: {type: apiKey, in: header, name: X-Key}
  responses:
    gone: {description: Gone., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
    also: {description: Not used.}
  examples:
    thing: {value: {id: "2"}}
  schemas:
    Id: {type: string, pattern: "^[0-9]+$"}
    Thing: {type: object, required: [id], properties: {id: {$ref: "#/components/schemas/Id"}}}
`

func TestDescription(t *testing.T) {
	d := described(t, things)
	if d.Title != "Things" || d.Version != "1" || d.Server != "https://things.example/v1" {
		t.Errorf("title %q, version %q, server %q", d.Title, d.Version, d.Server)
	}
	if diff := cmp.Diff([]string{"also", "gone"}, d.Responses); diff != "" {
		t.Errorf("responses (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Id", "Thing"}, d.Schemas()); diff != "" {
		t.Errorf("schemas (-want +got):\n%s", diff)
	}
	if s, ok := d.Schema("Id"); !ok || s.Pattern() != "^[0-9]+$" {
		t.Errorf("schema Id: %+v, %t", s, ok)
	}
	if _, ok := d.Schema("Absent"); ok {
		t.Error("there is a schema Absent")
	}
	type op struct {
		Method, Path, ID string
		Secured, Bearer  bool
		Statuses         []string
	}
	var got []op
	for i := range d.Operations {
		o := &d.Operations[i]
		got = append(got, op{o.Method, o.Path, o.ID, o.Secured(), o.TakesBearer(), o.Statuses()})
	}
	want := []op{ // paths in the order of the file, then methods
		{"GET", "/things/{id}", "", false, true, []string{"default"}},
		{"PUT", "/things/{id}", "replace", true, true, []string{"200", "404"}},
		{"GET", "/a", "", false, false, []string{"204"}},
		{"PATCH", "/a", "", true, true, []string{"204"}},
		{"POST", "/a", "", true, false, []string{"204"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if at := d.Operations[1].At(); strings.Join(at, " ") != "paths /things/{id} put" {
		t.Errorf("at %v", at)
	}
}

func TestOperation(t *testing.T) {
	op := described(t, things).Operations[1]
	type parameter struct {
		Name, In         string
		Required, Joined bool
		Example          any
	}
	var parameters []parameter
	for _, p := range op.Parameters {
		if p.Schema == nil {
			t.Errorf("%s has no schema", p.Name)
		}
		parameters = append(parameters, parameter{
			p.Name, p.In, p.Required, p.In != "query" || !p.Explode, p.Example,
		})
	}
	want := []parameter{ // the operation's own first, which override those of the path
		{"fields", "query", false, true, []any{"a", "b"}},
		{"tags", "query", false, false, nil},
		{"X-A", "header", false, true, "first"},
		{"id", "path", true, true, nil},
	}
	if diff := cmp.Diff(want, parameters); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if op.Body == nil || !op.Body.Required || len(op.Body.Content) != 2 {
		t.Fatalf("body %+v", op.Body)
	}
	json := op.Body.Content[0]
	examples := []openapi.Example{
		{Name: "inline", Value: map[string]any{"id": "1"}},
		{Name: "named", Component: "thing", Value: map[string]any{"id": "2"}},
	}
	if json.Type != "application/json" || json.SchemaComponent != "Thing" || json.Example != nil {
		t.Errorf("media %+v", json)
	}
	if diff := cmp.Diff(examples, json.Examples); diff != "" {
		t.Errorf("examples (-want +got):\n%s", diff)
	}
	if text := op.Body.Content[1]; text.Type != "text/plain" || text.SchemaComponent != "" ||
		text.Example != "seven" {
		t.Errorf("media %+v", text)
	}
	for status, component := range map[string]string{"200": "", "404": "gone"} {
		if r, ok := op.Response(status); !ok || r.Component != component || len(r.Content) != 1 {
			t.Errorf("response %s: %+v, %t", status, r, ok)
		}
	}
	if _, ok := op.Response("500"); ok {
		t.Error("there is a response 500")
	}
}

// plain has what a description needs, and paths as given.
func plain(paths string) string {
	return "openapi: 3.0.3\ninfo: {title: T, version: v}\n" + paths
}

const ok = "responses: {\"204\": {description: d}}"

// TestProblems holds that each mistake is reported at its place, and only once.
func TestProblems(t *testing.T) {
	for name, test := range map[string]struct {
		text      string
		want      []string
		tolerated int
		described bool // the rest can be looked at all the same
	}{
		"nothing": {plain("paths: {/a: {get: {" + ok + "}}}\n"), nil, 0, true},
		"another version": {"openapi: 4.0.0\ninfo: {title: T, version: v}\npaths: {}\n", []string{
			"f:1:10: openapi: version 4.0.0 is not known: 2.0, 3.0, 3.1 and 3.2 are read",
		}, 0, false},
		"no object": {plain("paths: {/a: {get: 7}}\n"), []string{
			"f:3: not valid OpenAPI: ",
		}, 1, true},
		"unknown key with a suggestion": {
			plain("paths:\n  /a:\n    get:\n      respones: {}\n      " + ok + "\n"), []string{
				`f:6:7: paths./a.get: not valid OpenAPI: it knows no "respones" here; ` +
					`your own keys begin with x- (did you mean "responses"?)`,
			}, 0, true,
		},
		"parameter without a schema": {plain("paths:\n  /a:\n    get:\n      parameters:\n       " +
			" - {name: p, in: query}\n      " + ok + "\n"), []string{
			"f:7:11: paths./a.get.parameters.0: not valid OpenAPI: ",
		}, 0, true},
		"parameter that the path lacks": {
			plain("paths:\n  /a/{id}:\n    get:\n      " + ok + "\n"), []string{
				"f:6:7: paths./a/{id}.get: not valid OpenAPI: ",
			}, 0, true,
		},
		"component": {plain("paths: {}\ncomponents:\n  schemas:\n    S: {type: strin}\n"), []string{
			"f:6:8: components.schemas.S: not valid OpenAPI: ",
		}, 0, true},
		"no paths": {plain("path: {}\n"), []string{
			"f:1:1: paths: not valid OpenAPI: must be an object",
			`f:3:1: not valid OpenAPI: it knows no "path" here; your own keys begin with x- (did ` +
				`you mean "paths"?)`,
		}, 0, true},
		"list without items is tolerated": {
			plain("paths: {}\ncomponents:\n  schemas:\n    S: {type: array}\n"),
			nil, 1, true,
		},
		"conflicting paths are tolerated": {
			plain("paths:\n  /{a}: {get: {parameters: [{name: a, in: path, required: true, " +
				"schema: {}}], " +
				ok + "}}\n  /{b}: {get: {parameters: [{name: b, in: path, required: true, " +
				"schema: {}}], " + ok + "}}\n"),
			nil, 1, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			read := openapi.Validate(parsed(t, test.text))
			compareProblems(t, test.want, read.Problems)
			if len(read.Tolerated) != test.tolerated {
				t.Errorf("tolerated: %v", read.Tolerated)
			}
			if got := read.Description != nil; got != test.described {
				t.Errorf("described: %t", got)
			}
		})
	}
}

// compareProblems wants as many problems as beginnings, in any order.
func compareProblems(t *testing.T, want []string, got strict.Problems) {
	t.Helper()
	got.Sort()
	if len(got) != len(want) {
		t.Errorf("%d problems, want %d: %v", len(got), len(want), got)
		return
	}
	for i, p := range got {
		if text := p.Error(); !strings.Contains(text, want[i]) {
			t.Errorf("problem %d: %s\nwant %s", i, text, want[i])
		}
	}
}

// TestReadDoesNotValidate holds that what OpenAPI forbids is not a problem of Read, and that every
// version is read.
func TestReadDoesNotValidate(t *testing.T) {
	read := openapi.Read(parsed(t, plain("paths: {\"/a/{id}\": {get: {"+ok+"}}}\n")))
	if len(read.Problems) > 0 || read.Description == nil || read.Version != "3.0.3" {
		t.Errorf("got %+v", read)
	}
	for _, version := range []string{"3.0.0", "3.1.0", "3.1.1", "3.2.0"} {
		read = openapi.Read(parsed(t,
			"openapi: "+version+"\ninfo: {title: T, version: v}\npaths: {/a: {get: {"+ok+"}}}\n"))
		if len(read.Problems) > 0 || read.Version != version ||
			len(read.Description.Operations) != 1 {
			t.Errorf("%s: %+v", version, read)
		}
	}
}

// TestFormerVersion holds that OpenAPI 2.0 is converted, that what is wrong with it has the place
// where it was written, and that other versions before 3.0 are refused.
func TestFormerVersion(t *testing.T) {
	const text = `swagger: "2.0"
info: {title: T, version: v}
host: a.example
paths:
  /a:
    post:
      parameters:
        - {name: b, in: body, schema: {$ref: "#/definitions/A"}}
        - {name: c, in: query, type: array, items: {type: integer}, collectionFormat: pipes}
      responses: {200: {description: d, schema: {$ref: "#/definitions/A"}}}
  /lost:
    get: {parameters: [{$ref: "#/parameters/lost"}], responses: {200: {description: d}}}
definitions:
  A: {type: object, required: [n], properties: {n: {type: string, x-nullable: true}}}
`
	read := openapi.Read(parsed(t, text))
	d := read.Description
	if d == nil || len(read.Problems) > 0 || read.Version != "3.0.3" || len(d.Operations) != 1 {
		t.Fatalf("got %+v", read)
	}
	op := d.Operations[0]
	if d.Server != "https://a.example" || op.Pos.Line != 7 || len(op.Parameters) != 1 ||
		op.Parameters[0].Style != "pipeDelimited" {
		t.Errorf("got %s, %+v", d.Server, op)
	}
	schema := op.Responses[0].Content[0].Schema
	if len(schema.Validate(map[string]any{"n": nil})) > 0 || len(schema.Validate(
		map[string]any{"n": 1})) == 0 || op.Body.Content[0].SchemaComponent != "A" {
		t.Errorf("got %+v, %+v", schema, op.Body)
	}
	if len(d.Skipped) != 1 || d.Skipped[0].Path != "/lost" || d.Skipped[0].Pos.Line != 12 {
		t.Errorf("got %+v", d.Skipped)
	}
	validated := openapi.Validate(parsed(t, text))
	compareProblems(t, []string{
		`f:12:31: $ref: "#/parameters/lost" leads to nothing in this document`,
	}, validated.Problems)
	old := openapi.Read(parsed(t, "swagger: \"1.2\"\ninfo: {title: T, version: v}\npaths: {}\n"))
	compareProblems(t, []string{"f:1:10: swagger: version 1.2 is not known: 2.0"}, old.Problems)
}

func TestReferences(t *testing.T) {
	const components = "components:\n  responses: {gone: {description: d}}\n"
	at := func(ref string) string {
		return plain("paths:\n  /a:\n    get:\n      responses:\n        \"404\": {$ref: " + ref +
			"}\n" + components)
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"found": {at(`"#/components/responses/gone"`), nil},
		"a slip": {at(`"#/components/responses/gon"`), []string{
			`f:7:23: $ref: "#/components/responses/gon" leads to nothing in this document ` +
				`(did you mean "#/components/responses/gone"?)`,
		}},
		"nothing near": {at(`"#/components/responses/absent"`), []string{
			`f:7:23: $ref: "#/components/responses/absent" leads to nothing in this document`,
		}},
		"another file": {at(`"other.yaml#/gone"`), []string{
			`f:7:23: $ref: "other.yaml#/gone" is in another file`,
		}},
		"of a schema": {plain("paths: {}\ncomponents:\n  schemas:\n    S: {properties: {a: " +
			"{$ref: \"#/lost\"}}}\n"), []string{
			`$ref: "#/lost" leads to nothing in this document`,
		}},
		"in data is none": {plain("paths: {}\nx-data: {$ref: \"#/lost\"}\ncomponents:\n  " +
			"examples: {e: {value: {a: {b: 1}}}}\n"), nil},
		"in a property called value": {plain("paths: {}\ncomponents:\n  schemas:\n    S: " +
			"{properties: {value: {$ref: \"#/lost\"}}}\n"), []string{
			`$ref: "#/lost" leads to nothing in this document`,
		}},
		"where nothing can stand in": {plain("paths: {$ref: \"#/lost\"}\n"), []string{
			`$ref: "#/lost" leads to nothing in this document`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			read := openapi.Validate(parsed(t, test.text))
			compareProblems(t, test.want, read.Problems)
			read = openapi.Read(parsed(t, test.text))
			if len(read.Problems) > 0 || read.Description == nil {
				t.Errorf("Read: %v", read.Problems)
			}
		})
	}
}
