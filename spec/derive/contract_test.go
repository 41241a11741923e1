package derive

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	want := `13:7: /d: $ref "../outside.yaml#/d" leads to nothing: ` +
		`../outside.yaml is outside of the folder of plain.yaml
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

// TestContractOfBlemishes holds that an operation is used in spite of a path parameter that only
// the path names, of a schema that is not there, and of characters that YAML forbids.
// TestRequirementsLeadToOperations holds that a derived requirement is at its operation, so that
// what a report says of it can be shown there.
func TestRequirementsLeadToOperations(t *testing.T) {
	text := `openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a:
    get: {operationId: getA, responses: {"200": {description: d}}}
  /b:
    post: {operationId: postB, responses: {"204": {description: d}}}
    get: {operationId: getB, responses: {"200": {description: d}}}
`
	doc, err := Contract(source(t, text, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]map[int]bool{}
	for _, r := range doc.Requirements {
		operation, _, _ := strings.Cut(r.ID, "-")
		if lines[operation] == nil {
			lines[operation] = map[int]bool{}
		}
		lines[operation][r.Pos.Line] = true
	}
	want := map[string]map[int]bool{
		"HTTP": {1: true}, "getA": {5: true}, "postB": {7: true}, "getB": {8: true},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("lines of requirements (-want +got):\n%s", diff)
	}
}

func TestContractOfBlemishes(t *testing.T) {
	const text = `{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
"/a/{id}": {"post": {"operationId": "a",
  "parameters": [{"name": "gone", "in": "path", "required": true, "schema": {}}],
  "requestBody": {"content": {"application/json": {"example": "\u0080` + "\u0080\u2028" + `"}}},
  "responses": {"200": {"description": "d", "content": {"application/json": {
    "schema": {"$ref": "#/components/schemas/Lost"}}}}}}}}}`
	doc, err := Contract(source(t, text, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Operations) != 1 || len(doc.Skipped) > 0 {
		t.Fatalf("operations: %v, left out: %v", doc.Operations, doc.Skipped)
	}
	op := doc.Operations[0]
	if len(op.Parameters) != 1 {
		t.Errorf("parameters: %+v", op.Parameters)
	}
	if p, ok := op.Parameter("id"); !ok || p.In != "path" || !p.Required {
		t.Errorf("the parameter that only the path names: %+v", p)
	}
	if got := openapi.ValueOf(op.Cases[0].Request.Body.Value); got != "\u0080\u0080\u2028" {
		t.Errorf("body: %q", got)
	}
	var hints []string
	for _, p := range doc.Hints() {
		hints = append(hints, p.Message)
	}
	all := strings.Join(hints, "\n")
	for _, want := range []string{
		`path parameter "id" is not declared: it is taken for a text`,
		`path parameter "gone" is not in the path /a/{id}: it is not sent`,
		`$ref "#/components/schemas/Lost" leads to nothing: what is there is not judged`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no hint %q in:\n%s", want, all)
		}
	}
}

// TestNames holds that no name in a description refuses it, and that two names that differ in
// what ids cannot have are two.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"request", "true", "null", "1", "-", "日本", "each", "absent", "known", "body", "x y", "{x",
	} {
		text := fmt.Sprintf(`{"openapi": "3.0.3", "paths": {"/a/{p}": {"get": {"operationId": %[1]q,
"parameters": [{"name": %[1]q, "in": "path", "required": true, "schema": {"type": "integer"}},
  {"name": "a.b", "in": "query", "required": true, "schema": {"type": "integer"}},
  {"name": "a-b", "in": "query", "required": true, "schema": {"type": "integer"}}],
"requestBody": {"content": {"application/json": {"schema": {"type": "object",
  "required": ["c.d", "c-d", %[1]q], "properties": {"c.d": {"type": "integer"},
  "c-d": {"type": "integer"}, %[1]q: {"type": "integer"}}}}}},
"responses": {"200": {"description": "d"}, "400": {"description": "d"}}}}}}`, name)
		doc, err := Contract(source(t, text, nil), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(doc.Skipped) > 0 {
			t.Errorf("%s: left out: %v", name, doc.Skipped)
		}
		var ids []string
		for _, c := range doc.Operations[0].Cases {
			_, id, _ := strings.Cut(c.ID, ".")
			ids = append(ids, id)
		}
		for _, want := range []string{
			"omitted-a_b", "omitted-a_b_2", "refused-body-c_d-type", "refused-body-c_d_2-type",
		} {
			if !slices.Contains(ids, want) {
				t.Errorf("%s: no case %s among %v", name, want, ids)
			}
		}
	}
}

// TestManyParameters holds that the cases of one operation do not grow with the square of its
// parameters, and that it is said what is left out.
func TestManyParameters(t *testing.T) {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\npaths:\n  /a:\n    get:\n      operationId: a\n" +
		"      responses: {\"200\": {description: d}, \"400\": {description: d}}\n" +
		"      parameters:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "        - {name: p%d, in: query, required: true, "+
			"schema: {type: integer, minimum: 1}}\n", i)
	}
	doc, err := Contract(source(t, b.String(), nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	values := 0
	for _, c := range doc.Operations[0].Cases {
		values += len(c.Request.Values)
	}
	if values < 1000 || values > 200_000 {
		t.Errorf("%d values in %d cases", values, len(doc.Operations[0].Cases))
	}
	notes := doc.NotJudged()
	if len(notes) != 1 || !strings.Contains(notes[0].Text, "only the first of them are broken") {
		t.Errorf("not judged: %v", notes)
	}
}

// TestUnknownIDs holds for which operations an id that names nothing is refused: none is unknown to
// a PUT that may create what its path names, unless it names something else too.
func TestUnknownIDs(t *testing.T) {
	const operation = "responses: {\"200\": {description: d}, \"201\": {description: d}, " +
		"\"404\": {description: d}}}\n"
	const parameter = "{in: path, required: true, schema: {type: string}, name: "
	doc, err := Contract(source(t, "openapi: 3.0.3\ninfo: {title: T, version: v}\npaths:\n"+
		"  /a/{a}:\n    parameters: ["+parameter+"a}]\n"+
		"    put: {operationId: putA, "+operation+"    post: {operationId: postA, "+operation+
		"  /a/{a}/b/{b}:\n    parameters: ["+parameter+"a}, "+parameter+"b}]\n"+
		"    put: {operationId: putB, "+operation, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"putA-NF": false, "postA-NF": true, "putB-NF": true} {
		if _, got := doc.Requirement(id); got != want {
			t.Errorf("%s: %t, want %t", id, got, want)
		}
	}
}

// TestRepresentations holds which content is judged by its schema, and that it is said of which
// it is not.
func TestRepresentations(t *testing.T) {
	var text strings.Builder
	text.WriteString("openapi: 3.0.3\npaths:\n")
	for _, one := range [][2]string{
		{"/text", `{text/plain: {schema: {type: string, maxLength: 3}}}`},
		{"/bytes", `{image/png: {schema: {type: string, maxLength: 9}}}`},
		{"/xml", `{application/xml: {schema: {type: object}}}`},
		{"/document", `{application/xml: {schema: {type: string}}}`},
		{"/lines", `{application/x-ndjson: {schema: {type: object}}}`},
		{"/two", `{application/json: {schema: {type: object}}, ` +
			`application/hal+json: {schema: {type: array}}}`},
		{"/plain", `{text/plain: {}}`},
	} {
		fmt.Fprintf(&text, "  %s: {get: {responses: {\"200\": {description: d, content: %s}}}}\n",
			one[0], one[1])
	}
	doc, err := Contract(source(t, text.String(), nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	var judged []string
	for _, op := range doc.Operations {
		for _, check := range op.Cases[0].Checks {
			if check.Body != nil {
				judged = append(judged, op.Path)
			}
		}
	}
	if got := strings.Join(judged, " "); got != "/text /bytes /xml /two /two" {
		t.Errorf("judged by their schemas: %s", got)
	}
	var notes []string
	for _, note := range doc.NotJudged() {
		_, text, _ := strings.Cut(note.Text, " ")
		notes = append(notes, text)
	}
	const not = ": the content of 200 is not judged by its schema: "
	want := []string{
		"/document" + not + "a text may be the XML itself",
		"/lines" + not + "it is application/x-ndjson",
	}
	for _, text := range want {
		if !slices.Contains(notes, text) {
			t.Errorf("no note %q among %q", text, notes)
		}
	}
}

// TestRefusedBody holds of which types content that is not JSON is to be refused: lines of JSON may
// be any text.
func TestRefusedBody(t *testing.T) {
	for mediaType, want := range map[string]bool{
		"application/json": true, "application/vnd.a+json": true, "application/x-ndjson": false,
		"application/json-seq": false,
	} {
		doc, err := Contract(source(t, "openapi: 3.0.3\npaths:\n  /a: {post: {operationId: a, "+
			"requestBody: {required: true, content: {"+mediaType+": {schema: {type: string}}}}, "+
			"responses: {\"200\": {description: d}, \"400\": {description: d}}}}\n", nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := doc.Requirement("a-BODY"); got != want {
			t.Errorf("%s: %t, want %t", mediaType, got, want)
		}
	}
}
