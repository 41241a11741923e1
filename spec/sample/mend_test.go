package sample

import (
	"testing"

	"example.com/toeline/spec/openapi/schematest"
)

// hard are schemas of which no sample is good that looks at one keyword at a time.
var hard = []string{
	"{type: array, contains: {type: integer, minimum: 5}}",
	"{oneOf: [{type: array, items: {type: array, items: {type: number}}}, " +
		"{type: array, items: {type: string}}]}",
	"{type: object, required: [a], properties: {a: {oneOf: [" +
		"{type: array, items: {type: integer}}, {type: array, items: {type: string}}]}}}",
	"{type: array, not: {maxItems: 0}}",
	"{type: array, minItems: 1, items: {type: integer}, contains: {minimum: 5}, minContains: 3}",
	"{type: array, maxItems: 2, minItems: 2, items: {type: string}, contains: {const: b}}",
	"{type: array, prefixItems: [{type: string}, {const: 7}], items: false, minItems: 2}",
	"{type: array, minItems: 3, uniqueItems: true, items: {type: object, required: [a], " +
		"properties: {a: {type: string}}}}",
	"{type: array, minItems: 2, uniqueItems: true, items: {type: boolean}}",
	"{type: array, minItems: 12, items: {type: string}}",
	"{type: array, minItems: 2, uniqueItems: true}",
	"{type: object, required: [kind], properties: {kind: {enum: [a, b]}}, " +
		"if: {properties: {kind: {const: a}}}, then: {required: [size], properties: " +
		"{size: {type: integer, minimum: 3}}}, else: {required: [name]}}",
	"{type: object, required: [kind], properties: {kind: {enum: [a, b]}}, " +
		"if: {properties: {kind: {const: a}}}, then: false}",
	"{type: object, required: [n], properties: {n: {type: integer, if: {maximum: 10}, " +
		"then: {multipleOf: 7}}}}",
	"{type: object, required: [card], properties: {card: {type: string}, " +
		"address: {type: string, minLength: 4}}, dependentRequired: {card: [address]}}",
	"{type: object, required: [card], dependentSchemas: {card: {required: [pin], properties: " +
		"{pin: {type: string, pattern: \"^[0-9]{4}$\"}}}}}",
	"{type: object, required: [s_1], patternProperties: {\"^s_\": {type: integer}}}",
	"{type: object, minProperties: 2, patternProperties: {\"^s_[0-9]+$\": {type: integer}}, " +
		"additionalProperties: false}",
	"{type: object, minProperties: 2, propertyNames: {pattern: \"^[A-Z]{3}$\"}}",
	"{type: object, minProperties: 2, propertyNames: {enum: [one, two, three]}}",
	"{type: object, minProperties: 20, additionalProperties: {type: boolean}}",
	"{type: integer, maximum: -1, multipleOf: 3}",
	"{type: number, minimum: 0.5, maximum: 0.7, multipleOf: 0.1}",
	"{type: number, exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.25}",
	"{type: integer, allOf: [{minimum: 5}, {maximum: 9}, {multipleOf: 4}]}",
	"{allOf: [{type: integer}, {minimum: 5}]}",
	"{allOf: [{type: string}, {minLength: 3}, {maxLength: 4}]}",
	"{type: string, not: {enum: [x]}}",
	"{type: string, not: {const: x}, maxLength: 3}",
	"{type: integer, not: {enum: [1, 2, 3]}}",
	"{not: {type: object}}",
	"{not: {type: [object, string]}}",
	"{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}, " +
		"not: {required: [b]}}",
	"{type: object, properties: {a: {type: integer}}, not: {properties: {a: {const: 1}}}}",
	"{type: object, required: [a], properties: {a: {type: integer}}, " +
		"not: {properties: {a: {const: 1}}, required: [a]}}",
	"{type: object, oneOf: [{required: [a]}, {required: [b]}], properties: " +
		"{a: {type: string}, b: {type: string}}}",
	"{type: string, anyOf: [{minLength: 5}, {pattern: \"^[0-9]+$\"}]}",
	"{type: string, oneOf: [{format: date}, {format: ipv4}]}",
	"{type: [string, \"null\"], minLength: 2}",
	"{type: [integer, string], minimum: 4}",
	"{type: object, allOf: [{required: [a], properties: {a: {type: integer}}}, " +
		"{properties: {a: {minimum: 9}}}], unevaluatedProperties: false}",
	"{type: object, required: [id], properties: {id: {allOf: [{type: string}, {format: uuid}]}}}",
	"{type: object, properties: {a: {type: string}, b: {type: string}}, minProperties: 1, " +
		"maxProperties: 1}",
	"{type: string, minLength: 5000}",
	"{type: string, enum: [a, bb, ccc], minLength: 3}",
	"{type: object, required: [x], properties: {x: true, y: false}}",
	"{const: {a: [1, 2]}}",
}

// TestHardSchemas holds that there are good samples of schemas whose keywords depend on each other,
// in both directions, small and whole.
func TestHardSchemas(t *testing.T) {
	t.Parallel()
	for _, text := range hard {
		schema := schematest.Of(t, text)
		for _, to := range []Direction{Request, Response} {
			value, good := Of(schema, to)
			if !good || len(schema.Refusals(value, to == Request)) > 0 {
				t.Errorf("%s: %s, %t", text, jsonText(t, value), good)
			}
		}
		if value, good := Whole(schema); !good {
			t.Errorf("whole %s: %s", text, jsonText(t, value))
		}
	}
}

// TestImpossible holds that a sample that its schema refuses is never a good one.
func TestImpossible(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"{type: object, required: [a], properties: {a: false}}", "{not: {}}",
		"{type: integer, minimum: 3, maximum: 2}", "{allOf: [{type: string}, {type: integer}]}",
		"{type: array, minItems: 3, uniqueItems: true, items: {type: boolean}}",
		"{type: object, required: [a], additionalProperties: false}",
	} {
		if value, good := Of(schematest.Of(t, text), Request); good {
			t.Errorf("%s: %s", text, jsonText(t, value))
		}
	}
}
