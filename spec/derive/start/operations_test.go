package start

import (
	"fmt"
	"strings"
	"testing"
)

// TestManyMembers holds that the cases of one body do not grow with the square of its members, and
// that what is left out is listed by init too.
func TestManyMembers(t *testing.T) {
	required, members := "", ""
	for i := range 3000 {
		required += fmt.Sprintf("p%d, ", i)
		members += fmt.Sprintf("                p%d: {type: integer}\n", i)
	}
	made, err := started([]byte("openapi: 3.0.3\ninfo: {title: T, version: v}\npaths:\n  /a:\n"+
		"    put:\n      responses: {\"200\": {description: d}, \"400\": {description: d}}\n"+
		"      requestBody:\n        content:\n          application/json:\n            schema:\n"+
		"              type: object\n              required: ["+required+"]\n"+
		"              properties:\n"+members), Form{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Text) > 4<<20 {
		t.Errorf("%d bytes were made", len(made.Text))
	}
	if len(made.Left) != 1 ||
		!strings.HasPrefix(made.Left[0].Text, "PUT /a has more parameters and members than") {
		t.Errorf("left out: %v", made.Left)
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
`
	const unknown = `  /b/:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: string, pattern: "^(?=x)[0-9]$", maxLength: 1}}}}
      responses: {"204": {description: d}}
`
	made, err := started([]byte(plain+unknown), Form{Whole: true})
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
