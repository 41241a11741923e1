package openapi_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// schema returns the component schema S, given as YAML in one line, beside others.
func schema(t *testing.T, text string) *openapi.Schema {
	t.Helper()
	d := described(t, plain("paths: {}\ncomponents:\n  schemas:\n    S: "+text+
		"\n    Id: {type: string, pattern: \"^[0-9]+$\"}\n"))
	s, ok := d.Schema("S")
	if !ok {
		t.Fatalf("no schema: %s", text)
	}
	return s
}

// TestValidate holds that each violation is found, at its JSON pointer.
func TestValidate(t *testing.T) {
	for name, test := range map[string]struct {
		schema, value string
		want          []string // JSON pointers
	}{
		"valid": {
			"{type: object, properties: {a: {type: string}}}", `{"a": "x", "b": 1}`, nil,
		},
		"the value itself": {"{type: string}", `7`, []string{""}},
		"a member": {
			"{type: object, properties: {a: {type: string}}}", `{"a": 7}`, []string{"/a"},
		},
		"a member that is absent": {"{type: object, required: [a]}", `{}`, []string{"/a"}},
		"an item": {
			"{type: array, items: {type: integer}}", `[1, "2", 3.5]`, []string{"/1", "/2"},
		},
		"deep": {"{type: object, properties: {a: {type: array, items: {$ref: " +
			"\"#/components/schemas/Id\"}}}}", `{"a": ["1", "x"]}`, []string{"/a/1"}},
		"several": {
			"{type: object, required: [c], properties: {a: {type: string}, b: {type: boolean}}}",
			`{"a": 1, "b": 2}`,
			[]string{"/a", "/b", "/c"},
		},
		"escaped": {
			"{type: object, properties: {a/b~c: {type: string}}}", `{"a/b~c": 7}`,
			[]string{"/a~1b~0c"},
		},
		"enum":           {"{type: string, enum: [a, b]}", `"c"`, []string{""}},
		"length":         {"{type: string, minLength: 2, maxLength: 3}", `"x"`, []string{""}},
		"range":          {"{type: number, minimum: 1, maximum: 2}", `3`, []string{""}},
		"beyond float64": {"{type: number, maximum: 2}", `1e999`, []string{""}},
		"null":           {"{type: string}", `null`, []string{""}},
		"nullable":       {"{type: string, nullable: true}", `null`, nil},
		"no further members": {
			"{type: object, additionalProperties: false}", `{"a": 1}`, []string{"/a"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			decoder := json.NewDecoder(strings.NewReader(test.value))
			decoder.UseNumber()
			var value any
			if err := decoder.Decode(&value); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range schema(t, test.schema).Validate(value) {
				if v.Reason == "" {
					t.Errorf("%q has no reason", v.Pointer)
				}
				got = append(got, v.Pointer)
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("pointers (-want +got):\n%s", diff)
			}
		})
	}
	if all := openapi.AnySchema().Validate(map[string]any{"a": []any{nil}}); len(all) > 0 {
		t.Errorf("the schema of any value: %v", all)
	}
}

func TestEnum(t *testing.T) {
	for text, want := range map[string][]string{
		"{type: string}":                                    nil,
		"{type: string, enum: [b, a]}":                      {"b", "a"},
		"{enum: [1, true, 2.5, x]}":                         {"1", "true", "2.5", "x"},
		"{enum: [{a: 1}, x]}":                               {"x"},
		"{anyOf: [{type: string, enum: [a]}, {enum: [b]}]}": {"a", "b"},
		"{oneOf: [{enum: [c]}, {type: string}], enum: [d]}": {"d", "c"},
	} {
		if diff := cmp.Diff(want, schema(t, text).Enum()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestTakesText(t *testing.T) {
	for _, test := range []struct {
		schema, text string
		want         bool
	}{
		{"{type: integer}", "5", true},
		{"{type: integer}", "5.5", false},
		{"{type: integer}", "five", false},
		{"{type: boolean}", "true", true},
		{"{type: boolean}", "yes", false},
		{"{type: string}", "5", true},
		{"{type: string, maxLength: 1}", "55", false},
		{"{}", "x", true},
		{"{$ref: \"#/components/schemas/Id\"}", "12", true},
		{"{$ref: \"#/components/schemas/Id\"}", "x", false},
	} {
		if got := schema(t, test.schema).TakesText(test.text); got != test.want {
			t.Errorf("%s takes %q: %t", test.schema, test.text, got)
		}
	}
}

func TestProperties(t *testing.T) {
	s := schema(t, "{type: object, properties: {b: {type: string, enum: [x]}, a: {$ref: "+
		"\"#/components/schemas/Id\"}}}")
	if diff := cmp.Diff([]string{"a", "b"}, s.Properties()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a, ok := s.Property("a"); !ok || a.Name != "S.a" || a.Pattern() != "^[0-9]+$" {
		t.Errorf("a: %+v, %t", a, ok)
	}
	if _, ok := s.Property("c"); ok {
		t.Error("there is a property c")
	}
}

func TestShape(t *testing.T) {
	if s := (*openapi.Schema)(nil).Shape(); !s.Untyped {
		t.Errorf("of no schema: %+v", s)
	}
	s := schema(t, "{type: array, minItems: 1, items: {type: integer, format: int32, minimum: 1, "+
		"maximum: 9, multipleOf: 2}, "+
		"default: [2], example: [4]}").Shape()
	if s.Type != "array" || s.Untyped || s.MinItems != 1 || s.Items == nil {
		t.Fatalf("a list: %+v", s)
	}
	if !openapi.SameJSON(s.Default, []any{2.0}) || !openapi.SameJSON(s.Example, []any{4.0}) {
		t.Errorf("default %v, example %v", s.Default, s.Example)
	}
	item := s.Items.Shape()
	if item.Type != "integer" || item.Format != "int32" || *item.Min != 1 || *item.Max != 9 ||
		*item.MultipleOf != 2 {
		t.Errorf("an item: %+v", item)
	}
	s = schema(t, "{allOf: [{type: string}], anyOf: [{type: string}, {}], oneOf: [{}], readOnly: "+
		"true}").Shape()
	if !s.Untyped || len(s.AllOf) != 1 || len(s.AnyOf) != 2 || len(s.OneOf) != 1 || !s.ReadOnly {
		t.Errorf("a union: %+v", s)
	}
	s = schema(t, "{type: object, required: [a], properties: {a: {type: string, minLength: 1, "+
		"maxLength: 2}}}").Shape()
	if diff := cmp.Diff([]string{"a"}, s.Required); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
}

func TestTextOf(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
		ok    bool
	}{
		{"a", "a", true},
		{json.Number("1.50"), "1.50", true},
		{true, "true", true},
		{7, "7", true},
		{2.5, "2.5", true},
		{nil, "", false},
		{[]any{"a"}, "", false},
		{map[string]any{}, "", false},
	} {
		if got, ok := openapi.TextOf(test.value); got != test.want || ok != test.ok {
			t.Errorf("TextOf(%v): %q, %t", test.value, got, ok)
		}
	}
}

func TestSameJSON(t *testing.T) {
	for _, test := range []struct {
		a, b any
		same bool
	}{
		{json.Number("1"), 1.0, true},
		{json.Number("1"), "1", false},
		{[]any{json.Number("1.0")}, []any{1.0}, true},
		{[]any{1.0}, []any{1.0, 1.0}, false},
		{map[string]any{"a": json.Number("2")}, map[string]any{"a": 2.0}, true},
		{nil, nil, true},
		{json.Number("-1e999"), json.Number("-1e998"), false},
		{json.Number("-1e999"), json.Number("1e999"), false},
	} {
		if got := openapi.SameJSON(test.a, test.b); got != test.same {
			t.Errorf("SameJSON(%v, %v): %t", test.a, test.b, got)
		}
	}
}

func TestPointer(t *testing.T) {
	if got := jsonpointer.Join([]string{"paths", "/a~b", "0"}); got != "/paths/~1a~0b/0" {
		t.Errorf("got %s", got)
	}
	if got := jsonpointer.Join(nil); got != "" {
		t.Errorf("of the root: %q", got)
	}
}
