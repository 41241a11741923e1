package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
)

// TestSlips holds what is said of keywords, types and bounds that are not known, of members that
// are required and not described, and of ids of operations; and nothing of what is right.
func TestSlips(t *testing.T) {
	t.Parallel()
	const head = "openapi: 3.1.0\ninfo: {title: T, version: v}\npaths:\n"
	read := openapi.Read(parsed(t, head+`  /a:
    get: {operationId: a, responses: &r {"200": {description: d, content: {application/json: {schema:
      {requird: [b], maxlength: 3, title: b, x-requird: 1, deprecated: true, $comment: b, minimum: one,
       maxItems: many, type: [int, "null"], required: [nme, id, other], properties: {name: {}, id: {}}}}}}}}
    put: {operationId: a, responses: {"200": {description: d}}}
  /b:
    get:
      operationId: b
      responses: {"200": {description: d, content: {text/event-stream: {itemSchema: {type: string}},
        application/json: {schema: {$ref: "https://things.example/api.yaml#/components/schemas/S"}}}}}
  /c: {$ref: "#/paths/~1b"}
$self: https://things.example/api.yaml
components: {schemas: {S: {type: object, required: [x], properties: {}, additionalProperties: false}}}
`))
	if len(read.Problems) > 0 {
		t.Fatal(read.Problems)
	}
	var got []string
	notes := read.Description.Notes()
	for _, note := range append(notes, read.Description.Slips()...) {
		text, _, _ := strings.Cut(note.Text, ": a type is")
		got = append(got, fmt.Sprintf("%d %s", note.Pos.Line, text))
	}
	want := []string{
		"12 the items of text/event-stream of GET /b are not judged by their itemSchema",
		"12 the items of text/event-stream of GET /c are not judged by their itemSchema",
		"6 the keyword requird is not known, and not judged: did you mean required?",
		"6 the keyword maxlength is not known, and not judged: did you mean maxLength?",
		`6 "one" is not a number that a bound can be, and not judged`,
		`7 "many" is not a number that a bound can be, and not judged`,
		"7 the type int is not known, and not judged",
		"8 the operationId a is that of GET /a too: each has one of its own",
		"6 nme is required and none of the properties: did you mean name?",
		"16 x is required and none of the properties, beside which additionalProperties allows " +
			"none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
