package derive

import (
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

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
			In: "query", Schema: schematest.Of(t, text),
		}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := refusedText(openapi.Parameter{
		In: "cookie", Schema: schematest.Of(t, "{type: integer}"),
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
	made, err := started([]byte(plain), Form{Whole: true})
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
