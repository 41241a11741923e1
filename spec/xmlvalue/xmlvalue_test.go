package xmlvalue_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
	"example.com/toeline/spec/xmlvalue"
	"example.com/toeline/spec/xpath"
)

const (
	plainPet = `{type: object, required: [id, tags], properties: {id: {type: integer}, ` +
		`name: {type: string}, tags: {type: array, items: {type: string}}, ` +
		`owner: {type: object, properties: {age: {type: number, nullable: true}}}}}`
	xmlPet = `{type: object, required: [id, tags], xml: {name: pet}, properties: {` +
		`id: {type: integer, xml: {attribute: true}}, ` +
		`name: {type: string, xml: {name: called, namespace: "http://a.example", prefix: a}}, ` +
		`tags: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: tag}}}, ` +
		`sizes: {type: array, items: {type: integer, xml: {name: size}}}}}`
)

// TestWrite holds how values are written, and that what is written is read as it was.
func TestWrite(t *testing.T) {
	for name, tt := range map[string]struct {
		schema string
		value  any
		want   string
	}{
		"names of members": {
			plainPet,
			map[string]any{
				"owner": map[string]any{"age": 1.5}, "tags": []any{"a", "<b>"}, "id": 7,
			},
			`<root><id>7</id><tags>a</tags><tags>&lt;b&gt;</tags><owner><age>1.5</age></owner></root>`,
		},
		"what the schema says": {
			xmlPet,
			map[string]any{
				"tags": []any{"a", "b"}, "id": 7, "name": "Rex", "sizes": []any{1, 2},
			},
			`<pet id="7"><a:called xmlns:a="http://a.example">Rex</a:called>` +
				`<tags><tag>a</tag><tag>b</tag></tags><size>1</size><size>2</size></pet>`,
		},
		"a list": {
			`{type: array, xml: {name: all}, items: {type: integer, xml: {name: one}}}`,
			[]any{1, 2},
			`<all><one>1</one><one>2</one></all>`,
		},
		"parts": {
			`{allOf: [{type: object, properties: {a: {type: boolean}}}, ` +
				`{type: object, properties: {b: {type: string, xml: {attribute: true}}}}]}`,
			map[string]any{"a": true, "b": "x\""},
			`<root b="x&#34;"><a>true</a></root>`,
		},
		"a text, and an attribute of it": {
			`{type: object, properties: {lang: {type: string, xml: {nodeType: attribute}}, ` +
				`text: {type: string, xml: {nodeType: text}}}}`,
			map[string]any{"lang": "en", "text": "a & b"},
			`<root lang="en">a &amp; b</root>`,
		},
		"a default namespace": {
			`{type: object, xml: {name: a, namespace: "urn:x"}, properties: {}}`,
			map[string]any{},
			`<a xmlns="urn:x"></a>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := schematest.Of(t, tt.schema)
			got, err := xmlvalue.Write(openapi.Media{Schema: s}, tt.value)
			if err != nil || string(got) != tt.want {
				t.Fatalf("%v\n%s, want\n%s", err, got, tt.want)
			}
			value, wrong := read(t, s, tt.want)
			if !openapi.SameJSON(value, tt.value) || len(wrong) > 0 {
				t.Errorf("read %v %v, want %v", value, wrong, tt.value)
			}
		})
	}
	s := schematest.Of(t, `{type: object, properties: {"a b": {type: string}}}`)
	if _, err := xmlvalue.Write(openapi.Media{Schema: s}, map[string]any{"a b": "x"}); err == nil {
		t.Error("an element has a name with a space")
	}
}

func read(t *testing.T, s *openapi.Schema, text string) (any, []openapi.Violation) {
	t.Helper()
	document, err := xpath.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return xmlvalue.Read(s, document)
}

// TestRead holds what of a document breaks its schema: that it is written otherwise, and that the
// value breaks it.
func TestRead(t *testing.T) {
	const nillable = `{type: object, required: [a], additionalProperties: false, properties: {` +
		`a: {type: integer, nullable: true}, b: {type: boolean}}}`
	for name, tt := range map[string]struct {
		schema, text string
		want         string // pointers of what is wrong, and a word of it
	}{
		"right": {xmlPet, `<pet id=" 7 "><tags/></pet>`, ""},
		"another prefix": {
			xmlPet, `<pet id="7" xmlns:z="http://a.example"><z:called>x</z:called><tags/></pet>`,
			"",
		},
		"another root": {xmlPet, `<cat id="7"><tags/></cat>`, ": wrong element: cat"},
		"another namespace": {
			xmlPet,
			`<pet id="7"><called>x</called><tags/></pet>`,
			"/name: wrong namespace: ",
		},
		"an element for an attribute": {
			xmlPet, `<pet><id>7</id><tags/></pet>`, "/id: wrong type",
		},
		"no attribute": {xmlPet, `<pet><tags/></pet>`, `/id: property "id" is missing`},
		"another item": {
			xmlPet,
			`<pet id="7"><tags><Tag>a</Tag></tags></pet>`,
			"/tags/0: wrong element: Tag",
		},
		"not wrapped": {
			xmlPet,
			`<pet id="7"><tag>a</tag></pet>`,
			`/tags: property "tags" is missing`,
		},
		"a wrong number": {xmlPet, `<pet id="x"><tags/></pet>`, "/id: wrong type"},
		"a wrong item": {
			xmlPet,
			`<pet id="7"><tags/><size>big</size></pet>`,
			"/sizes/0: wrong type",
		},
		"an element twice": {
			plainPet, `<x><id>1</id><id>2</id></x>`, "/id: the element is there 2 times",
		},
		"an element that is missing": {plainPet, `<x/>`, `/id: property "id" is missing`},
		"no items":                   {plainPet, `<x><id>+01</id></x>`, ""},
		"a list that is wrapped, where nothing is said": {
			plainPet, `<x><id>1</id><tags><string>a</string><string>b</string></tags></x>`, "",
		},
		"another letter case, where nothing is said": {
			plainPet, `<X><Id>1</Id><Tags>a</Tags></X>`, "",
		},
		"nil": {
			nillable, `<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
				`<a xsi:nil="true"/></x>`, "",
		},
		"null is absent":             {nillable, `<x><b>1</b></x>`, ""},
		"an empty number":            {nillable, `<x><a/></x>`, ""},
		"a boolean":                  {nillable, `<x><a>1</a><b>yes</b></x>`, "/b: wrong type"},
		"an element that is unknown": {nillable, `<x><a>1</a><c/></x>`, `/c: `},
		"elements for a text": {
			plainPet,
			`<x><id>1</id><name><a/></name></x>`,
			"/name: wrong type",
		},
		"a map": {
			`{type: object, additionalProperties: {type: integer}}`,
			`<m><a>1</a><b>x</b></m>`,
			"/b: wrong type",
		},
		"one of several, by its type": {
			`{oneOf: [{type: object, required: [a], properties: {a: {type: integer}}}, ` +
				`{type: object, required: [a], properties: {a: {type: boolean}}}]}`,
			`<m><a>true</a></m>`,
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := schematest.Of(t, tt.schema)
			value, wrong := read(t, s, tt.text)
			var all []string
			for _, v := range append(wrong, s.Validate(value)...) {
				all = append(all, v.Pointer+": "+v.Reason)
			}
			got := strings.Join(all, "\n")
			if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) || len(all) > 1 {
				t.Errorf("%q of %v, want %q", got, value, tt.want)
			}
		})
	}
}

// TestReadTypes holds which value a text is by its schema.
func TestReadTypes(t *testing.T) {
	s := schematest.Of(t, `{type: object, properties: {n: {type: number}, b: {type: boolean}, `+
		`s: {type: string}, any: {}}}`)
	value, _ := read(t, s, `<x><n>-007.50e2</n><b>0</b><s>1</s><any><c>1</c></any></x>`)
	want := map[string]any{
		"n": -750.0, "b": false, "s": "1", "any": map[string]any{"c": "1"},
	}
	if diff := cmp.Diff(true, openapi.SameJSON(value, want)); diff != "" {
		t.Errorf("%v, want %v", value, want)
	}
}
