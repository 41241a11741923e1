package plain_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
)

// usersOf describes how a user is read, by an id of which a value is shown.
func usersOf(version, parameter string) string {
	const schema = "{type: object, required: [id], properties: {id: {type: integer}}}"
	response := "{description: d, content: {application/json: {schema: " + schema + "}}}"
	if strings.HasPrefix(version, "swagger") {
		response = "{description: d, schema: " + schema + "}"
	}
	return version + `
info: {title: T, version: v}
paths:
  /users/{id}:
    get:
      operationId: user
      parameters:
        - {name: id, in: path, required: true, ` + parameter + `}
        - {name: part, in: query, ` + schemaOf(version, "enum: [name]") + `}
      responses: {"200": ` + response + `, "404": {description: d}, "422": {description: d}}
    delete:
      operationId: remove
      parameters: [{name: id, in: path, required: true, ` + parameter + `}]
      responses: {"204": {description: d}, "404": {description: d}, "422": {description: d}}
`
}

func schemaOf(version, enum string) string {
	if strings.HasPrefix(version, "swagger") {
		return "type: string, " + enum
	}
	return "schema: {type: string, " + enum + "}"
}

// users holds one user, and fails as its defect says.
func users(held, defect string, deleted *int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/users/")
		part := r.URL.Query().Get("part")
		switch {
		case id != held && defect == "error":
			w.WriteHeader(500)
		case id == "" || strings.Trim(id, "0123456789") != "":
			w.WriteHeader(422)
		case id != held:
			w.WriteHeader(404)
		case part != "" && part != "name" && defect != "takes parts":
			w.WriteHeader(422)
		case r.Method == http.MethodDelete:
			*deleted++
			w.WriteHeader(204)
		case r.Method != http.MethodGet:
			w.WriteHeader(405)
		case defect == "content":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"id": "%s"}`, id)
		case defect == "fails":
			w.WriteHeader(500)
		default:
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"id": %s}`, id)
		}
	}
}

// TestShownIDs: what a description shows as the id of something is asked for, by requests that only
// read. Where the target holds no such thing, success is untested, and says so.
func TestShownIDs(t *testing.T) {
	t.Parallel()
	const integer = "schema: {type: integer}"
	for _, tt := range []struct {
		name, version, parameter, held, defect string
		failed, untested                       []string
	}{
		{"parameter", "openapi: 3.0.3", integer + ", example: 42", "42", "", nil, nil},
		{"named", "openapi: 3.0.3", integer + ", examples: {a: {value: 42}}", "42", "", nil, nil},
		{"schema", "openapi: 3.0.3", "schema: {type: integer, example: 42}", "42", "", nil, nil},
		{"list", "openapi: 3.1.0", "schema: {type: integer, examples: [42]}", "42", "", nil, nil},
		{"default", "openapi: 3.1.0", "schema: {type: integer, default: 42}", "42", "", nil, nil},
		{"text", "openapi: 3.1.0", "schema: {type: string}, example: '42'", "42", "", nil, nil},
		{"2.0", "swagger: '2.0'", "type: integer, x-example: 42", "42", "", nil, nil},
		{
			"nothing", "openapi: 3.0.3", integer + ", example: 42", "7", "", nil,
			[]string{"user-OK", "user-ANSWER", "user-PARAM-part"},
		},
		{
			"wrong content", "openapi: 3.0.3", integer + ", example: 42", "42", "content",
			[]string{"user-ANSWER"},
			nil,
		},
		{
			"an error", "openapi: 3.0.3", integer + ", example: 42", "42", "fails",
			[]string{"user-OK"},
			nil,
		},
		{
			"an unknown id", "openapi: 3.0.3", integer + ", example: 42", "42", "error",
			[]string{"user-NF"},
			nil,
		},
		{
			"another parameter", "openapi: 3.0.3", integer + ", example: 42", "42", "takes parts",
			[]string{"user-PARAM-part"},
			nil,
		},
	} {
		deleted := 0
		report := judgedBy(t, contractIn(t, "users.yaml", usersOf(tt.version, tt.parameter)),
			users(tt.held, tt.defect, &deleted))
		failed := failedOf(report)
		for _, id := range tt.failed {
			if !slices.Contains(failed, id) {
				t.Errorf("%s: %s is not found", tt.name, id)
			}
		}
		if len(tt.failed) == 0 && len(failed) > 0 {
			t.Errorf("%s: failed %v", tt.name, failed)
		}
		for _, r := range report.Requirements {
			if tt.name == "text" && strings.HasSuffix(r.ID, "-NF") {
				continue // a service may refuse a text of which no form is documented
			}
			untested := r.Status == result.Untested
			wanted := slices.Contains(tt.untested, r.ID)
			why := strings.Join(r.Why, " ")
			if wanted && (!untested || !strings.Contains(why, "42 of id is answered 404")) {
				t.Errorf("%s: %s is %s: %s", tt.name, r.ID, r.Status, why)
			}
			if untested && !wanted && r.Level == "must" && r.ID != "remove-OK" &&
				len(tt.failed) == 0 {
				t.Errorf("%s: %s is untested: %s", tt.name, r.ID, why)
			}
		}
		if deleted > 0 {
			t.Errorf("%s: what the run did not make was deleted", tt.name)
		}
	}
}
