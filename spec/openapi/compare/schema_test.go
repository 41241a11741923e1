package compare_test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi/compare"
)

func parse(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return value
}

// schemas returns a description with a schema A, and what it refers to.
func schemas(t *testing.T, a string) any {
	t.Helper()
	const others = `
    Text: {type: string}
    Number: {type: number}
    Whole: {type: integer}
    Short: {type: string, maxLength: 3}
    Tree: {type: object, properties: {value: {type: string}, left: {$ref: "#/components/schemas/Tree"}}}
    WideTree: {type: object, properties: {value: {}, left: {$ref: "#/components/schemas/WideTree"}}}
`
	return parse(t, "components:\n  schemas:\n    A: "+a+others)
}

// effects returns what changes from one schema to another: "wider", "narrower", both or "".
func effects(t *testing.T, before, after string) (string, []compare.Difference) {
	t.Helper()
	const at = "/components/schemas/A"
	all := compare.Schemas(schemas(t, before), at, schemas(t, after), at)
	wider, narrower := "", ""
	for _, d := range all {
		if d.Effect == compare.Less {
			wider = "wider"
		} else {
			narrower = "narrower"
		}
	}
	return strings.TrimSpace(wider + " " + narrower), all
}

// TestKeywords compares a schema with another in both directions. Of each row the second schema
// allows more; "both": each allows what the other does not; "same": both allow the same.
func TestKeywords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, narrow, wide, relation string }{
		{"type: one more", `{type: string}`, `{type: [string, integer]}`, ""},
		{"type: any", `{type: string}`, `{}`, ""},
		{"type: integer", `{type: integer}`, `{type: number}`, ""},
		{"type: another", `{type: string}`, `{type: integer}`, "both"},
		{"nullable", `{type: string}`, `{type: string, nullable: true}`, ""},
		{"nullable in 3.1", `{type: string}`, `{type: [string, "null"]}`, ""},
		{
			"nullable, spelt twice", `{type: string, nullable: true}`, `{type: [string, "null"]}`,
			"same",
		},
		{"enum: one more", `{type: string, enum: [a, b]}`, `{type: string, enum: [b, c, a]}`, ""},
		{"enum: gone", `{type: string, enum: [a]}`, `{type: string}`, ""},
		{"enum: others", `{enum: [a, b]}`, `{enum: [b, c]}`, "both"},
		{"enum: order", `{enum: [a, b]}`, `{enum: [b, a]}`, "same"},
		{"enum: the booleans", `{type: boolean}`, `{enum: [true, false]}`, "same"},
		{"const", `{const: a}`, `{enum: [a, b]}`, ""},
		{"const: another", `{const: 1}`, `{const: 2}`, "both"},
		{"const as enum", `{const: a}`, `{enum: [a]}`, "same"},
		{"enum within a pattern", `{enum: [ab]}`, `{type: string, pattern: "^a"}`, ""},
		{"enum outside of a pattern", `{enum: [ab, b]}`, `{type: string, pattern: "^a"}`, "both"},
		{"enum within bounds", `{enum: [1, 2]}`, `{type: integer, minimum: 1, maximum: 2}`, ""},
		{"pattern: gone", `{type: string, pattern: "^a$"}`, `{type: string}`, ""},
		{
			"pattern: another", `{type: string, pattern: "^a$"}`, `{type: string, pattern: "."}`,
			"both",
		},
		{"pattern of no text", `{type: integer, pattern: "^a$"}`, `{type: integer}`, "same"},
		{"format: gone", `{type: string, format: uuid}`, `{type: string}`, ""},
		{"format: another", `{type: string, format: uuid}`, `{type: string, format: date}`, "both"},
		{"format: int32", `{type: integer, format: int32}`, `{type: integer, format: int64}`, ""},
		{"minimum: lower", `{type: number, minimum: 2}`, `{type: number, minimum: 1}`, ""},
		{"minimum: gone", `{type: number, minimum: 2}`, `{type: number}`, ""},
		{"maximum: higher", `{type: number, maximum: 1}`, `{type: number, maximum: 2}`, ""},
		{"maximum: gone", `{type: number, maximum: 1}`, `{type: number}`, ""},
		{
			"exclusiveMinimum of 3.0", `{type: number, minimum: 2, exclusiveMinimum: true}`,
			`{type: number, minimum: 2}`, "",
		},
		{
			"exclusiveMaximum of 3.0", `{type: number, maximum: 2, exclusiveMaximum: true}`,
			`{type: number, maximum: 2}`, "",
		},
		{
			"exclusiveMinimum of 3.1", `{type: number, exclusiveMinimum: 2}`,
			`{type: number, minimum: 2}`, "",
		},
		{
			"exclusiveMaximum of 3.1", `{type: number, exclusiveMaximum: 2}`,
			`{type: number, maximum: 2}`, "",
		},
		{
			"exclusive, spelt twice", `{type: number, exclusiveMinimum: 2}`,
			`{type: number, minimum: 2, exclusiveMinimum: true}`, "same",
		},
		{
			"multipleOf: a divisor", `{type: integer, multipleOf: 4}`,
			`{type: integer, multipleOf: 2}`, "",
		},
		{"multipleOf: gone", `{type: number, multipleOf: 0.5}`, `{type: number}`, ""},
		{
			"multipleOf: another", `{type: integer, multipleOf: 3}`,
			`{type: integer, multipleOf: 2}`, "both",
		},
		{"minLength", `{type: string, minLength: 2}`, `{type: string, minLength: 1}`, ""},
		{"minLength: gone", `{type: string, minLength: 2}`, `{type: string}`, ""},
		{"minLength: none", `{type: string, minLength: 0}`, `{type: string}`, "same"},
		{"maxLength", `{type: string, maxLength: 2}`, `{type: string, maxLength: 3}`, ""},
		{"maxLength: gone", `{type: string, maxLength: 2}`, `{type: string}`, ""},
		{
			"minItems", `{type: array, items: {}, minItems: 2}`,
			`{type: array, items: {}, minItems: 1}`, "",
		},
		{"maxItems", `{type: array, items: {}, maxItems: 2}`, `{type: array, items: {}}`, ""},
		{
			"uniqueItems", `{type: array, items: {}, uniqueItems: true}`,
			`{type: array, items: {}}`, "",
		},
		{"minProperties", `{type: object, minProperties: 1}`, `{type: object}`, ""},
		{
			"maxProperties", `{type: object, maxProperties: 1}`, `{type: object, maxProperties: 2}`,
			"",
		},
		{
			"items: wider", `{type: array, items: {type: integer}}`,
			`{type: array, items: {type: number}}`, "",
		},
		{"items: gone", `{type: array, items: {type: integer}}`, `{type: array}`, ""},
		{
			"prefixItems", `{type: array, prefixItems: [{type: integer}]}`,
			`{type: array, prefixItems: [{type: number}]}`, "",
		},
		{
			"prefixItems: one less",
			`{type: array, prefixItems: [{type: string}, {type: integer}]}`,
			`{type: array, prefixItems: [{type: string}]}`, "",
		},
		{
			"prefixItems within items",
			`{type: array, prefixItems: [{type: integer}], items: {type: integer}}`,
			`{type: array, items: {type: number}}`, "",
		},
		{"contains", `{type: array, contains: {type: string}}`, `{type: array}`, ""},
		{
			"required: one less", `{type: object, required: [a, b]}`,
			`{type: object, required: [a]}`, "",
		},
		{"required: gone", `{type: object, required: [a]}`, `{type: object}`, ""},
		{
			"a member: wider", `{type: object, properties: {a: {type: string, maxLength: 1}}}`,
			`{type: object, properties: {a: {type: string}}}`, "",
		},
		{"a member: gone", `{type: object, properties: {a: {type: string}}}`, `{type: object}`, ""},
		{
			"a member: nested", `{properties: {a: {properties: {b: {pattern: x}}}}}`,
			`{properties: {a: {properties: {b: {}}}}}`, "",
		},
		{"a member: anything", `{type: object, properties: {a: {}}}`, `{type: object}`, "same"},
		{
			"additionalProperties: allowed", `{type: object, additionalProperties: false}`,
			`{type: object}`, "",
		},
		{
			"additionalProperties: a schema",
			`{type: object, additionalProperties: {type: string}}`, `{type: object}`, "",
		},
		{
			"additionalProperties: a wider schema",
			`{type: object, additionalProperties: {type: integer}}`,
			`{type: object, additionalProperties: {type: number}}`, "",
		},
		{
			"additionalProperties: one member more",
			`{type: object, properties: {a: {}}, additionalProperties: false}`,
			`{type: object, properties: {a: {}, b: {}}, additionalProperties: false}`, "",
		},
		{
			"additionalProperties: true", `{type: object, additionalProperties: true}`,
			`{type: object}`, "same",
		},
		{
			"unevaluatedProperties", `{type: object, unevaluatedProperties: false}`,
			`{type: object}`, "",
		},
		{
			"patternProperties", `{type: object, patternProperties: {"^a": {type: integer}}}`,
			`{type: object, patternProperties: {"^a": {type: number}}}`, "",
		},
		{
			"patternProperties: gone", `{type: object, patternProperties: {"^a": {type: integer}}}`,
			`{type: object}`, "",
		},
		{
			"patternProperties and a member",
			`{type: object, additionalProperties: false, properties: {ab: {type: string}}}`,
			`{type: object, additionalProperties: false, patternProperties: {"^a": {type: ` +
				`string}}}`,
			"",
		},
		{"propertyNames", `{type: object, propertyNames: {pattern: "^a"}}`, `{type: object}`, ""},
		{"dependentRequired", `{type: object, dependentRequired: {a: [b]}}`, `{type: object}`, ""},
		{"if", `{if: {const: 1}, then: {const: 1}}`, `{}`, ""},
		{"not: gone", `{type: string, not: {enum: [a]}}`, `{type: string}`, ""},
		{
			"not: less", `{type: string, not: {enum: [a, b]}}`, `{type: string, not: {enum: [a]}}`,
			"",
		},
		{"not of another type", `{type: string, not: {type: integer}}`, `{type: string}`, "same"},
		{
			"anyOf: one more", `{anyOf: [{type: string}]}`,
			`{anyOf: [{type: string}, {type: integer}]}`, "",
		},
		{"anyOf: gone", `{anyOf: [{type: string}, {type: integer}]}`, `{}`, ""},
		{
			"anyOf: a branch is wider", `{anyOf: [{type: integer}, {type: string}]}`,
			`{anyOf: [{type: number}, {type: string}]}`, "",
		},
		{
			"anyOf: order", `{anyOf: [{type: integer}, {type: string}]}`,
			`{anyOf: [{type: string}, {type: integer}]}`, "same",
		},
		{
			"anyOf as types", `{anyOf: [{type: integer}, {type: string}]}`,
			`{type: [string, integer]}`, "",
		},
		{"anyOf of enumerations", `{enum: [a, b]}`, `{anyOf: [{enum: [a]}, {enum: [b, c]}]}`, ""},
		{
			"oneOf: one more", `{oneOf: [{type: string}]}`,
			`{oneOf: [{type: string}, {type: integer}]}`, "",
		},
		{
			"oneOf: a branch is wider",
			`{oneOf: [{$ref: "#/components/schemas/Whole"}, {type: string}]}`,
			`{oneOf: [{$ref: "#/components/schemas/Number"}, {type: string}]}`, "",
		},
		{
			"oneOf as anyOf", `{oneOf: [{minLength: 1}, {maxLength: 3}]}`,
			`{anyOf: [{minLength: 1}, {maxLength: 3}]}`, "",
		},
		{
			"oneOf as anyOf of other types", `{oneOf: [{type: string}, {type: integer}]}`,
			`{anyOf: [{type: string}, {type: integer}]}`, "same",
		},
		{
			"oneOf: one left", `{$ref: "#/components/schemas/Text"}`,
			`{oneOf: [{$ref: "#/components/schemas/Text"}, {type: integer}]}`, "",
		},
		{
			"allOf: one less", `{allOf: [{type: string}, {maxLength: 3}]}`,
			`{allOf: [{type: string}]}`, "",
		},
		{
			"allOf as one", `{allOf: [{type: string}, {maxLength: 3}]}`,
			`{type: string, maxLength: 3}`, "same",
		},
		{
			"allOf and members", `{allOf: [{required: [a]}, {properties: {a: {type: string}}}]}`,
			`{allOf: [{properties: {a: {type: string}}}]}`, "",
		},
		{
			"a reference", `{$ref: "#/components/schemas/Short"}`,
			`{$ref: "#/components/schemas/Text"}`, "",
		},
		{
			"a reference as it is", `{$ref: "#/components/schemas/Short"}`,
			`{type: string, maxLength: 3}`, "same",
		},
		{"no value", `false`, `{type: string}`, ""},
		{"every value", `{type: string}`, `true`, ""},
		{
			"annotations", `{type: string, description: a, example: b, default: c, title: d}`,
			`{type: string}`, "same",
		},
		{
			"recursion", `{$ref: "#/components/schemas/Tree"}`,
			`{$ref: "#/components/schemas/WideTree"}`, "",
		},
		{
			"recursion as it is", `{$ref: "#/components/schemas/Tree"}`,
			`{$ref: "#/components/schemas/Tree"}`, "same",
		},
		{
			"a reference to itself", `{$ref: "#/components/schemas/A"}`,
			`{$ref: "#/components/schemas/A"}`, "same",
		},
		{
			"an anyOf of itself", `{anyOf: [{$ref: "#/components/schemas/A"}, {type: string}]}`,
			`{anyOf: [{$ref: "#/components/schemas/A"}, {type: string}]}`, "same",
		},
		{
			"a reference to another file", `{$ref: "other.yaml#/A"}`, `{$ref: "other.yaml#/A"}`,
			"same",
		},
	} {
		wider, narrower := "wider", "narrower"
		switch tt.relation {
		case "both":
			wider, narrower = "wider narrower", "wider narrower"
		case "same":
			wider, narrower = "", ""
		}
		if got, all := effects(t, tt.narrow, tt.wide); got != wider {
			t.Errorf("%s: to more is %q, want %q: %+v", tt.name, got, wider, all)
		}
		if got, all := effects(t, tt.wide, tt.narrow); got != narrower {
			t.Errorf("%s: to less is %q, want %q: %+v", tt.name, got, narrower, all)
		}
	}
}
