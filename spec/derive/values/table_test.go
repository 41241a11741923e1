package values

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
	"example.com/toeline/spec/sample"
)

// rulesOf lists the rules that values break, each after the steps to it.
func rulesOf(all []Broken) (rules []string) {
	for _, b := range all {
		rules = append(rules, strings.Trim(b.Name()+" "+b.Rule, " "))
	}
	slices.Sort(rules)
	return rules
}

// TestFurther holds the rules of numbers, lists, items and alternatives, each broken alone.
func TestFurther(t *testing.T) {
	for text, want := range map[string][]string{
		"{type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9}": {"high", "low"},
		"{type: number, multipleOf: 0.5, maximum: 9}":               {"multiple"},
		"{type: integer, multipleOf: 1}":                            nil,
		"{type: array, minItems: 2, items: {type: string, enum: [a]}}": {
			"- enum", "- type", "few",
		},
		"{type: array, uniqueItems: true, maxItems: 2, items: {type: integer}}": {
			"- type", "items",
		},
		"{type: object, properties: {n: {type: integer, multipleOf: 5}}}": {"n multiple"},
	} {
		schema := schematest.Of(t, text)
		value, good := sample.Of(schema, sample.Request)
		if !good {
			t.Fatalf("%s: no sample", text)
		}
		all := Further(schema, value)
		if diff := cmp.Diff(want, rulesOf(all)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
		for _, b := range all {
			if len(schema.ValidateRequest(b.Value)) == 0 {
				t.Errorf("%s: %v breaks nothing", text, b.Value)
			}
		}
	}
}

// TestRecursive holds that rules of schemas that contain themselves are broken to some depth.
func TestRecursive(t *testing.T) {
	for _, text := range []string{
		"{type: object, properties: {and: {type: array, items: {$ref: " +
			"'#/components/schemas/S'}}, n: {type: integer, minimum: 1}}}",
		"{type: array, items: {$ref: '#/components/schemas/S'}}",
		"{anyOf: [{$ref: '#/components/schemas/S'}, {nullable: true}]}",
		"{oneOf: [{$ref: '#/components/schemas/S'}, {type: string}]}",
	} {
		schema := schematest.Of(t, text)
		value, _ := sample.Of(schema, sample.Request)
		all := append(Breaking(schema, value), Further(schema, value)...)
		if len(all) > 100 {
			t.Errorf("%s: %d broken values", text, len(all))
		}
		for _, b := range all {
			if len(b.At) > 2*MaxDepth+2 {
				t.Errorf("%s: broken at %v", text, b.At)
			}
		}
	}
}

// TestBounds holds that values at bounds are allowed, and which there are.
func TestBounds(t *testing.T) {
	for text, want := range map[string]string{
		"{type: integer, minimum: 1, maximum: 9}":                         "least 1, most 9",
		"{type: integer, exclusiveMinimum: 1, exclusiveMaximum: 9}":       "least 2, most 8",
		"{type: number, exclusiveMinimum: 1}":                             "",
		"{type: string, minLength: 1, maxLength: 8}":                      "least x, most xxxxxxxx",
		"{type: string, minLength: 2, maxLength: 3}":                      "",
		"{type: string, maxLength: 9, pattern: a}":                        "",
		"{type: array, minItems: 1, items: {type: string}}":               "least [aa]",
		"{type: array, maxItems: 2, items: {type: integer, minimum: 5}}":  "most [6 7]",
		"{type: array, maxItems: 2, items: {type: string, format: date}}": "",
		"{anyOf: [{type: integer, maximum: 3}, {type: \"null\"}]}":        "most 3",
		"{type: integer, maximum: 9223372036854775807}":                   "",
	} {
		schema := schematest.Of(t, text)
		var got []string
		for _, b := range Bounds(schema, 100) {
			got = append(got, fmt.Sprintf("%s %v", b.Name(), b.Value))
			if errs := schema.ValidateRequest(b.Value); len(errs) > 0 {
				t.Errorf("%s: %v is refused: %v", text, b.Value, errs)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	if got := (Bound{Most: true}).Describe("size"); got != "size at its upper bound" {
		t.Error(got)
	}
	if got := (Bound{}).Describe("size"); got != "size at its lower bound" {
		t.Error(got)
	}
}

// TestOfParameter holds which rules of a parameter are broken, by what it may be.
func TestOfParameter(t *testing.T) {
	for _, c := range []struct {
		in, schema string
		want       []string
	}{
		{"query", "{type: integer, enum: [1, 2]}", []string{"enum"}},
		{"query", "{type: string, format: uri}", []string{"format"}},
		{"query", "{type: string, minLength: 3}", []string{"short"}},
		{"cookie", "{type: integer, minimum: 1, maximum: 3}", []string{"", "high", "low"}},
		{"query", "{anyOf: [{type: integer}, {type: \"null\"}]}", []string{""}},
		{"query", "{type: array, maxItems: 1, uniqueItems: true, items: {type: integer, " +
			"minimum: 1}}", []string{"item-low", "item-type", "items", "unique"}},
		{
			"query", "{type: object, required: [a], properties: {a: {type: integer}}}",
			[]string{"a-type"},
		},
	} {
		p := openapi.Parameter{
			Name: "p", Key: "p", In: c.in, Schema: schematest.Of(t, c.schema), Style: "deepObject",
		}
		if diff := cmp.Diff(c.want, rulesOf(OfParameter(p))); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.schema, c.in, diff)
		}
	}
}

// TestAlternatives holds the objects that a schema may be, and what breaks the rules of each alone.
func TestAlternatives(t *testing.T) {
	schema := schematest.Of(t, "{oneOf: [{type: object, required: [a], properties: {a: {type: "+
		"integer}}, additionalProperties: false}, {type: object, required: [b], properties: {b: "+
		"{type: string, maxLength: 9}}, additionalProperties: false}]}")
	var names []string
	for _, a := range Alternatives(schema, map[string]any{}) {
		names = append(names, a.Name)
		if errs := schema.ValidateRequest(a.Members); len(errs) > 0 {
			t.Errorf("%s: %v", a.Name, errs)
		}
	}
	if diff := cmp.Diff([]string{"1", "2"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	value, _ := sample.Of(schema, sample.Request)
	got := rulesOf(Breaking(schema, value))
	for _, want := range []string{"a.1 type", "a.1 required", "b.2 long", "b.2 required"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not broken: %v", want, got)
		}
	}
}

// TestMembers holds what is found of the members of an object.
func TestMembers(t *testing.T) {
	schema := schematest.Of(t, "{allOf: [{type: object, properties: {a: {type: object, "+
		"properties: {b: {type: integer}}}}}]}")
	if at := SchemaAt(schema, "/a/b"); at == nil || at.Shape().Type != "integer" {
		t.Errorf("/a/b is %v", at)
	}
	for _, pointer := range []string{"", "/a/c", "/x"} {
		if at := SchemaAt(schema, pointer); at != nil {
			t.Errorf("%q is %v", pointer, at)
		}
	}
	if _, ok := Member(schema, "a"); !ok {
		t.Error("a is not found")
	}
}
