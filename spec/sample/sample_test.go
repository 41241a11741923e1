package sample

import (
	"encoding/json"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

// TestOf holds that a sample is what the schema shows, or else the smallest value that
// it takes; where none is known it says so.
func TestOf(t *testing.T) {
	for _, test := range []struct {
		schema, want string
		good         bool
	}{
		{"{type: string, example: shown}", `"shown"`, true},
		{"{type: string, maxLength: 2, example: too long}", `"x"`, true},
		{"{type: integer, default: 7}", `7`, true},
		{"{type: string, enum: [b, a]}", `"b"`, true},
		{"{type: string, minLength: 3}", `"xxx"`, true},
		{"{type: string, format: date}", `"2026-01-02"`, true},
		{"{type: string, pattern: \"^[0-9]{3}$\", example: x}", `"677"`, true},
		{"{type: integer, minimum: 1.5}", `2`, true},
		{"{type: integer, maximum: -0.5}", `-1`, true},
		{"{type: integer, minimum: 7, multipleOf: 5}", `10`, true},
		{"{type: boolean}", `true`, true},
		{"{type: array, items: {type: string}}", `[]`, true},
		{"{type: array, minItems: 2, items: {type: string}}", `["x","x"]`, true},
		{
			"{type: object, required: [a], properties: {a: {type: boolean}, b: {type: string}}}",
			`{"a":true}`, true,
		},
		{
			"{type: object, required: [id], properties: {id: {type: string, readOnly: true}}}",
			`{}`, true,
		},
		{"{type: object, required: [a]}", `{"a":"x"}`, true},
		{"{oneOf: [{type: boolean}, {type: string}]}", `true`, true},
		{
			"{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, " +
				"{type: object, required: [b], properties: {b: {type: integer}}}]}",
			`{"a":"x","b":1}`,
			true,
		},
		{"{allOf: [{type: string, enum: [one]}]}", `"one"`, true},
	} {
		value, good := requestOf(schematest.Of(t, test.schema))
		got, err := json.Marshal(value)
		if err != nil || string(got) != test.want || good != test.good {
			t.Errorf("%s: %s, %t, %v, want %s, %t", test.schema, got, good, err, test.want,
				test.good)
		}
	}
	if value, good := requestOf(nil); value != nil || good {
		t.Errorf("of no schema: %v, %t", value, good)
	}
	if _, good := requestOf(schematest.Of(t, "{$ref: \"#/components/schemas/Loop\"}")); good {
		t.Error("a schema that contains itself has a good sample")
	}
}

// TestOfResponse holds that a response has all that its schema names but what is writeOnly, and
// ends where a schema contains itself.
func TestOfResponse(t *testing.T) {
	for _, test := range []struct {
		schema, want string
		good         bool
	}{
		{
			"{type: object, required: [id], properties: {id: {type: string, readOnly: true}, " +
				"pin: {type: string, writeOnly: true}, on: {type: boolean}}}",
			`{"id":"x","on":true}`, true,
		},
		{"{type: array, items: {type: string}}", `["x"]`, true},
		{"{type: array, maxItems: 0, items: {type: string}}", `[]`, true},
		{
			"{type: object, maxProperties: 1, required: [a], " +
				"properties: {a: {type: string}, b: {type: string}}}",
			`{"a":"x"}`, true,
		},
		{
			"{type: object, properties: {next: {$ref: \"#/components/schemas/S\"}}}",
			`{"next":{"next":{"next":{"next":{}}}}}`, true,
		},
		{"{type: object, properties: {loop: {$ref: \"#/components/schemas/Loop\"}}}", `{}`, true},
	} {
		value, good := Of(schematest.Of(t, test.schema), Response)
		if got := jsonText(t, value); got != test.want || good != test.good {
			t.Errorf("%s: %s, %t, want %s, %t", test.schema, got, good, test.want, test.good)
		}
	}
}

func TestParameter(t *testing.T) {
	for _, test := range []struct {
		parameter openapi.Parameter
		want      string
		good      bool
	}{
		{openapi.Parameter{Example: "shown"}, `"shown"`, true},
		{openapi.Parameter{Example: []any{"a", 1.0}}, `["a",1]`, true},
		{
			openapi.Parameter{Schema: schematest.Of(t, "{type: array, items: {type: integer}}")},
			"[1]", true,
		},
		{openapi.Parameter{Schema: schematest.Of(t, "{type: object}")}, "{}", true},
		{openapi.Parameter{Schema: schematest.Of(t, "{type: boolean}")}, "true", true},
		{
			openapi.Parameter{
				Schema: schematest.Of(t, "{type: integer}"), Example: "x",
				Examples: []openapi.Example{{Value: "y"}, {Value: 5}},
			},
			"5", true,
		},
	} {
		value, good := Parameter(test.parameter)
		if got := jsonText(t, value); got != test.want || good != test.good {
			t.Errorf("%+v: %s, %t", test.parameter, got, good)
		}
	}
}

func TestBody(t *testing.T) {
	const object = "{type: object, required: [a, b], properties: " +
		"{a: {type: string}, b: {type: integer}}}"
	for _, test := range []struct {
		media openapi.Media
		want  string
		good  bool
	}{
		{
			openapi.Media{Type: "application/json", Example: map[string]any{"a": 1.0}},
			`{"a":1}`,
			true,
		},
		{
			openapi.Media{Type: "application/json", Schema: schematest.Of(t, object)},
			`{"a":"x","b":1}`, true,
		},
		{
			openapi.Media{Type: "application/xml", Schema: schematest.Of(t, object)},
			`{"a":"x","b":1}`, true,
		},
		{
			openapi.Media{
				Type: "application/xml", Schema: schematest.Of(t, object), Example: "<a/>",
			},
			`"\u003ca/\u003e"`, true,
		},
		{openapi.Media{Type: "text/csv"}, `"x"`, true},
		{openapi.Media{Type: "application/json"}, `{}`, true},
	} {
		value, good := Body(test.media, Request)
		if got := jsonText(t, value); got != test.want || good != test.good {
			t.Errorf("%s: %s, %t, want %s, %t", test.media.Type, got, good, test.want, test.good)
		}
	}
}

func requestOf(s *openapi.Schema) (any, bool) { return Of(s, Request) }

func jsonText(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestShown holds that what would not be seen in a form or a query has something in it.
func TestShown(t *testing.T) {
	schema := schematest.Of(t, "{type: object, required: [list, object], properties: "+
		"{list: {type: array, items: {type: boolean}}, object: {type: object, properties: "+
		"{on: {type: boolean}}}}}")
	const want = `{"list":[true],"object":{"on":true}}`
	value, good := Body(openapi.Media{
		Type: "application/x-www-form-urlencoded", Schema: schema,
	}, Request)
	if got := jsonText(t, value); got != want || !good {
		t.Errorf("a form: %s, %t", got, good)
	}
	value, good = Parameter(openapi.Parameter{Schema: schema})
	if got := jsonText(t, value); got != want || !good {
		t.Errorf("a parameter: %s, %t", got, good)
	}
	value, _ = Body(openapi.Media{Type: "application/json", Schema: schema}, Request)
	if got := jsonText(t, value); got != `{"list":[],"object":{}}` {
		t.Errorf("JSON: %s", got)
	}
}

// TestComposed holds samples of what several parts of a schema say, and of values that are bounded
// in number.
func TestComposed(t *testing.T) {
	for _, test := range []struct{ schema, want string }{
		{
			"{allOf: [{required: [kind], properties: {kind: {type: string}}}, " +
				"{properties: {kind: {type: string, enum: [cat]}}}]}",
			`{"kind":"cat"}`,
		},
		{
			"{type: object, required: [a], properties: {a: {type: boolean}}, oneOf: " +
				"[{required: [b], properties: {b: {type: integer}}}, {required: [c]}]}",
			`{"a":true,"b":1}`,
		},
		{
			"{type: object, minProperties: 2, additionalProperties: {type: integer}}",
			`{"x1":1,"x2":1}`,
		},
		{"{type: array, minItems: 2, uniqueItems: true, items: {type: integer}}", `[1,2]`},
		{"{type: array, minItems: 2, uniqueItems: true, items: {enum: [x, y]}}", `["x","y"]`},
		{"{type: string, pattern: \"^(?!x)[0-9]{2}$\"}", `"67"`},
		{"{type: string, format: email, minLength: 25}", `"xxxxxxsomeone@example.com"`},
		{"{anyOf: [{type: integer, minimum: 5}, {type: string}]}", "5"},
	} {
		value, good := Of(schematest.Of(t, test.schema), Request)
		if got := jsonText(t, value); got != test.want || !good {
			t.Errorf("%s: %s, %t, want %s", test.schema, got, good, test.want)
		}
	}
}

// TestIDs holds that ids are different, and what a schema takes.
func TestIDs(t *testing.T) {
	for _, test := range []struct{ schema, want string }{
		{"{type: integer}", `["1","2","3"]`},
		{"{type: integer, maximum: 2}", `["1","2"]`},
		{"{type: integer, example: 7}", `["7","2","3"]`},
		{"{type: string, maxLength: 3}", `["x","001","002"]`},
		{"{type: string, format: date}", `["2026-01-02","2026-01-03","2026-01-04"]`},
		{"{type: array, items: {type: integer, minimum: 4}}", `["4","5","6"]`},
		{"{type: boolean}", `["true"]`},
	} {
		p := openapi.Parameter{Name: "thing", In: "path", Schema: schematest.Of(t, test.schema)}
		if got := jsonText(t, IDs(p, 3)); got != test.want {
			t.Errorf("%s: %s, want %s", test.schema, got, test.want)
		}
	}
}
