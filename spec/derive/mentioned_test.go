package derive

import (
	"strings"
	"testing"
)

// TestIDsOfAnotherCollection holds that a list of users shows no ids of orders, whose parameter
// only has the same name, and that it does show those of /user/{id} and of another's userId.
func TestIDsOfAnotherCollection(t *testing.T) {
	const users = `openapi: 3.0.3
info: {title: S, version: "1"}
paths:
  /users:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  properties: {id: {type: integer}, planId: {type: integer}}
  /users/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: one}}
  PATH/{NAME}:
    get:
      operationId: getIt
      parameters: [{name: NAME, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: one}}
`
	for path, found := range map[string]bool{
		"/orders/id": false, "/orders/uuid": false, "/user/id": true, "/plans/planId": true,
	} {
		at := strings.LastIndex(path, "/")
		collection, name := path[:at], path[at+1:]
		text := strings.NewReplacer("PATH", collection, "NAME", name).Replace(users)
		doc, err := Contract(source(t, text, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		steps := strings.Join(stepsOf(t, doc, "getIt.documented"), "; ")
		if got := strings.Contains(steps, "GET /users;"); got != found {
			t.Errorf("%s: %s", path, steps)
		}
	}
}
