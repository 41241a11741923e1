package openapi_test

import (
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
)

// schemaOf returns a schema of OpenAPI 3.1, given as JSON.
func schemaOf(t *testing.T, text string) *openapi.Schema {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return openapi.SchemaOf(n.Content[0])
}

func jsonOf(t *testing.T, text string) any {
	t.Helper()
	value, err := openapi.DecodeJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// keywordSchemas have each keyword of JSON Schema, with a value that only it refuses.
var keywordSchemas = []string{
	`true`, `false`, `{"type": ["string", "null"]}`, `{"type": "integer"}`, `{"type": "number"}`,
	`{"enum": [1, "a", null, {"a": 1}]}`, `{"const": {"a": 1}}`, `{"const": 1}`,
	`{"minimum": 1, "maximum": 3}`, `{"exclusiveMinimum": 1, "exclusiveMaximum": 3}`,
	`{"multipleOf": 0.5}`, `{"multipleOf": 2}`,
	`{"minLength": 2}`, `{"maxLength": 2}`, `{"pattern": "^a+$"}`,
	`{"items": {"type": "integer"}}`,
	`{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}`,
	`{"prefixItems": [true], "items": false}`, `{"contains": {"type": "string"}}`,
	`{"contains": {"type": "integer"}, "minContains": 2, "maxContains": 2}`,
	`{"contains": true, "minContains": 0}`,
	`{"minItems": 2}`, `{"maxItems": 1}`, `{"uniqueItems": true}`,
	`{"required": ["a", "b"]}`,
	`{"properties": {"a": {"type": "string"}}, "additionalProperties": false}`,
	`{"properties": {"a": true}, "patternProperties": {"^b": {"type": "integer"}}, ` +
		`"additionalProperties": {"type": "null"}}`,
	`{"propertyNames": {"maxLength": 1}}`, `{"minProperties": 2}`, `{"maxProperties": 1}`,
	`{"dependentRequired": {"a": ["b"]}}`, `{"dependentSchemas": {"a": {"required": ["b"]}}}`,
	`{"allOf": [{"required": ["a"]}, {"maxProperties": 1}]}`,
	`{"anyOf": [{"type": "string"}, {"minimum": 2}]}`,
	`{"oneOf": [{"type": "integer"}, {"minimum": 2}]}`, `{"not": {"type": "string"}}`,
	`{"if": {"type": "object"}, "then": {"required": ["a"]}, "else": {"maxLength": 1}}`,
	`{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}`,
	`{"anyOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"properties": ` +
		`{"b": true}}], "unevaluatedProperties": false}`,
	`{"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": ` +
		`true}}, "unevaluatedProperties": {"type": "string"}}`,
	`{"prefixItems": [true], "contains": {"type": "string"}, "unevaluatedItems": false}`,
	`{"$defs": {"n": {"type": "object", "properties": {"a": {"$ref": "#/$defs/n"}}}}, "$ref": ` +
		`"#/$defs/n", "maxProperties": 1}`,
	`{"$defs": {"n": {"$anchor": "here", "type": "integer"}}, "items": {"$ref": "#here"}}`,
	`{"$id": "https://t.example/list", "items": {"$dynamicRef": "#item"}, "$defs": {"any": ` +
		`{"$dynamicAnchor": "item"}}}`,
}

var keywordValues = []string{
	`null`, `true`, `0`, `1`, `1.0`, `2`, `2.5`, `3`, `-1`, `1e2`, `9007199254740993`, `""`, `"a"`,
	`"aa"`, `"aab"`, `"é"`,
	`[]`, `[1]`, `["a"]`, `["a", 1]`, `[1, 2]`, `[1, 1.0]`, `[{"a": 1}, {"a": 1.0}]`,
	`["a", "b", 1]`, `[1, [2]]`,
	`{}`, `{"a": 1}`, `{"a": "x"}`, `{"b": 1}`, `{"b": "x"}`, `{"a": 1, "b": 2}`,
	`{"a": {"a": {}}}`, `{"a": {"a": 1}}`,
	`{"c": null}`, `{"cc": 1}`, `{"a": 1, "c": "x"}`, `{"a": 1, "bb": "x"}`,
}

// TestValidateAsOthersDo holds that each keyword, alone and beside others, says the same of a
// value as another implementation of JSON Schema does.
func TestValidateAsOthersDo(t *testing.T) {
	schemas := append([]string{}, keywordSchemas...)
	random := rand.New(rand.NewSource(1))
	pick := func() string { return keywordSchemas[2+random.Intn(len(keywordSchemas)-5)] }
	for range 400 {
		schemas = append(schemas, fmt.Sprintf(random2(random), pick(), pick()))
	}
	for _, text := range schemas {
		compiler := jsonschema.NewCompiler()
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("https://t.example/s", doc); err != nil {
			t.Fatal(err)
		}
		other, err := compiler.Compile("https://t.example/s")
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		own := schemaOf(t, text)
		for _, value := range keywordValues {
			theirs, _ := jsonschema.UnmarshalJSON(strings.NewReader(value))
			want := other.Validate(theirs) == nil
			found, err := own.Judge(jsonOf(t, value))
			if err != nil || (len(found) == 0) != want {
				t.Errorf("%s: %s: want valid %t, got %v, %v", text, value, want, found, err)
			}
		}
	}
}

// random2 returns a form of a schema with two others in it.
func random2(random *rand.Rand) string {
	forms := []string{
		`{"allOf": [%s, %s]}`, `{"anyOf": [%s, %s]}`, `{"oneOf": [%s, %s]}`,
		`{"items": {"not": %s}, "not": %s}`,
		`{"if": %s, "else": %s}`, `{"properties": {"a": %s}, "unevaluatedProperties": %s}`,
	}
	return forms[random.Intn(len(forms))]
}

// TestWorkIsBounded holds that no schema and no value makes a validation endless.
func TestWorkIsBounded(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	for name, test := range map[string]struct {
		schema, value string
		broken        bool
	}{
		"an anyOf that contains itself": {
			`{"$defs": {"n": {"anyOf": [{"properties": {"a": {"$ref": "#/$defs/n"}}, "required": ` +
				`["x"]}, ` +
				`{"properties": {"a": {"$ref": "#/$defs/n"}}, "required": ["y"]}]}}, "$ref": ` +
				`"#/$defs/n"}`,
			deep, true,
		},
		"an anyOf of itself": {`{"$defs": {"n": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": ` +
			`"string"}]}}, "$ref": "#/$defs/n"}`, `1`, false},
		"a reference to itself": {
			`{"$defs": {"n": {"$ref": "#/$defs/n"}}, "$ref": "#/$defs/n"}`, `1`, false,
		},
		"an allOf of itself": {`{"$defs": {"n": {"allOf": [{"$ref": "#/$defs/n"}, {"type": ` +
			`"string"}]}}, "$ref": "#/$defs/n"}`, `1`, true},
		"a tower of oneOf": {tower(40), `{"a": 1}`, true},
		"an expression that backtracks": {
			`{"pattern": "^(?=a)(a|aa)+$"}`, `"` + strings.Repeat("a", 60) + `!"`, false,
		},
		"a number without end": {`{"multipleOf": 3, "maximum": 7}`, `1e999999999999`, true},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			found, err := schemaOf(t, test.schema).Judge(jsonOf(t, test.value))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			if (len(found) > 0) != test.broken {
				t.Errorf("found %v, %v", found, err)
			}
		})
	}
}

// tower returns a schema whose alternatives each contain two references to the next level.
func tower(levels int) string {
	var b strings.Builder
	b.WriteString(`{"$ref": "#/$defs/l0", "$defs": {`)
	for i := range levels {
		fmt.Fprintf(&b, `"l%d": {"oneOf": [{"allOf": [{"$ref": "#/$defs/l%d"}]}, {"anyOf": `+
			`[{"$ref": "#/$defs/l%d"}]}]},`, i, i+1, i+1)
	}
	fmt.Fprintf(&b, `"l%d": {"type": "string"}}}`, levels)
	return b.String()
}

// TestTooMuchWork holds that what takes too many steps is neither valid nor invalid.
func TestTooMuchWork(t *testing.T) {
	value := make([]any, 1_100_000)
	found, err := schemaOf(t, `{"items": {"type": "string"}}`).Judge(value)
	if !errors.Is(err, openapi.ErrTooMuchWork) || found != nil {
		t.Errorf("%d violations, %v", len(found), err)
	}
}

// TestDialect holds what OpenAPI says beside JSON Schema.
func TestDialect(t *testing.T) {
	const pets = `oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: ` +
		`"#/components/schemas/Dog"}], discriminator: {propertyName: kind`
	for name, test := range map[string]struct {
		schema, value string
		request       bool
		want          string // a violation as text; empty: none
	}{
		"nullable": {`{type: string, nullable: true}`, `null`, false, ""},
		"nullable beside a reference": {
			`{nullable: true, allOf: [{$ref: "#/components/schemas/Cat"}]}`, `null`, false, "",
		},
		"exclusive as a boolean": {
			`{minimum: 1, exclusiveMinimum: true}`, `1`, false, "too small, want a number above 1",
		},
		"readOnly in a request": {
			`{required: [id], properties: {id: {type: string, readOnly: true}}}`, `{}`, true, "",
		},
		"readOnly in a response": {
			`{required: [id], properties: {id: {type: string, readOnly: true}}}`, `{}`, false,
			`property "id" is missing`,
		},
		"writeOnly in a request": {
			`{required: [pin], properties: {pin: {type: string, writeOnly: true}}}`, `{}`, true,
			`property "pin" is missing`,
		},
		"writeOnly in a response": {
			`{required: [pin], properties: {pin: {type: string, writeOnly: true}}}`, `{}`, false,
			"",
		},
		"a format that is checked": {
			`{format: uuid}`, `"nope"`, false,
			"not of the format uuid, want text of the format uuid",
		},
		"a format that is not": {`{format: colour}`, `"nope"`, false, ""},
		"int32": {
			`{type: integer, format: int32}`, `2147483648`, false,
			"outside of int32, want a number of the format int32",
		},
		"look-ahead": {
			`{pattern: "^(?!x)[a-z]+$"}`, `"xa"`, false,
			"does not match the pattern, want text that matches ^(?!x)[a-z]+$",
		},
		"a keyword beside a reference": {
			`{$ref: "#/components/schemas/Cat", required: [more]}`, `{"kind": "Cat", "claws": 1}`,
			false, "",
		},
		"discriminator by name": {
			`{` + pets + `}}`, `{"kind": "Dog"}`, false, `property "bark" is missing`,
		},
		"discriminator by mapping": {
			`{` + pets + `, mapping: {d: "#/components/schemas/Dog"}}}`, `{"kind": "d", "bark": 1}`,
			false, "",
		},
		"discriminator of none": {
			`{` + pets + `}}`, `{"kind": "Cow"}`, false,
			"names none of the alternatives, want one of Cat, Dog",
		},
		"discriminator that is missing": {
			`{` + pets + `}}`, `{}`, false, `property "kind" is missing`,
		},
		"discriminator of a parent": {
			`{$ref: "#/components/schemas/Animal"}`, `{"kind": "Bird"}`, false,
			`property "wings" is missing`,
		},
		"discriminator of a parent only": {
			`{$ref: "#/components/schemas/Animal"}`, `{"kind": "Fish"}`, false, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := described(t, plain("paths: {}\ncomponents:\n  schemas:\n    S: "+test.schema+`
    Cat: {type: object, required: [claws], properties: {kind: {type: string}}}
    Dog: {type: object, required: [bark], properties: {kind: {type: string}}}
    Animal: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
    Bird: {allOf: [{$ref: "#/components/schemas/Animal"}, {required: [wings]}]}
`))
			s, _ := d.Schema("S")
			judged := s.Validate
			if test.request {
				judged = s.ValidateRequest
			}
			got := ""
			for _, v := range judged(jsonOf(t, test.value)) {
				got += v.String()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestFormats checks that each format takes its values, and refuses others.
func TestFormats(t *testing.T) {
	for format, test := range map[string]struct{ right, wrong []string }{
		"uuid": {[]string{
			"3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b", "3B0C6A5E-77D1-4B5E-9F0A-0C1D2E3F4A5B",
		}, []string{
			"", "3b0c6a5e77d14b5e9f0a0c1d2e3f4a5b", "{3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b}",
		}},
		"date": {
			[]string{"2026-02-28"}, []string{"2026-02-29", "2026-2-28", "28.02.2026"},
		},
		"date-time": {[]string{
			"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456789+05:30", "1990-12-31T23:59:60Z",
		}, []string{"2026-01-02", "2026-01-02T03:04:05", "2026-01-02T25:04:05Z"}},
		"time": {
			[]string{"03:04:05Z", "03:04:05.5-01:00"}, []string{"03:04", "24:00:00Z"},
		},
		"duration": {[]string{"P1D", "PT1.5S", "P2W"}, []string{"P", "PT", "1D"}},
		"email": {
			[]string{"a@b.example", "a+b@c.example"}, []string{"a", "a@", "A <a@b.example>"},
		},
		"uri": {
			[]string{"https://a.example/?b=c", "urn:a:b"}, []string{"/a", "a b", "https://a b"},
		},
		"uri-reference": {[]string{"/a", "a?b"}, []string{"a b"}},
		"hostname":      {[]string{"a.example", "a-1"}, []string{"", "a..b", "-a", "a b"}},
		"ipv4":          {[]string{"192.0.2.1"}, []string{"192.0.2", "192.0.2.256", "::1"}},
		"ipv6": {
			[]string{"::1", "2001:db8::1"}, []string{"192.0.2.1", "fe80::1%eth0", ":"},
		},
		"byte":         {[]string{"eA==", "", "eA"}, []string{"?", "e A"}},
		"json-pointer": {[]string{"", "/a~0b/0"}, []string{"a", "/~"}},
		"regex":        {[]string{"^a$", "(?=a)"}, []string{"(", "[a"}},
	} {
		s := schemaOf(t, `{"format": "`+format+`"}`)
		for _, text := range test.right {
			if found := s.Validate(text); len(found) > 0 {
				t.Errorf("%s: %q is refused: %v", format, text, found)
			}
		}
		for _, text := range test.wrong {
			if len(s.Validate(text)) == 0 {
				t.Errorf("%s: %q is taken", format, text)
			}
		}
	}
}
