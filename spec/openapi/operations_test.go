package openapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

const orders = `openapi: 3.1.0
info: {title: Orders, version: "1"}
servers:
  - {url: "https://{region}.example", variables: {region: {default: eu, enum: [eu, us]}}}
paths:
  /orders:
    post:
      operationId: add
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                file: {type: string, format: binary}
                pictures: {type: array, items: {type: string, contentMediaType: image/png}}
                title: {type: string}
      responses:
        "201":
          description: d
          headers:
            Location: {required: true, schema: {type: string, format: uri-colour}}
          links:
            read: {operationId: read, parameters: {path.id: $response.body#/id}}
            cancel: {operationRef: "#/paths/~1orders~1{id}/delete", requestBody: {a: 1}}
            lost: {description: leads nowhere}
        "400": {$ref: "#/components/responses/Wrong"}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: read, responses: {"200": {description: d}}}
    delete: {responses: {"204": {description: d}}}
  /lists/{id}/orders:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post: {responses: {"201": {description: d}}}
components:
  responses:
    Wrong:
      description: d
      content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  schemas:
    Pet:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind, mapping: {meow: "#/components/schemas/Cat"}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {allOf: [{$ref: "#/components/schemas/Cat"}, {properties: {bark: {}}, required: [bark]}]}
`

// TestOperations holds what is read of servers, links, files in forms, headers and components.
func TestOperations(t *testing.T) {
	d := described(t, orders)
	servers := []string{"https://eu.example", "https://us.example"}
	if diff := cmp.Diff(servers, d.Servers); diff != "" {
		t.Errorf("servers (-want +got):\n%s", diff)
	}
	add := &d.Operations[0]
	made, _ := add.Response("201")
	var linked []string
	for _, l := range made.Links {
		to := d.Linked(l)
		value, given := l.For(openapi.Parameter{In: "path", Name: "id"})
		linked = append(linked,
			fmt.Sprintf("%s %s %v %t %v", l.Name, to.Method, value, given, l.Body))
	}
	if diff := cmp.Diff([]string{
		"read GET $response.body#/id true <nil>", "cancel DELETE <nil> false map[a:1]",
	}, linked); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if to := d.Linked(openapi.Link{}); to != nil {
		t.Errorf("a link without a target leads to %s", to.Path)
	}
	if h := made.Headers[0]; h.Name != "Location" || !h.Required {
		t.Errorf("header: %+v", h)
	}
	media := add.Body.Preferred()
	for name, want := range map[string]string{
		"file": "application/octet-stream", "pictures": "image/png", "title": "",
	} {
		if got := media.Encoding[name].ContentType; got != want {
			t.Errorf("%s is sent as %q, want %q", name, got, want)
		}
	}
	wrong, _ := add.Response("400")
	at := []string{"components", "responses", "Wrong"}
	if diff := cmp.Diff(at, add.ResponseAt(wrong)); diff != "" {
		t.Error(diff)
	}
	at = []string{"paths", "/orders", "post", "responses", "201"}
	if diff := cmp.Diff(at, add.ResponseAt(made)); diff != "" {
		t.Error(diff)
	}
	notes := d.Notes()
	if len(notes) != 1 || !strings.Contains(notes[0].Text, "uri-colour") {
		t.Errorf("notes: %v", notes)
	}
	if makers := openapi.Makers(d.Operations); len(makers) > 0 {
		t.Errorf("orders are created by their collection: %v", makers)
	}
	add.Method = http.MethodGet
	if got := openapi.Makers(d.Operations)["/orders"]; got != "/lists/{id}/orders" {
		t.Errorf("orders are created by %q", got)
	}
}

// TestDiscriminator holds the value that chooses an alternative, by the mapping or by its name, and
// the members of parts.
func TestDiscriminator(t *testing.T) {
	d := described(t, orders)
	pet, _ := d.Schema("Pet")
	var got []string
	for _, choice := range pet.Shape().OneOf {
		member, value := pet.Discriminator(choice)
		got = append(got, member+" "+value)
		for _, m := range choice.Members(3) {
			got = append(got, fmt.Sprint(m.Name, " ", m.Required))
		}
	}
	if diff := cmp.Diff([]string{"kind meow", "kind true", "kind Dog", "kind true", "bark true"},
		got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	cat, _ := d.Schema("Cat")
	if member, value := cat.Discriminator(cat); member+value != "" {
		t.Errorf("%s %s where there is no discriminator", member, value)
	}
	if refusals := cat.Refusals(map[string]any{}, true); len(refusals) != 1 ||
		refusals[0].Member != "kind" {
		t.Errorf("refusals: %+v", refusals)
	}
}

// TestFiles holds that other files are read inside of the folder alone, with references as they are
// seen from the main file.
func TestFiles(t *testing.T) {
	source := parsed(t, `openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {$ref: "more/paths.yaml#/a"}
  /b: {get: {responses: {"204": {description: d}}}}
  /c: {$ref: "#/components/pathItems/none"}
`)
	source.Open = func(location string) ([]byte, error) {
		if location != "more/paths.yaml" {
			return nil, fmt.Errorf("%s is not there", location)
		}
		return []byte("a: {get: {responses: {'200': {description: d, content: " +
			"{application/json: {schema: {$ref: 'schemas.yaml#/A'}}}}}}}\n"), nil
	}
	d := openapi.Read(source).Description
	for path, want := range map[string]string{
		"/a": "more/schemas.yaml#/A", "/b": "204", "/c": "", "/d": "",
	} {
		text := ""
		if item := d.PathItem(path); item != nil {
			data, err := yaml.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		if !strings.Contains(text, want) || want == "" && text != "" {
			t.Errorf("%s is %q, want %q in it", path, text, want)
		}
	}
}

// TestNamed holds that a schema can be given a name, and that what is not judged is a note.
func TestNamed(t *testing.T) {
	d := described(t, orders)
	d.Name("Own", schematest.Of(t, "{type: integer}"))
	if own, ok := d.Schema("Own"); !ok || own.Types()[0] != "integer" {
		t.Errorf("%v, %t", own, ok)
	}
	d.NotJudged(d.Operations[0].Pos, "of no use")
	found := false
	for _, note := range d.Notes() {
		found = found || note.Text == "of no use"
	}
	if !found {
		t.Error("what is not judged is no note")
	}
}

// TestConvert holds that a description of 2.0 is read as one of 3.0 whose files are converted too,
// and that others stay what they are.
func TestConvert(t *testing.T) {
	source := parsed(t, `swagger: "2.0"
info: {title: T, version: "1"}
paths:
  /a:
    get:
      produces: [application/json]
      responses: {"200": {description: d, schema: {$ref: "a.yaml"}}}
`)
	source.Open = func(string) ([]byte, error) {
		return []byte("{type: string, x-nullable: true}"), nil
	}
	made := openapi.Convert(source)
	if !made.Converted() {
		t.Fatal("2.0 is not converted")
	}
	read := openapi.Read(made)
	if len(read.Problems) > 0 {
		t.Fatal(read.Problems)
	}
	schema := read.Description.Operations[0].Responses[0].Content[0].Schema
	if errs := schema.Validate(nil); len(errs) > 0 {
		t.Errorf("null is refused: %v", errs)
	}
	if again := openapi.Convert(parsed(t, orders)); again.Converted() {
		t.Error("3.1 is converted")
	}
}
