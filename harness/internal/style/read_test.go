package style

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
)

func schemaOf(t *testing.T, text string) *openapi.Schema {
	t.Helper()
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		t.Fatal(err)
	}
	return openapi.NewSchema("", node.Content[0])
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// roundTrips are values and the schemas by which they are read back.
var roundTrips = []struct{ schema, value string }{
	{"{type: string}", `"a,b c=d/é.;|&+%"`},
	{"{type: integer}", `-5`},
	{"{type: number}", `0.5`},
	{"{type: boolean}", `true`},
	{"{type: [integer, 'null']}", `7`},
	{"{anyOf: [{type: integer}, {type: string, enum: [all]}]}", `"all"`},
	{"{type: array, items: {type: string}}", `["blue","bl ack"]`},
	{"{type: array, items: {type: integer}}", `[1,2]`},
	{"{anyOf: [{type: array, items: {type: string}}, {type: 'null'}]}", `["a"]`},
	{
		"{type: object, properties: {R: {type: integer}, G: {type: string}}}",
		`{"G":"x","R":100}`,
	},
	{
		"{allOf: [{type: object, properties: {R: {type: integer}}}, " +
			"{properties: {S: {type: boolean}}}]}",
		`{"R":1,"S":true}`,
	},
}

var styles = []struct {
	in, style string
	explode   bool
}{
	{"path", "simple", false},
	{"path", "simple", true},
	{"path", "label", false},
	{"path", "label", true},
	{"path", "matrix", false},
	{"path", "matrix", true},
	{"query", "form", false},
	{"query", "form", true},
	{"query", "spaceDelimited", false},
	{"query", "pipeDelimited", false},
	{"query", "tabDelimited", false},
	{"query", "deepObject", true},
	{"header", "simple", false},
	{"header", "simple", true},
	{"cookie", "form", false},
	{"cookie", "form", true},
}

// ambiguous reports whether a style writes a value as it writes another: with delimiters that are
// escaped as the items are.
func ambiguous(style, value string) bool {
	return strings.HasSuffix(style, "Delimited") && strings.Contains(value, "bl ack")
}

// TestValuesAreReadAsTheyWereWritten in each style.
func TestValuesAreReadAsTheyWereWritten(t *testing.T) {
	read := 0
	for _, s := range styles {
		for _, test := range roundTrips {
			if ambiguous(s.style, test.value) {
				continue
			}
			p := openapi.Parameter{
				Name: "color", In: s.in, Style: s.style, Explode: s.explode,
				Schema: schemaOf(t, test.schema),
			}
			value, err := openapi.DecodeJSON([]byte(test.value))
			if err != nil {
				t.Fatal(err)
			}
			got, written, ok := writtenAndRead(p, value)
			if !ok || jsonOf(t, got) != jsonOf(t, value) {
				t.Errorf("%s %s, explode %t: %s is written %s and read %s, %t", s.in, s.style,
					s.explode, test.value, written, jsonOf(t, got), ok)
			}
			read++
		}
	}
	if read < 150 {
		t.Errorf("%d values were read", read)
	}
}

func writtenAndRead(p openapi.Parameter, value any) (got any, written string, ok bool) {
	others := map[string]bool{"other": true}
	switch p.In {
	case "path":
		written = Path(p, value, EscapeSegment)
		got, ok = ReadPath(p, written)
	case "header":
		written = Header(p, value)
		got, ok = ReadHeader(p, written), true
	case "cookie":
		written = strings.Join(append(Query(p, value), "other=1"), "; ")
		got, ok = ReadQuery(p, Cookies(http.Header{"Cookie": {written}}), others)
	default:
		written = strings.Join(append(Query(p, value), "other=1"), "&")
		got, ok = ReadQuery(p, Pairs(written), others)
	}
	return got, written, ok
}

// TestBodiesAreReadAsTheyWereWritten by media type.
func TestBodiesAreReadAsTheyWereWritten(t *testing.T) {
	schema := schemaOf(t, "{type: object, properties: {a: {type: string}, n: {type: array, items: "+
		"{type: integer}}, o: {type: object, properties: {p: {type: boolean}}}, "+
		"d: {type: integer}}}")
	const value = `{"a":"x y&z","d":5,"n":[1],"o":{"p":true}}`
	object, err := openapi.DecodeJSON([]byte(value))
	if err != nil {
		t.Fatal(err)
	}
	for _, mediaType := range []string{
		"application/json", "application/merge-patch+json; charset=utf-8",
		"application/x-www-form-urlencoded", "multipart/form-data", "application/soap+xml",
	} {
		media := openapi.Media{Type: mediaType, Schema: schema}
		data, err := Body(media, object)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadBody(ContentType(mediaType), data, media)
		if err != nil || jsonOf(t, got) != jsonOf(t, object) {
			t.Errorf("%s: %s is read %s, %v", mediaType, data, jsonOf(t, got), err)
		}
	}
}

// TestContentThatCannotBeRead holds which content is wrong, and which is right and judged by no
// schema.
func TestContentThatCannotBeRead(t *testing.T) {
	for _, test := range []struct {
		mediaType, content string
		opaque, fails      bool
	}{
		{"application/json", "{", false, true},
		{"application/json", "{}}", false, true},
		{"application/xml", "<a/>", true, true},
		{"application/xml", "<a>", false, true},
		{"application/xml", "", false, true},
		{"multipart/form-data", "--x--", false, true},
		{"text/plain", "x", false, false},
		{"application/octet-stream", "\x00", true, true},
		{"nothing at all", "x", false, true},
	} {
		_, err := ReadBody(test.mediaType, []byte(test.content), openapi.Media{})
		if (err != nil) != test.fails || IsOpaque(err) != test.opaque {
			t.Errorf("%s %q: %v", test.mediaType, test.content, err)
		}
	}
}

// FuzzRead holds that no text is too odd to be read, and that what is read can be written again.
func FuzzRead(f *testing.F) {
	f.Add("a=1&b[c]=2", "multipart/form-data; boundary=x")
	f.Add(";color=1,2", "application/x-www-form-urlencoded")
	f.Fuzz(func(t *testing.T, text, mediaType string) {
		for _, test := range roundTrips {
			s := schemaOf(t, test.schema)
			for _, in := range styles {
				p := openapi.Parameter{
					Name: "color", In: in.in, Style: in.style, Explode: in.explode, Schema: s,
				}
				ReadPath(p, text)
				ReadHeader(p, text)
				if value, ok := ReadQuery(p, Pairs(text), nil); ok {
					Query(p, value)
				}
			}
			value, err := ReadBody(mediaType, []byte(text), openapi.Media{Schema: s})
			if err == nil {
				if _, err := json.Marshal(value); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// TestDelimitersInside holds that an escaped comma is part of an item, as is written.
func TestDelimitersInside(t *testing.T) {
	p := openapi.Parameter{
		Name: "q", In: "query", Style: "form",
		Schema: schemaOf(t, "{type: array, items: {type: string}}"),
	}
	got, _ := ReadQuery(p, Pairs("q=a%2Cb,c"), nil)
	if diff := cmp.Diff([]any{"a,b", "c"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestListsOfOpenAPI2 holds that the lists of OpenAPI 2.0 are read as they are written in a path
// and a header too.
func TestListsOfOpenAPI2(t *testing.T) {
	for _, style := range []string{"spaceDelimited", "pipeDelimited", "tabDelimited"} {
		for _, in := range []string{"path", "header"} {
			p := openapi.Parameter{
				Name: "color", In: in, Style: style,
				Schema: schemaOf(t, "{type: array, items: {type: string}}"),
			}
			got, written, ok := writtenAndRead(p, []any{"blue", "bl,ack"})
			if !ok || jsonOf(t, got) != `["blue","bl,ack"]` || in == "path" && written == "" {
				t.Errorf("%s %s: %q is read as %v, %t", in, style, written, got, ok)
			}
		}
	}
}
