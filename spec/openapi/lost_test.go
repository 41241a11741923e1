package openapi_test

import (
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// TestLostReferencesOfRequests holds that an operation is left out where a request needs a value
// of a schema that leads to nothing, and not where it can do without.
func TestLostReferencesOfRequests(t *testing.T) {
	const lost = `{$ref: "other.yaml#/Lost"}`
	body := func(schema, more string) string {
		return "requestBody: {content: {application/json: {schema: " + schema + more + "}}}"
	}
	parameter := func(required, more string) string {
		return "parameters: [{name: a, in: query, required: " + required + ", schema: " + lost +
			more + "}]"
	}
	for name, tt := range map[string]struct {
		operation, reason string
	}{
		"a body": {body(lost, ""), "the request body: "},
		"a member that a body needs": {
			body(`{type: object, required: [a], properties: {a: `+lost+`}}`, ""),
			"the request body: ",
		},
		"a part of a body": {body(`{allOf: [{type: object}, `+lost+`]}`, ""), "the request body: "},
		"items": {
			body(`{type: array, minItems: 1, items: `+lost+`}`, ""), "the request body: ",
		},
		"items that may be none": {body(`{type: array, items: `+lost+`}`, ""), ""},
		"a member that may be absent": {
			body(`{type: object, properties: {a: `+lost+`}}`, ""), "",
		},
		"a body with an example":      {body(lost, ", example: {a: 1}"), ""},
		"a parameter":                 {parameter("true", ""), `the parameter "a": `},
		"a parameter with an example": {parameter("true", ", example: b"), ""},
		"a parameter of no need":      {parameter("false", ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte("openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n  /a:\n" +
				"    post:\n      " + tt.operation +
				"\n      responses: {\"200\": {description: d}}\n")
			root, problems := strict.Parse("f", data)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			made := openapi.Read(openapi.Source{File: "f", Data: data, Root: root}).Description
			switch {
			case tt.reason == "" && len(made.Operations) != 1:
				t.Errorf("left out: %v", made.Skipped)
			case tt.reason != "" && (len(made.Skipped) != 1 ||
				!strings.HasPrefix(made.Skipped[0].Reason, tt.reason+
					`$ref "other.yaml#/Lost" leads to nothing`)):
				t.Errorf("%v, want the reason %q", made.Skipped, tt.reason)
			}
		})
	}
}
