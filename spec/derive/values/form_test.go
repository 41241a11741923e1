package values

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
	"example.com/toeline/spec/sample"
)

// TestInForm holds which broken values a form can have: those of its own fields, as texts.
func TestInForm(t *testing.T) {
	schema := schematest.Of(t, "{type: object, required: [name], properties: {name: {type: "+
		"string, maxLength: 2}, size: {type: integer}, note: {type: string}, tags: {type: array, "+
		"items: {type: string, enum: [a]}}, few: {type: array, minItems: 1, "+
		"items: {type: string, enum: [a]}}, of: {type: object, required: [x], properties: {x: "+
		"{type: string}}}}}")
	value, good := sample.Of(schema, sample.Request)
	if !good {
		t.Fatal("no sample")
	}
	var got []string
	for _, b := range Breaking(schema, value) {
		made, ok := InForm(schema, b)
		if !ok {
			continue
		}
		got = append(got, strings.Trim(strings.Join(made.At, ".")+" "+made.Rule, " "))
		if made.Rule == "type" && made.Value.(map[string]any)[made.At[0]] != Odd {
			t.Errorf("%s of another type is no text: %v", made.At, made.Value)
		}
	}
	slices.Sort(got)
	want := []string{"name long", "name required", "size type"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, ok := InForm(schema, Broken{Rule: "type", Value: "x"}); ok {
		t.Error("a form is no text")
	}
}

// TestAlternativesByKind holds that the member that says which object it is is broken too.
func TestAlternativesByKind(t *testing.T) {
	schema := schematest.Of(t, "{type: object, properties: {note: {type: string}}, oneOf: ["+
		"{type: object, required: [kind, meows], properties: {kind: {type: string, enum: [cat]}, "+
		"meows: {type: boolean}}}, {type: object, required: [kind, barks], properties: {kind: "+
		"{type: string, enum: [dog]}, barks: {type: boolean}}}]}")
	alternatives := Alternatives(schema, map[string]any{"note": "n"})
	var names []string
	for _, one := range alternatives {
		names = append(names, one.Name)
		if one.Members["note"] != "n" {
			t.Errorf("%s lacks what is beside it: %v", one.Name, one.Members)
		}
	}
	if diff := cmp.Diff([]string{"1", "2"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Alternatives(schematest.Of(t, "{type: object}"), nil); got != nil {
		t.Errorf("of one object: %v", got)
	}
}

// TestPartsOfAllOf holds that each part of an allOf is broken once, however often it is a part.
func TestPartsOfAllOf(t *testing.T) {
	schema := schematest.Of(t, "{allOf: [{type: object, required: [a], properties: {a: {type: "+
		"string, maxLength: 3}}}, {allOf: [{type: object, required: [a, b], properties: {b: "+
		"{type: integer}}}]}]}")
	value := map[string]any{"a": "x", "b": json.Number("1")}
	seen := map[string]int{}
	for _, b := range Breaking(schema, value) {
		seen[strings.Join(b.At, ".")+" "+b.Rule]++
	}
	for _, rule := range []string{"a required", "b required", "a long", "b type"} {
		if seen[rule] != 1 {
			t.Errorf("%s is broken %d times: %v", rule, seen[rule], seen)
		}
	}
}

// TestListParameters holds the rules of lists and objects in a query, and their levels.
func TestListParameters(t *testing.T) {
	for _, test := range []struct {
		p    openapi.Parameter
		want map[string]spec.Level
	}{
		{
			openapi.Parameter{
				In: "query", Name: "n", Schema: schematest.Of(t, "{type: array, maxItems: 2, "+
					"items: {type: integer}}"),
			},
			map[string]spec.Level{"item-type": "", "items": ""},
		},
		{
			openapi.Parameter{
				In: "header", Name: "n", Schema: schematest.Of(t, "{type: array, uniqueItems: "+
					"true, items: {type: string, enum: [a, b]}}"),
			},
			map[string]spec.Level{"unique": spec.May, "item-enum": spec.Should},
		},
		{
			openapi.Parameter{
				In: "query", Name: "o", Style: "deepObject", Explode: true,
				Schema: schematest.Of(t, "{type: object, required: [n], additionalProperties: "+
					"false, properties: {n: {type: integer, minimum: 3}, s: {type: string}}}"),
			},
			map[string]spec.Level{
				"n-type": spec.Should, "n-low": spec.Should, "unknown": spec.Should,
			},
		},
		{
			openapi.Parameter{
				In: "query", Name: "f", Schema: schematest.Of(t, "{type: number, multipleOf: 5, "+
					"minimum: 5}"),
			},
			map[string]spec.Level{"multiple": ""},
		},
	} {
		got := map[string]spec.Level{}
		for _, b := range OfParameter(test.p) {
			got[b.Rule] = b.Level
		}
		for rule, level := range test.want {
			if is, ok := got[rule]; !ok || is != level {
				t.Errorf("%s: %s is %q, %t; all: %v", test.p.Name, rule, is, ok, got)
			}
		}
	}
}

// TestSeveral holds lists of two items, which a schema may not allow.
func TestSeveral(t *testing.T) {
	for schema, want := range map[string][]any{
		"{type: string, enum: [a, b, c]}": {"a", "b"},
		"{type: integer, minimum: 4}":     {json.Number("5"), json.Number("6")},
		"{type: string, minLength: 4}":    {"aaxx", "abxx"},
		"{type: boolean}":                 nil,
		"{type: integer, maximum: 0}":     nil,
		"{type: string, format: date}":    nil,
	} {
		if diff := cmp.Diff(want, Several(schematest.Of(t, schema))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", schema, diff)
		}
	}
}
