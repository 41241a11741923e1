package random

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

// read is a JSON value with the digits of its numbers.
func read(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// TestBrokenShapes: rules of schemas of one member, and those that nothing can break.
func TestBrokenShapes(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		schema, known string
		rule          Rule
		none          bool
	}{
		{"{type: integer, minimum: 4, exclusiveMinimum: true}", `5`, Low, false},
		{"{type: integer, maximum: 4, exclusiveMaximum: true}", `3`, High, false},
		{"{type: number, minimum: 0.5}", `1`, Low, true}, // what is beyond may be rounded
		{"{type: integer}", `1`, High, true},
		{"{type: array, uniqueItems: true, items: {type: string}}", `["a"]`, Twice, false},
		{"{type: array, items: {type: string}}", `["a"]`, Twice, true},
		{"{type: array, items: {type: string}}", `["a"]`, Few, true},
		{"{type: array, maxItems: 2, items: {type: string}}", `[]`, Many, false},
		{"{type: array, maxItems: 9000, items: {type: string}}", `[]`, Many, true},
		{"{type: string, maxLength: 100000}", `"a"`, Long, true},
		{"{type: string, enum: [a]}", `"a"`, Coerced, true},
		{"{type: string, format: date}", `"2026-01-02"`, Coerced, true},
		{"{type: string, minLength: 0}", `"a"`, Short, true},
		{"{type: integer, multipleOf: 1}", `1`, Multiple, true},
	} {
		known := read(t, one.known)
		for _, place := range []Place{Body, Header, Query} {
			schema := schematest.Of(t, one.schema)
			made, ok := Broken(schema, known, nil, one.rule, place, source(3))
			if ok == one.none {
				t.Errorf("%s, %s in %s: %v, %t", one.schema, one.rule, place, made, ok)
			}
			if ok && len(schema.ValidateRequest(made)) == 0 {
				t.Errorf("%s, %s in %s: %v breaks nothing", one.schema, one.rule, place, made)
			}
		}
	}
}

// TestBrokenWithin: what is not there yet is made before it is broken, and what cannot be made is
// not broken.
func TestBrokenWithin(t *testing.T) {
	t.Parallel()
	const tagged = `{type: object, properties: {tags: {type: array, items: {type: string, ` +
		`maxLength: 2}}, own: {type: object, properties: {n: {type: integer, maximum: 5}}}}}`
	const never = `{type: object, properties: {list: {type: array, items: {not: {}}}}}`
	for _, one := range []struct {
		schema, known, at string
		rule              Rule
		ok                bool
	}{
		{tagged, `{}`, "tags/-", Long, true},
		{tagged, `{"tags": []}`, "tags/-", Long, true},
		{tagged, `{}`, "own/n", High, true},
		{tagged, `{}`, "other/n", High, false},
		{"{oneOf: [" + tagged + "]}", `{}`, "own/n", High, true},
		{"{oneOf: [" + tagged + "]}", `7`, "own/n", High, true},
		{never, `{}`, "list/-", Type, false},
	} {
		schema, known := schematest.Of(t, one.schema), read(t, one.known)
		made, ok := Broken(schema, known, strings.Split(one.at, "/"), one.rule, Body, source(5))
		if ok != one.ok || ok && len(schema.ValidateRequest(made)) == 0 {
			t.Errorf("%s of %s in %s: %v, %t", one.rule, one.at, one.known, made, ok)
		}
	}
}

// TestValuesOfShapes: values of narrow schemas are taken by them, in every place.
func TestValuesOfShapes(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ schema, known string }{
		{"{type: integer, format: int32}", `7`},
		{"{type: integer, minimum: 7, exclusiveMinimum: true}", `9`},
		{"{type: integer, minimum: -20, maximum: -3, multipleOf: 4}", `-4`},
		{"{type: integer, minimum: -5, maximum: 5}", `0`},
		{"{type: number, multipleOf: 0.25}", `0.5`},
		{"{type: integer, minimum: 8, maximum: 3}", `8`},
		{"{type: array, minItems: 60, items: {type: integer}}", `[]`},
		{"{type: array, minItems: 1, maxItems: 400, items: {type: string, minLength: 1}}", `["a"]`},
		{"{type: array, items: {not: {}}}", `[]`},
		{"{type: string, format: uuid}", `"3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b"`},
		{"{type: object, properties: {a: {not: {}}, b: {type: string}}}", `{"b": "x"}`},
		{"{type: object, properties: {k: {type: string}}, oneOf: [{type: object, properties: " +
			"{a: {type: integer}}}, {not: {}}]}", `{"k": "y"}`},
	} {
		schema, value := schematest.Of(t, one.schema), read(t, one.known)
		refused := len(schema.ValidateRequest(value)) > 0
		for i := range uint64(40) {
			made := Value(schema, value, Body, source(i))
			if wrong := schema.ValidateRequest(made); len(wrong) > 0 && !refused {
				t.Fatalf("%s: %v: %v", one.schema, made, wrong)
			}
		}
		list, isList := value.([]any)
		if made, ok := Value(schema, value, Query, source(1)).([]any); isList && len(list) > 0 &&
			(!ok || len(made) == 0) {
			t.Errorf("%s: an empty list cannot be written in a query: %v", one.schema, made)
		}
	}
}

// TestTextsOfFields: what is around the value of a field is no part of it.
func TestTextsOfFields(t *testing.T) {
	t.Parallel()
	for i := range uint64(100) {
		made, ok := RefusedText(openapi.Parameter{
			In: "header", Schema: schematest.Of(t, "{type: integer}"),
		}, "5", source(i))
		if !ok || strings.TrimSpace(made) != made {
			t.Fatalf("%q, %t", made, ok)
		}
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	all := Rules()
	if sorted := slices.Sorted(slices.Values(all)); len(slices.Compact(sorted)) != len(all) ||
		!slices.Contains(all, Refused) || !slices.Contains(all, Coerced) {
		t.Errorf("rules: %v", all)
	}
}
