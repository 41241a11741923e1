package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// swaggerDocument is a description of OpenAPI 2.0 with what 3.0 writes otherwise.
const swaggerDocument = `swagger: "2.0"
info: {title: Pets, version: "1"}
host: pets.example
basePath: /v1
schemes: [https]
produces: [application/json]
securityDefinitions: {key: {type: apiKey, in: query, name: api_key}, login: {type: basic}}
security: [{key: []}]
parameters:
  limit: {name: limit, in: query, type: integer, minimum: 1, required: true, x-example: 10}
responses:
  Refused: {description: refused, schema: {$ref: "#/definitions/Error"}}
paths:
  /pets:
    parameters: [{$ref: "#/parameters/limit"}]
    get:
      operationId: pets
      parameters:
        - {name: multi, in: query, required: true, type: array, items: {type: string}, collectionFormat: multi, x-example: [a, b]}
        - {name: csv, in: query, required: true, type: array, items: {type: integer}, x-example: [1, 2]}
        - {name: ssv, in: query, required: true, type: array, items: {type: integer}, collectionFormat: ssv, x-example: [1, 2]}
        - {name: tsv, in: query, required: true, type: array, items: {type: integer}, collectionFormat: tsv, x-example: [1, 2]}
        - {name: pipes, in: query, required: true, type: array, items: {type: integer}, collectionFormat: pipes, x-example: [1, 2]}
        - {name: X-List, in: header, required: true, type: array, items: {type: integer}, collectionFormat: pipes, x-example: [1, 2]}
      responses:
        200: {description: ok, schema: {type: array, items: {$ref: "#/definitions/Pet"}}}
        400: {$ref: "#/responses/Refused"}
        401: {$ref: "#/responses/Refused"}
  /login:
    get:
      operationId: login
      security: [{login: []}]
      responses: {200: {description: ok, schema: {$ref: "#/definitions/Pet"}}, 401: {$ref: "#/responses/Refused"}}
  /pets/new:
    post:
      operationId: add
      security: []
      consumes: [application/json]
      parameters: [{name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}]
      responses: {201: {description: made}, 400: {$ref: "#/responses/Refused"}}
  /form:
    post:
      operationId: form
      security: []
      parameters:
        - {name: a, in: formData, required: true, type: array, items: {type: string, enum: [x]}, minItems: 2, collectionFormat: pipes}
        - {name: n, in: formData, required: true, type: integer, minimum: 7, maximum: 7}
      responses: {204: {description: ok}, 400: {$ref: "#/responses/Refused"}}
  /photo:
    post:
      operationId: photo
      security: []
      consumes: [multipart/form-data]
      parameters: [{name: file, in: formData, type: file, required: true}]
      responses: {204: {description: ok}, 400: {$ref: "#/responses/Refused"}}
    get:
      operationId: getPhoto
      security: []
      produces: [image/png]
      responses: {200: {description: ok, schema: {type: file}}}
definitions:
  Pet:
    type: object
    required: [name, owner]
    properties: {name: {type: string}, owner: {type: string, x-nullable: true}}
    example: {name: Rex, owner: null}
  Error: {type: object, required: [message], properties: {message: {type: string}}}
`

// pets is a server of swaggerDocument. It takes only what is written as OpenAPI 2.0 has it.
type pets struct {
	mu     sync.Mutex
	owner  string          // what is said of the owner of a pet
	taken  map[string]bool // operations that were asked as they document
	strays []string        // the requests of the documented cases that were not
}

func (p *pets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	user, _, _ := r.BasicAuth()
	const lists = "multi=a&multi=b&csv=1,2&ssv=1%202&tsv=1%092&pipes=1%7C2"
	answer := func(status int, mediaType, content string) {
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		fmt.Fprint(w, content)
	}
	pet := `{"name": "Rex", "owner": ` + p.owner + `}`
	isPhoto := strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data; boundary=") &&
		strings.Contains(string(body), `form-data; name="file"; filename=`)
	p.mu.Lock()
	defer p.mu.Unlock()
	name := r.Method + " " + r.URL.Path
	taken := true
	switch {
	case name == "GET /v1/pets" && r.URL.Query().Get("api_key") != "toeline",
		name == "GET /v1/login" && user == "nobody" || name == "GET /v1/login" && user == "":
		answer(401, "application/json", `{"message": "who are you?"}`)
		taken = false
	case name == "GET /v1/pets" && strings.Contains(r.URL.RawQuery, lists) &&
		strings.Contains(r.URL.RawQuery, "limit=1") && r.Header.Get("X-List") == "1|2":
		answer(200, "application/json", "["+pet+"]")
	case name == "GET /v1/login":
		answer(200, "application/json", pet)
	case name == "POST /v1/pets/new" && isPet(body) &&
		r.Header.Get("Content-Type") == "application/json":
		w.WriteHeader(http.StatusCreated)
	case name == "POST /v1/form" && string(body) == "a=x%7Cx&n=7",
		name == "POST /v1/photo" && isPhoto:
		w.WriteHeader(http.StatusNoContent)
	case name == "GET /v1/photo":
		answer(200, "image/png", "\x89PNG")
	default:
		taken = false
		p.strays = append(p.strays, r.URL.String()+" "+string(body))
		answer(400, "application/json", `{"message": "no"}`)
	}
	if taken {
		p.taken[name] = true
	}
}

// isPet reports whether content is a pet, whose owner may be null.
func isPet(content []byte) bool {
	var pet map[string]any
	if json.Unmarshal(content, &pet) != nil {
		return false
	}
	_, named := pet["name"].(string)
	owner, given := pet["owner"]
	_, isText := owner.(string)
	return named && given && (owner == nil || isText)
}

// TestOpenAPI2 holds that a description of OpenAPI 2.0 is sent and judged as it says, by one
// command, and that what breaks it is reported with the schema.
func TestOpenAPI2(t *testing.T) {
	t.Parallel()
	for owner, want := range map[string]int{"null": 0, "7": 1} {
		p := &pets{owner: owner, taken: map[string]bool{}}
		server := httptest.NewServer(p)
		t.Cleanup(server.Close)
		code, out := inFolder(t, swaggerDocument, "--target", server.URL+"/v1", "--strict")
		if code != want {
			t.Errorf("owner %s: exit %d, want %d:\n%s\nrefused: %q", owner, code, want, out,
				p.strays)
		}
		if len(p.taken) != 6 {
			t.Errorf("asked for %v", p.taken)
		}
		if want == 1 && !strings.Contains(out, "/owner") {
			t.Errorf("the broken member is not named:\n%s", out)
		}
	}
	_, out := inFolder(t, swaggerDocument, "--target", "http://127.0.0.1:9", "--dry-run")
	for _, want := range []string{
		"GET /login  auth: valid  sends Authorization: Basic", "getPhoto.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the plan lacks %q:\n%s", want, out)
		}
	}
}

// TestOpenAPI2Places holds that what is wrong with a description of OpenAPI 2.0 has the place where
// it is written.
func TestOpenAPI2Places(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(swaggerDocument, `schema: {$ref: "#/definitions/Pet"}}]`,
		`schema: {$ref: "#/definitions/Cat"}}]`, 1)
	line := 1 + strings.Count(broken[:strings.Index(broken, "#/definitions/Cat")], "\n")
	_, out := inFolder(t, broken+"x-conformance: {version: 1}\n", "--target",
		"http://127.0.0.1:9", "--dry-run")
	want := fmt.Sprintf(`api.yaml:%d:73: $ref: "#/definitions/Cat" leads to nothing`, line)
	if !strings.Contains(out, want) || strings.Contains(out, "not valid OpenAPI") {
		t.Errorf("lacks %q, or has more:\n%s", want, out)
	}
	code, out := inFolder(t, "swagger: \"2.0\"\ninfo: {title: T, version: v}\npaths: {}\n",
		"--target", "http://127.0.0.1:9")
	if code != 2 || !strings.Contains(out, "api.yaml:1:1: describes no operation") {
		t.Errorf("no operation: exit %d:\n%s", code, out)
	}
}
