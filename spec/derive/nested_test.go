package derive

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nested is a description of pieces below bins, both of which a caller names, and of orders that
// are created below a party, and read below it and on their own.
const nested = `openapi: 3.0.3
info: {title: Nested, version: "1"}
paths:
  /bins/{bin}:
    parameters: [{name: bin, in: path, required: true, schema: {type: string}}]
    get: {operationId: getBin, responses: {"200": {description: d}, "404": {description: d}}}
    put: {operationId: putBin, responses: {"201": {description: d}}}
    delete: {operationId: deleteBin, responses: {"204": {description: d}, default: {description: d}}}
  /bins/{bin}/pieces:
    parameters: [{name: bin, in: path, required: true, schema: {type: string}}]
    get:
      operationId: listPieces
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Piece"}}}}}}
    post:
      operationId: createPiece
      responses: {"201": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Piece"}}}}}
  /bins/{bin}/pieces/{id}:
    parameters:
      - {name: bin, in: path, required: true, schema: {type: string}}
      - {name: id, in: path, required: true, schema: {type: integer}}
    get: {operationId: getPiece, responses: {"200": {description: d}, "404": {description: d}}}
  /parties:
    post:
      operationId: createParty
      responses: {"201": {description: d, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
  /parties/{party}:
    delete: {operationId: deleteParty, parameters: [{name: party, in: path, required: true, schema: {type: string}}], responses: {"204": {description: d}}}
  /parties/{party}/orders:
    get:
      operationId: listOrders
      parameters: [{name: party, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}}}
    post:
      operationId: createOrder
      parameters: [{name: party, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}}}}}}
      responses: {"201": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}}
  /parties/{party}/orders/{order}:
    delete:
      operationId: deleteOrder
      parameters:
        - {name: party, in: path, required: true, schema: {type: string}}
        - {name: order, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: d}}
    get:
      operationId: getOrder
      parameters:
        - {name: party, in: path, required: true, schema: {type: string}}
        - {name: order, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}}
  /orders/{order}:
    get: {operationId: orderAlone, parameters: [{name: order, in: path, required: true, schema: {type: string}}], responses: {"200": {description: d}}}
  /pieces/{code}:
    get: {operationId: byCode, parameters: [{name: code, in: path, required: true, schema: {type: integer}}], responses: {"200": {description: d}}}
components:
  schemas:
    Piece: {type: object, required: [id], properties: {id: {type: integer}}}
    Order: {type: object, properties: {id: {type: string}, text: {type: string}}}
`

// TestNested holds that another parent is made where the caller names it, that what is created once
// and read in several places has its cases once, and that a parameter that says what else it is
// does not take the id.
func TestNested(t *testing.T) {
	doc, err := Contract(source(t, nested, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range doc.Skipped {
		t.Errorf("%s %s: %s", s.Method, s.Path, s.Reason)
	}
	const order = "DELETE /parties/{party}/orders/{order}"
	const bin, pieces = "/bins/{bin}", "/bins/{bin}/pieces"
	for id, want := range map[string][]string{
		"getPiece.elsewhere": {
			"PUT " + bin, "POST " + pieces, "PUT " + bin, "GET " + pieces + "/{id}",
			"DELETE " + bin, "DELETE " + bin,
		},
		"listPieces.of-parent": {
			"PUT " + bin, "POST " + pieces, "PUT " + bin, "GET " + pieces, "DELETE " + bin,
			"DELETE " + bin,
		},
		"deleteBin.removed-parent": {
			"PUT " + bin, "POST " + pieces, "DELETE " + bin, "DELETE " + bin,
		},
		"orderAlone.documented": {
			"POST /parties", "POST /parties/{party}/orders", "GET /orders/{order}",
			"DELETE /parties/{party}",
		},
		"createOrder.created": {
			"POST /parties", "POST /parties/{party}/orders", "GET /parties/{party}/orders/{order}",
			order, "DELETE /parties/{party}",
		},
		"listOrders.unlisted": {
			"POST /parties", "POST /parties/{party}/orders", order, "GET /parties/{party}/orders",
			order, "DELETE /parties/{party}",
		},
		"byCode.documented": {"GET /pieces/{code}"},
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	got := statusesIn(t, doc, "deleteBin.removed-parent")
	if want := []string{"deleteBin-PARENT  when  not"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
