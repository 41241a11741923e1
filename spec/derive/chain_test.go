package derive

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

// stepsOf describes the requests of a case, cleaning included.
func stepsOf(t *testing.T, doc *spec.Contract, id string) []string {
	t.Helper()
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			if op.Cases[j].ID != id {
				continue
			}
			var all []string
			for _, part := range op.Cases[j].Parts(op) {
				all = append(all, part.Operation.Method+" "+part.Operation.Path)
			}
			return all
		}
	}
	t.Fatalf("no case %s", id)
	return nil
}

// shop is what is derived from testdata/shop.yaml.
func shop(t *testing.T, given ...string) *spec.Contract {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Contract(source(t, string(text), nil), nil, given...)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestChain: what a request names is created before it, parents first, and removed after it; what
// was there before is read alone.
func TestChain(t *testing.T) {
	doc := shop(t)
	for id, want := range map[string][]string{
		"createOrder.documented": {
			"POST /customers", "POST /orders", "DELETE /orders/{order_id}",
			"DELETE /customers/{customerId}",
		},
		"getOrder.documented": {
			"POST /customers", "POST /orders", "GET /orders/{order_id}",
			"DELETE /orders/{order_id}", "DELETE /customers/{customerId}",
		},
		"deleteOrder.removed": {
			"POST /customers", "POST /orders", "DELETE /orders/{order_id}",
			"GET /orders/{order_id}", "DELETE /customers/{customerId}",
		},
		"updateOrder.updated": {
			"POST /customers", "POST /orders", "GET /orders/{order_id}",
			"PATCH /orders/{order_id}", "GET /orders/{order_id}", "DELETE /orders/{order_id}",
			"DELETE /customers/{customerId}",
		},
		"getTag.documented":    {"GET /tags", "GET /tags/{tag}"},
		"deleteTag.documented": {"DELETE /tags/{tag}"}, // of the fixtures
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestGivenKinds: what fixtures give is not created, and its owners neither.
func TestGivenKinds(t *testing.T) {
	doc := shop(t, "order_ids")
	for id, want := range map[string][]string{
		"getOrder.documented":    {"GET /orders/{order_id}"},
		"deleteOrder.documented": {"DELETE /orders/{order_id}"},
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestMeaning: which requirements across requests are derived, and how strongly they bind.
func TestMeaning(t *testing.T) {
	doc := shop(t)
	var got []string
	for _, r := range doc.Requirements {
		for _, end := range []string{
			"-STORED", "-ECHO", "-DEFAULT", "-LISTED", "-GONE", "-CHANGED", "-REST", "-PUT",
			"-LIMIT", "-END", "-PAGES", "-FILTER-state",
		} {
			if strings.HasSuffix(r.ID, end) {
				got = append(got, r.ID+" "+string(r.Level))
			}
		}
	}
	slices.Sort(got)
	want := []string{
		"createCustomer-ECHO may", "createOrder-DEFAULT must", "createOrder-ECHO may",
		"createOrder-STORED should",
		"deleteOrder-GONE should", "listOrders-END may", "listOrders-FILTER-state may",
		"listOrders-LIMIT may", "listOrders-LISTED may", "listOrders-PAGES may",
		"updateOrder-CHANGED should", "updateOrder-REST should",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestParentsOfOtherNames: the parameters of a path may have other names than those of the paths
// above it, one that another has there too; parents are created first all the same.
func TestParentsOfOtherNames(t *testing.T) {
	doc, err := Contract(source(t, `openapi: 3.0.3
info: {title: B, version: "1"}
paths:
  /buckets:
    post: {operationId: makeBucket, responses: {"201": {$ref: "#/components/responses/made"}}}
  /buckets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: getBucket, responses: {"200": {description: d}, "404": {description: d}}}
    delete: {operationId: dropBucket, responses: {"204": {description: d}}}
  /buckets/{id}/shelves:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post: {operationId: makeShelf, responses: {"201": {$ref: "#/components/responses/made"}}}
  /buckets/{bucket_id}/shelves/{id}:
    parameters:
      - {name: bucket_id, in: path, required: true, schema: {type: integer}}
      - {name: id, in: path, required: true, schema: {type: integer}}
    get: {operationId: getShelf, responses: {"200": {description: d}, "404": {description: d}}}
    delete: {operationId: dropShelf, responses: {"204": {description: d}}}
components:
  responses:
    made:
      description: d
      content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
`, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	const makeBucket, dropBucket = "POST /buckets", "DELETE /buckets/{id}"
	const makeShelf, shelf = "POST /buckets/{id}/shelves", "/buckets/{bucket_id}/shelves/{id}"
	for id, want := range map[string][]string{
		"getShelf.documented": {
			makeBucket, makeShelf, "GET " + shelf, "DELETE " + shelf, dropBucket,
		},
		"dropShelf.removed": {
			makeBucket, makeShelf, "DELETE " + shelf, "GET " + shelf, dropBucket,
		},
		"makeShelf.documented": {makeBucket, makeShelf, "DELETE " + shelf, dropBucket},
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	// The bucket and the shelf are saved by two names, though each is an id.
	for i := range doc.Operations {
		for _, c := range doc.Operations[i].Cases {
			if c.ID == "makeShelf.documented" {
				for _, part := range c.Parts(&doc.Operations[i]) {
					if part.Operation.ID == "dropShelf" {
						shelf, _ := part.Case.Request.Value("id")
						bucket, _ := part.Case.Request.Value("bucket_id")
						if shelf.Saved.Name == bucket.Saved.Name || bucket.Saved.Name == "" {
							t.Errorf("both are %s", shelf.Saved)
						}
					}
				}
			}
		}
	}
}

// TestIDsThatAreSent: what was created is called as the body says, where the response and the
// headers say nothing.
func TestIDsThatAreSent(t *testing.T) {
	from := source(t, `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /tenants:
    post:
      operationId: makeTenant
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
      responses: {"200": {description: d}}
    get:
      operationId: listTenants
      responses:
        "200":
          description: d
          content:
            application/json:
              schema:
                type: array
                items: {type: object, properties: {id: {type: string}, name: {type: string}}}
  /tenants/{tenant_name}:
    parameters: [{name: tenant_name, in: path, required: true, schema: {type: string}}]
    get: {operationId: getTenant, responses: {"200": {description: d}, "404": {description: d}}}
`, nil)
	if s, err := derive(from, nil); err != nil || s.resources["/tenants/{}"].itemID != "/name" {
		t.Errorf("%v; the items of the list are known by another member", err)
	}
	doc, err := Contract(from, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /tenants", "GET /tenants/{tenant_name}"}
	if diff := cmp.Diff(want, stepsOf(t, doc, "getTenant.documented")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, r := range doc.Requirements { // it is a guess
		if r.ID == "getTenant-OK" && r.Level != spec.May {
			t.Errorf("%s is %s", r.ID, r.Level)
		}
	}
}
