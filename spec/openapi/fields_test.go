package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
)

// slipsOf lists what is said of a description in all, with the lines.
func slipsOf(t *testing.T, text string) []string {
	t.Helper()
	d := openapi.Read(parsed(t, text)).Description
	for _, op := range d.Operations {
		for _, p := range op.Parameters {
			if p.Schema != nil {
				p.Schema.Shape() // reads it
			}
		}
	}
	var all []string
	for _, left := range d.Skipped {
		all = append(all, fmt.Sprintf("%d left out: %s", left.Pos.Line, left.Reason))
	}
	for _, note := range append(d.Notes(), d.Slips()...) {
		all = append(all, fmt.Sprintf("%d %s", note.Pos.Line, note.Text))
	}
	return all
}

// fieldsDocument has what a slip of the pen changes, each thing on a line of its own.
const fieldsDocument = `openapi: VERSION
info: {title: T, version: v}
paths:
  /x/{id}:
    get:
      operationId: a
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: q, in: query, style: form, explode: true, schema: {type: string, format: uuid}}
      responses:
        "200":
          description: d
          headers: {X-A: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {type: object, required: [a], properties: {a: {}}}}}
    post:
      requestBody:
        required: true
        content: {multipart/form-data: {schema: {type: object}, encoding: {a: {contentType: a/b}}}}
      responses: {"201": {$ref: "#/components/responses/made"}, 4XX: {description: d}}
components:
  responses: {made: {description: d, links: {l: {operationId: a}}}}
  schemas: {S: {type: string}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
x-own: {paramters: 1}
`

// TestFields holds that each word that OpenAPI does not have is said, with its place and with the
// word that is likely meant; and that nothing is said of a description without any.
func TestFields(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.0.3", "3.1.0", "3.2.0"} {
		for _, tt := range []struct{ from, to, want string }{
			{"", "", ""},
			{"components:", "componets:", "21 the key componets is not known here"},
			{"  securitySchemes:", "  securitySchema:", "24 the key securitySchema is not known"},
			{"operationId: a\n", "operationID: a\n", "did you mean operationId?"},
			{"      security:", "      secrity:", "7 the key secrity is not known here"},
			{"      parameters:", "      paramters:", "did you mean parameters?"},
			{"responses:\n", "respones:\n", "11 the key respones is not known here"},
			{"requestBody:", "requestBdy:", "did you mean requestBody?"},
			{"in: query", "in: qury", `10 "qury" is not one of the values of in`},
			{"in: query", "in: Query", "did you mean query?"},
			{"style: form", "style: from", "did you mean form?"},
			{"style: form", "style: simple", "one of the values of style in query"},
			{"explode: true", "explode: yes", `10 "yes" is not one of the values of explode`},
			{"explode", "explod", "10 the key explod is not known here"},
			{"{required: true, schema: {type", "{requird: true, schema: {type", "14 the key"},
			{"          headers:", "          header:", "did you mean headers?"},
			{"          content: {app", "          contnet: {app", "did you mean content?"},
			{"{application/json: {schema", "{application/json: {shema", "did you mean schema?"},
			{"{application/json: {schema", "{json: {schema", "15 json is not a media type"},
			{"required: [a]", "required: true", "15 required is not a list"},
			{"encoding: {a", "encodin: {a", "did you mean encoding?"},
			{"links: {l: {operationId", "links: {l: {operationID", "22 the key operationID"},
			{"type: apiKey", "type: apikey", "did you mean apiKey?"},
			{"scheme: bearer", "scheme: beerer", "did you mean bearer?"},
			{"[{key: []}]", "[{kye: []}]", "7 the security scheme kye is not declared: did"},
			{"format: uuid", "format: uiid", "is not checked: did you mean uuid?"},
			{"4XX: {description: d}", "4X: {description: d}", "20 4X is not a status"},
			{"/made\"}", "/made\", headers: {}}", "20 headers is ignored beside a $ref"},
			{"  /x/{id}:", "  x/{id}:", "5 left out: a path begins with a slash"},
			{"  /x/{id}:", "  /x/{id:", "5 a brace of /x/{id has no other"},
			{
				"        - {name: q", "        - {name: id, in: path}\n        - {name: q",
				"10 the parameter id in path is there twice",
			},
		} {
			text := strings.ReplaceAll(fieldsDocument, "VERSION", version)
			if tt.from != "" && !strings.Contains(text, tt.from) {
				t.Fatalf("nothing is %q", tt.from)
			}
			got := slipsOf(t, strings.Replace(text, tt.from, tt.to, 1))
			if all := strings.Join(got, "\n"); tt.want == "" && len(got) > 0 ||
				!strings.Contains(all, tt.want) {
				t.Errorf("%s: %q: got\n%s\nwant %s", version, tt.to, all, tt.want)
			}
		}
	}
}

// TestFieldsOfVersions holds what differs between versions: fields of 2.0, keys beside references,
// and descriptions of responses.
func TestFieldsOfVersions(t *testing.T) {
	t.Parallel()
	const former = `swagger: "2.0"
info: {title: T, version: v}
paths:
  /x:
    get:
      operationId: a
      paramaters: []
      parameters:
        - {name: q, in: qery, type: string, formt: date}
        - {name: b, in: query, type: array, items: {type: string}, collectionFormat: mutli}
        - {name: c, in: query, type: array, items: {type: string}, collectionFormat: tsv}
      responses: {"200": {description: d, shema: {type: string}}, "404": {}}
securityDefinitons: {}
`
	const later = `
info: {title: T, version: v}
paths:
  /x:
    get:
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/S",
        maxLength: 3}}}}}
    put: {responses: {"200": {$ref: "#/components/responses/R", description: d}}}
components: {schemas: {S: {type: string}}, responses: {R: {description: d}}}
`
	for _, tt := range []struct {
		text string
		want []string
	}{
		{former, []string{
			"7 the key paramaters is not known here, and is ignored: did you mean parameters?",
			`9 "qery" is not one of the values of in, which are path, query, header, formData, ` +
				`body: did you mean query?`,
			"9 the key formt is not known here, and is ignored: did you mean format?",
			`10 "mutli" is not one of the values of collectionFormat, which are csv, ssv, tsv, ` +
				`pipes, multi: did you mean multi?`,
			"12 the key shema is not known here, and is ignored: did you mean schema?",
			"13 the key securityDefinitons is not known here, and is ignored: did you mean " +
				"securityDefinitions?",
			"12 a response has no description, which OpenAPI before 3.2 demands (1 in all)",
		}},
		{"openapi: 3.0.3" + later, []string{
			"7 maxLength is ignored beside a $ref in OpenAPI 3.0: put both into an allOf",
			"8 description is ignored beside a $ref",
			"6 a response has no description, which OpenAPI before 3.2 demands (1 in all)",
		}},
		{"openapi: 3.1.0" + later, []string{
			"6 a response has no description, which OpenAPI before 3.2 demands (1 in all)",
		}},
		{"openapi: 3.2.0" + later, nil},
	} {
		if diff := cmp.Diff(tt.want, slipsOf(t, tt.text)); diff != "" {
			t.Errorf("%.20q (-want +got):\n%s", tt.text, diff)
		}
	}
}
