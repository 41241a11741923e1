package derive

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMayRefuse holds that an action on what was created just now may be refused as documented,
// whatever its values are, and so may a request without credentials where those are not described.
func TestMayRefuse(t *testing.T) {
	doc, err := Contract(source(t, `openapi: 3.0.3
info: {title: Parcels, version: "1"}
security: [{key: []}]
paths:
  /parcels:
    post:
      operationId: create
      responses: {"201": {description: d, content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}
  /parcels/{id}/ship:
    post:
      operationId: ship
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {content: {application/json: {example: {to: Anne}}}, required: true}
      responses: {"204": {description: d}, "400": {description: d}, "410": {description: d}}
  /parcels/{id}/drop:
    post:
      operationId: drop
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"204": {description: d}, "401": {description: d}}
  /login:
    post:
      operationId: logIn
      security: []
      requestBody: {content: {application/json: {example: {user: anne, password: secret}}}, required: true}
      responses: {"200": {description: d}, "400": {description: d}, "401": {description: d}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
`, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][]string{
		"ship.documented": {
			"ship-OK 204 when  not 400", "ship-TAKES 204 when  not",
			"ship-STATUS 204 or 400 or 410 when  not 5XX",
		},
		"drop.documented": {"drop-OK 204 when  not"},
		"logIn.documented": {
			"logIn-OK 200 when  not 401", "logIn-TAKES 200 when  not",
			"logIn-STATUS 200 or 400 or 401 when  not 5XX",
		},
	} {
		if diff := cmp.Diff(want, statusesIn(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}
