package derive

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// parts is what is derived from testdata/parts.yaml.
func parts(t *testing.T) *spec.Contract {
	t.Helper()
	text, err := os.ReadFile("testdata/parts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Contract(source(t, string(text), nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// statusesIn describes the checks of statuses, and of media types, of the last request of a case
// that does not clean up.
func statusesIn(t *testing.T, doc *spec.Contract, id string) (all []string) {
	t.Helper()
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			if op.Cases[j].ID != id {
				continue
			}
			var last spec.Part
			for _, part := range op.Cases[j].Parts(op) {
				if !part.Finally {
					last = part
				}
			}
			for _, c := range last.Case.Checks {
				all = append(all, strings.TrimRight(fmt.Sprintf("%s %s%s when %s not %s", c.ID,
					c.Status, strings.Join(c.MediaType, ","), c.When.Status,
					c.When.NotStatus), " "))
			}
			return all
		}
	}
	t.Fatalf("no case %s", id)
	return nil
}

// TestChainsOfSlashes: a path that ends with a slash has an item below it all the same, and what
// cannot be created by the collection is put.
func TestChainsOfSlashes(t *testing.T) {
	doc := parts(t)
	for id, want := range map[string][]string{
		"getPart.documented": {
			"POST /parts/", "GET /parts/{id}/", "GET /parts/{id}/", "DELETE /parts/{id}/",
		},
		"getBin.documented": {"PUT /bins/{bin}", "GET /bins/{bin}", "DELETE /bins/{bin}"},
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestRequiredTags: each request that must have an entity tag has the one of just now, those that
// clean up too, and what is refused leaves nothing behind.
func TestRequiredTags(t *testing.T) {
	doc := parts(t)
	const create, read, put = "POST /parts/", "GET /parts/{id}/", "PUT /parts/{id}/"
	const patch, remove, list = "PATCH /parts/{id}/", "DELETE /parts/{id}/", "GET /parts/"
	for id, want := range map[string][]string{
		"patchPart.updated": {create, read, read, patch, read, read, remove},
		"putPart.replaced": {
			create, read, read, put, read, read, put, read, read, remove,
		},
		"putPart.omitted-members":   {create, read, read, put, read, put, read, read, remove},
		"listParts.unlisted":        {create, read, remove, list, list, read, remove},
		"deletePart.no-credentials": {create, read, remove, read, remove},
		"deletePart.another-state":  {create, read, remove, read, remove},
	} {
		if diff := cmp.Diff(want, stepsOf(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			for _, part := range op.Cases[j].Parts(op) {
				value, ok := part.Case.Request.Value("If-Match")
				made := strings.HasSuffix(op.Cases[j].ID, "another-state") && !part.Finally
				if ok && !made && value.Role != spec.Absent && !value.Omitted &&
					value.Saved.Name != "tag" && op.Cases[j].Effect != spec.None &&
					op.Cases[j].HasSteps() {
					t.Errorf("%s: If-Match of %s is %+v", op.Cases[j].ID, part.Operation.Path,
						value)
				}
			}
		}
	}
}

// TestJustStatuses: which statuses break which requirement. HTTP's own for a request that is wrong
// refuse it, and that they are documented is another requirement; what a router answers has no
// documented content; a made-up value may be refused as documented.
func TestJustStatuses(t *testing.T) {
	doc := parts(t)
	for id, want := range map[string][]string{
		"getPart.refused-id": {
			"getPart-PARAM-id 400 or 404 or 422 when  not",
			"getPart-STATUS 200 or 401 or 403 or 404 when  not 5XX",
		},
		"patchPart.refused-id": {
			"patchPart-PARAM-id 400 or 404 or 422 when  not",
			"patchPart-STATUS 200 or 400 or 404 or 412 when  not 5XX",
		},
		"getPart.unknown-id": {
			"getPart-NF 404 when  not 403",
			"getPart-ANSWER application/json when 404 not",
			"getPart-ANSWER  when 404 not",
		},
		"getPart.no-credentials":    {"getPart-AUTH 401 when  not"},
		"putPart.no-credentials":    {"putPart-AUTH 401 when  not"},
		"deletePart.no-credentials": {"deletePart-AUTH 401 when  not"},
		"createPart.documented": {
			"createPart-OK 201 when  not 400 or 403 or 409 or 412 or 422 or 424 or 428 or 501",
			"createPart-TAKES 201 when  not",
			"createPart-STATUS 201 or 422 or 501 when  not 5XX",
			"createPart-ANSWER application/json when 201 not", "createPart-ANSWER  when 201 not",
		},
		"listParts.limited": {
			"listParts-LIMIT  when  not 401 or 403 or 404 or 409 or 410 or 412 or 413 or 414 " +
				"or 424 or 428 or 429 or 431 or 507",
		},
		"listParts.documented-optional": {
			"listParts-OK 200 when  not",
			"listParts-ANSWER application/json when 200 not", "listParts-ANSWER  when 200 not",
		},
		"listParts.documented-options": {
			"listParts-STATUS 200 or 400 when  not 5XX", "listParts-OK  when  not",
			"listParts-ANSWER application/json when 200 not", "listParts-ANSWER  when 200 not",
		},
		"getBin.no-credentials": {"getBin-AUTH 401 when  not"},
		"getShelf.unknown-id": {
			"getShelf-NF 404 when  not 400 or 403 or 422",
			"getShelf-STATUS 200 or 404 when  not 5XX",
		},
	} {
		if diff := cmp.Diff(want, statusesIn(t, doc, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	for id, want := range map[string]spec.Level{
		"createPart-BODY-colour-null": spec.Should, "createPart-BODY-name-null": spec.Must,
		"createPart-STATUS": spec.Should, "createPart-TAKES": spec.May,
	} {
		if r, ok := doc.Requirement(id); !ok || r.Level != want {
			t.Errorf("%s is %q, want %q", id, r.Level, want)
		}
	}
}

// TestWholeCollection: what is not of the run is not removed to see that it can be.
func TestWholeCollection(t *testing.T) {
	doc := parts(t)
	if _, ok := doc.Requirement("deleteParts-OK"); ok {
		t.Error("a whole collection is removed")
	}
	noted := slices.ContainsFunc(doc.NotJudged(), func(n openapi.Note) bool {
		return strings.HasPrefix(n.Text, "DELETE /parts/ removes all that is there")
	})
	if !noted {
		t.Errorf("not judged: %v", doc.NotJudged())
	}
}

// TestFirstPage: pages are counted from what the default is; where it is not known, the first page
// is the one without a number.
func TestFirstPage(t *testing.T) {
	text, err := os.ReadFile("testdata/parts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const page = "{name: page, in: query, schema: {type: integer"
	const unsaid = page + "}}"
	for _, test := range []struct {
		page  string
		pages []string // of listParts.pages
		from  int      // where the list is read page by page
		lists int      // requests of it
	}{
		{unsaid, []string{"1", "2", ""}, 1, 2},
		{page + ", default: 1}}", []string{"1", "2", "1"}, 1, 1},
		{page + ", default: 0}}", []string{"0", "1", "0"}, 0, 1},
		{page + ", minimum: 0}}", []string{"1", "2", ""}, 1, 2},
	} {
		doc, err := Contract(source(t, strings.Replace(string(text), unsaid, test.page, 1), nil),
			nil)
		if err != nil {
			t.Fatal(err)
		}
		var pages []string
		from, lists := -1, 0
		op := &doc.Operations[slices.IndexFunc(doc.Operations,
			func(op spec.Operation) bool { return op.ID == "listParts" })]
		for j := range op.Cases {
			for _, part := range op.Cases[j].Parts(op) {
				value, _ := part.Case.Request.Value("page")
				number, _ := spec.TextOf(value.Literal)
				switch {
				case op.Cases[j].ID == "listParts.pages":
					pages = append(pages, number)
				case op.Cases[j].ID == "listParts.listed" && part.Operation == op:
					lists++
					if value.Count != nil {
						from = value.Count.From
					}
				}
			}
		}
		if !slices.Equal(pages, test.pages) || from != test.from || lists != test.lists {
			t.Errorf("%s: pages %q, from %d in %d lists", test.page, pages, from, lists)
		}
	}
}

// TestOwnID: an id that the caller gives is not sent in a spelling that makes two things of one.
func TestOwnID(t *testing.T) {
	const thing = "content: {application/json: {schema: {$ref: \"#/components/schemas/T\"}}}"
	doc, err := Contract(source(t, "openapi: 3.0.3\npaths:\n  /things:\n    post:\n"+
		"      operationId: create\n      requestBody: {required: true, "+thing+"}\n"+
		"      responses: {\"201\": {description: d, "+thing+"}, \"400\": {description: d}}\n"+
		"  /things/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, "+
		"schema: {type: integer}}]\n      responses: {\"200\": {description: d}}\n"+
		"components: {schemas: {T: {type: object, properties: {id: {type: integer}, "+
		"size: {type: integer}}}}}\n", nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{
		"create-BODY-id-coerced": false, "create-BODY-id-type": true,
		"create-BODY-size-coerced": true,
	} {
		if _, got := doc.Requirement(id); got != want {
			t.Errorf("%s: %t, want %t", id, got, want)
		}
	}
}

// TestCredentialsOfUnknown: an id that is made up may be malformed, which a service may say before
// it looks at credentials.
func TestCredentialsOfUnknown(t *testing.T) {
	got := statusesIn(t, parts(t), "getShelf.no-credentials")
	if len(got) == 0 || got[0] != "getShelf-AUTH 401 when  not 400 or 404 or 422" {
		t.Errorf("%q", got)
	}
}

// TestOwnIDs: an item is replaced with the id that the path has, and no service must take over the
// id that a caller gives to what it creates.
func TestOwnIDs(t *testing.T) {
	t.Parallel()
	const text = `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /items:
    post: {operationId: add, requestBody: {$ref: "#/components/requestBodies/I"},
      responses: {"201": {$ref: "#/components/responses/I"}}}
  /items/{itemId}:
    parameters: [{name: itemId, in: path, required: true, schema: {type: integer}}]
    get: {operationId: get, responses: {"200": {$ref: "#/components/responses/I"}}}
    put: {operationId: put, requestBody: {$ref: "#/components/requestBodies/I"},
      responses: {"200": {$ref: "#/components/responses/I"}}}
    delete: {operationId: drop, responses: {"204": {description: gone}}}
components:
  requestBodies:
    I: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/I"}}}}
  responses:
    I: {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/I"}}}}
  schemas:
    I: {type: object, properties: {id: {type: integer, example: 1}, name: {type: string}}}
`
	s, err := derive(source(t, text, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	puts := 0
	for _, part := range s.parts {
		for line := range strings.Lines(part.text) {
			isPut := strings.Contains(line, `operation: "PUT `) && strings.Contains(line, `"id":1`)
			switch {
			case isPut && !strings.Contains(line, `"/id": saved.id_itemId`),
				strings.Contains(line, "add-ECHO, same: {pointer: \"\",") &&
					!strings.Contains(line, `["/id"]`):
				t.Error(line)
			case isPut:
				puts++
			}
		}
	}
	if puts < 3 {
		t.Errorf("%d requests put an item", puts)
	}
}
