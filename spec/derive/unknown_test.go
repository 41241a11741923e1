package derive

import (
	"strings"
	"testing"
)

// TestUnknownValues holds that an operation is left out, with a reason, where no request is known
// that its schemas allow, and that the others are judged.
func TestUnknownValues(t *testing.T) {
	t.Parallel()
	const body = `requestBody: {required: true, content: {application/json: {schema: `
	doc, err := Contract(source(t, `openapi: 3.1.0
info: {title: T, version: v}
paths:
  /never:
    post:
      `+body+`{type: object, required: [a], properties: {a: false}}}}}
      responses: {"200": {description: d}, "400": {description: d}}
  /query:
    get:
      parameters: [{name: q, in: query, required: true, schema: {type: string, format: ipv4, minLength: 30}}]
      responses: {"200": {description: d}}
  /known:
    post:
      `+body+`{type: object, required: [a], if: {required: [a]}, then: {required: [b]}}}}}
      responses: {"200": {description: d}}
`, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, s := range doc.Skipped {
		left = append(left, s.Path+": "+s.Reason)
	}
	const why = " is known: give an example of it that fits its schema"
	if got := strings.Join(left, "\n"); got != "/never: no body that the operation takes"+why+
		"\n/query: no value of q that the operation takes"+why {
		t.Errorf("left out:\n%s", got)
	}
	if len(doc.Operations) != 1 || doc.Operations[0].Path != "/known" {
		t.Errorf("operations: %v", doc.Operations)
	}
}
