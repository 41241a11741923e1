package openapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

// TestFromText holds which value a text in a path, a query or a header is.
func TestFromText(t *testing.T) {
	one := json.Number("1")
	for _, c := range []struct {
		schema, text string
		want         any
	}{
		{"{type: string}", "1", "1"},
		{"{type: integer}", "1", one},
		{"{type: integer}", "x", "x"},
		{"{type: boolean}", "true", true},
		{"{oneOf: [{type: string, pattern: '^a'}, {type: integer}]}", "1", one},
		{"{type: array, items: {type: integer}}", "1, 1", []any{one, one}},
		{"{type: array, items: {type: integer}}", "[1]", []any{one}},
		{"{type: array}", "a,b", []any{"a", "b"}},
		{
			"{type: array, items: {$ref: '#/components/schemas/S'}}", "a,b",
			[]any{[]any{[]any{[]any{"a"}}}, []any{[]any{[]any{"b"}}}},
		},
		{
			"{type: object, properties: {r: {type: integer}}}", "r=1,g=2",
			map[string]any{"r": one, "g": "2"},
		},
		{
			"{type: object, properties: {r: {type: integer}}}", "r,1",
			map[string]any{"r": one},
		},
		{"{type: object}", `{"a":1}`, map[string]any{"a": one}},
		{"{type: object}", "a", "a"},
	} {
		got := schematest.Of(t, c.schema).FromText(c.text)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", c.text, c.schema, diff)
		}
	}
}

// TestTypes holds which JSON types a schema names, by its parts too, and whether all are scalars.
func TestTypes(t *testing.T) {
	for schema, want := range map[string]string{
		"{type: string}": "string true", "{type: object}": "object false",
		"{anyOf: [{type: integer}, {type: boolean}]}": "boolean integer true",
		"{allOf: [{type: array}]}":                    "array false", "{}": "false",
	} {
		s := schematest.Of(t, schema)
		got := strings.TrimSpace(fmt.Sprint(strings.Join(s.Types(), " "), " ", s.IsScalar()))
		if got != want {
			t.Errorf("%s: %s, want %s", schema, got, want)
		}
	}
	if (*openapi.Schema)(nil).Types() != nil {
		t.Error("no schema names a type")
	}
}

// TestXML holds what a schema says of its XML, itself before what it refers to.
func TestXML(t *testing.T) {
	for schema, want := range map[string]openapi.XML{
		"{type: string}": {},
		"{type: string, xml: {name: 'p:id', namespace: 'urn:a', prefix: p, attribute: true}}": {
			Name: "id", Namespace: "urn:a", Prefix: "p", Attribute: true, Stated: true,
		},
		"{type: array, xml: {wrapped: true}}":        {Wrapped: true, Stated: true},
		"{type: array, xml: {nodeType: element}}":    {Wrapped: true, Stated: true},
		"{type: string, xml: {nodeType: cdata}}":     {Text: true, Stated: true},
		"{$ref: '#/components/schemas/Loop'}":        {Component: "Loop"},
		"{type: string, xml: {nodeType: attribute}}": {Attribute: true, Stated: true},
	} {
		if diff := cmp.Diff(want, schematest.Of(t, schema).XML()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", schema, diff)
		}
	}
	s := schematest.Of(t, "{type: object, properties: {b: {}, a: {}}}")
	if diff := cmp.Diff([]string{"b", "a"}, s.InOrder()); diff != "" {
		t.Error(diff)
	}
}

// TestMediaTypes holds which media types are JSON, XML, or of a range.
func TestMediaTypes(t *testing.T) {
	for text, want := range map[string]string{
		"application/json; charset=utf-8": "json", "application/problem+json": "json",
		"text/xml": "xml", "application/atom+XML;a=b": "xml", "text/plain": "",
	} {
		got := ""
		if openapi.IsJSON(text) {
			got = "json"
		}
		if openapi.IsXML(text) {
			got += "xml"
		}
		if got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
	for _, c := range []struct {
		within, mediaType string
		want              bool
	}{
		{"*/*", "a/b", true},
		{"*", "a/b", true},
		{"text/*", "Text/Plain; a=b", true},
		{"text/*", "application/json", false},
		{"*/*+json", "a/b+json", true},
		{"*/*+json", "a/json", false},
		{"a/b;q=1", "a/b", true},
		{"a/b", "a/c", false},
	} {
		if got := openapi.InRange(c.within, c.mediaType); got != c.want {
			t.Errorf("%s in %s: %t", c.mediaType, c.within, got)
		}
	}
}

// TestPlaces holds where credentials are in a request, and which can be wrong alone.
func TestPlaces(t *testing.T) {
	bearer := openapi.Scheme{Name: "b", Type: "oauth2"}
	basic := openapi.Scheme{Name: "p", Type: "http", Scheme: "basic"}
	header := openapi.Scheme{Name: "h", Type: "apiKey", In: "header", Parameter: "authorization"}
	query := openapi.Scheme{Name: "q", Type: "apiKey", In: "query", Parameter: "key"}
	tls := openapi.Scheme{Name: "t", Type: "mutualTLS"}
	if !basic.Basic() || bearer.Basic() || !bearer.Bearer() || !query.Key() {
		t.Error("the kinds are mixed up")
	}
	for _, c := range []struct {
		a, b openapi.Scheme
		want bool
	}{{bearer, basic, true}, {bearer, header, true}, {bearer, query, false}, {tls, tls, false}} {
		if got := c.a.SamePlace(c.b); got != c.want {
			t.Errorf("%s and %s at one place: %t", c.a.Name, c.b.Name, got)
		}
	}
	ways := []openapi.Alternative{{bearer}, {bearer, query, tls}, {basic, header}}
	if joint := openapi.Joint(ways, "b"); len(joint) != 1 || len(joint[0]) != 3 {
		t.Errorf("joint: %v", joint)
	}
	if joint := openapi.Joint(ways, "p"); joint != nil {
		t.Errorf("two at one place cannot be wrong alone: %v", joint)
	}
	var without []string
	for _, s := range ways[1].Without("q") {
		without = append(without, s.Name)
	}
	if strings.Join(without, " ") != "b t" {
		t.Errorf("without q: %v", without)
	}
}

// TestMayBeEmpty holds for which parameters a request without any is one with an empty object.
func TestMayBeEmpty(t *testing.T) {
	object := schematest.Of(t, "{type: object, properties: {a: {}}}")
	needed := schematest.Of(t, "{type: object, required: [a]}")
	for _, c := range []struct {
		p    openapi.Parameter
		want bool
	}{
		{openapi.Parameter{Style: "form", Explode: true, Schema: object}, true},
		{openapi.Parameter{Style: "deepObject", Schema: object}, true},
		{openapi.Parameter{Style: "form", Schema: object}, false},
		{openapi.Parameter{Style: "deepObject", Schema: needed}, false},
		{openapi.Parameter{Style: "deepObject"}, false},
	} {
		if got := c.p.MayBeEmpty(); got != c.want {
			t.Errorf("%+v: %t", c.p, got)
		}
	}
}
