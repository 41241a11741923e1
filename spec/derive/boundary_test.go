package derive

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBoundaries: which values at bounds a request is sent with. None is of what a service may have
// reasons of its own to refuse, and none is sent by an operation that may be done once alone.
func TestBoundaries(t *testing.T) {
	doc, err := Contract(source(t, `openapi: 3.0.3
paths:
  /jobs:
    post:
      operationId: create
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: timeout, in: query, schema: {type: integer, minimum: 1, maximum: 60}}
        - {name: big, in: query, schema: {type: integer, maximum: 9223372036854775807}}
        - {name: half, in: query, schema: {type: integer, minimum: 3, exclusiveMinimum: true}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [note]
              properties:
                note: {type: string, minLength: 2, maxLength: 9}
                ownerId: {type: integer, maximum: 5}
                currency: {type: string, minLength: 3, maxLength: 30}
                short: {type: string, maxLength: 3}
                form: {type: string, pattern: "^[a-z]+$", maxLength: 9}
                site: {type: string, format: hostname, maxLength: 9}
                level: {type: integer, enum: [1, 2], maximum: 2}
                minAge: {type: integer, minimum: 1}
                label: {type: string, minLength: 1, maxLength: 20}
                lines: {type: array, maxItems: 2, items: {type: object}}
                made: {type: integer, maximum: 5, readOnly: true}
                size: {type: object, properties: {height: {type: number, maximum: 5}}}
      responses:
        "201":
          description: d
          content:
            application/json: {schema: {type: object, properties: {id: {type: integer}}}}
        "400": {description: d}
  /jobs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, maximum: 99}}]
    get: {operationId: read, responses: {"200": {description: d}}}
    delete: {operationId: remove, responses: {"204": {description: d}}}
  /jobs/{id}/close:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, maximum: 99}}]
    post:
      operationId: shut
      parameters: [{name: force, in: query, schema: {type: integer, minimum: 1, maximum: 3}}]
      responses: {"200": {description: d}, "400": {description: d}}
`, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range doc.Requirements {
		if strings.HasSuffix(r.ID, "-least") || strings.HasSuffix(r.ID, "-most") {
			got = append(got, string(r.Level)+" "+r.ID)
		}
	}
	slices.Sort(got)
	want := []string{
		"may create-BODY-label-most", "may create-BODY-note-least", "may create-BODY-note-most",
		"may create-BODY-size_height-most",
		"may create-PARAM-half-least", "may create-PARAM-page-least", "may create-PARAM-page-most",
		"may read-PARAM-id-most",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	n := len(want) // the first is as it is documented, and one is of another operation
	steps := append(slices.Repeat([]string{"POST /jobs"}, n),
		slices.Repeat([]string{"DELETE /jobs/{id}"}, n)...)
	if diff := cmp.Diff(steps, stepsOf(t, doc, "create.boundaries")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBoundariesOfExamples: where the body is an example, the request as it is documented is not
// sent once more, and what is removed is what was made.
func TestBoundariesOfExamples(t *testing.T) {
	doc, err := Contract(source(t, `openapi: 3.0.3
paths:
  /jobs:
    post:
      operationId: create
      requestBody:
        required: true
        content:
          application/json:
            schema: {allOf: [{type: object, properties: {amount: {type: integer, minimum: 1}}}]}
            example: {amount: 3}
      responses:
        "201":
          description: d
          content:
            application/json: {schema: {type: object, properties: {id: {type: integer}}}}
  /jobs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete: {operationId: remove, responses: {"204": {description: d}}}
`, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /jobs", "DELETE /jobs/{id}"}
	if diff := cmp.Diff(want, stepsOf(t, doc, "create.boundaries")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
